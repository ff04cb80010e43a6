"""A second look at joins over a distance: each pair of a head and a tail weighed against its rivals.

A first look asks of one head and one tail at a time. Which other tail would carry the head on, and which other head the
tail, is known only once all of them have been asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from newsroom.parsing.arrays import Indices, Numbers, within
from newsroom.parsing.seams import Pair

QUESTION = "far join again"
# What a rival counts where there is none (log odds), and what odds are held to, so that one sure pair says no more
# than another.
NONE = -8.0
SUREST = 8.0
NOBODY = -1


class Contest:
    """All pairs that were asked about, with their log odds so far."""

    def __init__(self, odds: Mapping[Pair, float]) -> None:
        self._odds = odds
        heads, tails = _sides(list(odds))
        held = _held(list(odds.values()))
        self._tails_of, self._heads_of = _Rivals(heads, tails, held), _Rivals(tails, heads, held)

    def cues(self, pairs: Sequence[Pair]) -> dict[str, ArrayLike]:
        """What the rivals of each of some pairs say of it: for each cue a value a pair."""
        heads, tails = _sides(pairs)
        odds = _held([self._odds[pair] for pair in pairs])
        of_head, other_tails = self._tails_of.best_but(heads, tails)
        of_tail, other_heads = self._heads_of.best_but(tails, heads)
        return {
            "odds so far": odds,
            "head's best rival": of_head,
            "tail's best rival": of_tail,
            "odds against the head's rival": odds - of_head,
            "odds against the tail's rival": odds - of_tail,
            "heads without a likely tail": np.full(len(pairs), min(10, self._tails_of.without_a_likely_one())),
            # A rival that is better served elsewhere is none.
            "head's rival is wanted by another": np.where(
                other_tails == NOBODY, 0.0, self._heads_of.best_but(other_tails, heads)[0] - of_head
            ),
            "tail's rival has another tail": np.where(
                other_heads == NOBODY, 0.0, self._tails_of.best_but(other_heads, tails)[0] - of_tail
            ),
        }


class _Rivals:
    """Those that each piece was asked about, the likeliest first."""

    def __init__(self, pieces: Indices, others: Indices, odds: Numbers) -> None:
        order = np.lexsort((-others, -odds, pieces))
        bounds = np.arange(pieces.max(initial=0) + 2)
        self._start = pieces[order].searchsorted(bounds)
        # The last of them is nobody, whom those have that have no other.
        self._others = np.append(others[order], NOBODY)
        self._odds = np.append(odds[order], NONE)

    def best_but(self, pieces: Indices, but: Indices) -> tuple[Numbers, Indices]:
        """For each of some pieces the best but one: its log odds, and which it is."""
        best = self._start[pieces]
        best = best + (self._others[best] == but)
        best = np.where(best < self._start[pieces + 1], best, -1)
        return self._odds[best], self._others[best]

    def without_a_likely_one(self) -> int:
        """How many pieces were asked about others, none of which is likelier than not."""
        start, end = self._start[:-1], self._start[1:]
        return int((self._odds[start[start < end]] < 0).sum())


def _sides(pairs: Sequence[Pair]) -> tuple[Indices, Indices]:
    heads, tails = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return heads, tails


def _held(odds: Sequence[float]) -> Numbers:
    return within(odds, NONE, SUREST)
