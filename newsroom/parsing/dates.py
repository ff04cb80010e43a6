"""The day a page was printed, as far as its text tells: the latest day it reports."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence

from newsroom.parsing.bylines import dateline_day

YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20[0-4]\d)\s*年")
DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年\s*)?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*月\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*日(?:\s*(?:至|-|—|到)\s*(?P<until>3[01]|[12]\d|0?[1-9])\s*日)?"
)
# Words before a day, in the same clause or the one before, that set it in the future.
AHEAD = re.compile(r"将|拟|预计|即将|定于|截止|有效期|届时|报名|至今后|明年")
AHEAD_AFTER = re.compile(r"[^。；]{0,12}?(?:我们不见不散|敬请期待|即将|将|前(?:提交|报名|完成|建成))")
CLAUSE_END = "。！？；"


def latest_day(texts: Sequence[str]) -> tuple[str, str]:
    """(ISO date, why) of the latest day that the texts report as past; ("", "") where they name none.

    Days without a year take it from the years the page names; days announced (将于…) are not reported.
    """
    years = [int(found[1]) for text in texts for found in YEAR.finditer(text)]
    days = [found for text in texts for found in _reported(text)]
    if not days:
        return "", ""
    stated = [datetime.date(year, month, day) for year, month, day in days if year and _exists(year, month, day)]
    year = _likeliest_year(years, stated, days)
    if year is None:
        return "", ""
    open_days = Counter((month, day) for stated_year, month, day in days if stated_year is None)
    dated = [*stated, *(_dated(year, month, day, open_days) for month, day in open_days if _exists(year, month, day))]
    if not dated:
        return "", ""
    latest = max(dated)
    return (
        latest.isoformat(),
        f"the latest day the text reports is {latest.month}月{latest.day}日; the year comes from the years it names",
    )


def _reported(text: str) -> list[tuple[int | None, int, int]]:
    """(year or None, month, day) of each day a text tells of as past."""
    found: list[tuple[int | None, int, int]] = []
    opened = dateline_day(text)
    if opened is not None:
        found.append((None, *opened))
    for match in DAY.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        clause = re.split(f"[{CLAUSE_END}]", before)[-1]
        if AHEAD.search(clause) or AHEAD_AFTER.match(text, match.end()):
            continue
        day = int(match["until"] or match["day"])
        found.append((int(match["year"]) if match["year"] else None, int(match["month"]), day))
    return found


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _likeliest_year(
    years: Sequence[int], stated: Sequence[datetime.date], days: Sequence[tuple[int | None, int, int]]
) -> int | None:
    """The year in which the page was printed. News names the year past and the year to come as often as its own."""
    if not years:
        return None
    named = Counter(years)
    latest_stated = max(stated) if stated else None
    newest = max(year for year, count in named.items() if count >= max(1, max(named.values()) // 8))
    months = {month for year, month, _ in days if year is None}
    if (
        latest_stated is not None
        and latest_stated.year == newest - 1
        and months
        and max(months) >= 11
        and min(months) >= 10
    ):
        return newest - 1
    if not stated and months and min(months) >= 11 and named[newest - 1]:
        # Reports of November and December speak of the coming year as plans.
        return newest - 1
    return newest


def _dated(year: int, month: int, day: int, open_days: Counter[tuple[int, int]]) -> datetime.date:
    """A December day beside January days belongs to the year before."""
    if month >= 11 and any(other <= 2 for other, _ in open_days):
        return datetime.date(year - 1, month, day) if _exists(year - 1, month, day) else datetime.date(year, month, day)
    return datetime.date(year, month, day)
