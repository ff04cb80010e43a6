"""What search engines and browsers ask a site for: sitemaps, robots.txt, the OpenSearch description."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from newsroom.models import Article, Contributor, Issue, Section
from newsroom.reader.browsing import credited_contributors

# Addresses in one sitemap file. The protocol allows 50,000; this many are written as fast as a page.
ADDRESSES_A_FILE = 500
# How long a news sitemap may list an article (https://www.sitemaps.org, news extension): two days.
NEWS_DAYS = 2


class IssueSitemap(Sitemap):
    limit = ADDRESSES_A_FILE

    def items(self) -> QuerySet[Issue]:
        return Issue.objects.select_related("newspaper").newest_first()


class ArticleSitemap(Sitemap):
    limit = ADDRESSES_A_FILE

    def items(self) -> QuerySet[Article]:
        return Article.objects.visible().select_related("page__issue__newspaper").only(
            "number", "modified_at", "page__number", "page__issue__date", "page__issue__edition",
            "page__issue__newspaper__slug",
        ).order_by("-pk")  # fmt: skip

    def lastmod(self, item: Article) -> dt.datetime:
        return item.modified_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        """Asked for in the index of sitemaps; the stock method would load every article."""
        return Article.objects.visible().order_by("-modified_at").values_list("modified_at", flat=True).first()


class SectionSitemap(Sitemap):
    def items(self) -> QuerySet[Section]:
        seen = Article.objects.visible().filter(section=OuterRef("pk"))
        return Section.objects.filter(Exists(seen)).order_by("pk")


class ContributorSitemap(Sitemap):
    limit = ADDRESSES_A_FILE

    def items(self) -> QuerySet[Contributor]:
        return credited_contributors().order_by("pk")


class NewsSitemap(Sitemap):
    """Articles printed within the last days."""

    limit = 1000

    def items(self) -> QuerySet[Article]:
        since = timezone.localdate() - dt.timedelta(days=NEWS_DAYS)
        return Article.objects.visible().with_place().filter(page__issue__date__gt=since).order_by("-pk")


SITEMAPS: dict[str, type[Sitemap]] = {
    "issues": IssueSitemap,
    "articles": ArticleSitemap,
    "sections": SectionSitemap,
    "contributors": ContributorSitemap,
}


class OpenSearch(TemplateView):
    """https://github.com/dewitt/opensearch: lets a browser search the archive from its address bar."""

    template_name = "search/opensearch.xml"
    content_type = "application/opensearchdescription+xml"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        absolute = self.request.build_absolute_uri
        return super().get_context_data(
            search_url=absolute(reverse("reader:search")), feed_url=absolute(reverse("reader:search feed")), **kwargs
        )


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; searching is for people, since its addresses have no end."""
    rules = [
        "User-agent: *",
        f"Disallow: {reverse('reader:search')}",
        f"Disallow: {reverse('reader:search feed')}",
        f"Disallow: {reverse('admin:index')}",
        f"Sitemap: {request.build_absolute_uri(reverse('reader:sitemap'))}",
        f"Sitemap: {request.build_absolute_uri(reverse('reader:news sitemap'))}",
    ]
    return HttpResponse("\n".join(rules) + "\n", content_type="text/plain; charset=utf-8")
