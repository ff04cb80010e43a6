"""What stands around an article: its neighbours in the issue, and where its jump lines lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsroom.models import Article
from newsroom.reader.reading import Reading, title_of


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
    """The issue around one article, read in four queries however large the issue is.

    ``found_it`` is False where the article itself is no longer among what readers may see.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        issue = article.page.issue
        self.pages = list(issue.pages.order_by("number"))
        self._pages = {page.pk: page for page in self.pages}
        for page in self.pages:
            page.issue = issue
        visible = Article.objects.filter(page__issue=issue).visible().in_printed_order()
        columns = ("pk", "page", "continued_from", "continues_on", "continuation")
        order = [
            (pk, self._pages[page], *rest) for pk, page, *rest in visible.values_list(*columns) if page in self._pages
        ]
        ids = [pk for pk, *_rest in order]
        self.found_it = article.pk in ids
        at = ids.index(article.pk) if self.found_it else len(ids)
        self._on_page = [pk for pk, page, *_rest in order if page.pk == article.page_id]
        self._before, self._after = ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None
        self._pair(order)
        others = (self._before, self._after, self.continuation, self._beginning)
        wanted = {*self._on_page, *(pk for pk in others if pk is not None)}
        self._named = {found.pk: found for found in Article.objects.filter(pk__in=wanted).prefetch_related("photos")}
        for found in self._named.values():
            found.page = self._pages[found.page_id]

    def _pair(self, order: list[Any]) -> None:
        """The other halves: as an editor said, else those of which the printed pointers leave no doubt."""
        article, here = self.article, self.article.page.number
        said = {first: second for first, _page, _from, _to, second in order if second is not None}
        known = {row[0] for row in order}
        self.continuation = said.get(article.pk) if said.get(article.pk) in known else None
        self._beginning = next((first for first, second in said.items() if second == article.pk), None)
        if self.continuation is None:
            self.continuation = self._only(
                pk
                for pk, page, came_from, _to, _said in order
                if came_from == here
                and page.number == article.continues_on
                and pk not in (*said.values(), *article.apart_from)
            )
        if self._beginning is None:
            self._beginning = self._only(
                pk
                for pk, page, _from, goes_to, _said in order
                if goes_to == here
                and page.number == article.continued_from
                and pk not in said
                and pk not in article.apart_from
            )

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
