"""The article, and any revision of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.html import conditional_escape
from django.utils.translation import gettext as _

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Page
from newsroom.reader.changes import changes_between
from newsroom.reader.pages import NotInArchive, ReadersPage, Way, Withdrawn
from newsroom.reader.reading import Mark, Reading, title_of
from newsroom.reader.sheets import listable
from newsroom.search.archive import highlight


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another article of the issue, by name and address."""

    title: str
    url: str
    page_label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class JumpLine:
    """A printed pointer to another page. ``url`` leads to the other half where it is certain, else to the page; empty
    where the archive lacks that page."""

    as_printed: str
    page_number: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Continuation:
    """The second half of an article that was printed on two pages."""

    place: Neighbour
    reading: Reading


class Surroundings:
    """The issue around one article, read in four queries however large the issue is."""

    def __init__(self, article: Article) -> None:
        self.article = article
        issue = article.page.issue
        self.pages = list(issue.pages.order_by("number"))
        self._pages = {page.pk: page for page in self.pages}
        for page in self.pages:
            page.issue = issue
        visible = Article.objects.filter(page__issue=issue).visible().in_printed_order()
        order = [
            (pk, self._pages[page], came_from, goes_to)
            for pk, page, came_from, goes_to in visible.values_list("pk", "page", "continued_from", "continues_on")
            if page in self._pages
        ]
        ids = [pk for pk, *_rest in order]
        at = ids.index(article.pk)
        self._on_page = [pk for pk, page, *_rest in order if page.pk == article.page_id]
        self._before, self._after = ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
        here = article.page.number
        self.continuation = self._only(
            pk for pk, page, came_from, _to in order if came_from == here and page.number == article.continues_on
        )
        self._beginning = self._only(
            pk for pk, page, _from, goes_to in order if goes_to == here and page.number == article.continued_from
        )
        others = (self._before, self._after, self.continuation, self._beginning)
        wanted = {*self._on_page, *(pk for pk in others if pk is not None)}
        self._named = {found.pk: found for found in Article.objects.filter(pk__in=wanted).prefetch_related("photos")}
        for found in self._named.values():
            found.page = self._pages[found.page_id]

    @staticmethod
    def _only(found: Any) -> int | None:
        """The one article found; None where there is none, or where two could be meant."""
        ids = list(found)
        return ids[0] if len(ids) == 1 else None

    def _neighbour(self, pk: int | None) -> Neighbour | None:
        found = self._named.get(pk) if pk else None
        if found is None:
            return None
        return Neighbour(title_of(found), found.get_absolute_url(), found.page.label, current=pk == self.article.pk)

    @property
    def on_page(self) -> list[Neighbour]:
        return [neighbour for pk in self._on_page if (neighbour := self._neighbour(pk))]

    @property
    def previous(self) -> Neighbour | None:
        return self._neighbour(self._before)

    @property
    def next(self) -> Neighbour | None:
        return self._neighbour(self._after)

    @property
    def continues(self) -> JumpLine | None:
        article = self.article
        return self._jump(article.continues_on, article.continues_on_as_printed, self.continuation)

    @property
    def continued(self) -> JumpLine | None:
        article = self.article
        return self._jump(article.continued_from, article.continued_from_as_printed, self._beginning)

    def _jump(self, number: int | None, as_printed: str, other_half: int | None) -> JumpLine | None:
        if number is None and not as_printed:
            return None
        page = next((page for page in self.pages if page.number == number), None)
        half = self._neighbour(other_half)
        return JumpLine(as_printed, number, half.url if half else page.get_absolute_url() if page else "")


class ArticleView(ReadersPage):
    """An article as it reads now."""

    template_name = "newsroom/article.html"

    def context(self, slug: str, stamp: tuple[dt.date, int], page: int, number: int) -> dict[str, Any]:
        date, edition = stamp
        printed = Page.objects.filter(
            issue__newspaper__slug=slug, issue__date=date, issue__edition=edition, number=page
        ).select_related("issue__newspaper")
        article = listable(Article.objects.filter(page__in=printed, number=number)).first()
        if article is None:
            raise NotInArchive(
                _("The archive holds no article at this address."),
                [Way(str(found), found.get_absolute_url()) for found in printed],
            )
        if not article.visible:
            raise Withdrawn(article)
        self.settle(article.get_absolute_url())
        query = self.request.GET.get("q", "").strip()
        mark = partial(highlight, query_text=query) if query else conditional_escape
        around = Surroundings(article)
        return {
            "article": article,
            "reading": Reading.of(Snapshot.of(article), article, mark),
            "around": around,
            "continuation": self.continuation(around, mark),
            "page": article.page,
            "issue": article.page.issue,
            "newspaper": article.page.issue.newspaper,
            "query": query,
        }

    @staticmethod
    def continuation(around: Surroundings, mark: Mark) -> Continuation | None:
        """The other half, read on where the first breaks off; only when it is certain which article that is."""
        other = around.continuation
        if other is None:
            return None
        half = listable(Article.objects.filter(pk=other)).get()
        half.page.issue = around.article.page.issue
        return Continuation(
            Neighbour(title_of(half), half.get_absolute_url(), half.page.label),
            Reading.of(Snapshot.of(half), half, mark),
        )


class RevisionView(ReadersPage):
    """The article exactly as one revision left it. The address is for citing: it always shows this very text."""

    template_name = "newsroom/revision.html"

    def context(self, pk: int, number: int) -> dict[str, Any]:
        article = listable(Article.objects.filter(pk=pk)).first()
        if article is None:
            raise NotInArchive(_("The archive holds no article at this address."))
        if not article.visible:
            raise Withdrawn(article)
        revisions = list(article.revisions.order_by("number").only("number", "made_at", "article_id"))
        revision = article.revisions.filter(number=number).first()
        if revision is None:
            raise NotInArchive(
                _("This article has no revision %(number)s.") % {"number": number},
                [Way(title_of(article), article.get_absolute_url())],
            )
        self.settle(revision.get_absolute_url())
        snapshot = Snapshot.from_json(revision.snapshot)
        changes = None
        if revision.number:
            imported = article.revisions.get(number=0)
            changes = changes_between(Snapshot.from_json(imported.snapshot), snapshot)
        return {
            "article": article,
            "revision": revision,
            "changes": changes,
            "revisions": revisions,
            "newest": article.revision_number,
            "reading": Reading.of(snapshot, article),
            "page": article.page,
            "issue": article.page.issue,
            "newspaper": article.page.issue.newspaper,
        }
