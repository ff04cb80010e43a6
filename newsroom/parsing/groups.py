"""Headline groups: kicker, headline and subhead stand together; what a group says by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from newsroom.parsing.cohesion import pairs_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.wording import word_cues, word_cues_of

# A group by its first line and how many lines it has.
Key = tuple[int, int]

# Kicker, a headline on two lines, two subheads.
TALLEST_GROUP = 5
# A line this unlike a headline (log odds) is part of none.
UNLIKELY = -3.5
# A group is tried with its neighbours and with the articles of so many paragraphs that hold most of its words.
HOLDERS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring display lines taken as one headline group: indices of units, and what they are about."""

    lines: tuple[int, ...]
    numbers: range
    opens_run: bool
    closes_run: bool
    # The number of the first paragraph after it, and of those that hold most of its words.
    above: int
    holders: tuple[int, ...]
    # The share of its words that each of these holds.
    held: tuple[float, ...]
    cues: dict[str, float] = field(compare=False)


def groups_of(sheet: Sheet) -> dict[Key, Group]:
    """Every headline group that a sheet's display lines could form, in the order of the page."""
    spans = [
        (run, start, size)
        for run in sheet.runs
        for start in range(len(run))
        for size in range(1, min(TALLEST_GROUP, len(run) - start) + 1)
        if all(sheet.headline_scores[line] > UNLIKELY for line in run[start : start + size])
    ]
    return {(group.lines[0], len(group.lines)): group for group in _groups(sheet, spans)}


def group_of(sheet: Sheet, run: Sequence[int], start: int, size: int) -> Group:
    """The group that so many lines of a run make from the one in place ``start`` on."""
    return _groups(sheet, [(run, start, size)])[0]


def _groups(sheet: Sheet, spans: Sequence[tuple[Sequence[int], int, int]]) -> list[Group]:
    """The groups of some lines: their run, the place in it of the first, how many."""
    starts = np.array([sheet.line_numbers[run[start]] for run, start, _ in spans], dtype=np.intp)
    held = sheet.shares.holders(starts, starts + np.array([size for *_, size in spans], dtype=np.intp))
    best = np.argsort(-held, axis=1, kind="stable")[:, :HOLDERS]
    shares = np.take_along_axis(held, best, axis=1)
    return [
        _group(sheet, span, {number: share for number, share in zip(*holders, strict=True) if share > 0})
        for span, *holders in zip(spans, best.tolist(), shares.tolist(), strict=True)
    ]


def _group(sheet: Sheet, span: tuple[Sequence[int], int, int], held: dict[int, float]) -> Group:
    """One group. ``held``: the paragraphs that hold most of its words, and the share that they hold."""
    run, start, size = span
    lines = tuple(run[start : start + size])
    texts = [sheet.units[index].text for index in lines]
    opens, closes = start == 0, start + size == len(run)
    cues: dict[str, float] = {"lines": float(size)}
    scores = [sheet.headline_scores[index] for index in lines]
    cues["headline lines"] = sum(scores) / size
    cues["least headline line"] = min(scores)
    cues["most headline line"] = max(scores)
    cues["characters"] = float(sum(map(len, texts)))
    cues.update(word_cues_of("first line", texts[0]))
    if size > 1:
        cues.update(word_cues_of("last line", texts[-1]))
    cues["lines above in the run"] = float(start)
    cues["lines below in the run"] = float(len(run) - start - size)
    cues["display lines at the end"] = float(min(sheet.after_last, 20))
    cues["openings under a display line"] = sheet.headed_openings
    if opens and closes:
        cues["whole run"] = 1.0
    _edge_cues(cues, sheet, run, start, size)
    _kin_cues(cues, sheet, lines, texts)
    cues["best shared anywhere"] = max(held.values(), default=0.0)
    above = sheet.number_after(lines[0])
    return Group(lines, sheet.numbers_of(lines), opens, closes, above, tuple(held), tuple(held.values()), cues)


def _edge_cues(cues: dict[str, float], sheet: Sheet, run: Sequence[int], start: int, size: int) -> None:
    """Where a group is cut out of a longer run: at blank lines rather than inside a stack."""
    units = sheet.units
    if start and not units[run[start]].after_gap:
        cues["cut from the line above"] = 1.0
        cues["word across the cut above"] = sheet.line_gains[run[start]]
    end = start + size
    if end < len(run):
        if not units[run[end]].after_gap:
            cues["cut from the line below"] = 1.0
            cues["word across the cut below"] = sheet.line_gains[run[end]]
        cues.update(word_cues_of("left below", units[run[end]].text))
    if start:
        cues.update(word_cues_of("left above", units[run[start - 1]].text))


def _kin_cues(cues: dict[str, float], sheet: Sheet, lines: Sequence[int], texts: Sequence[str]) -> None:
    gaps = sum(sheet.units[index].after_gap for index in lines[1:])
    if len(lines) > 1:
        cues["stacked without gaps" if gaps == 0 else "gaps inside"] = 1.0
        vocabulary = sheet.vocabulary
        pairs = [pairs_of(text) for text in texts]
        kin = [vocabulary.likeness(left, right) for left, right in pairwise(pairs)]
        cues["lines alike"] = min(min(kin), 6.0) / 3
        # Lines that begin with the same words head two stories (会见甲, 会见乙) rather than one.
        cues["lines begin alike"] = float(min(8, max(_begin_alike(*both) for both in pairwise(texts))))
        inner = [word_cues(text) for text in texts]
        cues["column tags"] = sum("column tag" in each for each in inner)
        tagged = next((at for at, each in enumerate(inner) if "column tag" in each), len(inner))
        cues["lines below a column's name"] = sum("opens with a dash" not in each for each in inner[tagged + 1 :])
        cues["box titles"] = sum("box title" in each for each in inner)
        cues["dash lines inside"] = sum("opens with a dash" in each for each in inner[1:])
        cues["dashed kickers inside"] = sum("ends with a dash" in each for each in inner[:-1])


def _begin_alike(one: str, other: str) -> int:
    """With how many of the same characters two lines begin."""
    return next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), 0)
