"""How well headline groups fit the stretches of text that a page may be divided into, for all that may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from newsroom.parsing.arrays import Indices, Numbers, Table, cases_of, differs
from newsroom.parsing.groups import HOLDERS, TALLEST_GROUP, Group, Key, group_of, groups_of
from newsroom.parsing.sheet import LEAD, Sheet
from newsroom.parsing.weights import Weights

# Paragraphs from one number up to another; the stretches of a division follow one another and cover the page.
Stretch = tuple[int, int]

QUESTION = "headline of"
# Log odds taken off for a group with two names of columns: each closes a headline of its own.
TWO_COLUMNS = 6.0
# Log odds taken off where the group stands right above another line and its story comes only after that line's.
OVER_ANOTHER = 3.0
# Fits worse than this are not worth keeping.
WORST_FIT = -5.0


@dataclass(frozen=True, slots=True)
class Fits:
    """Pairs of a group and a story of some divisions of a page, and the log odds that the one heads the other.

    Divisions and groups are called by number, a story's paragraphs are those from ``first`` up to ``last``. Pairs come
    by division, then by group, then by story.
    """

    divisions: Indices
    groups: Indices
    first: Indices
    last: Indices
    odds: Numbers

    def kept(self) -> Fits:
        """The pairs that are worth keeping."""
        kept = np.flatnonzero(self.odds > WORST_FIT)
        return Fits(self.divisions[kept], self.groups[kept], self.first[kept], self.last[kept], self.odds[kept])


class Headlines:
    """Every headline group that a sheet's display lines could form, and the score of giving one to a stretch of
    text. Groups are called by their number among them.
    """

    def __init__(self, sheet: Sheet, weights: Weights) -> None:
        self.sheet = sheet
        self.weights = weights
        self.groups = groups_of(sheet)
        self.keys = list(self.groups)
        groups = list(self.groups.values())
        self._sites = _padded([self._sites_of(group) for group in groups], HOLDERS + 2)
        self._looks = _Looks(sheet, groups)
        # What has been asked: group, first paragraph and the one after the last as one number, sorted; its log odds.
        self._known = np.zeros(0, dtype=np.intp)
        self._known_odds = np.zeros(0)
        # For each question what the groups themselves say, a row a group.
        self._own_values: dict[str, Numbers] = {}

    def _sites_of(self, group: Group) -> list[int]:
        """The paragraphs whose stretches are worth a try: those on either side of a group and those that hold most of
        its words.
        """
        last = len(self.sheet.bodies) - 1
        beside = (max(0, group.above - 1), min(group.above, last))
        return sorted({*beside, *group.holders})

    def group_of(self, lines: Sequence[int]) -> Group:
        """The group that neighbouring lines of one run make, however unlikely."""
        run = next(run for run in self.sheet.runs if lines[0] in run)
        return group_of(self.sheet, run, run.index(lines[0]), len(lines))

    def fits(self, starts: Table) -> Fits:
        """The pairs of a group and a story that it may head.

        ``starts`` tells of each division, a row a division, which paragraphs begin a story. Many divisions take little
        longer than one.
        """
        divisions, groups, first, last = self._tried(starts)
        return Fits(divisions, groups, first, last, self._asked(groups, first, last)).kept()

    def tried(self, stretches: Sequence[Stretch]) -> list[tuple[Key, Stretch]]:
        """Each group with each stretch of one division that is worth a try."""
        _, *columns = self._tried(starts_of(stretches))
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [(self.keys[group], (first, last)) for group, first, last in rows]

    def _tried(self, starts: Table) -> tuple[Indices, ...]:
        """The pairs worth a try, as columns of ``Fits``."""
        paragraphs = np.arange(starts.shape[1])
        first = np.maximum.accumulate(np.where(starts, paragraphs, 0), axis=1)
        last = np.full_like(first, len(paragraphs))
        following = np.where(starts, paragraphs, len(paragraphs))[:, ::-1]
        last[:, :-1] = np.minimum.accumulate(following, axis=1)[:, ::-1][:, 1:]
        tried = np.flatnonzero(differs(first[:, self._sites]))
        divisions, sites = np.divmod(tried, self._sites.size)
        groups, at = sites // self._sites.shape[1], self._sites.ravel()[sites]
        return divisions, groups, first[divisions, at], last[divisions, at]

    def _asked(self, groups: Indices, first: Indices, last: Indices) -> Numbers:
        """The log odds of each pair, each worked out once for the page."""
        edges = len(self.sheet.bodies) + 1
        codes = (groups * edges + first) * edges + last
        unknown = np.unique(codes[~_among(codes, self._known)])
        if len(unknown):
            rest, ends = np.divmod(unknown, edges)
            known = np.concatenate((self._known, unknown))
            odds = np.concatenate((self._known_odds, self._odds(*np.divmod(rest, edges), ends)))
            order = np.argsort(known)
            self._known, self._known_odds = known[order], odds[order]
        return self._known_odds[np.searchsorted(self._known, codes)]

    def _odds(self, groups: Indices, first: Indices, last: Indices) -> Numbers:
        """The log odds of each pair. What the group itself says is put down once for all its stretches."""
        together = self._looks.together(groups, first, last)
        values = self._values(QUESTION, groups, together)
        odds = np.array(self.weights.scores_of(QUESTION, values))
        odds -= TWO_COLUMNS * (self._looks.column_tags[groups] > 1)
        odds -= OVER_ANOTHER * ((together["earlier"] > 0) & ~self._looks.closes_run[groups])
        return odds

    def values(self, question: str, fits: Fits) -> Numbers:
        """What a question asks of pairs of a group and a story, as far as ``fit_cues`` tell."""
        return self._values(question, fits.groups, self._looks.together(fits.groups, fits.first, fits.last))

    def _values(self, question: str, groups: Indices, together: Mapping[str, Numbers]) -> Numbers:
        """What the groups themselves say is put down once, and copied for each pair."""
        if question not in self._own_values:
            self._own_values[question] = self.weights.values(question, [group.cues for group in self.groups.values()])
        values = self._own_values[question][groups]
        self.weights.put(question, values, together)
        return values

    def fit_cues(self, pairs: Sequence[tuple[Key, Stretch]]) -> list[dict[str, float]]:
        """For each pair what speaks for and against the group being the headline of those paragraphs."""
        if not pairs:
            return []
        number_of = {key: number for number, key in enumerate(self.keys)}
        groups, first, last = np.array([(number_of[key], *stretch) for key, stretch in pairs], dtype=np.intp).T
        together = self._looks.together(groups, first, last)
        return [self.groups[key].cues | case for (key, _), case in zip(pairs, cases_of(together), strict=True)]


class _Looks:
    """What groups and stretches of paragraphs say of one another, many pairs at once."""

    def __init__(self, sheet: Sheet, groups: Sequence[Group]) -> None:
        self.sheet = sheet
        self.first_line, self.last_line, self.start, self.stop = (
            np.array(each, dtype=np.intp)
            for each in (
                [group.lines[0] for group in groups],
                [group.lines[-1] for group in groups],
                [group.numbers.start for group in groups],
                [group.numbers.stop for group in groups],
            )
        )
        self.opens_run = np.array([group.opens_run for group in groups], dtype=bool)
        self.closes_run = np.array([group.closes_run for group in groups], dtype=bool)
        self.column_tags = np.array([group.cues.get("column tags", 0.0) for group in groups])
        # The paragraphs that hold most of each group's words, and the share of these that they hold.
        self.holders = np.full((len(groups), HOLDERS + 1), -1, dtype=np.intp)
        self.held = np.zeros((len(groups), HOLDERS + 1))
        for number, group in enumerate(groups):
            self.holders[number, : len(group.holders)] = group.holders
            self.held[number, : len(group.held)] = group.held
        units = [sheet.units[index] for index in sheet.bodies]
        self.bodies = np.array(sheet.bodies, dtype=np.intp)
        self.is_opened = np.array([unit.opening is not None for unit in units], dtype=float)
        self.first_pieces = np.array([unit.first for unit in sheet.units], dtype=np.intp)

    def together(self, groups: Indices, first: Indices, last: Indices) -> Mapping[str, Numbers]:
        """The cues of each group with the paragraphs from ``first`` up to ``last`` in the same place."""
        fit = self.sheet.shares.fit(self.start[groups], self.stop[groups], first, last, LEAD)
        own, other = self._shared_with_leads(groups, first)
        holders = self.holders[groups]
        is_outside = (holders < first[:, None]) | (holders >= last[:, None])
        best_outside = np.take_along_axis(self.held[groups], is_outside.argmax(axis=1)[:, None], axis=1)[:, 0]
        return self._places(groups, self.bodies[first], self.bodies[last - 1]) | {
            "shared with the whole": fit.whole,
            "shared with the lead": fit.lead,
            "shared with nothing else": fit.alone,
            "least shared line": fit.least,
            "shared against the best": fit.lead - self.held[groups, 0],
            "best shared outside": best_outside,
            "best line shared with the lead": own,
            "another line shared with the lead": other,
            "best line against the other": own - other,
            "captions only": self.sheet.are_captions(first, last).astype(float),
            "story opens with a dateline": self.is_opened[first],
            "paragraphs": np.minimum(last - first, 20).astype(float),
        }

    def _places(self, groups: Indices, top: Indices, bottom: Indices) -> dict[str, Numbers]:
        """Where each group stands and its stretch, whose first and last paragraphs are given as units."""
        first, last = self.first_line[groups], self.last_line[groups]
        opens, closes = self.opens_run[groups], self.closes_run[groups]
        texts = self.sheet.texts_before
        above, below = last < top, first > bottom
        at_end = below & (first > self.bodies[-1])
        # Nothing but display lines and the like stand between the two.
        next_below = above & (texts[np.maximum(last + 1, top)] == texts[last + 1])
        next_above = below & (texts[np.maximum(bottom + 1, first)] == texts[bottom + 1])
        inside = ~above & ~below
        found = {
            "right above": next_below & closes,
            "above, lines between": next_below & ~closes,
            "right above, whole run": next_below & opens & closes,
            "earlier": above & ~next_below,
            "right below": next_above & opens,
            "below, lines between": next_above & ~opens,
            "last story, headline at the end": next_above & at_end,
            "displaced to the end": ~next_above & at_end,
            "later": below & ~next_above & ~at_end,
            "inside the story": inside,
            "first paragraph above it": inside & (self.first_pieces[first] < self.first_pieces[top]),
        }
        return {cue: holds.astype(float) for cue, holds in found.items()}

    def _shared_with_leads(self, groups: Indices, first: Indices) -> tuple[Numbers, Numbers]:
        """For each pair what the stretch's lead shares with the line of the group that fits it best, and with the one
        that does of all other lines.
        """
        lines = self._fittest[:, first]
        shares = np.take_along_axis(self._lead_shares[:, first], lines, axis=0)
        inside = (self.start[groups] <= lines) & (lines < self.stop[groups])
        return np.where(inside, shares, 0.0).max(axis=0), np.where(inside, 0.0, shares).max(axis=0)

    @cached_property
    def _lead_shares(self) -> Numbers:
        """For each display line and paragraph what a likely headline shares with a lead that opens with it."""
        return np.where(self.sheet.likely_headlines[:, None], self.sheet.lead_shares, 0.0)

    @cached_property
    def _fittest(self) -> Indices:
        """For each paragraph the lines that share most with a lead that opens with it, the best first."""
        return np.argsort(-self._lead_shares, axis=0, kind="stable")[: TALLEST_GROUP + 1]


def _padded(rows: Sequence[list[int]], width: int) -> Indices:
    """The rows as one table, each filled up with its last number."""
    return np.array([row + row[-1:] * (width - len(row)) for row in rows], dtype=np.intp).reshape(-1, width)


def _among(codes: Indices, known: Indices) -> Table:
    """Which of the codes are among those that are known, sorted as these are."""
    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    return known[np.minimum(np.searchsorted(known, codes), len(known) - 1)] == codes


def starts_of(stretches: Sequence[Stretch]) -> Table:
    """Which paragraphs begin a story, as ``Headlines.fits`` asks for one division."""
    starts = np.zeros((1, stretches[-1][1]), dtype=bool)
    starts[0, [first for first, _ in stretches]] = True
    return starts
