"""A reader's query and selections -> Haystack filters; from here on any Haystack engine can answer."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.utils.translation import gettext as _
from haystack.query import SQ

from newsroom.language.numerals import number_of
from newsroom.models import Newspaper, Section
from newsroom.search.folding import fold
from newsroom.search.nodes import AllOf, AnyOf, Between, Everything, Node, Not, Run
from newsroom.search.query import Parsed, parse

# What a reader may write before a colon -> the field it means.
FIELD_NAMES = {
    **dict.fromkeys(("标题", "title", "headline"), "headline"),
    **dict.fromkeys(("作者", "署名", "记者", "author", "byline"), "credits"),
    **dict.fromkeys(("正文", "body"), "body"),
    **dict.fromkeys(("原文", "printed"), "printed"),
    **dict.fromkeys(("版", "版次", "page"), "page"),
    **dict.fromkeys(("日期", "date"), "date"),
    **dict.fromkeys(("栏目", "版块", "section"), "section"),
    **dict.fromkeys(("报纸", "报名", "newspaper"), "newspaper"),
}
# The text as it is now; ``printed`` is what a correction has replaced.
CURRENT = "text"
PRINTED = "printed"
TEXT_FIELDS = frozenset({CURRENT, PRINTED, "headline", "credits", "body"})

_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})[日号]?|月?)?|年?)?")
_DAY_IN_FIGURES = re.compile(r"(\d{4})(\d\d)(\d\d)")
_RANGE_MARKS = re.compile(r"\.\.+|~|至|到|/(?=\d{4})")


def read_query(text: str) -> Parsed:
    """What a reader typed -> the tree."""
    return parse(text, CURRENT, FIELD_NAMES)


def text_runs(node: Node | None) -> list[Run]:
    """The runs of text that are asked for, to be marked where they stand."""
    if isinstance(node, Run):
        return [node] if node.field in TEXT_FIELDS else []
    if isinstance(node, AllOf | AnyOf):
        return [run for part in node.parts for run in text_runs(part)]
    return []


class Compiler:
    """A tree -> one Haystack filter. What cannot be asked is left out, and said in ``ignored``."""

    def __init__(self) -> None:
        self.ignored: list[str] = []

    def compile(self, node: Node, *, excluding: bool = False) -> SQ | None:
        """None where nothing is left to ask."""
        match node:
            case Run():
                return self._run(node, excluding)
            case AllOf(parts) | AnyOf(parts):
                compiled = [self.compile(part, excluding=excluding) for part in parts]
                kept = [part for part in compiled if part is not None]
                return reduce(and_ if isinstance(node, AllOf) else or_, kept) if kept else None
            case Not(part):
                compiled_part = self.compile(part, excluding=True)
                return ~compiled_part if compiled_part is not None else None
            case Between(field, low, high):
                return self._run(Run(field, f"{low or ''}..{high or ''}"), excluding)
            case Everything() | _:
                return None

    def _run(self, run: Run, excluding: bool) -> SQ | None:
        special = _SPECIAL.get(run.field)
        if special is not None:
            found = special(run.text)
            if found is None:
                self.ignored.append(_not_understood(run))
            return found
        asked = SQ(**{f"{run.field}__exact": run.text})
        # Printed words that were corrected since find an article, but do not exclude it.
        if run.field == CURRENT and not excluding:
            asked |= SQ(**{f"{PRINTED}__exact": run.text})
        return asked


def _not_understood(run: Run) -> str:
    """A sentence that says so, and how it is written."""
    said = {
        "page": _("“%(text)s” is no page and was ignored. A page is written 3, 第三版, or by its name."),
        "date": _("“%(text)s” is no date and was ignored. A date is written 2026, 2026-01, 2026-01-07, or two with .."),
        "section": _("No section is called “%(text)s”; it was ignored."),
        "newspaper": _("No newspaper is called “%(text)s”; it was ignored."),
    }[run.field]
    return said % {"text": run.text.strip(".")}


def _pages(text: str) -> SQ | None:
    """``3``, ``03``, 第三版, 头版; 副刊 is all that stands in the section a page of that name gives its articles."""
    folded = fold(text)
    number = number_of("一" if folded == "头版" else folded.removeprefix("第").removesuffix("版"))
    if number is None:
        return _sections(text)
    return SQ(page_number=number) if number < 10_000 else None


def _days(text: str) -> SQ | None:
    """``2026``, ``2026-01``, ``2026年1月7日``, or two of them with ``..`` or 至 between; either may be missing."""
    ends = _RANGE_MARKS.split(fold(text), maxsplit=1)
    first = _first_and_last_day(ends[0]) if ends[0] else None
    last = _first_and_last_day(ends[-1]) if ends[-1] else None
    if (ends[0] and first is None) or (ends[-1] and last is None) or not any(ends):
        return None
    if first is not None and last is not None and first > last:
        first, last = last, first
    parts = []
    if first is not None:
        parts.append(SQ(date__gte=first[0]))
    if last is not None:
        parts.append(SQ(date__lte=last[1]))
    return reduce(and_, parts)


def day_of(text: str) -> dt.date | None:
    """The one day that a text names, and nothing else: ``2026-01-07``, ``2026年1月7日``, ``20260107``."""
    days = _first_and_last_day(fold(text))
    return days[0] if days is not None and days[0] == days[1] else None


def _first_and_last_day(text: str) -> tuple[dt.date, dt.date] | None:
    found = _DAY.fullmatch(text.strip()) or _DAY_IN_FIGURES.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if year and month and day:
            return dt.date(year, month, day), dt.date(year, month, day)
        if year and month:
            return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
    except ValueError:
        return None


def _sections(text: str) -> SQ | None:
    slugs = list(Section.objects.filter(Q(slug=text) | Q(name__icontains=text)).values_list("slug", flat=True))
    return SQ(section_exact__in=slugs) if slugs else None


def _newspapers(text: str) -> SQ | None:
    slugs = list(Newspaper.objects.filter(Q(slug=text) | Q(name__icontains=text)).values_list("slug", flat=True))
    return SQ(newspaper_exact__in=slugs) if slugs else None


_SPECIAL: dict[str, Callable[[str], SQ | None]] = {
    "page": _pages,
    "date": _days,
    "section": _sections,
    "newspaper": _newspapers,
}
