"""Did you mean: spellings that do stand in the archive, near what was typed by shape or by sound.

No dictionary is needed: the index knows which characters stand side by side. From each character typed come those that
look or sound like it, and of all ways through them only those survive whose neighbours have met in print.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from newsroom.language.lookalikes import shapes, sound
from newsroom.search.arrays import Array
from newsroom.search.folding import fold
from newsroom.search.matching import run_docs
from newsroom.search.schema import IndexPlan
from newsroom.search.segments import CHAR_BITS
from newsroom.search.view import IndexView

# A longer text is a sentence somebody pasted; nearly every character of it would have to be right.
MAX_CHARS = 12
# Characters tried in one place: a common syllable has more homophones than anybody means.
MAX_CHOICES = 60
# Ways followed at once from one character to the next.
MAX_WAYS = 80
# As long a run in as many documents is not there by chance, be it a word or not: a place's name often is none.
RECURRING_CHARS, RECURRING = 3, 2
# Longer words than this are made of shorter ones.
WORD_CHARS = 4
# What replacing a character costs; more than this in all is another text.
SHAPE_COST, SOUND_COST, MAX_COST = 1.0, 1.1, 3.3


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another spelling, folded; how many documents hold it; whether all that changed are look-alikes."""

    text: str
    count: int
    by_shape: bool


def spellings(view: IndexView, plan: IndexPlan, text: str, limit: int = 3) -> list[Spelling]:
    """Near spellings that documents do hold, the nearest first, then the most frequent."""
    text = fold(text)
    if not 2 <= len(text) <= MAX_CHARS or not any("一" <= char <= "鿿" for char in text):
        return []
    fields = [field.name for field in plan.texts_of(plan.content)]
    choices = _choices(view, fields, text)
    ways: list[tuple[float, int, str]] = [(cost, 0, char) for char, cost in choices[0].items()]
    for following in choices[1:]:
        ways = _continued(view, fields, ways, following)
    found: list[tuple[float, int, Spelling]] = []
    for cost, _, spelling in ways:
        if cost == 0 or len(found) >= 4 * limit:
            continue
        changed = [at for at in range(len(text)) if text[at] != spelling[at]]
        in_words = all(_is_in_a_word(view, fields, spelling, at) for at in changed)
        if not in_words and len(spelling) < RECURRING_CHARS:
            continue
        count = _count(view, fields, spelling)
        if count >= (1 if in_words else RECURRING):
            by_shape = all(spelling[at] in shapes().get(text[at], ()) for at in changed)
            found.append((cost, -count, Spelling(spelling, count, by_shape)))
    return [spelling for *_, spelling in sorted(found, key=lambda item: item[:2])[:limit]]


def _choices(view: IndexView, fields: list[str], text: str) -> list[dict[str, float]]:
    """For each place the characters that may have been meant there, with what each costs."""
    by_sound = _chars_by_sound(view, fields)
    choices = []
    for char in text:
        alike = {char: 0.0, **dict.fromkeys(shapes().get(char, ()), SHAPE_COST)}
        if "一" <= char <= "鿿":
            for other in by_sound.get(sound(char), [])[:MAX_CHOICES]:
                alike.setdefault(other, SOUND_COST)
        choices.append(alike)
    return choices


def _chars_by_sound(view: IndexView, fields: list[str]) -> dict[str, list[str]]:
    """The Chinese characters of the archive by their pinyin, the most used first."""

    def compute() -> tuple[Array, ...]:
        weights: dict[int, int] = {}
        for segment in view.segments:
            for field in fields:
                pairs, bounds = segment.arrays[f"{field}.pairs"], segment.arrays[f"{field}.bounds"]
                chars, firsts = np.unique(pairs >> np.uint64(CHAR_BITS), return_index=True)
                for char, count in zip(chars.tolist(), np.diff(bounds[[*firsts, -1]]).tolist(), strict=True):
                    weights[char] = weights.get(char, 0) + count
        return (np.array(sorted(weights, key=lambda char: -weights[char]), np.int64),)

    by_sound: dict[str, list[str]] = {}
    for char in map(chr, view.runs.get("characters by use", compute)[0].tolist()):
        if "一" <= char <= "鿿":
            by_sound.setdefault(sound(char), []).append(char)
    return by_sound


def _continued(
    view: IndexView, fields: list[str], ways: list[tuple[float, int, str]], following: dict[str, float]
) -> list[tuple[float, int, str]]:
    """Each way with each following character that has been seen after its last one; the cheapest and most trodden."""
    lasts = sorted({way[-1] for *_, way in ways})
    nexts = sorted(following)
    keys = np.array([[ord(last) << CHAR_BITS | ord(char) for char in nexts] for last in lasts], np.uint64)
    met = np.zeros(keys.shape, np.int64)
    for segment in view.segments:
        for field in fields:
            pairs, bounds = segment.arrays[f"{field}.pairs"], segment.arrays[f"{field}.bounds"]
            if not len(pairs):
                continue
            at = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
            met += np.where(pairs[at] == keys, bounds[at + 1] - bounds[at], 0)
    row = {last: number for number, last in enumerate(lasts)}
    continued = [
        (cost + following[char], least_met(trodden, count), way + char)
        for cost, trodden, way in ways
        for char, count in zip(nexts, met[row[way[-1]]].tolist(), strict=True)
        if count and cost + following[char] <= MAX_COST
    ]
    return sorted(continued, key=lambda way: (way[0], -way[1], way[2]))[:MAX_WAYS]


def least_met(trodden: int, count: int) -> int:
    """How often the rarest pair of a way was met; 0 stands for a way of one character."""
    return min(trodden, count) if trodden else count


def _is_in_a_word(view: IndexView, fields: list[str], text: str, at: int) -> bool:
    """Whether the character there is part of a word of the archive, and not only beside its neighbours by chance
    (冬不 in 冬不拉)."""
    pieces = {
        text[start:end]
        for start in range(max(0, at - WORD_CHARS + 1), at + 1)
        for end in range(max(at, start + 1) + 1, min(len(text), start + WORD_CHARS) + 1)
    }
    return any(segment.frequency(field, piece) for piece in pieces for segment in view.segments for field in fields)


def _count(view: IndexView, fields: list[str], text: str) -> int:
    """How many live documents hold a run; quickly none where a pair of it is not there."""
    mask = np.zeros(view.count, bool)
    for base, segment in view.placed():
        for field in fields:
            if all(len(segment.pair_docs(field, ord(a), ord(b))) for a, b in pairwise(text)):
                mask[run_docs(segment, field, text).astype(np.int64) + base] = True
    return int((mask & view.live).sum())
