"""A search as its address holds it, and the query strings that change one thing of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from newsroom.search.labels import facet_names

# The facets in the order in which pages show them; each is named like its parameter in the address.
FACETS = ("newspaper", "year", "month", "section", "page", "byline", "role", "state")
SORTS = ("relevance", "newest", "oldest", "printed")

# A reader's question is a line; anything longer was pasted by accident or by a machine.
MAX_QUERY_CHARS = 400
# More values than a facet ever shows at once; the rest of a longer list is ignored.
MAX_SELECTED = 50

_WELL_FORMED = {
    "year": re.compile(r"\d{4}"),
    "month": re.compile(r"\d{4}-(?:0[1-9]|1[0-2])"),
    "page": re.compile(r"[1-9]\d{0,3}"),
    "byline": re.compile(r"[1-9]\d{0,17}"),
}


@dataclass(frozen=True, slots=True)
class SearchParams:
    """One search. Immutable: every change makes another, and ``query_string`` is its address."""

    text: str = ""
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    sort: str = ""
    results_page: int = 1
    ignored: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> Self:
        """A QueryDict, or a plain mapping of strings or lists of strings -> the search. Never raises.

        What cannot be understood is left out, and said in ``ignored``.
        """
        ignored: list[str] = []
        text = _last(params, "q").replace("\0", "").strip()
        if len(text) > MAX_QUERY_CHARS:
            text = text[:MAX_QUERY_CHARS].strip()
            ignored.append(_("The query was cut after %(count)s characters.") % {"count": MAX_QUERY_CHARS})
        selected = {}
        for name in FACETS:
            values = tuple(dict.fromkeys(value for value in _every(params, name) if value))[:MAX_SELECTED]
            kept = tuple(value for value in values if _is_well_formed(name, value))
            ignored += [_unreadable(name, value) for value in values if value not in kept]
            if kept:
                selected[name] = kept
        days = {name: _day(_last(params, name)) for name in ("from", "to")}
        ignored += [_unreadable(name, _last(params, name)) for name in days if _last(params, name) and not days[name]]
        first_day, last_day = days["from"], days["to"]
        if first_day and last_day and first_day > last_day:
            first_day, last_day = last_day, first_day
        sort = _last(params, "sort")
        if sort not in SORTS:
            if sort:
                ignored.append(_unreadable("sort", sort))
            sort = ""
        page = _last(params, "p")
        return cls(
            text=text,
            selected=selected,
            first_day=first_day,
            last_day=last_day,
            sort=sort,
            results_page=int(page) if re.fullmatch(r"[1-9]\d{0,6}", page, re.ASCII) else 1,
            ignored=tuple(ignored),
        )

    @property
    def sort_or_default(self) -> str:
        """Best first when something was asked, newest first when browsing."""
        return self.sort or ("relevance" if self.text else "newest")

    def values_of(self, facet: str) -> tuple[str, ...]:
        """What is selected of a facet."""
        return self.selected.get(facet, ())

    def toggled(self, facet: str, value: str) -> Self:
        """The search with this facet value added, or removed where it was selected; back on the first results page."""
        values = self.selected.get(facet, ())
        values = tuple(v for v in values if v != value) if value in values else (*values, value)
        selected = {**self.selected, facet: values}
        return replace(self, selected={name: kept for name, kept in selected.items() if kept}, results_page=1)

    def with_text(self, text: str) -> Self:
        return replace(self, text=text, results_page=1)

    def with_sort(self, sort: str) -> Self:
        return replace(self, sort=sort, results_page=1)

    def on_page(self, number: int) -> Self:
        return replace(self, results_page=number)

    def with_days(self, first: dt.date | None, last: dt.date | None) -> Self:
        return replace(self, first_day=first, last_day=last, results_page=1)

    @property
    def query_string(self) -> str:
        """The search as an address, parameters always in the same order and defaults left out; no ``?``."""
        pairs: list[tuple[str, str]] = [("q", self.text)]
        pairs += [(name, value) for name in FACETS for value in self.selected.get(name, ())]
        pairs.append(("from", self.first_day.isoformat() if self.first_day else ""))
        pairs.append(("to", self.last_day.isoformat() if self.last_day else ""))
        pairs.append(("sort", self.sort))
        pairs.append(("p", str(self.results_page) if self.results_page > 1 else ""))
        return urlencode([(name, value) for name, value in pairs if value], errors="replace")


def _every(params: Mapping[str, Any], name: str) -> Sequence[str]:
    getlist = getattr(params, "getlist", None)
    value = getlist(name) if getlist is not None else params.get(name, ())
    values = [value] if isinstance(value, str | int | dt.date) else list(value or ())
    # Half a surrogate pair, which no address can hold, is no text either.
    return [str(value).encode(errors="ignore").decode().replace("\0", "").strip() for value in values]


def _last(params: Mapping[str, Any], name: str) -> str:
    return next(reversed(_every(params, name)), "")


def _is_well_formed(facet: str, value: str) -> bool:
    pattern = _WELL_FORMED.get(facet)
    return len(value) <= 200 and (pattern is None or (pattern.fullmatch(value) is not None and value.isascii()))


def _day(value: str) -> dt.date | None:
    """``2026-01-07`` -> the day; ``2026-01`` and ``2026`` are not days. Anything else -> None."""
    try:
        return dt.date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) else None
    except ValueError:
        return None


def _unreadable(name: str, value: str) -> str:
    names = {**facet_names(), "from": _("From"), "to": _("to"), "sort": _("Order")}
    return _("“%(value)s” is no value of “%(name)s”; it was ignored.") % {"name": names[name], "value": value[:60]}
