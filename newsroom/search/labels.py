"""What readers see of facets: their names, the names of their values, and the order these stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def facet_labels(name: str, values: Iterable[str]) -> dict[str, str]:
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


def facet_order(name: str, counts: Mapping[str, int]) -> list[str]:
    """The values of a facet in the order they are listed: time newest first, pages by number, others by count."""
    if name in {"year", "month"}:
        return sorted(counts, reverse=True)
    if name == "page":
        return sorted(counts, key=int)
    return sorted(counts, key=lambda value: (-counts[value], value))
