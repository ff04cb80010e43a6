"""A second look at the display lines of a page: each among the others, now that all have been looked at once.

A first look takes lines one at a time. Which of the lines around it are headlines says more of a line than its own
words: a crosshead stands between others under one headline, and what comes after it is signed by nobody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import expected

QUESTION = "headline line again"
# What one look finds changes what the next one sees.
LOOKS = 2
# Neighbouring runs of lines that are looked at for a row of crossheads.
NEIGHBOURS = 4
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
        self._page_cues = {
            "headlines on the page": expected(scores.values()),
            "stories that are signed": self._share_signed(),
        }

    def cues(self) -> list[dict[str, float]]:
        """The cues of every display line, in the order of the page."""
        found = []
        for number, run in enumerate(self.sheet.runs):
            shared = self._run_cues(number)
            odds = self.odds[number]
            for place in range(len(run)):
                own = {"odds so far": odds[place]}
                if place:
                    own["odds of the line above"] = odds[place - 1]
                if place + 1 < len(run):
                    own["odds of the line below"] = odds[place + 1]
                found.append(shared | own)
        return found

    def _run_cues(self, number: int) -> dict[str, float]:
        found = {"best odds of the run": self.best[number], "least odds of the run": min(self.odds[number])}
        found.update(self._page_cues)
        if number:
            found["odds of the last run"] = self.best[number - 1]
        if number + 1 < len(self.best):
            found["odds of the next run"] = self.best[number + 1]
        alike = [self.best[other] for other in runs_alike(self.sheet, number)]
        if alike:
            found["mean odds of the row"] = sum(alike) / len(alike)
            found["best odds of the row"], found["least odds of the row"] = max(alike), min(alike)
        self._headline_cues(found, number)
        return found

    def _headline_cues(self, found: dict[str, float], number: int) -> None:
        """What stands between the run and the likely headlines before and after it."""
        sheet = self.sheet
        run, starts = sheet.runs[number], sheet.numbers_after_runs
        before = bisect_left(self.headlines, number) - 1
        after = bisect_right(self.headlines, number)
        last = self.headlines[before] if before >= 0 else -1
        next_ = self.headlines[after] if after < len(self.headlines) else len(sheet.runs)
        top = sheet.runs[last][-1] + 1 if last >= 0 else 0
        bottom = sheet.runs[next_][0] if next_ < len(sheet.runs) else len(sheet.units)
        following = sheet.runs[number + 1][0] if number + 1 < len(sheet.runs) else len(sheet.units)
        for sign, counted in (("openings", sheet.openings), ("closings", sheet.closings)):
            for where, first, stop in (
                ("since the last headline", top, run[0]),
                ("before the next headline", run[-1] + 1, bottom),
                ("before the next run", run[-1] + 1, following),
            ):
                found[f"{sign} {where}"] = float(min(MOST_SIGNS, counted[stop] - counted[first]))
        at = starts[number]
        first = starts[last] if last >= 0 else 0
        stop = starts[next_] if next_ < len(sheet.runs) else len(sheet.bodies)
        found["paragraphs since the last headline"] = float(min(MOST_PARAGRAPHS, at - first))
        found["paragraphs to the next headline"] = float(min(MOST_PARAGRAPHS, stop - at))
        found["crossheads since the last headline"] = float(min(MOST_CROSSHEADS, number - last - 1))
        found["crossheads to the next headline"] = float(min(MOST_CROSSHEADS, next_ - number - 1))

    def _share_signed(self) -> float:
        """Of the likely headlines the share with an opening or a signature before the next; -1 where there is none."""
        sheet = self.sheet
        tops = [sheet.runs[number][-1] + 1 for number in self.headlines]
        bottoms = [*(sheet.runs[number][0] for number in self.headlines[1:]), len(sheet.units)]
        stories = [(top, bottom) for top, bottom in zip(tops, bottoms, strict=False) if top < bottom]
        if not stories:
            return -1.0
        signs = (sheet.openings, sheet.closings)
        return sum(any(sign[bottom] > sign[top] for sign in signs) for top, bottom in stories) / len(stories)


def runs_near(sheet: Sheet, number: int) -> list[int]:
    """The runs of display lines on either side of one."""
    near = range(max(0, number - NEIGHBOURS), min(len(sheet.runs), number + NEIGHBOURS + 1))
    return [other for other in near if other != number]


def runs_alike(sheet: Sheet, number: int) -> list[int]:
    """The runs near one that have lines of about the same lengths: a row of crossheads, it may be."""
    return [other for other in runs_near(sheet, number) if sheet.are_of_like_lengths(other, number)]
