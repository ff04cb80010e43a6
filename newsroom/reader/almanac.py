"""The date line of a Chinese newspaper: the day by the traditional calendar (农历) beside the civil one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class AlmanacDay:
    """``year`` 乙巳, ``day`` 冬月十九; ``festivals`` and solar terms (节气) that fall on it, often none."""

    year: str
    day: str
    marked_by: tuple[str, ...]


@lru_cache(maxsize=512)
def almanac(date: dt.date) -> AlmanacDay:
    """The civil date -> its day in the traditional calendar, in the words a masthead prints."""
    from lunar_python import Solar  # its tables are loaded when the first date is shown, not with the site

    day = Solar.fromYmd(date.year, date.month, date.day).getLunar()
    return AlmanacDay(
        year=day.getYearInGanZhi(),
        day=f"{day.getMonthInChinese()}月{day.getDayInChinese()}",
        marked_by=tuple(filter(None, (*day.getFestivals(), day.getJieQi()))),
    )
