"""What readers see of facets: their names, the names of their values, and the order these stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from newsroom.models import Article, Byline, Contributor, Newspaper, Section


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


def sort_labels() -> list[str]:
    """In the order of SORTS."""
    return [_("best match first"), _("newest first"), _("oldest first"), _("by page")]


def facet_labels(values: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]]:
    """The values of each facet, as the index and the address hold them -> what readers see. One query at most."""
    labels: dict[str, dict[str, str]] = {name: {value: value for value in some} for name, some in values.items()}
    labels["page"] = {value: f"{int(value):02d}版" for value in values.get("page", ())}
    labels["role"] = {value: str(label) for value, label in Byline.Role.choices}
    labels["state"] = {value: str(label) for value, label in Article.TextState.choices}
    for facet, value, name, distinction in _named(values):
        labels[facet][value] = f"{name}（{distinction}）" if distinction else name
    return labels


def _named(values: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, str, str, str]]:
    """(facet, value, name, distinction) of the newspapers, sections and contributors among the values."""
    rows: list[QuerySet[Any, tuple[str, str, str, str]]] = []
    for facet, model in (("newspaper", Newspaper), ("section", Section)):
        if some := values.get(facet):
            found: QuerySet[Any] = model._default_manager.filter(slug__in=some).order_by()
            rows.append(found.values_list(Value(facet), "slug", "name", Value("")))
    if people := values.get("byline"):
        known = Contributor.objects.filter(pk__in=map(int, people)).order_by()
        rows.append(known.values_list(Value("byline"), Cast("pk", CharField()), "name", "distinction"))
    return rows[0].union(*rows[1:], all=True) if rows else ()


def facet_order(name: str, counts: Mapping[str, int]) -> list[str]:
    """The values of a facet in the order they are listed: time newest first, pages by number, others by count."""
    if name in {"year", "month"}:
        return sorted(counts, reverse=True)
    if name == "page":
        return sorted(counts, key=int)
    return sorted(counts, key=lambda value: (-counts[value], value))
