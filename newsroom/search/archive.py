"""Searching the archive: one object that the search page, the JSON and the feeds all ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from haystack.query import SQ, SearchQuerySet

from newsroom.models import Article, Byline, Contributor, IndexTask
from newsroom.search.documents import document_ids
from newsroom.search.engine import NoUsableIndex
from newsroom.search.filters import CURRENT, Compiler, read_query, text_runs
from newsroom.search.highlight import best_snippets, mark_needles, needles_of
from newsroom.search.labels import facet_labels, facet_names, facet_order, sort_labels
from newsroom.search.nearest import holds, loosen, names_by_sound, near_spellings, respelled
from newsroom.search.nodes import AllOf, AnyOf, Node, Run
from newsroom.search.outbox import drainer
from newsroom.search.params import FACETS, SORTS, SearchParams
from newsroom.search.spelling import Spelling

__all__ = [
    "Answer",
    "ArchiveSearch",
    "Facet",
    "FacetValue",
    "Hit",
    "IndexUnavailable",
    "Suggestion",
    "highlight",
]

Matched = Literal["corrected", "printed", "look-alike"]

HITS_PER_PAGE = 20
MAX_SUGGESTIONS = 3
# More values than this are a list nobody reads; what is selected is listed in any case.
MAX_FACET_VALUES = 40
# By page: the day's issues newest first, each in printed order; by newest: all of a day's front pages before the rest.
_ORDERS = {
    "relevance": (),
    "newest": ("-date", "edition", "page_number", "position"),
    "oldest": ("date", "edition", "page_number", "position"),
    "printed": ("page_number", "-date", "edition", "position"),
}


class IndexUnavailable(Exception):
    """There is no usable index. The message is one sentence for the reader."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet. ``query`` is the whole query string (no ``?``) that toggles it and keeps all else."""

    value: str
    label: str
    count: int
    selected: bool
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """``name`` is the parameter in the address, ``label`` what readers see."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. ``headline`` and ``snippets`` are escaped, with the words found in ``<mark>``.

    ``matched`` tells whether the corrected text matched, only the text as first imported (printed), or a spelling
    that merely looks like the one asked for.
    """

    article: Article
    headline: SafeString
    snippets: tuple[SafeString, ...]
    matched: Matched
    url: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another text to search for, sure to find something. ``query`` is its query string."""

    text: str
    query: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found. ``ignored`` holds sentences on what of the query was not used."""

    count: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    page: int
    page_count: int
    per_page: int
    previous_query: str | None
    next_query: str | None
    ignored: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    chips: tuple[FacetValue, ...]
    sorts: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is really asked of the index: the reader's query, or the nearest to it that finds something."""

    node: Node | None
    notes: tuple[str, ...] = ()
    look_alike: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    results: list[Any]
    count: int
    page: int
    facets: dict[str, list[tuple[str, int]]]


class ArchiveSearch:
    """A search of all visible articles."""

    def __init__(self, params: SearchParams) -> None:
        self.params = params
        self.parsed = read_query(params.text)

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        """The parameters of an address (a QueryDict or a plain mapping) -> the search. Never raises."""
        return cls(SearchParams.read(params))

    @property
    def text(self) -> str:
        """What the reader typed."""
        return self.params.text

    def answer(self) -> Answer:
        """Searches. Raises IndexUnavailable when there is no index to search in."""
        try:
            return self._answer()
        except NoUsableIndex as error:
            # Somebody has to build it; this process does, beside the request.
            drainer.wake()
            raise IndexUnavailable(_("The search index is being built. Please try again in a while.")) from error

    def _answer(self) -> Answer:
        self.params = params = _with_those_kept(self.params)
        asked = self._asked()
        found = self._find(asked)
        near: Mapping[Run, list[Spelling]] = {}
        names: Sequence[str] = ()
        # Where only what is selected stands in the way, readers are to see that, and not something else.
        if not found.count and asked.node is not None and not self._queryset(asked, narrowed=False).count():
            near, names = near_spellings(asked.node), names_by_sound(self.text, MAX_SUGGESTIONS)
            asked, found = self._nearest(asked, near) or (asked, found)
        loaded = _articles_of(found)
        if gone := {int(result.pk) for result in found.results} - loaded.keys():
            # Withdrawn or deleted a moment ago: the index is told again, and the answer counts without them.
            IndexTask.objects.request(gone)
            found = self._find(asked, without=gone)
            loaded = _articles_of(found)
        page_count = max(1, -(-found.count // HITS_PER_PAGE))
        needles = needles_of(run.text for run in text_runs(asked.node))
        facets = self._facets(asked, found)
        return Answer(
            count=found.count,
            hits=tuple(
                self._hit(loaded[int(result.pk)], result, asked, needles)
                for result in found.results
                if int(result.pk) in loaded
            ),
            facets=facets,
            page=found.page,
            page_count=page_count,
            per_page=HITS_PER_PAGE,
            previous_query=params.on_page(found.page - 1).query_string if found.page > 1 else None,
            next_query=params.on_page(found.page + 1).query_string if found.page < page_count else None,
            ignored=(*params.ignored, *self.parsed.ignored, *self._compiled(asked)[1], *asked.notes),
            suggestions=self._suggestions(near, names),
            chips=tuple(value for facet in facets for value in facet.values if value.selected),
            sorts=tuple(
                FacetValue(sort, label, 0, sort == params.sort_or_default, params.with_sort(sort).query_string)
                for sort, label in zip(SORTS, sort_labels(), strict=True)
            ),
        )

    def _asked(self) -> _Asked:
        """What was typed; where nothing of it is understood (日期:明天), the text it is rather than all there is."""
        typed = _Asked(self.parsed.node)
        filters, not_understood = self._compiled(typed)
        return _Asked(Run(CURRENT, self.text), not_understood) if not_understood and filters is None else typed

    def _nearest(self, asked: _Asked, near: Mapping[Run, list[Spelling]]) -> tuple[_Asked, _Found] | None:
        """What is nearest to a query that finds nothing and does find something, and what that is."""
        node = asked.node
        if node is None:
            return None
        for instead, note, look_alike in (
            (respelled(node, near), _("Nothing holds this as written; shown is what looks alike in print."), True),
            (loosen(node, AllOf), _("No article holds this as written; these hold all of its words."), False),
            (loosen(node, AnyOf), _("No article holds all of these words; these hold some of them."), False),
        ):
            near_by = _Asked(instead, (*asked.notes, note), look_alike)
            if instead != node and (found := self._find(near_by)).count:
                return near_by, found
        return None

    def _suggestions(self, near: Mapping[Run, list[Spelling]], names: Sequence[str]) -> tuple[Suggestion, ...]:
        """Other spellings of what nothing holds, each of which finds something with all else as it is."""
        texts = [self.text.replace(run.text, spelling.text) for run, some in near.items() for spelling in some]
        found = []
        for text in dict.fromkeys([*texts, *names]):
            params = self.params.with_text(text)
            if ArchiveSearch(params)._queryset(_Asked(read_query(text).node)).count():
                found.append(Suggestion(text, params.query_string))
        return tuple(found[:MAX_SUGGESTIONS])

    def _compiled(self, asked: _Asked) -> tuple[SQ | None, tuple[str, ...]]:
        compiler = Compiler()
        filters = compiler.compile(asked.node) if asked.node is not None else None
        return filters, tuple(dict.fromkeys(compiler.ignored))

    def _queryset(
        self, asked: _Asked, *, facet: str = "", without: Iterable[int] = (), narrowed: bool = True
    ) -> SearchQuerySet:
        """All that match; ``facet``'s own selection is left out, or with ``narrowed=False`` everything selected."""
        found = SearchQuerySet().models(Article)
        filters, _ignored = self._compiled(asked)
        if filters is not None:
            found = found.filter(filters)
        if not narrowed:
            return found
        if self.params.first_day:
            found = found.filter(date__gte=self.params.first_day)
        if self.params.last_day:
            found = found.filter(date__lte=self.params.last_day)
        for name, values in self.params.selected.items():
            if name != facet:
                found = found.filter(**{f"{name}_exact__in": values})
        if gone := document_ids(without):
            found = found.exclude(id__in=gone)
        return found

    def _find(self, asked: _Asked, without: Iterable[int] = ()) -> _Found:
        """The page of results asked for, or the last one there is, and the counts of facets without a selection."""
        found = self._queryset(asked, without=without)
        for name in FACETS:
            if name not in self.params.selected:
                found = found.facet(name, limit=MAX_FACET_VALUES) if name == "byline" else found.facet(name)
        if order := _ORDERS[self.params.sort_or_default]:
            found = found.order_by(*order)
        page = self.params.results_page
        results = found[(page - 1) * HITS_PER_PAGE : page * HITS_PER_PAGE]
        count = found.count()
        if count and not results:
            page = -(-count // HITS_PER_PAGE)
            results = found.all()[(page - 1) * HITS_PER_PAGE : page * HITS_PER_PAGE]
        return _Found(list(results), count, page if count else 1, found.facet_counts().get("fields", {}))

    def _facets(self, asked: _Asked, found: _Found) -> tuple[Facet, ...]:
        counts = {name: self._counts(name, asked, found) for name in FACETS}
        values = {
            # What is selected is listed last where nothing has it, so that it can be taken back.
            name: [*dict.fromkeys([*facet_order(name, counts[name])[:MAX_FACET_VALUES], *self.params.values_of(name)])]
            for name in FACETS
        }
        labels, titles = facet_labels(values), facet_names()
        return tuple(
            Facet(
                name=name,
                label=titles[name],
                values=tuple(
                    FacetValue(
                        value=value,
                        label=labels[name].get(value, value),
                        count=counts[name].get(value, 0),
                        selected=value in self.params.values_of(name),
                        query=self.params.toggled(name, value).query_string,
                    )
                    for value in values[name]
                ),
            )
            for name in FACETS
        )

    def _counts(self, name: str, asked: _Asked, found: _Found) -> dict[str, int]:
        """A facet's values with the number of articles that have each, whatever of the facet itself is selected."""
        fields = found.facets
        if self.params.values_of(name):
            fields = self._queryset(asked, facet=name).facet(name).facet_counts().get("fields", {})
        # Other engines count articles without a value, too.
        return {value: count for value, count in fields.get(name, ()) if value}

    def _hit(self, article: Article, result: Any, asked: _Asked, needles: tuple[str, ...]) -> Hit:
        printed = result.printed or ""
        matched: Matched = "corrected"
        if asked.look_alike:
            matched = "look-alike"
        elif printed and asked.node is not None and not holds(asked.node, result):
            matched = "printed"
        lines = printed.split("\n") if matched == "printed" else _lines_of(article)
        url = article.get_absolute_url()
        marked = self._marked(asked)
        return Hit(
            article=article,
            headline=mark_needles(article.title, needles),
            snippets=best_snippets(lines, needles),
            matched=matched,
            url=f"{url}?{urlencode({'q': marked})}" if marked else url,
        )

    def _marked(self, asked: _Asked) -> str:
        """The query by which an article's page marks what was found: what was typed, or the words found instead."""
        if asked.node == self.parsed.node:
            return self.text
        return " ".join(run.text for run in text_runs(asked.node)) or self.text


def _with_those_kept(params: SearchParams) -> SearchParams:
    """Contributors who were merged into others since the address was made are those others."""
    asked = params.values_of("byline")
    merged = Contributor.objects.filter(pk__in=map(int, asked)).exclude(merged_into=None) if asked else ()
    kept = {str(one.pk): str(one.survivor.pk) for one in merged}
    if not kept:
        return params
    people = tuple(dict.fromkeys(kept.get(value, value) for value in asked))
    return replace(params, selected={**params.selected, "byline": people})


def _articles_of(found: _Found) -> dict[int, Article]:
    """The public articles among the results, with all that a hit shows of them."""
    credits = Prefetch("bylines", Byline.objects.select_related("contributor"))
    articles = Article.objects.visible().with_place().prefetch_related(credits, "photos")
    return articles.in_bulk([int(result.pk) for result in found.results])


def highlight(text: str, query_text: str) -> SafeString:
    """The whole text, escaped, with what ``query_text`` asks for in ``<mark>``."""
    return mark_needles(text, needles_of(run.text for run in text_runs(read_query(query_text).node)))


def _lines_of(article: Article) -> list[str]:
    """The lines snippets are taken from: all in which an article is found, but for what its headline shows."""
    lines = [paragraph.text for paragraph in article.paragraphs]  # first: where nothing is marked, the text opens
    for photo in article.photos.all():
        lines += [photo.caption, photo.credit]
    for byline in article.bylines.all():
        lines += [byline.as_printed, byline.affiliation]
    # Names printed in one line are bylines of their own, each with that line.
    return list(dict.fromkeys([*lines, article.kicker, article.subhead, article.dateline]))
