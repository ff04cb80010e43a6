"""What the archive knows that a text may be held against: what corrections taught, and the names it credits.

Kept in the process, since every save asks. Lessons may change with every save, names seldom matter so soon.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db.models import CharField, Count, Value

from newsroom.desk.lessons import settled
from newsroom.desk.misread import KNOWN_CREDITS, forms_of_names
from newsroom.models import Byline, Misreading

# How old lessons may be when an article's suspects are counted; its form always asks anew. How old names may be.
LESSONS_KEPT, NAMES_KEPT = 60.0, 900.0


@dataclass(frozen=True, slots=True)
class Known:
    """``misreadings``: what corrections taught; ``names``: misread forms of names; both misread -> right."""

    misreadings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class _Kept:
    known: Known
    lessons_read: float
    names_read: float


NOTHING = Known()
_kept: _Kept | None = None


def known(*, newest: bool = False) -> Known:
    """What is known of late; ``newest`` asks the database for what was taught since. At most one query."""
    global _kept
    now = time.monotonic()
    if _kept is None or now - _kept.names_read > NAMES_KEPT:
        lessons, credits = _all_known()
        _kept = _Kept(Known(settled(lessons), forms_of_names(credits)), now, now)
    elif newest or now - _kept.lessons_read > LESSONS_KEPT:
        _kept = _Kept(Known(settled(Misreading.objects.times()), _kept.known.names), now, _kept.names_read)
    return _kept.known


def forget() -> None:
    """What was kept is of another archive, or no longer true."""
    global _kept
    _kept = None


def _all_known() -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    """What was taught and how often, and how often each name and affiliation was credited. One query."""
    taught = Misreading.objects.order_by().values("misread", "right").annotate(times=Count("pk"))
    credited = [
        Byline.objects.order_by()
        .values(column)
        .annotate(right=Value("", CharField()), times=Count("pk"))
        .filter(times__gte=least)
        .values_list(column, "right", "times")
        for column, least in (("name", 1), ("affiliation", KNOWN_CREDITS))
    ]
    lessons: dict[tuple[str, str], int] = {}
    credits: dict[str, int] = {}
    for text, right, times in taught.values_list("misread", "right", "times").union(*credited, all=True):
        if right:
            lessons[text, right] = times
        elif text:
            credits[text] = credits.get(text, 0) + times
    return lessons, credits
