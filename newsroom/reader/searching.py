"""The search page: it asks newsroom.search.archive and shows what that answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from newsroom.reader.pages import ReadersPage
from newsroom.search.archive import ArchiveSearch, IndexUnavailable

# What the form itself holds; every other parameter travels along hidden, so that a new query keeps the facets.
FORM_FIELDS = frozenset(("q", "p", "from", "to"))
# Unfolded from the start; the others open at a touch, and wherever something is selected.
OPEN_FACETS = frozenset(("newspaper", "year", "section", "page", "byline"))


class Search(ReadersPage):
    template_name = "search/search.html"

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        search = ArchiveSearch.from_params(request.GET)
        kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name not in FORM_FIELDS]
        context: dict[str, Any] = {
            "search": search,
            "kept": kept,
            "days": {name: request.GET.get(name, "") for name in ("from", "to")},
        }
        try:
            answer = search.answer()
        except IndexUnavailable as unavailable:
            context["unavailable"] = str(unavailable)
            return self.render_to_response(context, status=503)
        return self.render_to_response(
            dict(
                answer=answer,
                first_hit=(answer.page - 1) * answer.per_page + 1,
                open_facets=OPEN_FACETS
                | {facet.name for facet in answer.facets if any(v.selected for v in facet.values)},
                **context,
            )
        )
