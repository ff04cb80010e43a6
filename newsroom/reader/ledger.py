"""What of a newspaper is in the archive, day by day, and what is not: the calendar and its gaps (缺期).

Pure: printed days in, months and gaps out.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

ONE_DAY = dt.timedelta(days=1)
# Articles from which a day is shaded one step darker: a page, a few pages, a full paper of a prefecture daily.
DENSITY_STEPS = (1, 10, 25, 50)


class PrintedIssue(NamedTuple):
    """One issue in the archive; ``number`` is its 期号 where known."""

    date: dt.date
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Days ``first`` to ``last`` between two issues. ``missing`` is how many issues the serial numbers say are lacking;
    None where they say nothing."""

    first: dt.date
    last: dt.date
    missing: int | None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class PrintedDay(NamedTuple):
    """What is held of a day: how many articles, where it leads, and that in words."""

    articles: int
    url: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the calendar. ``url`` is empty where nothing is held; ``density`` runs from 0 to 4; ``lacking`` says
    that serial numbers tell of an issue in the gap the day lies in."""

    date: dt.date
    words: str = ""
    url: str = ""
    density: int = 0
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """``weeks`` run from Monday; None stands where the week reaches into another month."""

    first: dt.date
    weeks: tuple[tuple[Day | None, ...], ...]
    printed: int


def gaps(issues: Iterable[PrintedIssue]) -> list[Gap]:
    """Days without an issue between the first and the last. Where 期号 runs on, nothing was printed."""
    by_day: dict[dt.date, list[int]] = {}
    for issue in issues:
        by_day.setdefault(issue.date, []).extend([issue.number] if issue.number else [])
    found = []
    for before, after in pairwise(sorted(by_day)):
        if after - before == ONE_DAY:
            continue
        missing = None
        if by_day[before] and by_day[after] and min(by_day[after]) > max(by_day[before]):
            missing = min(by_day[after]) - max(by_day[before]) - 1
        if missing != 0:
            found.append(Gap(before + ONE_DAY, after - ONE_DAY, missing))
    return found


def gaps_in_year(found: Sequence[Gap], year: int) -> list[Gap]:
    """The gaps that touch the year."""
    return [gap for gap in found if gap.first.year <= year <= gap.last.year]


def months(year: int, printed: Mapping[dt.date, PrintedDay], known_gaps: Sequence[Gap] = ()) -> list[Month]:
    """The twelve months of a year."""
    weeks_of = calendar.Calendar(calendar.MONDAY)
    found = []
    for number in range(1, 13):
        weeks = tuple(
            tuple(_day(date, printed, known_gaps) if date.month == number else None for date in week)
            for week in weeks_of.monthdatescalendar(year, number)
        )
        count = sum(1 for week in weeks for day in week if day and day.url)
        found.append(Month(dt.date(year, number, 1), weeks, count))
    return found


def _day(date: dt.date, printed: Mapping[dt.date, PrintedDay], known_gaps: Sequence[Gap]) -> Day:
    if date not in printed:
        return Day(date, lacking=any(gap.missing and gap.first <= date <= gap.last for gap in known_gaps))
    held = printed[date]
    return Day(date, held.words, held.url, sum(held.articles >= step for step in DENSITY_STEPS))
