"""Headline groups: kicker, headline and subhead stand together; and how well a group fits an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from newsroom.parsing.cohesion import pairs_of
from newsroom.parsing.fragments import Kind
from newsroom.parsing.sheet import LEAD, Sheet
from newsroom.parsing.weights import Weights
from newsroom.parsing.wording import word_cues

Numbers = NDArray[np.float64]
# A group by its first line and how many lines it has.
Key = tuple[int, int]
# Paragraphs from one number up to another; the stretches of a division follow one another and cover the page.
Stretch = tuple[int, int]

QUESTION = "headline of"
# Kicker, a headline on two lines, two subheads.
TALLEST_GROUP = 5
# A line this unlike a headline (log odds) is part of none.
UNLIKELY = -3.5
# A group is tried with its neighbours and with the articles of so many paragraphs that hold most of its words.
HOLDERS = 4
# Log odds taken off for a group with two names of columns: each closes a headline of its own.
TWO_COLUMNS = 6.0
# Log odds taken off where the group stands right above another line and its story comes only after that line's.
OVER_ANOTHER = 3.0
# Fits worse than this are not worth keeping.
WORST_FIT = -5.0


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
        self._scores: dict[Key, dict[tuple[int, int], float]] = {key: {} for key in self.groups}
        self._tried: dict[tuple[tuple[int, int], ...], dict[Key, list[int]]] = {}

    def group_of(self, lines: Sequence[int]) -> Group:
        """The group that neighbouring lines of one run make, however unlikely."""
        run = next(run for run in self.sheet.runs if lines[0] in run)
        return _group(self.sheet, run, run.index(lines[0]), len(lines))

    def fits(self, stretches: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[tuple[int, float]]]:
        """For each group the stretches of text that it may head, by number, each with the log odds that it does."""
        tried = self.tried(stretches)
        self._answer(self._unanswered(stretches, tried))
        found = {}
        for key, numbers in tried.items():
            known = self._scores[key]
            found[key] = [(number, fit) for number in numbers if (fit := known[stretches[number]]) > WORST_FIT]
        return found

    def prepare(self, divisions: Iterable[Sequence[tuple[int, int]]]) -> None:
        """Answer at once what ``fits`` will ask of these divisions, which takes little longer than one of them."""
        self._answer([pair for stretches in divisions for pair in self._unanswered(stretches, self.tried(stretches))])

    def _unanswered(
        self, stretches: Sequence[tuple[int, int]], tried: Mapping[Key, Sequence[int]]
    ) -> Iterator[tuple[Key, tuple[int, int]]]:
        """The groups and stretches not yet asked about, each once."""
        for key, numbers in tried.items():
            known = self._scores[key]
            for number in numbers:
                if stretches[number] not in known:
                    known[stretches[number]] = WORST_FIT
                    yield key, stretches[number]

    def _answer(self, pairs: Iterable[tuple[Key, tuple[int, int]]]) -> None:
        pairs = list(pairs)
        odds = self._odds([(self.groups[key], stretch) for key, stretch in pairs])
        for (key, stretch), found in zip(pairs, odds, strict=True):
            self._scores[key][stretch] = found

    def tried(self, stretches: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[int]]:
        """For each group the stretches worth a try: those on either side of it and those that hold most of its words.

        Stretches are given by number, in order; they follow one another and cover the page.
        """
        division = tuple(stretches)
        if division not in self._tried:
            stretch_of = [number for number, (first, last) in enumerate(stretches) for _ in range(first, last)]
            stretch_of.append(len(stretches) - 1)
            found = self._tried[division] = {}
            for key, group in self.groups.items():
                at = stretch_of[group.above]
                numbers = {at, *map(stretch_of.__getitem__, group.holders)}
                if at and stretches[at][0] == group.above:
                    numbers.add(at - 1)
                found[key] = sorted(numbers)
        return self._tried[division]

    def _odds(self, pairs: Sequence[tuple[Group, tuple[int, int]]]) -> list[float]:
        """The log odds of each pair. What the group itself says is put down once for all its stretches."""
        if not pairs:
            return []
        own = self._own_values[[self._rows[group.lines] for group, _ in pairs]]
        together = self._cues_together(pairs)
        learned = self.weights.scores_of(QUESTION, self.weights.values(QUESTION, together, onto=own))
        return [
            odds
            - TWO_COLUMNS * (group.cues.get("column tags", 0.0) > 1)
            - OVER_ANOTHER * ("earlier" in found and not group.closes_run)
            for odds, (group, _), found in zip(learned, pairs, together, strict=True)
        ]

    @cached_property
    def _rows(self) -> dict[tuple[int, ...], int]:
        return {group.lines: row for row, group in enumerate(self.groups.values())}

    @cached_property
    def _own_values(self) -> NDArray[np.float64]:
        return self.weights.values(QUESTION, [group.cues for group in self.groups.values()])

    def fit_cues(self, pairs: Sequence[tuple[Group, tuple[int, int]]]) -> list[dict[str, float]]:
        """For each pair what speaks for and against the group being the headline of those paragraphs."""
        together = self._cues_together(pairs)
        return [group.cues | found for (group, _), found in zip(pairs, together, strict=True)]

    def _cues_together(self, pairs: Sequence[tuple[Group, tuple[int, int]]]) -> list[dict[str, float]]:
        """What the group and the stretch of each pair say of one another."""
        if not pairs:
            return []
        fit = self.sheet.shares.fit([group.numbers for group, _ in pairs], [stretch for _, stretch in pairs], LEAD)
        own, other = self._shared_with_leads(pairs)
        shared = zip(
            *(shares.tolist() for shares in (fit.whole, fit.lead, fit.alone, fit.least, own, other)), strict=True
        )
        return [
            self._fit_cues(group, *stretch, *shares) for (group, stretch), shares in zip(pairs, shared, strict=True)
        ]

    def _shared_with_leads(self, pairs: Sequence[tuple[Group, tuple[int, int]]]) -> tuple[Numbers, Numbers]:
        """For each pair what the stretch's lead shares with the line of the group that fits it best, and with the one
        that does of all other lines.
        """
        starts, stops, firsts = np.array(
            [(group.numbers.start, group.numbers.stop, first) for group, (first, _) in pairs], dtype=np.intp
        ).T
        lines = self._fittest[:, firsts]
        shares = np.take_along_axis(self._lead_shares[:, firsts], lines, axis=0)
        inside = (starts <= lines) & (lines < stops)
        return np.where(inside, shares, 0.0).max(axis=0), np.where(inside, 0.0, shares).max(axis=0)

    @cached_property
    def _lead_shares(self) -> Numbers:
        """For each display line and paragraph what a likely headline shares with a lead that opens with it."""
        return np.where(self.sheet.likely_headlines[:, None], self.sheet.lead_shares, 0.0)

    @cached_property
    def _fittest(self) -> NDArray[np.intp]:
        """For each paragraph the lines that share most with a lead that opens with it, the best first."""
        return np.argsort(-self._lead_shares, axis=0, kind="stable")[: TALLEST_GROUP + 1]

    def _fit_cues(
        self,
        group: Group,
        first: int,
        last: int,
        whole: float,
        lead: float,
        alone: float,
        least: float,
        own: float,
        other: float,
    ) -> dict[str, float]:
        found: dict[str, float] = {}
        _place_cues(found, self.sheet, group, first, last)
        found["shared with the whole"] = whole
        found["shared with the lead"] = lead
        found["shared with nothing else"] = alone
        found["least shared line"] = least
        found["shared against the best"] = lead - group.cues["best shared anywhere"]
        held = zip(group.holders, group.held, strict=True)
        found["best shared outside"] = next((share for at, share in held if not first <= at < last), 0.0)
        found["best line shared with the lead"] = own
        found["another line shared with the lead"] = other
        found["best line against the other"] = own - other
        opening = self.sheet.units[self.sheet.bodies[first]]
        if all(self.sheet.units[self.sheet.bodies[number]].kind is Kind.CAPTION for number in range(first, last)):
            found["captions only"] = 1.0
        if opening.opening is not None:
            found["story opens with a dateline"] = 1.0
        found["paragraphs"] = float(min(last - first, 20))
        return found


def _group(sheet: Sheet, run: Sequence[int], start: int, size: int) -> Group:
    lines = tuple(run[start : start + size])
    texts = [sheet.units[index].text for index in lines]
    numbers = sheet.numbers_of(lines)
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
    cues["openings under a display line"] = sheet.headed_openings
    if opens and closes:
        cues["whole run"] = 1.0
    _edge_cues(cues, sheet, run, start, size)
    _kin_cues(cues, sheet, lines, texts)
    held = sheet.shares.holders(numbers)
    holders = [number for number in np.argsort(-held, kind="stable")[:HOLDERS].tolist() if held[number] > 0]
    cues["best shared anywhere"] = float(held[holders[0]]) if holders else 0.0
    shares = tuple(held[holders].tolist())
    return Group(lines, numbers, opens, closes, sheet.number_after(lines[0]), tuple(holders), shares, cues)


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


def _place_cues(found: dict[str, float], sheet: Sheet, group: Group, first: int, last: int) -> None:
    top, bottom = sheet.bodies[first], sheet.bodies[last - 1]
    units = sheet.units
    if group.lines[-1] < top:
        if not sheet.has_text(group.lines[-1] + 1, top):
            found["right above" if group.closes_run else "above, lines between"] = 1.0
            if group.opens_run and group.closes_run:
                found["right above, whole run"] = 1.0
        else:
            found["earlier"] = 1.0
    elif group.lines[0] > bottom:
        at_end = group.lines[0] > sheet.bodies[-1]
        if not sheet.has_text(bottom + 1, group.lines[0]):
            found["right below" if group.opens_run else "below, lines between"] = 1.0
            if at_end:
                found["last story, headline at the end"] = 1.0
        else:
            found["displaced to the end" if at_end else "later"] = 1.0
    else:
        found["inside the story"] = 1.0
        found["first paragraph above it"] = float(units[group.lines[0]].first < units[sheet.bodies[first]].first)
