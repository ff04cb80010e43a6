"""Dividing a page into articles and giving each its headline, so that the whole page comes out best.

Boundaries and headlines depend on one another: a headline without an article asks for a boundary, an article
without a headline doubts one. A first division follows the boundaries' own odds; headlines are given out by a beam
search over the page's display lines; each doubtful boundary is then looked at a second time, now knowing what
turning it over would do to the headlines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.parsing.boundaries import boundary_odds
from newsroom.parsing.displays import BOX_TITLE, HEAD_BOX, is_notice_title
from newsroom.parsing.fragments import Kind
from newsroom.parsing.headlines import TALLEST_GROUP, Group, Headlines
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import Weights

# Hypotheses kept in the search for headlines.
BEAM = 5
# Boundaries less sure than this (log odds) get a second look, the most doubtful first.
DOUBTFUL = 4.0
MOST_DOUBTS = 12
# Log odds charged for an article without a headline, and for display lines that head nothing.
HEADLESS = 3.0
HEADLESS_PICTURE = 1.0
LEFT_OVER = 1.0
# Column names and words somebody said that stand over a headline; the longest in the samples has 17 characters.
LONGEST_COLUMN_NAME = 18

Given = dict[int, tuple[Group, float]]


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be: its paragraphs by number (``first`` up to ``last``), its headline group, how well that fits."""

    first: int
    last: int
    group: Group | None
    fit: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The stories of a page in order, and the log odds of each gap between paragraphs being a boundary."""

    stories: tuple[Story, ...]
    boundary_odds: tuple[float, ...]


@dataclass(slots=True)
class Division:
    """A page divided: stretches of paragraphs, the headlines given to them, what that is worth."""

    stretches: list[tuple[int, int]]
    given: Given
    worth: float


class Arranger:
    """Searches the divisions of one sheet."""

    def __init__(self, sheet: Sheet, weights: Weights) -> None:
        self.sheet = sheet
        self.weights = weights
        self.headlines = Headlines(sheet, weights)
        self._divisions: dict[tuple[bool, ...], Division] = {}
        self.odds = [boundary_odds(sheet, number, weights) for number in range(len(sheet.gaps))]

    def arrange(self) -> Arrangement:
        """The division that a second look at the doubtful boundaries leaves."""
        if not self.sheet.bodies:
            return Arrangement((), ())
        cuts = [odds > 0 for odds in self.odds]
        odds = list(self.odds)
        for number in self.doubtful():
            odds[number] = self.weights.score("boundary again", self.second_cues(cuts, number))
            cuts[number] = odds[number] > 0
        division = self.divide(cuts)
        stories = []
        for number, (first, last) in enumerate(division.stretches):
            group, fit = division.given.get(number, (None, 0.0))
            stories.append(Story(first, last, group, fit))
        return Arrangement(tuple(self._with_stray_lines(stories)), tuple(odds))

    def _with_stray_lines(self, stories: list[Story]) -> list[Story]:
        """The stories, their headline groups taking in short lines above them that head nothing otherwise.

        Column names that serve as kickers share no word with the text, so nothing but their place speaks for them.
        """
        owners = {line: number for number, story in enumerate(stories) if story.group for line in story.group.lines}
        bodies = self.sheet.bodies
        for run in self.sheet.runs:
            if any(bodies[story.first] < run[0] < bodies[story.last - 1] for story in stories):
                continue
            for line in reversed(run[:-1]):
                number = owners.get(line + 1)
                text = self.sheet.units[line].text
                names_column = len(text) <= LONGEST_COLUMN_NAME and not is_notice_title(text)
                if line not in owners and number is not None and names_column and not self._is_box_title(line):
                    owners[line] = number
        for number, story in enumerate(stories):
            lines_of_story = tuple(sorted(line for line, owner in owners.items() if owner == number))
            if story.group is not None and lines_of_story != story.group.lines:
                group = self.headlines.group_of(lines_of_story)
                stories[number] = Story(story.first, story.last, group, story.fit)
        return stories

    def _is_box_title(self, line: int) -> bool:
        text = self.sheet.units[line].text
        return HEAD_BOX.match(text) is not None or BOX_TITLE.match(text) is not None

    def doubtful(self) -> list[int]:
        """Gaps whose odds are not clear, the most doubtful first."""
        doubtful = [number for number, odds in enumerate(self.odds) if abs(odds) < DOUBTFUL]
        return sorted(doubtful, key=lambda number: abs(self.odds[number]))[:MOST_DOUBTS]

    def second_cues(self, cuts: Sequence[bool], number: int) -> dict[str, float]:
        """What a boundary after paragraph ``number`` would do to the headlines, the other cuts staying as they are."""
        with_cut, without = list(cuts), list(cuts)
        with_cut[number], without[number] = True, False
        cut, uncut = self.divide(with_cut), self.divide(without)
        at = next(index for index, (first, _) in enumerate(cut.stretches) if first == number + 1)
        found = {
            "odds": self.odds[number],
            "headlines gain": cut.worth - uncut.worth,
            "left over": float(self._left_over(cut)),
            "left over without": float(self._left_over(uncut)),
            "headless": float(len(cut.stretches) - len(cut.given)),
            "headless without": float(len(uncut.stretches) - len(uncut.given)),
            "paragraphs on the left": float(min(20, self._length(cut, at - 1))),
            "paragraphs on the right": float(min(20, self._length(cut, at))),
        }
        for side, story in (("left", at - 1), ("right", at)):
            if story in cut.given:
                group, fit = cut.given[story]
                found[f"{side} headline fits"] = fit
                found[f"{side} headline is in place"] = float(
                    group.closes_run and self.sheet.number_after(group.lines[-1]) == cut.stretches[story][0]
                )
            else:
                found[f"{side} has no headline"] = 1.0
        if at - 1 in uncut.given:
            found["headline of both fits"] = uncut.given[at - 1][1]
        return found

    def divide(self, cuts: Sequence[bool]) -> Division:
        """The page cut at those gaps, with its headlines given out as well as they can be."""
        key = tuple(cuts)
        if key not in self._divisions:
            self._divisions[key] = self._divide(key)
        return self._divisions[key]

    def _divide(self, cuts: Sequence[bool]) -> Division:
        starts = [0] + [number + 1 for number, cut in enumerate(cuts) if cut]
        stretches = list(zip(starts, [*starts[1:], len(self.sheet.bodies)], strict=True))
        headless = [self._headless(first, last) for first, last in stretches]
        beam: list[tuple[float, Given]] = [(-sum(headless), {})]
        for run in self.sheet.runs:
            beam = self._give(run, beam, stretches, headless)
        worth, given = beam[0]
        return Division(stretches, given, worth)

    def _give(
        self,
        run: Sequence[int],
        beam: list[tuple[float, Given]],
        stretches: Sequence[tuple[int, int]],
        headless: Sequence[float],
    ) -> list[tuple[float, Given]]:
        """Give the lines of one run away in groups, or leave them, in every way worth keeping."""
        states: list[list[tuple[float, Given]]] = [[] for _ in range(len(run) + 1)]
        states[0] = beam
        for at in range(len(run)):
            here = sorted(states[at], key=lambda state: -state[0])[:BEAM]
            left_over = self._charge(run[at], stretches)
            states[at + 1] += [(score - left_over, given) for score, given in here]
            for size in range(1, TALLEST_GROUP + 1):
                group = self.headlines.groups.get((run[at], size))
                if group is None:
                    continue
                for number, fit in self.headlines.best_stretches(group, stretches):
                    gain = fit + headless[number]
                    states[at + size] += [
                        (score + gain, {**given, number: (group, fit)}) for score, given in here if number not in given
                    ]
        return sorted(states[len(run)], key=lambda state: -state[0])[:BEAM]

    def _charge(self, line: int, stretches: Sequence[tuple[int, int]]) -> float:
        """What it costs to let a line head nothing: little for a crosshead inside an article."""
        bodies = self.sheet.bodies
        if any(bodies[first] < line < bodies[last - 1] for first, last in stretches):
            return max(0.0, self.sheet.headline_scores[line]) * 0.5
        return LEFT_OVER

    def _headless(self, first: int, last: int) -> float:
        units = self.sheet.units
        above = self.sheet.bodies[first] - 1
        if above >= 0 and units[above].kind is Kind.JUMP_FROM:
            return HEADLESS_PICTURE
        if all(units[index].kind is Kind.CAPTION for index in self.sheet.bodies[first:last]):
            return HEADLESS_PICTURE
        return HEADLESS

    def _left_over(self, division: Division) -> int:
        """Likely headline lines that head nothing."""
        used = {line for group, _ in division.given.values() for line in group.lines}
        return sum(line not in used and score > 0 for line, score in self.sheet.headline_scores.items())

    @staticmethod
    def _length(division: Division, number: int) -> int:
        first, last = division.stretches[number]
        return last - first
