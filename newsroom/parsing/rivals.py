"""A second look at joins over a distance: each pair of a head and a tail weighed against its rivals.

A first look asks of one head and one tail at a time. Which other tail would carry the head on, and which other head the
tail, is known only once all of them have been asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsroom.parsing.columns import Pair

QUESTION = "far join again"
# What a rival counts where there is none (log odds), and what odds are held to, so that one sure pair says no more
# than another.
NONE = -8.0
SUREST = 8.0


class Contest:
    """All pairs that were asked about, with their log odds so far."""

    def __init__(self, odds: Mapping[Pair, float]) -> None:
        self.odds = {pair: max(NONE, min(SUREST, found)) for pair, found in odds.items()}
        self._tails_of: dict[int, list[tuple[float, int]]] = {}
        self._heads_of: dict[int, list[tuple[float, int]]] = {}
        for (head_at, tail_at), found in self.odds.items():
            self._tails_of.setdefault(head_at, []).append((found, tail_at))
            self._heads_of.setdefault(tail_at, []).append((found, head_at))
        for rivals in (*self._tails_of.values(), *self._heads_of.values()):
            rivals.sort(reverse=True)
        self._heads_wanting = sum(rivals[0][0] < 0 for rivals in self._tails_of.values())

    def cues(self, pair: Pair) -> dict[str, float]:
        """What the rivals of a pair say of it."""
        head_at, tail_at = pair
        odds = self.odds[pair]
        of_head, other_tail = _best(self._tails_of[head_at], tail_at)
        of_tail, other_head = _best(self._heads_of[tail_at], head_at)
        found = {
            "odds so far": odds,
            "head's best rival": of_head,
            "tail's best rival": of_tail,
            "odds against the head's rival": odds - of_head,
            "odds against the tail's rival": odds - of_tail,
            "heads without a likely tail": float(min(10, self._heads_wanting)),
        }
        # A rival that is better served elsewhere is none.
        if other_tail is not None:
            found["head's rival is wanted by another"] = _best(self._heads_of[other_tail], head_at)[0] - of_head
        if other_head is not None:
            found["tail's rival has another tail"] = _best(self._tails_of[other_head], tail_at)[0] - of_tail
        return found


def _best(rivals: Sequence[tuple[float, int]], but: int) -> tuple[float, int | None]:
    """The best of the rivals but one, sorted as they are: its log odds, and which it is."""
    return next(((odds, at) for odds, at in rivals if at != but), (NONE, None))
