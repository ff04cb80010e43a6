"""What corrections teach: misreadings that an editor put right once, and that may stand in other articles too.

Each is kept with the revision that teaches it. A text that holds one is marked with what may be meant; nothing is
changed by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from newsroom.desk.edits import edits
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.texts import texts_of
from newsroom.models import Misreading, Revision

# A longer replaced stretch is a rewritten sentence and will not stand anywhere else.
LONGEST_LEARNED = 6
# A save that teaches more than this was a rewrite rather than the mending of misprints.
MOST_TAUGHT = 20
# Which of these is right depends on what is told: one correction teaches nothing of other places.
OF_THE_MATTER = frozenset(
    "0123456789〇零一二三四五六七八九十百千万亿两他她它的地得在再做作左右东西南北上下前后大小今明昨年月日时"
)


def learned(before: Snapshot, after: Snapshot) -> list[tuple[str, str]]:
    """What a correction may teach: (misread, right) for each short stretch replaced, with a character on either side.

    One character alone stands rightly in most places; with its neighbours (石福云 → 石榴云) it seldom does.
    """
    found: dict[tuple[str, str], None] = {}
    old_texts, new_texts = texts_of(before), texts_of(after)
    for field in old_texts.keys() & new_texts.keys():
        old, new = old_texts[field], new_texts[field]
        for edit in edits(old, new):
            removed, added = old[edit.start : edit.end], new[edit.new_start : edit.new_end]
            if not (removed.isalnum() and added.isalnum()) or max(len(removed), len(added)) > LONGEST_LEARNED:
                continue
            left = _neighbour(old, edit.start - 1)
            right = _neighbour(old, edit.end)
            if len(left + removed + right) > 1:
                found[left + removed + right, left + added + right] = None
    return sorted(found)


def _neighbour(text: str, at: int) -> str:
    """The character there, where it can belong to one word with its neighbour; else nothing."""
    return text[at] if 0 <= at < len(text) and text[at].isalnum() else ""


def keep_lessons(revision: Revision, before: Snapshot, after: Snapshot) -> None:
    """Keeps what an editor's revision teaches. One query where it teaches anything."""
    taught = [(misread, right) for misread, right in learned(before, after) if not _of_the_matter(misread, right)]
    if 0 < len(taught) <= MOST_TAUGHT:
        Misreading.objects.bulk_create(
            [Misreading(revision=revision, misread=misread, right=right) for misread, right in taught]
        )


def _of_the_matter(misread: str, right: str) -> bool:
    """Whether figures or words were exchanged that are as right elsewhere: 三天 → 四天, 他说 → 她说.

    A misreading of a character and its look-alike (末 → 未) is none, whatever stands beside it.
    """
    return len(misread) == len(right) and all(
        old == new or (old in OF_THE_MATTER and new in OF_THE_MATTER) for old, new in zip(misread, right, strict=True)
    )


class Lesson(NamedTuple):
    misread: str
    right: str
    times: int


def most_taught(most: int) -> list[Lesson]:
    """What corrections taught most often and none took back, the most frequent first. One query."""
    times = Misreading.objects.times()
    lessons = [Lesson(misread, right, times[misread, right]) for misread, right in settled(times).items()]
    return sorted(lessons, key=lambda lesson: (-lesson.times, lesson))[:most]


def settled(times: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """How often each (misread, right) was taught -> misread -> what is meant, but for what was taken back as often."""
    ranked: dict[str, tuple[int, str]] = {}
    for (misread, right), often in times.items():
        if often > times.get((right, misread), 0):
            ranked[misread] = max(ranked.get(misread, (0, "")), (often, right))
    return {misread: right for misread, (_often, right) in ranked.items()}
