"""Dividing a page into articles and giving each its headline, so that the whole page comes out best.

Boundaries and headlines depend on one another: a headline without an article asks for a boundary, an article without a headline
doubts one. A first division follows the boundaries' own odds; headlines are then given out by a beam search over the page's
display lines; doubtful boundaries are turned over one by one for as long as that makes the page as a whole likelier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.parsing.boundaries import boundary_odds
from newsroom.parsing.fragments import Kind
from newsroom.parsing.headlines import Group, Headlines
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import Weights

# Hypotheses kept in the search for headlines.
BEAM = 8
# Articles that each headline group is tried with, besides its neighbours.
TRIED = 3
# Boundaries less sure than this (log odds) are tried the other way.
DOUBTFUL = 4.0
MOST_DOUBTS = 12
# Log odds charged for an article without a headline, and for display lines that head nothing.
HEADLESS = 3.0
HEADLESS_PICTURE = 1.0
LEFT_OVER = 2.0


@dataclass(frozen=True, slots=True)
class Story:
    """An article to be: its paragraphs by number (``first`` up to ``last``), its headline group, how well that fits."""

    first: int
    last: int
    group: Group | None
    fit: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    stories: tuple[Story, ...]
    # Display lines that head no article and stand inside none.
    score: float
    boundary_scores: tuple[float, ...]


class Arranger:
    """Searches the divisions of one sheet."""

    def __init__(self, sheet: Sheet, weights: Weights) -> None:
        self.sheet = sheet
        self.headlines = Headlines(sheet, weights)
        self.odds = [boundary_odds(sheet, number, weights) for number in range(len(sheet.gaps))]

    def arrange(self) -> Arrangement:
        if not self.sheet.bodies:
            return Arrangement((), 0.0, ())
        cuts = [odds > 0 for odds in self.odds]
        best = self._value(cuts)
        doubts = sorted(
            (number for number, odds in enumerate(self.odds) if abs(odds) < DOUBTFUL), key=lambda n: abs(self.odds[n])
        )[:MOST_DOUBTS]
        improved = True
        rounds = 0
        while improved and rounds < 3:
            improved = False
            rounds += 1
            for number in doubts:
                cuts[number] = not cuts[number]
                tried = self._value(cuts)
                if tried[0] > best[0] + 1e-9:
                    best, improved = tried, True
                else:
                    cuts[number] = not cuts[number]
        return Arrangement(best[1], best[0], tuple(self.odds))

    def _value(self, cuts: Sequence[bool]) -> tuple[float, tuple[Story, ...]]:
        starts = [0] + [number + 1 for number, cut in enumerate(cuts) if cut]
        ends = [*starts[1:], len(self.sheet.bodies)]
        stretches = list(zip(starts, ends, strict=True))
        divided = sum(odds for odds, cut in zip(self.odds, cuts, strict=True) if cut)
        headed, given = self._give_headlines(stretches)
        stories = tuple(
            Story(first, last, given[number][0], given[number][1]) if number in given else Story(first, last, None, 0.0)
            for number, (first, last) in enumerate(stretches)
        )
        return divided + headed, stories

    def _give_headlines(self, stretches: Sequence[tuple[int, int]]) -> tuple[float, dict[int, tuple[Group, float]]]:
        """The best way to give the page's display lines to the stretches of text, and its score."""
        headless = [self._headless(first, last) for first, last in stretches]
        beam: list[tuple[float, dict[int, tuple[Group, float]]]] = [(-sum(headless), {})]
        for run in self.sheet.runs:
            states: list[list[tuple[float, dict[int, tuple[Group, float]]]]] = [[] for _ in range(len(run) + 1)]
            states[0] = beam
            for at in range(len(run)):
                here = sorted(states[at], key=lambda state: -state[0])[:BEAM]
                inside = self._is_inside(run[at], stretches)
                line_score = self.sheet.headline_scores[run[at]]
                left_over = -max(0.0, line_score) * 0.5 if inside else -LEFT_OVER
                states[at + 1] += [(score + left_over, given) for score, given in here]
                for size in range(1, 6):
                    group = self.headlines.groups.get((run[at], size))
                    if group is None:
                        break
                    for number, fit in self._best_stretches(group, stretches):
                        gain = fit + headless[number]
                        states[at + size] += [
                            (score + gain, {**given, number: (group, fit)})
                            for score, given in here
                            if number not in given
                        ]
            beam = sorted(states[len(run)], key=lambda state: -state[0])[:BEAM]
        return beam[0]

    def _best_stretches(self, group: Group, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, float]]:
        scored = [(number, self.headlines.score(group, first, last)) for number, (first, last) in enumerate(stretches)]
        scored.sort(key=lambda pair: -pair[1])
        return [pair for pair in scored[:TRIED] if pair[1] > -HEADLESS - LEFT_OVER * len(group.lines)]

    def _headless(self, first: int, last: int) -> float:
        units = [self.sheet.units[index] for index in self.sheet.bodies[first:last]]
        if all(unit.kind is Kind.CAPTION for unit in units):
            return HEADLESS_PICTURE
        above = self.sheet.bodies[first] - 1
        if above >= 0 and self.sheet.units[above].kind is Kind.JUMP_FROM:
            return HEADLESS_PICTURE
        return HEADLESS

    def _is_inside(self, unit: int, stretches: Sequence[tuple[int, int]]) -> bool:
        bodies = self.sheet.bodies
        return any(bodies[first] < unit < bodies[last - 1] for first, last in stretches)
