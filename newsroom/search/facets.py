"""How many of the documents found have each value: counted from arrays, exactly."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

import numpy as np

from newsroom.search.arrays import Array
from newsroom.search.schema import MISSING, IndexPlan, Kind, as_number
from newsroom.search.view import IndexView

# A range of dates cut finer than this is a mistake of the caller.
MAX_GAPS = 10_000


def value_counts(
    view: IndexView, plan: IndexPlan, field: str, mask: Array, *, limit: int | None = None, mincount: int = 1
) -> list[tuple[Any, int]]:
    """(value, number of documents in the mask that have it), most frequent first, then by value; none with zero."""
    names: Array
    if plan.fields[field].kind is Kind.NUMBER:
        numbers = view.numbers(field)[mask]
        missing = numbers == MISSING if numbers.dtype.kind == "i" else np.isnan(numbers)
        names, counts = np.unique(numbers[~missing], return_counts=True)
    else:
        column = view.values(field)
        names = column.names
        counts = np.bincount(column.of(mask), minlength=len(names))
    # Values are in order already, and a stable sort leaves those of equal counts so.
    held = np.flatnonzero(counts >= max(mincount, 1))
    order = held[np.argsort(-counts[held], kind="stable")][:limit]
    return list(zip(names[order].tolist(), counts[order].tolist(), strict=True))


def date_counts(view: IndexView, field: str, mask: Array, details: dict[str, Any]) -> list[tuple[dt.datetime, int]]:
    """Haystack's date facet: (beginning of each gap, number of documents within it), in order of time."""
    edges = [_midnight(details["start_date"])]
    end = _midnight(details["end_date"])
    while edges[-1] < end and len(edges) <= MAX_GAPS:
        edges.append(_later(edges[-1], details["gap_by"], details.get("gap_amount", 1)))
    numbers = view.numbers(field)[mask]
    numbers = numbers[numbers < as_number(end)]
    if len(edges) < 2:
        return []
    counts, _edges = np.histogram(numbers, [as_number(edge) for edge in edges])
    return list(zip(edges, counts.tolist(), strict=False))


def _midnight(day: dt.date | dt.datetime) -> dt.datetime:
    return day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)


def _later(moment: dt.datetime, unit: str, amount: int) -> dt.datetime:
    if unit in {"year", "month"}:
        months = moment.year * 12 + moment.month - 1 + amount * (12 if unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))
    return moment + dt.timedelta(**{f"{unit}s": amount})
