"""Giving a page's headlines out to its stories at the least cost in all.

A story without a headline costs something, and so does a display line that heads nothing. A group given to a story
saves both, and the log odds that it fits. A beam search goes through the runs of display lines in the order of the
page.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np

from newsroom.parsing.arrays import Indices, Numbers, Table
from newsroom.parsing.fragments import Kind
from newsroom.parsing.groups import Group
from newsroom.parsing.headlines import Fits, Headlines
from newsroom.parsing.sheet import Sheet

# Hypotheses kept in the search for headlines.
BEAM = 5
# So many are let come together before the best are picked.
MANY = 3 * BEAM
# Log odds charged for an article without a headline, and for display lines that head nothing.
HEADLESS = 3.0
HEADLESS_PICTURE = 1.0
LEFT_OVER = 1.0
# What is charged for a line inside an article, which may well be a crosshead, against its odds of being a headline.
LEFT_INSIDE = 0.5

# The groups given, by the first paragraphs of their stories, and how well each fits.
Given = dict[int, tuple[Group, float]]
# The first paragraph of a story, the number of its group, how well that fits, and the one given before it.
GivenLast = tuple[int, int, float, "GivenLast | None"]
# Headlines given to stories so far: what that costs against giving none, the stories that have one as bits, and the
# last one given.
Hypothesis = tuple[float, int, GivenLast | None]
# A group that may be given: its run, its first line and the one after its last, its number, the first paragraph of the
# story, how well it fits that, and what is saved by giving it.
Option = tuple[int, int, int, int, int, float, float]
COST = RUN = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be given out on a page divided in one way, and what giving nothing costs."""

    columns: tuple[Indices | Numbers, ...]
    cost: float

    def options(self) -> Iterator[Option]:
        return zip(*(column.tolist() for column in self.columns), strict=True)


class _Reached:
    """The ways worth keeping to give headlines out as far as some run of lines, and those a run further.

    Divisions that differ in one boundary have the same to choose from for many runs, and share what comes of it.
    """

    def __init__(self, beam: list[Hypothesis]) -> None:
        self.beam = beam
        self._further: dict[tuple[Option, ...], _Reached] = {}

    def further(self, options: tuple[Option, ...]) -> _Reached:
        found = self._further.get(options)
        if found is None:
            found = self._further[options] = _Reached(_give(options, self.beam))
        return found


class Giver:
    """Gives the headlines of one sheet to the stories of any division of it."""

    def __init__(self, sheet: Sheet, headlines: Headlines) -> None:
        groups = list(headlines.groups.values())
        self.groups = groups
        self._runs = sheet.run_of_lines[np.array([group.numbers.start for group in groups], dtype=np.intp)]
        self._first = np.array([group.lines[0] for group in groups], dtype=np.intp)
        self._stop = np.array([group.lines[-1] + 1 for group in groups], dtype=np.intp)
        inside = {line: LEFT_INSIDE * max(0.0, score) for line, score in sheet.headline_scores.items()}
        # What it costs to leave a group, and all of a run, where stories stand above and below and inside one.
        self._left = np.array([LEFT_OVER * len(group.lines) for group in groups])
        self._left_inside = np.array([sum(inside[line] for line in group.lines) for group in groups])
        self._run_left = np.array([LEFT_OVER * len(run) for run in sheet.runs])
        self._run_left_inside = np.array([sum(inside[line] for line in run) for run in sheet.runs])
        self._after_runs = np.array(sheet.numbers_after_runs, dtype=np.intp)
        units = sheet.units
        self._carries_on = np.array([index > 0 and units[index - 1].kind is Kind.JUMP_FROM for index in sheet.bodies])
        self.sheet = sheet
        self._nothing = _Reached([(0.0, 0, None)])

    def costs_without(self, first: Indices, last: Indices) -> Numbers:
        """What each story, of the paragraphs from ``first`` up to ``last``, costs if it has no headline."""
        is_picture = self.sheet.are_captions(first, last) | self._carries_on[first]
        return np.where(is_picture, HEADLESS_PICTURE, HEADLESS)

    def choices(self, starts: Table, fits: Fits) -> list[Choice]:
        """What there is to choose from in each of some divisions, given as in ``Headlines.fits``."""
        # Nothing is inside a story behind the last paragraph.
        edges = np.ones((len(starts), starts.shape[1] + 1), dtype=bool)
        edges[:, :-1] = starts
        is_inside = ~edges[:, self._after_runs]
        costs = np.where(is_inside, self._run_left_inside, self._run_left).sum(axis=1) + self._headless(starts)
        of_run = is_inside[fits.divisions, self._runs[fits.groups]]
        left = np.where(of_run, self._left_inside[fits.groups], self._left[fits.groups])
        saved = fits.odds + self.costs_without(fits.first, fits.last) + left
        # Where leaving the lines costs no more they are left, so that the story is free for another headline.
        kept = saved > 0
        groups, first, odds = fits.groups[kept], fits.first[kept], fits.odds[kept]
        columns = (self._runs[groups], self._first[groups], self._stop[groups], groups, first, odds, saved[kept])
        limits = np.searchsorted(fits.divisions[kept], np.arange(len(starts) + 1)).tolist()
        return [
            Choice(tuple(column[start:end] for column in columns), cost)
            for (start, end), cost in zip(pairwise(limits), costs.tolist(), strict=True)
        ]

    def _headless(self, starts: Table) -> Numbers:
        """What each division costs if none of its stories has a headline."""
        divisions, first = starts.nonzero()
        last = np.append(first[1:], 0)
        # The last story of a division ends where the page does.
        last[last == 0] = starts.shape[1]
        return np.bincount(divisions, self.costs_without(first, last), minlength=len(starts)).astype(np.float64)

    def give(self, choice: Choice) -> tuple[Given, float]:
        """The groups given to stories, by their first paragraphs, each with how well it fits; and what the page divided
        so is worth: its cost, negative.
        """
        reached = self._nothing
        for _, options in groupby(choice.options(), RUN):
            reached = reached.further(tuple(options))
        saving, _, last = reached.beam[0]
        return self._all_given(last), -(choice.cost + saving)

    def _all_given(self, last: GivenLast | None) -> Given:
        found: Given = {}
        while last is not None:
            first, group, fit, last = last
            found[first] = (self.groups[group], fit)
        return dict(reversed(found.items()))


def _give(options: Sequence[Option], beam: list[Hypothesis]) -> list[Hypothesis]:
    """Give the lines of one run away in groups, or leave them, in every way worth keeping."""
    line, here = options[0][1], beam
    # Hypotheses by the line that they have come to, beyond those that are here.
    reached: defaultdict[int, list[Hypothesis]] = defaultdict(list)
    # What a hypothesis has to cost less than, once there are enough that cost no more.
    most: dict[int, float] = {}
    for _, first, stop, group, story, fit, saved in options:
        while line < first:
            line += 1
            here = _best(reached.pop(line, []), here)
        following, limit, bit = reached[stop], most.get(stop, math.inf), 1 << story
        for cost, taken, given in here:
            if cost - saved >= limit:
                break
            if not taken & bit:
                following.append((cost - saved, taken | bit, (story, group, fit, given)))
        if len(following) > MANY:
            following.sort(key=COST)
            del following[BEAM:]
            most[stop] = following[-1][0]
    for line in sorted(reached):
        here = _best(reached[line], here)
    return here


def _best(arrived: list[Hypothesis], here: list[Hypothesis]) -> list[Hypothesis]:
    """The best of those that have given the lines before a line away and of those that have left the last of them."""
    return sorted(arrived + here, key=COST)[:BEAM] if arrived else here
