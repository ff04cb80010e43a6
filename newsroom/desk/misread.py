"""Words and names one look-alike character away from those that are known. Few and right beats many.

A character is suspected only where no word of the dictionary can hold it as it stands, one holds its look-alike, and
the text around reads better with that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from newsroom.language import words
from newsroom.language.lookalikes import closest_shapes, shapes

HAN_RUN = re.compile(r"[㐀-䶿一-鿿]+")
# How far around a character the text is read.
REACH = 4
# How much likelier the mended text has to be, in natural logarithms: measured so that of 200,000 characters of clean
# newspaper text next to none is suspected.
CLOSEST_GAIN, ALIKE_GAIN = 4.0, 13.0
# Rarer words of the dictionary are as good as none.
KNOWN_COUNT = 30
# Words of their own that stand freely beside others (引客入城, 不太): more is asked of those who doubt them.
FREE = frozenset("入太")
# A name credited so often is known; another that was credited a tenth as often is not its misreading.
KNOWN_CREDITS, OTHERS_SHARE = 3, 0.1
NAME_LENGTHS = range(3, 9)


class Mended(NamedTuple):
    start: int
    end: int
    word: str


def misread_words(text: str) -> Iterator[Mended]:
    """Words of the dictionary that are meant where a look-alike character makes none."""
    counts, _ = words.load()
    for run in HAN_RUN.finditer(text):
        for at in range(run.start(), run.end()):
            if text[at] not in shapes() and text[at] not in closest_shapes():
                continue
            start, end = max(run.start(), at - REACH), min(run.end(), at + REACH + 1)
            around, within = text[start:end], at - start
            if not _held(around, within, counts) and (found := _mended(around, within, counts)) is not None:
                yield Mended(start + found.start, start + found.end, found.word)


def misread_names(text: str, forms: Mapping[str, str]) -> Iterator[Mended]:
    """Names that are meant where one of their misread forms stands; ``forms`` are those of ``forms_of_names``."""
    counts, _ = words.load()
    lengths = sorted({len(form) for form in forms}, reverse=True)
    for start in range(len(text)):
        for length in lengths:
            form = text[start : start + length]
            if (name := forms.get(form)) is not None:
                at = start + next(at for at in range(length) if form[at] != name[at])
                first = max(0, at - REACH)
                if not _held(text[first : at + REACH + 1], at - first, counts):
                    yield Mended(start, start + length, name)
                break


def _held(around: str, at: int, counts: Mapping[str, int]) -> bool:
    """Whether a word of the dictionary can hold the character there."""
    return any(counts.get(around[first:last]) for first, last in _places(around, at))


def _places(around: str, at: int) -> Iterator[tuple[int, int]]:
    """Where a word may stand that holds the character, the shortest first: those are found most often."""
    for length in range(2, REACH + 1):
        for first in range(max(0, at - length + 1), min(at, len(around) - length) + 1):
            yield first, first + length


def _mended(around: str, at: int, counts: Mapping[str, int]) -> Mended | None:
    """The longest known word with a look-alike there, where it makes the text enough likelier."""
    char, best = around[at], None
    as_it_stands = _likelihood(around, counts)
    closest = closest_shapes().get(char, frozenset())
    enough = ALIKE_GAIN if char in FREE else CLOSEST_GAIN
    most = 0.0
    for other in sorted(closest | shapes().get(char, frozenset())):
        mended = around[:at] + other + around[at + 1 :]
        known = [place for place in _places(mended, at) if counts.get(mended[slice(*place)], 0) >= KNOWN_COUNT]
        if not known:
            continue
        gain = _likelihood(mended, counts) - as_it_stands
        if gain >= (enough if other in closest else ALIKE_GAIN) and gain > most:
            first, last = known[-1]
            most, best = gain, Mended(first, last, mended[first:last])
    return best


def _likelihood(around: str, counts: Mapping[str, int]) -> float:
    """Natural logarithm of the share of the likeliest words of the dictionary that make up the text, unscaled."""
    best = [0.0]
    for end in range(1, len(around) + 1):
        best.append(
            max(
                best[start] + math.log(counts.get(around[start:end], 0) or 1) - words.load()[1]
                for start in range(max(0, end - REACH), end)
                if end - start == 1 or counts.get(around[start:end])
            )
        )
    return best[-1]


def forms_of_names(credits: Mapping[str, int]) -> dict[str, str]:
    """Names and how often each was credited -> the forms one look-alike away from the known ones, and what is meant.

    A form that is a word, or the name of somebody else, is no misreading.
    """
    counts, _ = words.load()
    forms: dict[str, str] = {}
    for name, times in sorted(credits.items(), key=lambda pair: (pair[1], pair[0])):  # the best known has the last word
        if times < KNOWN_CREDITS or len(name) not in NAME_LENGTHS or not HAN_RUN.fullmatch(name):
            continue
        for at, char in enumerate(name):
            for other in shapes().get(char, ()):
                form = name[:at] + other + name[at + 1 :]
                if not counts.get(form) and credits.get(form, 0) <= OTHERS_SHARE * times:
                    forms[form] = name
    return forms
