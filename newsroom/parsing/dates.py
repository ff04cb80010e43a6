"""The day a page was printed, as far as its text tells: the latest day it reports.

A page names many days. Those of its datelines and of the sentences its articles open with are the day before it was
printed or that very day; others lie anywhere in the past, some ahead. So the day is the one that most of that evidence
gathers at, and the year the one under which the days and years named make the most sense.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from newsroom.parsing.bylines import dateline_day, read_opening

WIDE_DIGIT = re.compile("[０-９]")
# 2026年1月6日, 1月6日, 1月4日至6日: a stretch counts for its last day.
DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s*年\s*)?(?<!\d)(?P<month>1[0-2]|0?[1-9])\s*月\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*日"
    r"(?:\s*(?:至|-|—|～|~|到)\s*(?P<until>3[01]|[12]\d|0?[1-9])\s*日)?"
)
# 2025年, and the year in the name of an event (2025第十一届…).
YEAR = re.compile(r"(19[0-9]\d|20[0-4]\d)(?<!\d.{4})\s*(?:年(?!代)|(?P<event>第|届|赛季))")
# Words before a day, in the same clause, that set it ahead of the printing; or right behind it.
AHEAD = re.compile(r"将|拟|预计|即将|定于|截止|有效期|届时|报名|至今后|明年|力争|起施行")
AHEAD_AFTER = re.compile(r"[^。；]{0,12}?(?:我们不见不散|敬请期待|即将|将|起施行|前(?:提交|报名|完成|建成))")
# A year in a clause with such a word is hardly over.
PLANNED = re.compile(r"将|计划|要|启动|部署|开局")
# Before a year: a goal.
GOAL = re.compile(r"(?:到|至|力争|面向|展望|规划|远景)$")
CLAUSE_END = re.compile("[。！？；]")

# What a day's place says of its being the day reported: in a dateline or right behind one, in the opening words of a
# paragraph, anywhere else.
IN_DATELINE, IN_OPENING, ELSEWHERE = 5.0, 2.0, 0.6
OPENING_CHARS = 30
# Reports on one page are of the same few days.
REACH = 3
# Less evidence than a dateline or two openings is none: of 396 pages whose day is known, those that gave less were
# wrong four times in five.
LEAST_EVIDENCE = 3.0

# Of the years that pages name (each page's counted by log2(1 + times), on 1,064 pages of three months of a national
# daily), the share that lies so many years from the page's own. Its own year is 今年 to a paper; the last has a number.
YEARS_AWAY = {-5: 0.04, -4: 0.05, -3: 0.06, -2: 0.08, -1: 0.12, 0: 0.11, 1: 0.02, 2: 0.006, 3: 0.008}
# Early in the year the last one is named most of all.
EARLY_MONTHS = 3
EARLY_YEARS_AWAY = {**YEARS_AWAY, -2: 0.115, -1: 0.22}
# Late in the year the next one is, for its plans. No gold is of such a month; a real document of a December does so.
LATE_MONTHS = 11
LATE_YEARS_AWAY = {**YEARS_AWAY, 1: 0.22}
# Of a year named with an event or a plan: most of them are the year of the paper.
PLANNED_YEARS_AWAY = {-1: 0.05, 0: 0.5, 1: 0.2}
# Any one year further back, and further ahead.
LONG_AGO, FAR_AHEAD = 0.01, 0.001
# A year hardly likelier than another is no inference.
LEAST_MARGIN = 0.3
# A whole date within this many days before printing is more likely than one of any other year.
RECENT_DAYS = 60


class Mention(NamedTuple):
    """A day the text names as past, its year where it is stated, and what its place is worth."""

    year: int | None
    month: int
    day: int
    weight: float


def latest_day(texts: Sequence[str]) -> tuple[str, str]:
    """(ISO date, why) of the latest day that the texts, a page's paragraphs, report as past.

    ("", "") where they name no day, or no year to put it in.
    """
    texts = [WIDE_DIGIT.sub(lambda digit: str(int(digit[0])), text) for text in texts]
    mentions = [mention for text in texts if "月" in text and "日" in text for mention in _mentions(text)]
    reported = _reported_day(mentions)
    if reported is None:
        return "", ""
    year = _likeliest_year(*reported, mentions, Counter(_years(texts)))
    if year is None:
        return "", ""
    month, day = reported
    return (
        dt.date(year, month, day).isoformat(),
        f"the latest day the text reports is {month}月{day}日; the year comes from the years it names",
    )


def _mentions(text: str) -> Iterator[Mention]:
    dateline = dateline_day(text)
    if dateline is not None and _exists(2000, *dateline):
        yield Mention(None, *dateline, IN_DATELINE)
    opening = read_opening(text)
    body_start = opening.body_start if opening else 0
    for found in DAY.finditer(text):
        clause = CLAUSE_END.split(text[max(0, found.start() - 24) : found.start()])[-1]
        if AHEAD.search(clause) or AHEAD_AFTER.match(text, found.end()):
            continue
        year = int(found["year"]) if found["year"] else None
        month, day = int(found["month"]), int(found["until"] or found["day"])
        after = found.start() - body_start
        weight = IN_DATELINE if opening and 0 <= after <= 1 else IN_OPENING if after < OPENING_CHARS else ELSEWHERE
        if _exists(year or 2000, month, day):
            yield Mention(year, month, day, weight)


def _years(texts: Iterable[str]) -> Iterator[tuple[int, bool]]:
    """Each year named, and whether as one of an event or a plan."""
    for text in texts:
        # Most texts name none, which these tell sooner than the pattern.
        if "19" not in text and "20" not in text:
            continue
        for found in YEAR.finditer(text):
            before = text[max(0, found.start() - 12) : found.start()]
            if not GOAL.search(before):
                clause = CLAUSE_END.split(before)[-1] + CLAUSE_END.split(text[found.end() : found.end() + 12])[0]
                yield int(found[1]), bool(found["event"] or PLANNED.search(clause))


def _reported_day(mentions: Iterable[Mention]) -> tuple[int, int] | None:
    """The (month, day) at which the evidence gathers: the latest of the few days reported on one page."""
    weights: defaultdict[int, float] = defaultdict(float)
    for mention in mentions:
        weights[_day_of_year(mention.month, mention.day)] += mention.weight
    gathered = {
        day: sum(weights.get((day - back - 1) % 366 + 1, 0.0) / (1 + 0.2 * back) for back in range(REACH + 1))
        for day in weights
    }
    if not gathered or max(gathered.values()) < LEAST_EVIDENCE:
        return None
    best = max(gathered, key=lambda day: (gathered[day], day))
    found = dt.date(2000, 1, 1) + dt.timedelta(days=best - 1)
    return found.month, found.day


def _likeliest_year(month: int, day: int, mentions: Iterable[Mention], named: Counter[tuple[int, bool]]) -> int | None:
    """The year the text names that the rest of it goes with; None where that would be a year it never names."""
    stated = [mention for mention in mentions if mention.year is not None]
    names = {*(year for year, _ in named), *(mention.year for mention in stated if mention.year is not None)}
    rivals = {year + step for year in names for step in (0, 1)}
    ranked = sorted(
        ((_sense(year, month, day, stated, named), -year) for year in rivals if _exists(year, month, day)), reverse=True
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAST_MARGIN):
        return None
    best = -ranked[0][1]
    return best if best in names else None


def _sense(year: int, month: int, day: int, stated: Iterable[Mention], named: Counter[tuple[int, bool]]) -> float:
    """How well the days and years named go with this year: a log likelihood."""
    printed = dt.date(year, month, day)
    shares = EARLY_YEARS_AWAY if month <= EARLY_MONTHS else LATE_YEARS_AWAY if month >= LATE_MONTHS else YEARS_AWAY
    sense = 0.0
    for (other, planned), times in named.items():
        share = (PLANNED_YEARS_AWAY if planned else shares).get(other - year, LONG_AGO if other < year else FAR_AHEAD)
        sense += math.log2(1 + times) * math.log(share)
    for mention in stated:
        days_ago = (printed - dt.date(mention.year or year, mention.month, mention.day)).days
        if -1 <= days_ago <= REACH:
            sense += 5.0
        elif days_ago < -1:
            sense -= 3.0
        elif days_ago <= RECENT_DAYS:
            sense += 1.0
    return sense


def _day_of_year(month: int, day: int) -> int:
    return dt.date(2000, month, day).timetuple().tm_yday


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
