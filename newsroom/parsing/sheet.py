"""A page ready to be divided: its units, its paragraphs, the gaps between them, its display lines, its vocabulary."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from newsroom.parsing.arrays import Indices, Numbers, Table
from newsroom.parsing.cohesion import Vocabulary, pairs_of, strings_of
from newsroom.parsing.fragments import Kind
from newsroom.parsing.openings import first_words, last_words
from newsroom.parsing.seams import gain_across
from newsroom.parsing.shares import LineShares
from newsroom.parsing.subjects import Subjects, Windows, subjects_of
from newsroom.parsing.units import Unit
from newsroom.parsing.weights import expected

TEXT = (Kind.BODY, Kind.CAPTION)
# Neighbouring runs of lines that are looked at for a row of crossheads.
NEIGHBOURS = 4
# The paragraphs in which a news story says what it is about.
LEAD = 2
# A display line less like a headline than this (log odds) is looked for nowhere else on the page.
UNLIKELY = -1.0
# A caption goes to the article with a paragraph that has this much of what it says: 52 of 53 such captions in a
# month of pages.
OWN_PICTURE = 0.2


@dataclass(slots=True)
class Gap:
    """What stands between two neighbouring paragraphs: ``left`` and ``right`` are indices of units, ``between`` too."""

    left: int
    right: int
    between: list[int] = field(default_factory=list)


class Sheet:
    """Indices called *unit* count all units, those called *number* only paragraphs of running text and captions."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        # Captions whose picture belongs to a story on the page: the unit of the caption → that of the paragraph
        # that tells of it.
        self.pictures = _own_pictures(units)
        self.bodies = [index for index, unit in enumerate(units) if unit.kind in TEXT and index not in self.pictures]
        self.gaps = [Gap(left, right, list(range(left + 1, right))) for left, right in pairwise(self.bodies)]
        self.lines = [index for index, unit in enumerate(units) if unit.kind is Kind.DISPLAY]
        self.runs = self._runs()
        self.vocabulary = Vocabulary([units[index].text for index in self.bodies])
        # Log odds that a display line belongs to a headline, filled in by ``displays``.
        self.headline_scores: dict[int, float] = {}

    @property
    def last_body(self) -> int:
        return self.bodies[-1] if self.bodies else -1

    @cached_property
    def subjects(self) -> Subjects:
        return subjects_of(self.windows)

    @cached_property
    def windows(self) -> Windows:
        """Stretches of paragraphs, to be compared."""
        return Windows(self.vocabulary)

    @cached_property
    def after_last(self) -> int:
        """Display lines after the last paragraph: headlines that were displaced to the end of the page."""
        return sum(line > self.last_body for line in self.lines)

    @cached_property
    def is_wrapped(self) -> bool:
        """Whether the page's text stands in hard-wrapped columns."""
        return any(unit.wrapped for unit in self.units)

    @cached_property
    def headlines(self) -> float:
        """How many display lines belong to headlines, as far as can be told from their looks."""
        return expected(self.headline_scores.values())

    @cached_property
    def texts_before(self) -> Indices:
        """For each unit how many before it are running text or captions; the last number counts them all."""
        return np.cumsum([0, *(unit.kind in TEXT for unit in self.units)])

    @cached_property
    def _captions_before(self) -> Indices:
        return np.cumsum([0, *(self.units[index].kind is Kind.CAPTION for index in self.bodies)])

    def are_captions(self, first: Indices, last: Indices) -> Table:
        """For each stretch of paragraphs, from ``first`` up to ``last``, whether it is nothing but captions."""
        return self._captions_before[last] - self._captions_before[first] == last - first

    @cached_property
    def numbers_after_runs(self) -> list[int]:
        """For each run of display lines the number of the first paragraph after it."""
        return [self.number_after(run[-1]) for run in self.runs]

    @cached_property
    def lengths_of_runs(self) -> list[list[int]]:
        """For each run of display lines how many characters each of them has."""
        return [[len(self.units[line].text) for line in run] for run in self.runs]

    def are_of_like_lengths(self, run: int, other: int) -> bool:
        """Whether two runs have as many display lines, each of about the same length as the other's."""
        lengths, shape = self.lengths_of_runs[run], self.lengths_of_runs[other]
        return len(lengths) == len(shape) and all(
            abs(one - two) <= max(1, one // 5) for one, two in zip(lengths, shape, strict=True)
        )

    @cached_property
    def near_runs(self) -> list[list[int]]:
        """For each run of display lines those on either side of it."""
        runs = range(len(self.runs))
        return [
            [*runs[max(0, number - NEIGHBOURS) : number], *runs[number + 1 : number + 1 + NEIGHBOURS]]
            for number in runs
        ]

    @cached_property
    def rows(self) -> list[list[int]]:
        """For each run of display lines those near it that have lines of about the same lengths: a row of crossheads,
        it may be.
        """
        return [
            [other for other in near if self.are_of_like_lengths(other, number)]
            for number, near in enumerate(self.near_runs)
        ]

    @cached_property
    def run_of_lines(self) -> Indices:
        """For each display line the number of its run."""
        return np.repeat(np.arange(len(self.runs)), np.array([len(run) for run in self.runs], dtype=np.intp))

    def to_lines(self, of_runs: Mapping[str, ArrayLike]) -> dict[str, Numbers]:
        """What is said of each run said of each of its lines, cue by cue."""
        columns = np.array([*of_runs.values()], dtype=float)[:, self.run_of_lines]
        return dict(zip(of_runs, columns, strict=True))

    @cached_property
    def usual_length(self) -> int:
        """The median length of the page's display lines."""
        ordered = sorted(length for lengths in self.lengths_of_runs for length in lengths)
        return max(1, ordered[len(ordered) // 2])

    @cached_property
    def first_words(self) -> list[dict[str, float]]:
        return [first_words(self.units[index]) for index in self.bodies]

    @cached_property
    def last_words(self) -> list[dict[str, float]]:
        return [last_words(self.units[index]) for index in self.bodies]

    @cached_property
    def opened(self) -> list[int]:
        """Numbers of the paragraphs that open with a dateline or byline."""
        return [number for number, index in enumerate(self.bodies) if self.units[index].opening is not None]

    @cached_property
    def headed_openings(self) -> float:
        """Of the paragraphs that open with a dateline or byline the share that stands right under a display line, which
        tells whether this dump has its headlines in place; -1 where no paragraph opens so.
        """
        if not self.opened:
            return -1.0
        above = [self.bodies[number] - 1 for number in self.opened]
        return sum(index >= 0 and self.units[index].kind is Kind.DISPLAY for index in above) / len(above)

    @cached_property
    def openings(self) -> Indices:
        """For each unit how many before it are what stories open with; the last number counts them all."""
        return _counted(self.units, _opens_story)

    @cached_property
    def closings(self) -> Indices:
        """For each unit how many before it are what stories are signed with; the last number counts them all."""
        return _counted(self.units, _closes_story)

    @cached_property
    def shares(self) -> LineShares:
        """What paragraphs share with display lines; these are numbered as in ``lines``."""
        weights = [
            {string: self.vocabulary.weight(string) for string in sorted(strings_of(self.units[line].text))}
            for line in self.lines
        ]
        return LineShares(weights, [self.units[index].text for index in self.bodies])

    @cached_property
    def lead_shares(self) -> Numbers:
        """For each display line what it shares with the lead of a story that would open with each of the paragraphs."""
        starts = np.arange(len(self.bodies))
        return self.shares.of_lines(starts, starts + LEAD)

    @cached_property
    def likely_headlines(self) -> Table:
        """For each display line whether it may head a story that stands elsewhere; asked once they have scores."""
        return np.array([self.headline_scores[line] >= UNLIKELY for line in self.lines], dtype=bool)

    @cached_property
    def line_numbers(self) -> dict[int, int]:
        """For each display line its number among them."""
        return {line: number for number, line in enumerate(self.lines)}

    @cached_property
    def line_gains(self) -> dict[int, float]:
        """For each display line stacked right under another how much the two read as one."""
        return {
            line: gain_across(self.units[line - 1].text, self.units[line].text)
            for run in self.runs
            for line in run[1:]
            if not self.units[line].after_gap
        }

    def numbers_of(self, lines: Sequence[int]) -> range:
        """The numbers of display lines that have no other between them."""
        first = self.line_numbers[lines[0]]
        return range(first, first + len(lines))

    def number_after(self, unit: int) -> int:
        """The number of the first paragraph after a unit."""
        return bisect_left(self.bodies, unit)

    def _runs(self) -> list[list[int]]:
        """Display lines that stand together, nothing but one another between them."""
        runs: list[list[int]] = []
        for line in self.lines:
            if runs and runs[-1][-1] == line - 1:
                runs[-1].append(line)
            else:
                runs.append([line])
        return runs


def _own_pictures(units: Sequence[Unit]) -> dict[int, int]:
    """For each caption that says what a paragraph of the page says, that paragraph, as indices of units."""
    captions = [index for index, unit in enumerate(units) if unit.kind is Kind.CAPTION]
    if not captions:
        return {}
    texts = [index for index, unit in enumerate(units) if unit.kind in TEXT]
    vocabulary = Vocabulary([units[index].text for index in texts])
    pairs: dict[int, set[str]] = {index: set() for index in texts}
    for pair in frozenset[str]().union(*(pairs_of(units[index].text) for index in captions)):
        for number in vocabulary.holders_of(pair):
            pairs[texts[number]].add(pair)
    found: dict[int, int] = {}
    for caption in captions:
        total = vocabulary.weigh(pairs[caption])
        shares = [
            (vocabulary.weigh(shared) / total, -abs(index - caption), index)
            for index in texts
            if total and units[index].kind is Kind.BODY and (shared := pairs[caption] & pairs[index])
        ]
        share, _, paragraph = max(shares, default=(0.0, 0, 0))
        if share >= OWN_PICTURE:
            found[caption] = paragraph
    return found


def _opens_story(unit: Unit) -> bool:
    """Whether a unit is what stories open with: a byline, or text with a dateline or reporters at its head."""
    if unit.kind is Kind.BYLINE:
        return unit.text[0] not in "（("
    return unit.kind is Kind.BODY and unit.opening is not None


def _closes_story(unit: Unit) -> bool:
    """Whether a unit is what stories are signed with at their foot."""
    if unit.kind is Kind.BYLINE:
        return unit.text[0] in "（("
    return unit.kind is Kind.DATELINE or (unit.kind is Kind.BODY and unit.closing is not None)


def _counted(units: Iterable[Unit], is_sign: Callable[[Unit], bool]) -> Indices:
    """For each unit how many before it are signs of that kind; the last number counts them all."""
    return np.cumsum([0, *map(is_sign, units)])
