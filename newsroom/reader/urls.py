"""Readers' addresses. They are permanent: change none."""

import datetime as dt
import re

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path, register_converter
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from newsroom.models import Issue
from newsroom.reader import api_docs, articles, browsing, dates, feeds, issues, machines, reporting, searching

app_name = "reader"


class IssueStamp:
    """``2026-01-07`` or ``2026-01-07-e2`` <-> (date, edition). For reversing an Issue may be given as well."""

    regex = r"\d{4}-\d{2}-\d{2}(?:-e[1-9]\d{0,3})?"

    def to_python(self, value: str) -> tuple[dt.date, int]:
        found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:-e(\d+))?", value)
        if found is None:
            raise ValueError(value)
        return dt.date.fromisoformat(found[1]), int(found[2] or 1)

    def to_url(self, value: Issue | tuple[dt.date, int]) -> str:
        return value.stamp if isinstance(value, Issue) else Issue(date=value[0], edition=value[1]).stamp


class PageNumber:
    """``02`` <-> 2."""

    regex = r"\d{2,4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Day:
    """``2026-01-07`` <-> a date, of the years that ``Year`` knows."""

    regex = r"[12]\d{3}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


class Year:
    """``2026`` <-> 2026."""

    regex = r"[12]\d{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class Month:
    """``2026-01`` <-> the first day of a month."""

    regex = r"[12]\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(f"{value}-01")

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()[:7]


class WordSlug:
    """A slug in any script: ``xueling`` or ``要闻``. Django's own ``slug`` knows ASCII only."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


for name, converter in (
    ("stamp", IssueStamp),
    ("nn", PageNumber),
    ("day", Day),
    ("month", Month),
    ("year", Year),
    ("word", WordSlug),
):
    register_converter(converter, name)

urlpatterns = [
    path("", issues.Front.as_view(), name="front"),
    path("dates/", dates.Dates.as_view(), name="dates"),
    path("dates/<year:year>/", dates.Dates.as_view(), name="year"),
    path("dates/<month:month>/", dates.MonthView.as_view(), name="month"),
    path("dates/<day:day>/", dates.DayView.as_view(), name="day"),
    path("sections/", browsing.Sections.as_view(), name="sections"),
    path("sections/<word:slug>/", browsing.SectionView.as_view(), name="section"),
    path("contributors/", browsing.Contributors.as_view(), name="contributors"),
    path("contributors/<int:pk>/", browsing.ContributorView.as_view(), name="contributor"),
    path("search/", searching.Search.as_view(), name="search"),
    path("articles/<int:pk>/r/<int:number>/", articles.RevisionView.as_view(), name="revision"),
    path("articles/<int:pk>/r/<int:number>/cite/", articles.CiteView.as_view(), name="cite"),
    path("articles/<int:pk>/r/<int:number>/cite.<str:kind>", articles.CitationFile.as_view(), name="citation file"),
    path("articles/<int:pk>/report/", reporting.ReportView.as_view(), name="report"),
    # Somebody else's form could at most change the language a reader sees; a token would make every page uncacheable.
    path("i18n/language/", csrf_exempt(set_language), name="language"),
    path("feeds/", feeds.ArticleFeed(), name="feed"),
    path("feeds/newspapers/<word:slug>/", feeds.NewspaperFeed(), name="newspaper feed"),
    path("feeds/sections/<word:slug>/", feeds.SectionFeed(), name="section feed"),
    path("feeds/contributors/<int:pk>/", feeds.ContributorFeed(), name="contributor feed"),
    path("feeds/search/", feeds.SearchFeed(), name="search feed"),
    path("api/v1/docs/", api_docs.ApiDocs.as_view(), name="api docs"),
    path("robots.txt", machines.robots, name="robots"),
    path("opensearch.xml", machines.OpenSearch.as_view(), name="opensearch"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": machines.SITEMAPS, "sitemap_url_name": "reader:sitemap part"},
        name="sitemap",
    ),
    path(
        "sitemap-news.xml",
        sitemap_views.sitemap,
        {"sitemaps": {"news": machines.NewsSitemap}, "template_name": "newsroom/sitemap_news.xml"},
        name="news sitemap",
    ),
    path("sitemap-<str:section>.xml", sitemap_views.sitemap, {"sitemaps": machines.SITEMAPS}, name="sitemap part"),
    # Newspapers come last: their slugs may be any word that is not taken above.
    path("<word:slug>/", issues.NewspaperView.as_view(), name="newspaper"),
    path("<word:slug>/<stamp:stamp>/", issues.IssueView.as_view(), name="issue"),
    path("<word:slug>/<stamp:stamp>/<nn:number>/", issues.PageView.as_view(), name="page"),
    path("<word:slug>/<stamp:stamp>/<nn:page>/<int:number>/", articles.ArticleView.as_view(), name="article"),
]
