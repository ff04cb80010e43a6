"""Atom feeds: of everything, a newspaper, a section, a contributor, or any search."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from newsroom.models import Article, Contributor, Issue, Newspaper, Section
from newsroom.models.articles import ArticleQuerySet
from newsroom.models.newspapers import IssueQuerySet
from newsroom.reader.context import site_name
from newsroom.reader.listing import Listing
from newsroom.reader.reading import opening_of, title_of
from newsroom.reader.sheets import listable
from newsroom.search.archive import ArchiveSearch, IndexUnavailable

ENTRIES = 40
# The newest entries of all stand in the newest issues; looking there spares sorting the whole archive.
ISSUES_LOOKED_THROUGH = 20

# XML 1.0 has no way to write these, not even escaped; dumps hold some of them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def in_xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


class ArticleFeed(Feed):
    """The first articles of ``newest``. An entry's id is the article's permanent address."""

    feed_type = Atom1Feed
    language = "zh-CN"

    def newest(self, obj: Any) -> Sequence[Article] | ArticleQuerySet:
        return self.in_latest(Issue.objects.all())

    @staticmethod
    def in_latest(issues: IssueQuerySet) -> ArticleQuerySet:
        latest = [issue.pk for issue in issues.newest_first()[:ISSUES_LOOKED_THROUGH]]
        return listable(Article.objects.visible().filter(page__issue__in=latest)).newest_first()

    def title(self, obj: Any) -> str:
        return in_xml(f"{obj} · {site_name()}") if obj else site_name()

    def link(self, obj: Any) -> str:
        return obj.get_absolute_url() if obj else reverse("reader:front")

    def items(self, obj: Any) -> list[Article]:
        return list(self.newest(obj)[:ENTRIES])

    def item_title(self, item: Article) -> str:
        return in_xml(title_of(item))

    def item_description(self, item: Article) -> str:
        """A summary is HTML: what the text holds of it is escaped."""
        return escape(in_xml(opening_of(item)))

    def item_link(self, item: Article) -> str:
        return item.get_absolute_url()

    def item_pubdate(self, item: Article) -> dt.datetime:
        """Midnight of the printed day, where the newspaper is."""
        return timezone.make_aware(dt.datetime.combine(item.page.issue.date, dt.time()))

    def item_updateddate(self, item: Article) -> dt.datetime:
        return item.modified_at

    def item_author_name(self, item: Article) -> str:
        names = dict.fromkeys(byline.name for byline in item.bylines.all() if byline.photo_id is None)
        return in_xml("、".join(names) or item.page.issue.newspaper.name)

    def item_categories(self, item: Article) -> list[str]:
        return [item.section.name] if item.section else []


class NewspaperFeed(ArticleFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Newspaper:
        return get_object_or_404(Newspaper, slug=slug)

    def newest(self, obj: Newspaper) -> Sequence[Article] | ArticleQuerySet:
        return self.in_latest(Issue.objects.filter(newspaper=obj))


class SectionFeed(ArticleFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Section:
        return get_object_or_404(Section, slug=slug)

    def newest(self, obj: Section) -> Sequence[Article] | ArticleQuerySet:
        return Listing.in_section(obj)


class ContributorFeed(ArticleFeed):
    def get_object(self, request: HttpRequest, pk: int) -> Contributor:
        return get_object_or_404(Contributor, pk=pk).survivor

    def newest(self, obj: Contributor) -> Sequence[Article] | ArticleQuerySet:
        return Listing.credited_to(obj)


class SearchFeed(ArticleFeed):
    """What a search finds, newest first, whatever order its address asks for."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().__call__(request, *args, **kwargs)
        except IndexUnavailable as unavailable:
            return HttpResponse(str(unavailable), status=503, content_type="text/plain; charset=utf-8")

    def get_object(self, request: HttpRequest) -> tuple[str, ArchiveSearch]:
        newest = request.GET.copy()
        newest.pop("p", None)
        newest["sort"] = "newest"
        return request.GET.urlencode(), ArchiveSearch.from_params(newest)

    def title(self, obj: tuple[str, ArchiveSearch]) -> str:
        text = in_xml(obj[1].text)
        return f"{_('Search')}: {text} · {site_name()}" if text else f"{_('Search')} · {site_name()}"

    def link(self, obj: tuple[str, ArchiveSearch]) -> str:
        return f"{reverse('reader:search')}?{obj[0]}"

    def items(self, obj: tuple[str, ArchiveSearch]) -> list[Article]:
        order = [hit.article.pk for hit in obj[1].answer().hits]
        found = {article.pk: article for article in listable(Article.objects.filter(pk__in=order).visible())}
        return [found[pk] for pk in order if pk in found]
