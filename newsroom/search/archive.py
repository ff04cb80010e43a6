"""Searching the archive: one object that the search page, the JSON and the feeds all ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from newsroom.models import Article, Byline, Contributor, Newspaper, Section
from newsroom.search.highlight import highlight, snippets
from newsroom.search.params import FACETS, SORTS, SearchParams

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

HITS_PER_PAGE = 20


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
    matched: Literal["corrected", "printed", "look-alike"]
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


class ArchiveSearch:
    """A search of all visible articles."""

    def __init__(self, params: SearchParams) -> None:
        self.params = params

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
        params = self.params
        found = self._found(params)
        count = found.count()
        page_count = max(1, -(-count // HITS_PER_PAGE))
        page = min(params.results_page, page_count)
        articles = found.with_place().prefetch_related("bylines__contributor")
        hits = tuple(self._hit(article) for article in articles[(page - 1) * HITS_PER_PAGE : page * HITS_PER_PAGE])
        facets = tuple(self._facet(name) for name in FACETS)
        return Answer(
            count=count,
            hits=hits,
            facets=facets,
            page=page,
            page_count=page_count,
            per_page=HITS_PER_PAGE,
            previous_query=params.on_page(page - 1).query_string if page > 1 else None,
            next_query=params.on_page(page + 1).query_string if page < page_count else None,
            ignored=params.ignored,
            suggestions=(),
            chips=tuple(value for facet in facets for value in facet.values if value.selected),
            sorts=tuple(
                FacetValue(sort, label, 0, sort == params.sort_or_default, params.with_sort(sort).query_string)
                for sort, label in zip(SORTS, _sort_labels(), strict=True)
            ),
        )

    def _found(self, params: SearchParams, *, without: str = "") -> Any:
        articles = Article.objects.visible()
        for word in params.text.split():
            articles = articles.filter(
                Q(kicker__icontains=word)
                | Q(headline__icontains=word)
                | Q(subhead__icontains=word)
                | Q(body__icontains=word)
                | Q(pk__in=Byline.objects.filter(name__icontains=word).values("article"))
            )
        paths = {
            "newspaper": "page__issue__newspaper__slug",
            "year": "page__issue__date__year",
            "section": "section__slug",
            "page": "page__number",
            "byline": "bylines__contributor",
            "role": "bylines__role",
            "state": "text_state",
        }
        for name, values in params.selected.items():
            if name == without:
                continue
            if name == "month":
                wanted = Q()
                for value in values:
                    wanted |= Q(page__issue__date__startswith=value)
                articles = articles.filter(wanted)
            else:
                articles = articles.filter(**{f"{paths[name]}__in": values})
        if params.first_day:
            articles = articles.filter(page__issue__date__gte=params.first_day)
        if params.last_day:
            articles = articles.filter(page__issue__date__lte=params.last_day)
        return articles.distinct().newest_first()

    def _facet(self, name: str) -> Facet:
        counts: Counter[str] = Counter()
        for article in self._found(self.params, without=name).with_place().prefetch_related("bylines"):
            date = article.page.issue.date
            bylines = article.bylines.all()
            values = {
                "newspaper": [article.page.issue.newspaper.slug],
                "year": [f"{date:%Y}"],
                "month": [f"{date:%Y-%m}"],
                "section": [article.section.slug] if article.section else [],
                "page": [str(article.page.number)],
                "byline": [str(byline.contributor_id) for byline in bylines],
                "role": [byline.role for byline in bylines if byline.role],
                "state": [article.text_state],
            }[name]
            counts.update(set(values))
        for value in self.params.selected.get(name, ()):
            counts.setdefault(value, 0)
        labels = facet_labels(name, list(counts))
        return Facet(
            name=name,
            label=str(facet_names()[name]),
            values=tuple(
                FacetValue(
                    value=value,
                    label=labels.get(value, value),
                    count=number,
                    selected=self.params.is_selected(name, value),
                    query=self.params.toggled(name, value).query_string,
                )
                for value, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            ),
        )

    def _hit(self, article: Article) -> Hit:
        url = article.get_absolute_url()
        return Hit(
            article=article,
            headline=highlight(article.title, self.text),
            snippets=snippets(article.body, self.text),
            matched="corrected",
            url=f"{url}?{urlencode({'q': self.text})}" if self.text else url,
        )


def facet_names() -> dict[str, str]:
    """What readers see above each facet."""
    return {
        "newspaper": _("Newspaper"),
        "year": _("Year"),
        "month": _("Month"),
        "section": _("Section"),
        "page": _("Page"),
        "byline": _("Byline"),
        "role": _("Role"),
        "state": _("Text"),
    }


def _sort_labels() -> list[str]:
    return [_("best match first"), _("newest first"), _("oldest first"), _("by page")]


def facet_labels(name: str, values: list[str]) -> dict[str, str]:
    """Values of one facet, as the index and the address hold them -> what readers see. One query at most."""
    if name == "newspaper":
        return dict(Newspaper.objects.filter(slug__in=values).values_list("slug", "name"))
    if name == "section":
        return dict(Section.objects.filter(slug__in=values).values_list("slug", "name"))
    if name == "byline":
        ids = [int(value) for value in values]
        return {str(person.pk): str(person) for person in Contributor.objects.filter(pk__in=ids)}
    if name == "page":
        return {value: f"{int(value):02d}版" for value in values}
    if name == "role":
        return {value: str(label) for value, label in Byline.Role.choices}
    if name == "state":
        return {value: str(label) for value, label in Article.TextState.choices}
    return {value: value for value in values}
