"""The search page: it asks newsroom.search.archive and shows what that answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from newsroom.models import Contributor
from newsroom.reader.pages import ReadersPage
from newsroom.search.archive import ArchiveSearch, Facet, FacetValue, Hit, IndexUnavailable
from newsroom.search.filters import day_of
from newsroom.search.params import SearchParams

# What the form itself holds; every other parameter travels along hidden, so that a new query keeps the facets.
FORM_FIELDS = frozenset(("q", "p", "from", "to"))
# Unfolded from the start; the others open at a touch, and wherever something is selected.
OPEN_FACETS = frozenset(("newspaper", "year", "section", "page", "byline"))


# The style sheet knows bars of so many heights.
TALLEST_BAR = 20
# Two bars tell no more than the counts beside them.
FEWEST_BARS = 3
NAMES_UNDER_A_HIT = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One year or month of the histogram; ``height`` runs from 1 to TALLEST_BAR, 0 where nothing was found."""

    value: FacetValue
    height: int


def histogram(facets: Iterable[Facet]) -> list[Bar]:
    """How what was found is spread over time: the years, or the months once a single year is left. Oldest first."""
    by_name = {facet.name: facet.values for facet in facets}
    years = by_name.get("year", ())
    narrowed = [year for year in years if year.selected]
    one_year = len(narrowed or years) == 1
    values = sorted(by_name.get("month", ()) if one_year else years, key=lambda value: value.value)
    most = max((value.count for value in values), default=0)
    if len(values) < FEWEST_BARS or not most:
        return []
    return [Bar(value, ceil(TALLEST_BAR * value.count / most)) for value in values]


def days_chip(params: SearchParams) -> list[tuple[FacetValue, str]]:
    """The days a search is narrowed to, to be taken back like any other value."""
    if params.first_day is None and params.last_day is None:
        return []
    first, last = (day.isoformat() if day else "…" for day in (params.first_day, params.last_day))
    label = first if first == last else f"{first} – {last}"
    return [(FacetValue("days", label, 0, True, params.with_days(None, None).query_string), "zh-Hans")]


def language_of(facet: Facet) -> str:
    """Roles and states are words of the site; all other values are those of the newspapers."""
    return (get_language() or "zh-Hans") if facet.name in {"role", "state"} else "zh-Hans"


def credited(hit: Hit) -> list[Contributor]:
    """Whom a hit names: each once, the first few."""
    people = dict.fromkeys(byline.contributor for byline in hit.article.bylines.all())
    return list(people)[:NAMES_UNDER_A_HIT]


class Search(ReadersPage):
    template_name = "search/search.html"

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        search = ArchiveSearch.from_params(request.GET)
        shown = {
            "search": search,
            "kept": [
                (name, value) for name in request.GET for value in request.GET.getlist(name) if name not in FORM_FIELDS
            ],
            "days": {"from": search.params.first_day, "to": search.params.last_day},
            "day": day_of(search.text),
        }
        try:
            answer = search.answer()
        except IndexUnavailable as unavailable:
            return self.render_to_response({**shown, "unavailable": str(unavailable)}, status=503)
        unfolded = {facet.name for facet in answer.facets if any(value.selected for value in facet.values)}
        return self.render_to_response(
            {
                **shown,
                "answer": answer,
                "hits": [(hit, credited(hit)) for hit in answer.hits],
                "facets": [(facet, language_of(facet)) for facet in answer.facets if facet.values],
                "chips": [
                    *(
                        (value, language_of(facet))
                        for facet in answer.facets
                        for value in facet.values
                        if value.selected
                    ),
                    *days_chip(search.params),
                ],
                "first_hit": (answer.page - 1) * answer.per_page + 1,
                "open_facets": OPEN_FACETS | unfolded,
                "histogram": histogram(answer.facets),
            }
        )
