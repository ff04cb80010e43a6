"""A second look at the display lines of a page: each among the others, now that all have been looked at once.

A first look takes lines one at a time. Which of the lines around it are headlines says more of a line than its own
words: a crosshead stands between others under one headline, and what comes after it is signed by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike

from newsroom.parsing.arrays import Numbers, cases_of, for_all
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import expected

QUESTION = "headline line again"
# What one look finds changes what the next one sees.
LOOKS = 2
# What is counted is counted so far.
MOST_SIGNS = 3
MOST_CROSSHEADS = 8
MOST_PARAGRAPHS = 30


class Rows:
    """The runs of display lines of a sheet, as far as its ``headline_scores`` tell what they are."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        scores = sheet.headline_scores
        self.odds = [[scores[line] for line in run] for run in sheet.runs]
        self.best = [max(odds) for odds in self.odds]
        self.headlines = [number for number, best in enumerate(self.best) if best > 0]

    def cues(self) -> list[dict[str, float]]:
        """The cues of every display line, in the order of the page."""
        return cases_of(self.columns())

    def columns(self) -> dict[str, Numbers]:
        """Each cue of all display lines, in the order of the page; 0 for lines that lack it."""
        if not self.sheet.runs:
            return {}
        of_runs = self._run_cues() | self._row_cues() | self._headline_cues()
        of_page = {
            "headlines on the page": expected(self.sheet.headline_scores.values()),
            "stories that are signed": self._share_signed(),
        }
        return self.sheet.to_lines(of_runs) | for_all(of_page, len(self.sheet.lines)) | self._line_cues()

    def _line_cues(self) -> dict[str, Numbers]:
        """The odds of each line and of those above and below it in its run."""
        return {
            "odds so far": _flat(self.odds),
            "odds of the line above": _flat([0.0, *odds[:-1]] for odds in self.odds),
            "odds of the line below": _flat([*odds[1:], 0.0] for odds in self.odds),
        }

    def _run_cues(self) -> dict[str, ArrayLike]:
        """The odds of each run and of those before and after it."""
        return {
            "best odds of the run": self.best,
            "least odds of the run": [min(odds) for odds in self.odds],
            "odds of the last run": [0.0, *self.best[:-1]],
            "odds of the next run": [*self.best[1:], 0.0],
        }

    def _row_cues(self) -> dict[str, ArrayLike]:
        """The odds of the runs that are like each."""
        rows = [[self.best[other] for other in row] or [0.0] for row in self.sheet.rows]
        return {
            "mean odds of the row": [sum(odds) / len(odds) for odds in rows],
            "best odds of the row": [max(odds) for odds in rows],
            "least odds of the row": [min(odds) for odds in rows],
        }

    def _headline_cues(self) -> dict[str, ArrayLike]:
        """What stands between each run and the likely headlines before and after it."""
        sheet = self.sheet
        runs = np.arange(len(sheet.runs))
        # The likely headlines before and after each run; -1 and the number of runs where there is none.
        last = np.array([-1, *self.headlines])[np.searchsorted(self.headlines, runs)]
        next_ = np.array([*self.headlines, len(runs)])[np.searchsorted(self.headlines, runs, side="right")]
        # One more for what is after the last run and, where -1 points, one for what is before the first.
        tops = np.array([*(run[0] for run in sheet.runs), len(sheet.units)])
        bottoms = np.array([*(run[-1] + 1 for run in sheet.runs), 0])
        starts = np.array([*sheet.numbers_after_runs, len(sheet.bodies), 0])
        firsts = np.array([bottoms[last], bottoms[runs], bottoms[runs]])
        stops = np.array([tops[runs], tops[next_], tops[runs + 1]])
        where = ("since the last headline", "before the next headline", "before the next run")
        signs = {
            sign: np.minimum(MOST_SIGNS, counted[stops] - counted[firsts])
            for sign, counted in (("openings", sheet.openings), ("closings", sheet.closings))
        }
        return {
            f"{sign} {place}": column
            for sign, found in signs.items()
            for place, column in zip(where, found, strict=True)
        } | {
            "paragraphs since the last headline": np.minimum(MOST_PARAGRAPHS, starts[runs] - starts[last]),
            "paragraphs to the next headline": np.minimum(MOST_PARAGRAPHS, starts[next_] - starts[runs]),
            "crossheads since the last headline": np.minimum(MOST_CROSSHEADS, runs - last - 1),
            "crossheads to the next headline": np.minimum(MOST_CROSSHEADS, next_ - runs - 1),
        }

    def _share_signed(self) -> float:
        """Of the likely headlines the share with an opening or a signature before the next; -1 where there is none."""
        if not self.headlines:
            return -1.0
        sheet = self.sheet
        tops = np.array([sheet.runs[number][-1] + 1 for number in self.headlines])
        bottoms = np.array([*(sheet.runs[number][0] for number in self.headlines[1:]), len(sheet.units)])
        has_story = tops < bottoms
        is_signed = [signs[bottoms] > signs[tops] for signs in (sheet.openings, sheet.closings)]
        return float((has_story & np.any(is_signed, axis=0)).sum() / has_story.sum()) if has_story.any() else -1.0


def _flat(rows: Iterable[list[float]]) -> Numbers:
    return np.array(list(chain.from_iterable(rows)), dtype=float)
