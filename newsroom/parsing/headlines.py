"""Headline groups: kicker, headline and subhead stand together; and how well a group fits an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from newsroom.parsing.cohesion import pairs_of
from newsroom.parsing.displays import word_cues
from newsroom.parsing.fragments import Kind
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import Weights

# Kicker, a headline on two lines, two subheads.
TALLEST_GROUP = 5
# A line this unlike a headline (log odds) is part of none.
UNLIKELY = -3.5
# A group is tried with its neighbours and with the articles of so many paragraphs that hold most of its words.
HOLDERS = 3
# Fits worse than this are not worth keeping.
WORST_FIT = -5.0
# The paragraphs in which a news story says what it is about.
LEAD = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring display lines taken as one headline group: indices of units, and what they are about."""

    lines: tuple[int, ...]
    opens_run: bool
    closes_run: bool
    worth: dict[str, float] = field(compare=False)
    total: float
    # What each paragraph of the page holds of its weight, 0 to 1.
    held: dict[int, float] = field(compare=False)
    holders: tuple[int, ...]
    cues: dict[str, float] = field(compare=False)


class Headlines:
    """Every headline group that a sheet's display lines could form, and the score of giving one to a stretch of
    text.
    """

    def __init__(self, sheet: Sheet, weights: Weights) -> None:
        self.sheet = sheet
        self.weights = weights
        self.groups = {
            (run[start], size): _group(sheet, run, start, size)
            for run in sheet.runs
            for start in range(len(run))
            for size in range(1, min(TALLEST_GROUP, len(run) - start) + 1)
            if all(sheet.headline_scores[line] > UNLIKELY for line in run[start : start + size])
        }
        self._scores: dict[tuple[tuple[int, ...], int, int], float] = {}

    def group_of(self, lines: Sequence[int]) -> Group:
        """The group that neighbouring lines of one run make, however unlikely."""
        run = next(run for run in self.sheet.runs if lines[0] in run)
        return _group(self.sheet, run, run.index(lines[0]), len(lines))

    def score(self, group: Group, first: int, last: int) -> float:
        """Log odds that the group heads the article of paragraphs ``first`` up to, not including, ``last``."""
        key = (group.lines, first, last)
        if key not in self._scores:
            self._scores[key] = self.weights.score("headline of", self.fit_cues(group, first, last))
        return self._scores[key]

    def best_stretches(self, group: Group, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, float]]:
        """The stretches of text that a group may head, by number, each with its fit."""
        above = self.sheet.number_after(group.lines[0])
        tried = {number for number, (first, last) in enumerate(stretches) if first <= above <= last}
        firsts = [first for first, _ in stretches]
        tried |= {bisect_right(firsts, paragraph) - 1 for paragraph in group.holders}
        scored = [(number, self.score(group, *stretches[number])) for number in sorted(tried)]
        return [pair for pair in scored if pair[1] > WORST_FIT]

    def fit_cues(self, group: Group, first: int, last: int) -> dict[str, float]:
        """What speaks for and against the group being the headline of those paragraphs."""
        found = dict(group.cues)
        _place_cues(found, self.sheet, group, first, last)
        self._share_cues(found, group, first, last)
        opening = self.sheet.units[self.sheet.bodies[first]]
        if all(self.sheet.units[self.sheet.bodies[number]].kind is Kind.CAPTION for number in range(first, last)):
            found["captions only"] = 1.0
        if opening.opening is not None:
            found["story opens with a dateline"] = 1.0
        found["paragraphs"] = float(min(last - first, 20))
        return found

    def _share_cues(self, found: dict[str, float], group: Group, first: int, last: int) -> None:
        whole = lead = alone = 0.0
        for string, worth in group.worth.items():
            numbers = self.sheet.where.get(string, ())
            low, high = bisect_left(numbers, first), bisect_left(numbers, last)
            if high > low:
                whole += worth
                alone += worth * (high - low) / len(numbers)
                if numbers[low] < first + LEAD:
                    lead += worth
        total = group.total
        found["shared with the whole"] = whole / total
        found["shared with the lead"] = lead / total
        found["shared with nothing else"] = alone / total
        found["least shared line"] = min(self.sheet.line_share(line, first, last) for line in group.lines)
        best = max(group.held.values(), default=0.0)
        found["best shared anywhere"] = best
        found["shared against the best"] = lead / total - best


def _group(sheet: Sheet, run: Sequence[int], start: int, size: int) -> Group:
    lines = tuple(run[start : start + size])
    texts = [sheet.units[index].text for index in lines]
    worth = {string: weight for index in lines for string, weight in sheet.line_strings[index].items()}
    total = sum(worth.values()) or 1.0
    opens, closes = start == 0, start + size == len(run)
    cues: dict[str, float] = {"lines": float(size)}
    scores = [sheet.headline_scores[index] for index in lines]
    cues["headline lines"] = sum(scores) / size
    cues["least headline line"] = min(scores)
    cues["most headline line"] = max(scores)
    cues["characters"] = float(sum(map(len, texts)))
    cues.update((f"first line: {cue}", value) for cue, value in word_cues(texts[0]).items())
    if size > 1:
        cues.update((f"last line: {cue}", value) for cue, value in word_cues(texts[-1]).items())
    cues["lines above in the run"] = float(start)
    cues["lines below in the run"] = float(len(run) - start - size)
    cues["display lines at the end"] = float(min(sheet.after_last, 20))
    if opens and closes:
        cues["whole run"] = 1.0
    _edge_cues(cues, sheet, run, start, size)
    _kin_cues(cues, sheet, lines, texts)
    held = _held(sheet, worth, total)
    holders = tuple(sorted(held, key=lambda number: (-held[number], number))[:HOLDERS])
    return Group(lines, opens, closes, worth, total, held, holders, cues)


def _held(sheet: Sheet, worth: dict[str, float], total: float) -> dict[int, float]:
    held: dict[int, float] = {}
    for string, weight in worth.items():
        for number in sheet.where.get(string, ()):
            held[number] = held.get(number, 0.0) + weight / total
    return held


def _edge_cues(cues: dict[str, float], sheet: Sheet, run: Sequence[int], start: int, size: int) -> None:
    """Where a group is cut out of a longer run: at blank lines rather than inside a stack."""
    units = sheet.units
    if start and not units[run[start]].after_gap:
        cues["cut from the line above"] = 1.0
    end = start + size
    if end < len(run):
        if not units[run[end]].after_gap:
            cues["cut from the line below"] = 1.0
        cues.update((f"left below: {cue}", value) for cue, value in word_cues(units[run[end]].text).items())
    if start:
        cues.update((f"left above: {cue}", value) for cue, value in word_cues(units[run[start - 1]].text).items())


def _kin_cues(cues: dict[str, float], sheet: Sheet, lines: Sequence[int], texts: Sequence[str]) -> None:
    gaps = sum(sheet.units[index].after_gap for index in lines[1:])
    if len(lines) > 1:
        cues["stacked without gaps" if gaps == 0 else "gaps inside"] = 1.0
        vocabulary = sheet.vocabulary
        pairs = [pairs_of(text) for text in texts]
        kin = [vocabulary.likeness(left, right) for left, right in pairwise(pairs)]
        cues["lines alike"] = min(min(kin), 6.0) / 3
        inner = [word_cues(text) for text in texts]
        cues["column tags"] = sum("column tag" in each for each in inner)
        cues["box titles"] = sum("box title" in each for each in inner)
        cues["dash lines inside"] = sum("opens with a dash" in each for each in inner[1:])
        cues["dashed kickers inside"] = sum("ends with a dash" in each for each in inner[:-1])


def _place_cues(found: dict[str, float], sheet: Sheet, group: Group, first: int, last: int) -> None:
    top, bottom = sheet.bodies[first], sheet.bodies[last - 1]
    units = sheet.units
    if group.lines[-1] < top:
        between = units[group.lines[-1] + 1 : top]
        if not any(unit.kind in (Kind.BODY, Kind.CAPTION) for unit in between):
            found["right above" if group.closes_run else "above, lines between"] = 1.0
            if group.opens_run and group.closes_run:
                found["right above, whole run"] = 1.0
        else:
            found["earlier"] = 1.0
    elif group.lines[0] > bottom:
        between = units[bottom + 1 : group.lines[0]]
        at_end = group.lines[0] > sheet.bodies[-1]
        if not any(unit.kind in (Kind.BODY, Kind.CAPTION) for unit in between):
            found["right below" if group.opens_run else "below, lines between"] = 1.0
            if at_end:
                found["last story, headline at the end"] = 1.0
        else:
            found["displaced to the end" if at_end else "later"] = 1.0
    else:
        found["inside the story"] = 1.0
        found["first paragraph above it"] = float(units[group.lines[0]].first < units[sheet.bodies[first]].first)
