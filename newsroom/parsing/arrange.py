"""Dividing a page into articles and giving each its headline, so that the whole page comes out best.

Boundaries and headlines depend on one another: a headline without an article asks for a boundary, an article
without a headline doubts one. A first division follows the boundaries' own odds; headlines are given out by a beam
search over the page's display lines; each doubtful boundary is then looked at a second time, now knowing what
turning it over would do to the headlines.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newsroom.parsing import marks
from newsroom.parsing.boundaries import BoundaryCues, boundary_odds
from newsroom.parsing.claims import Claims
from newsroom.parsing.fragments import Kind
from newsroom.parsing.giving import HEADLESS, Choice, Given, Giver
from newsroom.parsing.groups import Group
from newsroom.parsing.headlines import Headlines, Stretch, starts_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import Weights
from newsroom.parsing.wording import NAMES_COLUMN, is_title, word_cues

# Boundaries less sure than this (log odds) get a second look, the most doubtful first.
DOUBTFUL = 4.0
MOST_DOUBTS = 12
# They are looked at until nothing changes, or so often, as they were learned.
MOST_LOOKS = 2
# A doubtful boundary is drawn from these log odds on, where display lines stand at it and where none do: on pages kept
# apart, boundaries missed outnumbered false ones at even odds, and one missed costs two articles where a false one
# costs one.
EVEN = -0.4
EVEN_IN_TEXT = -1.2
SIGNED = 1.0
# In running text it is drawn from higher odds on where a story would be left without a headline, from good odds only
# where that story is short, and never for one short sentence: 会议还研究了其他事项 ends what is above it.
EVEN_IF_HEADLESS = -0.5
EVEN_IF_SHORT = 2.0
SHORT_STORY = 120
SHORTEST_STORY = 20
# A line between two headlines tells of a story that has this share of its words, and not of one that has but that.
SOME_WORDS = 0.1
NO_WORDS = 0.05
# Column names and words somebody said that stand over a headline; the longest in the samples has 17 characters.
LONGEST_COLUMN_NAME = 18

Stretches = list[Stretch]
# For each gap between paragraphs whether the page is cut there.
Cuts = tuple[bool, ...]


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
    """A page divided: stretches of paragraphs, the headlines given to them by their first paragraphs, what that is
    worth.
    """

    stretches: list[tuple[int, int]]
    given: Given
    worth: float


def _even_without_headline(length: int) -> float:
    """The log odds from which a story of so many characters is cut out of running text though no headline is left."""
    if length <= SHORTEST_STORY:
        return math.inf
    return EVEN_IF_SHORT if length <= SHORT_STORY else EVEN_IF_HEADLESS


class Arranger:
    """Searches the divisions of one sheet."""

    def __init__(self, sheet: Sheet, weights: Weights) -> None:
        self.sheet = sheet
        self.weights = weights
        self.headlines = Headlines(sheet, weights)
        self.giver = Giver(sheet, self.headlines)
        self._choices: dict[Cuts, Choice] = {}
        self._divisions: dict[Cuts, Division] = {}
        self._second_odds: dict[tuple[int, Cuts], float] = {}
        self._likenesses: dict[tuple[Stretch, Stretch], float] = {}
        self.cues = BoundaryCues(sheet)
        self.odds = boundary_odds(sheet, self.cues, weights)

    def arrange(self) -> Arrangement:
        """The division that looking at the doubtful boundaries again and again leaves."""
        if not self.sheet.bodies:
            return Arrangement((), ())
        odds = self.looked_at()
        division = self.give_again(self.settle(odds))
        stories = []
        for first, last in division.stretches:
            group, fit = division.given.get(first, (None, 0.0))
            stories.append(Story(first, last, group, fit))
        self._share_out_lines(stories)
        return Arrangement(tuple(self._with_stray_lines(stories)), tuple(odds))

    def looked_at(self) -> list[float]:
        """The log odds of every boundary once looking again changes nothing more."""
        cuts = [odds > 0 for odds in self.odds]
        odds = list(self.odds)
        for _ in range(MOST_LOOKS):
            before = list(cuts)
            self.look_again(cuts, odds)
            if cuts == before:
                break
        return odds

    def settle(self, odds: Sequence[float]) -> Division:
        """The page cut at every boundary whose log odds are high enough, higher where that leaves no headline."""
        cuts = [chance > self._least_odds(number) for number, chance in enumerate(odds)]
        division = self.divide(cuts)
        while (number := self._weakest_cut(division, cuts, odds)) is not None:
            cuts[number] = False
            division = self.divide(cuts)
        return division

    def _weakest_cut(self, division: Division, cuts: Sequence[bool], odds: Sequence[float]) -> int | None:
        """The least likely of the cuts in running text that leave a story without a headline and should not."""
        weak: list[tuple[float, int]] = []
        costs = self.giver.costs_without(*np.array(division.stretches, dtype=np.intp).T).tolist()
        for cost, (first, last) in zip(costs, division.stretches, strict=True):
            if first in division.given or cost < HEADLESS:
                continue
            texts = [self.sheet.units[index].text for index in self.sheet.bodies[first:last]]
            if not marks.ends_sentence(texts[-1]):
                continue
            length = sum(map(len, texts))
            least = _even_without_headline(length)
            weak += [
                (odds[number], number)
                for number in (first - 1, last - 1)
                if 0 <= number < len(cuts) and cuts[number] and odds[number] < least and self._is_in_text(number)
            ]
        return min(weak, default=(0.0, None))[1]

    def _is_in_text(self, number: int) -> bool:
        """Whether no display line stands at a gap."""
        return all(self.sheet.units[index].kind is not Kind.DISPLAY for index in self.sheet.gaps[number].between)

    def claims(self, division: Division) -> Claims:
        given = {
            story: division.given[first][0]
            for story, (first, _) in enumerate(division.stretches)
            if first in division.given
        }
        return Claims(self.headlines, division.stretches, given)

    def give_again(self, division: Division) -> Division:
        """The same stretches, their headlines given out anew by a second look at how well each fits."""
        fits = self.claims(division).fits_again(self.weights)
        (choice,) = self.giver.choices(starts_of(division.stretches), fits)
        return Division(division.stretches, *self.giver.give(choice))

    def _least_odds(self, number: int) -> float:
        """The log odds that a boundary takes: less where a byline stands between the paragraphs beside a headline."""
        if self._is_in_text(number):
            return EVEN_IN_TEXT
        kinds = {self.sheet.units[index].kind for index in self.sheet.gaps[number].between}
        return EVEN - SIGNED if Kind.BYLINE in kinds else EVEN

    def _share_out_lines(self, stories: list[Story]) -> None:
        """Where one headline stands right above another, give the lines at the seam to the story that says their words.

        Lines are stacked across two headlines as readily as within one, so their place says little there.
        """
        owners = {story.group.lines[0]: number for number, story in enumerate(stories) if story.group is not None}
        for above, story in enumerate(stories):
            below = owners.get(story.group.lines[-1] + 1) if story.group is not None else None
            if below is not None:
                self._move_seam(stories, above, below)

    def _move_seam(self, stories: list[Story], above: int, below: int) -> None:
        upper, lower = stories[above], stories[below]
        assert upper.group is not None and lower.group is not None
        lines = upper.group.lines + lower.group.lines
        size = first = len(upper.group.lines)
        while first > 1 and (
            self._names_column(lines[first - 1]) or self._tells_of(lines[first - 1], lower, rather_than=upper)
        ):
            first -= 1
        while first >= size and first < len(lines) - 1 and self._tells_of(lines[first], upper, rather_than=lower):
            first += 1
        if first != size:
            for number, story, part in ((above, upper, lines[:first]), (below, lower, lines[first:])):
                stories[number] = Story(story.first, story.last, self.headlines.group_of(part), story.fit)

    def _names_column(self, line: int) -> bool:
        """Whether a line says itself that it is a column's name, which heads what is below."""
        return NAMES_COLUMN.fullmatch(self.sheet.units[line].text) is not None

    def _tells_of(self, line: int, story: Story, *, rather_than: Story) -> bool:
        """Whether the one story says words of the line and the other next to none."""
        number = self.sheet.numbers_of([line])
        told, not_told = (self.sheet.shares.of_group(number, each.first, each.last) for each in (story, rather_than))
        return told >= SOME_WORDS and not_told <= NO_WORDS

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
                names_column = len(text) <= LONGEST_COLUMN_NAME and not is_title(text)
                if line not in owners and number is not None and names_column:
                    owners[line] = number
        for number, story in enumerate(stories):
            lines_of_story = tuple(sorted(line for line, owner in owners.items() if owner == number))
            if story.group is not None and lines_of_story != story.group.lines:
                group = self.headlines.group_of(lines_of_story)
                stories[number] = Story(story.first, story.last, group, story.fit)
        return stories

    def look_again(self, cuts: list[bool], odds: list[float]) -> None:
        """Decide every doubtful boundary anew, the others staying as they are; changes both lists."""
        self._look_ahead(cuts, self.doubtful)
        for place, number in enumerate(self.doubtful, 1):
            odds[number] = self._odds_again(cuts, number)
            if cuts[number] != (odds[number] > 0):
                cuts[number] = odds[number] > 0
                self._look_ahead(cuts, self.doubtful[place:])

    def _odds_again(self, cuts: Sequence[bool], number: int) -> float:
        """The log odds of a boundary, the other cuts staying as they are; worked out once for these."""
        key = number, _with(cuts, number, False)
        if key not in self._second_odds:
            self._second_odds[key] = self.weights.score("boundary again", self.second_cues(cuts, number))
        return self._second_odds[key]

    def _look_ahead(self, cuts: Sequence[bool], numbers: Sequence[int]) -> None:
        """Work out together what looking at these boundaries one by one will ask for, as long as no other changes."""
        unknown = [number for number in numbers if (number, _with(cuts, number, False)) not in self._second_odds]
        self._prepare([_with(cuts, number, is_cut) for number in unknown for is_cut in (True, False)])
        self._compare([_beside(cuts, number) for number in unknown])

    def _prepare(self, divisions: Sequence[Cuts]) -> None:
        """Work out together what there is to choose from in each division."""
        unknown = [cuts for cuts in dict.fromkeys(divisions) if cuts not in self._choices]
        if unknown:
            starts = np.ones((len(unknown), len(self.sheet.bodies)), dtype=bool)
            starts[:, 1:] = unknown
            choices = self.giver.choices(starts, self.headlines.fits(starts))
            self._choices.update(zip(unknown, choices, strict=True))

    def _compare(self, neighbours: Sequence[tuple[Stretch, Stretch]]) -> None:
        """Note how alike the stretches of each pair are."""
        unknown = [pair for pair in dict.fromkeys(neighbours) if pair not in self._likenesses]
        if unknown:
            windows, edges = self.sheet.windows, np.array(unknown, dtype=np.intp)
            left, right = (windows.of(edges[:, side, 0], edges[:, side, 1]) for side in (0, 1))
            self._likenesses.update(zip(unknown, windows.likeness(left, right), strict=True))

    @cached_property
    def doubtful(self) -> list[int]:
        """Gaps whose odds are not clear, the most doubtful first."""
        doubtful = [number for number, odds in enumerate(self.odds) if abs(odds) < DOUBTFUL]
        return sorted(doubtful, key=lambda number: abs(self.odds[number]))[:MOST_DOUBTS]

    def second_cues(self, cuts: Sequence[bool], number: int) -> dict[str, float]:
        """What a boundary after paragraph ``number`` would do to the headlines, the other cuts staying as they are."""
        cut, uncut = (self.divide(_with(cuts, number, is_cut)) for is_cut in (True, False))
        at = bisect_left(cut.stretches, (number + 1, 0))
        found = self.cues[number] | {
            "odds": self.odds[number],
            "headlines gain": cut.worth - uncut.worth,
            "left over": float(self._left_over(cut)),
            "left over without": float(self._left_over(uncut)),
            "headless": float(len(cut.stretches) - len(cut.given)),
            "headless without": float(len(uncut.stretches) - len(uncut.given)),
            "paragraphs on the left": float(min(20, self._length(cut, at - 1))),
            "paragraphs on the right": float(min(20, self._length(cut, at))),
        }
        self._gap_cues(found, number, cut.stretches[at - 1], cut.stretches[at])
        self._crosshead_cues(found, number, cut.stretches[at - 1], cut.stretches[at])
        for side, story, other in (("left", at - 1, at), ("right", at, at - 1)):
            if (first := cut.stretches[story][0]) in cut.given:
                group, fit = cut.given[first]
                own, across = (
                    self.sheet.shares.of_group(group.numbers, *cut.stretches[each]) for each in (story, other)
                )
                found[f"{side} headline said across"] = across
                found[f"{side} headline said rather here"] = own - across
                found[f"{side} headline fits"] = fit
                texts = [self.sheet.units[line].text for line in group.lines]
                found[f"{side} headline's shortest line"] = float(min(map(len, texts)))
                if any("names a round-up" in word_cues(text) for text in texts):
                    found[f"{side} headline names a round-up"] = 1.0
                found[f"{side} headline is in place"] = float(
                    group.closes_run and self.sheet.number_after(group.lines[-1]) == cut.stretches[story][0]
                )
            else:
                found[f"{side} has no headline"] = 1.0
        if (first := cut.stretches[at - 1][0]) in uncut.given:
            found["headline of both fits"] = uncut.given[first][1]
        return found

    def _gap_cues(self, found: dict[str, float], number: int, left: tuple[int, int], right: tuple[int, int]) -> None:
        """What stands at the gap, and how alike the stretches are that it parts."""
        sheet = self.sheet
        self._compare([(left, right)])
        found["stretches alike"] = self._likenesses[left, right]
        for side, (first, last) in (("left", left), ("right", right)):
            found[f"openings on the {side}"] = float(
                min(5, bisect_left(sheet.opened, last) - bisect_left(sheet.opened, first))
            )
        found["odds before"] = self.odds[number - 1] if number else 0.0
        found["odds after"] = self.odds[number + 1] if number + 1 < len(self.odds) else 0.0

    def _crosshead_cues(self, found: dict[str, float], number: int, left: Stretch, right: Stretch) -> None:
        """Crossheads come in sets: how the display lines at the gap would stand among those inside the story."""
        sheet, at = self.sheet, number + 1
        starts = sheet.numbers_after_runs
        first, last = bisect_right(starts, left[0]), bisect_left(starts, right[1])
        inside = [run for run in range(first, last) if starts[run] != at]
        found["crossheads on the left"] = float(min(8, sum(starts[run] < at for run in inside)))
        found["crossheads on the right"] = float(min(8, sum(starts[run] > at for run in inside)))
        here = next((run for run in range(first, last) if starts[run] == at), None)
        if here is None:
            return
        if not inside:
            found["would be the only crosshead"] = 1.0
            return
        found["crossheads alike"] = sum(sheet.are_of_like_lengths(run, here) for run in inside) / len(inside)
        others = sorted(length for run in inside for length in sheet.lengths_of_runs[run])
        found["length against the crossheads"] = max(sheet.lengths_of_runs[here]) / others[len(others) // 2]

    def divide(self, cuts: Sequence[bool]) -> Division:
        """The page cut at those gaps, with its headlines given out as well as they can be."""
        key = tuple(cuts)
        if key not in self._divisions:
            self._prepare([key])
            self._divisions[key] = Division(self._stretches(key), *self.giver.give(self._choices[key]))
        return self._divisions[key]

    def _stretches(self, cuts: Sequence[bool]) -> Stretches:
        starts = [0] + [number + 1 for number, cut in enumerate(cuts) if cut]
        return list(zip(starts, [*starts[1:], len(self.sheet.bodies)], strict=True))

    def _left_over(self, division: Division) -> int:
        """Likely headline lines that head nothing."""
        used = sum(line in self._likely for group, _ in division.given.values() for line in group.lines)
        return len(self._likely) - used

    @cached_property
    def _likely(self) -> frozenset[int]:
        return frozenset(line for line, score in self.sheet.headline_scores.items() if score > 0)

    @staticmethod
    def _length(division: Division, number: int) -> int:
        first, last = division.stretches[number]
        return last - first


def _beside(cuts: Sequence[bool], number: int) -> tuple[Stretch, Stretch]:
    """The stretches of paragraphs on either side of a gap that parts them, whether it is cut or not."""
    first = next((gap + 1 for gap in range(number - 1, -1, -1) if cuts[gap]), 0)
    last = next((gap + 1 for gap in range(number + 1, len(cuts)) if cuts[gap]), len(cuts) + 1)
    return (first, number + 1), (number + 1, last)


def _with(cuts: Sequence[bool], number: int, is_cut: bool) -> Cuts:
    """The cuts, one of them set so."""
    return (*cuts[:number], is_cut, *cuts[number + 1 :])
