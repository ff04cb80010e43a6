"""Headline groups: kicker, headline and subhead stand together; and how well a group fits an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsroom.parsing.boundaries import Sheet
from newsroom.parsing.cohesion import HAN_RUN, pairs_of
from newsroom.parsing.fragments import Kind
from newsroom.parsing.weights import load

# Kicker, a headline on two lines, two subheads.
TALLEST_GROUP = 5
# The paragraphs in which a news story says what it is about.
LEAD = 2
DASH = re.compile(r"^(?:——|--|—)")


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring display lines taken as one headline group: indices of units, and what they are about."""

    lines: tuple[int, ...]
    opens_run: bool
    closes_run: bool
    worth: dict[str, float] = field(compare=False)
    cues: dict[str, float] = field(compare=False)


class Headlines:
    """Every headline group that a sheet's display lines could form, and the score of giving one to a stretch of text."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.runs = _runs(sheet)
        self.weights = load()
        self.where = _places(sheet)
        self.groups = {
            (run[start], size): _group(sheet, run, start, size)
            for run in self.runs
            for start in range(len(run))
            for size in range(1, min(TALLEST_GROUP, len(run) - start) + 1)
        }
        self._scores: dict[tuple[tuple[int, ...], int, int], float] = {}

    def score(self, group: Group, first: int, last: int) -> float:
        """Log odds that the group heads the article of paragraphs ``first`` up to, not including, ``last``."""
        key = (group.lines, first, last)
        if key not in self._scores:
            self._scores[key] = self.weights.score("headline of", self.fit_cues(group, first, last))
        return self._scores[key]

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
        return found

    def _share_cues(self, found: dict[str, float], group: Group, first: int, last: int) -> None:
        total = sum(group.worth.values()) or 1.0
        whole = lead = alone = 0.0
        for string, worth in group.worth.items():
            numbers = self.where.get(string, ())
            low, high = bisect_left(numbers, first), bisect_left(numbers, last)
            if high > low:
                whole += worth
                alone += worth * (high - low) / len(numbers)
                if numbers[low] < first + LEAD:
                    lead += worth
        found["shared with the whole"] = whole / total
        found["shared with the lead"] = lead / total
        found["shared with nothing else"] = alone / total
        if whole == 0:
            found["shares nothing"] = 1.0
        if alone / total > 0.5:
            found["mostly shared with it alone"] = 1.0
        paragraphs = last - first
        found["long story, shared"] = min(paragraphs, 20) / 20 * whole / total


def _runs(sheet: Sheet) -> list[list[int]]:
    runs: list[list[int]] = []
    for display in sheet.displays:
        if runs and runs[-1][-1] == display.unit - 1:
            runs[-1].append(display.unit)
        else:
            runs.append([display.unit])
    return runs


def _places(sheet: Sheet) -> dict[str, list[int]]:
    """For each pair and triple of characters in a display line, the paragraphs it stands in."""
    wanted: set[str] = set()
    for display in sheet.displays:
        wanted |= _strings(display.text)
    where: dict[str, list[int]] = {}
    for number, index in enumerate(sheet.bodies):
        for string in wanted & _strings(sheet.units[index].text):
            where.setdefault(string, []).append(number)
    return where


def _strings(text: str) -> set[str]:
    found = pairs_of(text)
    for run in HAN_RUN.findall(text):
        found.update(run[start : start + 3] for start in range(len(run) - 2))
    return found


def _group(sheet: Sheet, run: Sequence[int], start: int, size: int) -> Group:
    lines = tuple(run[start : start + size])
    texts = [sheet.units[index].text for index in lines]
    vocabulary = sheet.vocabulary
    worth = {string: vocabulary.weight(string) for text in texts for string in _strings(text)}
    opens, closes = start == 0, start + size == len(run)
    cues: dict[str, float] = {"bias": 1.0, f"{min(size, 4)} lines": 1.0}
    scores = [sheet.display_at[index].headline_score for index in lines]
    cues["headline lines"] = max(-4.0, min(sum(scores) / size, 6.0)) / 4
    cues["least headline line"] = max(-4.0, min(min(scores), 6.0)) / 4
    if opens and closes:
        cues["whole run"] = 1.0
    _edge_cues(cues, sheet, run, start, size)
    _kin_cues(cues, sheet, lines, texts)
    return Group(lines, opens, closes, worth, cues)


def _edge_cues(cues: dict[str, float], sheet: Sheet, run: Sequence[int], start: int, size: int) -> None:
    """Where a group is cut out of a longer run: at blank lines rather than inside a stack."""
    units = sheet.units
    if start and not units[run[start]].after_gap:
        cues["cut from the line above"] = 1.0
    end = start + size
    if end < len(run):
        if not units[run[end]].after_gap:
            cues["cut from the line below"] = 1.0
        if DASH.match(units[run[end]].text):
            cues["a dash line is left below"] = 1.0
    if DASH.match(units[run[start]].text):
        cues["begins with a dash line"] = 1.0
    if units[run[end - 1]].text.endswith(("——", "--")):
        cues["ends with a dash"] = 1.0
    if start and units[run[start - 1]].text.endswith(("——", "--")):
        cues["a dashed kicker is left above"] = 1.0


def _kin_cues(cues: dict[str, float], sheet: Sheet, lines: Sequence[int], texts: Sequence[str]) -> None:
    gaps = sum(sheet.units[index].after_gap for index in lines[1:])
    if len(lines) > 1:
        cues["stacked without gaps" if gaps == 0 else "gaps inside"] = 1.0
        vocabulary = sheet.vocabulary
        pairs = [pairs_of(text) for text in texts]
        kin = [vocabulary.likeness(left, right) for left, right in zip(pairs, pairs[1:], strict=False)]
        cues["lines alike"] = min(min(kin), 6.0) / 3
        if any(DASH.match(text) for text in texts[1:]):
            cues["dash line inside"] = 1.0
        if texts[0].endswith(("——", "--")):
            cues["dashed kicker inside"] = 1.0
        cues["main lines"] = sum(sheet.display_at[index].cues.get("column tag", 0.0) for index in lines)


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
