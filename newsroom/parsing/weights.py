"""What cues are worth, as ``tests/accuracy/learn.py`` learned it.

``weights.json`` holds one table a question: ``start``, the log odds of yes before anything is known, and ``trees``,
each of which adds to them. A tree is a number (what it adds) or ``[cue, limit, tree if the cue is at most the
limit, tree if above]``; a cue that a case lacks counts 0.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("weights.json")
# What leaves add is kept in whole thousandths, so that their sum is the same in whatever order they are added.
FINENESS = 1000
# Cases whose trees are walked together: as many as the processor's nearest memory holds.
BLOCK = 128


class Weights:
    """The worth of cues for each question the reader asks (``join``, ``boundary``, ``headline of`` …)."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = {question: _Table(table["start"], table["trees"]) for question, table in tables.items()}

    def score(self, question: str, cues: Mapping[str, float]) -> float:
        """The logarithm of the odds that the answer is yes; 0 for a question that has not been learned."""
        return self.scores(question, [cues])[0]

    def scores(self, question: str, cases: Sequence[Mapping[str, float]]) -> list[float]:
        """``score`` of many cases of one question at once, which takes little longer than that of one."""
        return self.scores_of(question, self.values(question, cases))

    def values(
        self, question: str, cases: Sequence[Mapping[str, float]], onto: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """What the question asks of the cases, a row a case. Cues that a case lacks stay as they are in ``onto``."""
        table = self._tables.get(question)
        return np.zeros((len(cases), 0)) if table is None else table.values(cases, onto)

    def scores_of(self, question: str, values: NDArray[np.float64]) -> list[float]:
        """The scores of the cases that ``values`` gave."""
        table = self._tables.get(question)
        return table.scores(values) if table is not None and len(values) else [0.0] * len(values)


class _Table:
    """The trees of one question in flat arrays, each filled up to the depth of the deepest.

    Node 0 is the root; below node n stand 2n + 1 (at most the limit) and 2n + 2 (above). All trees' nodes of one number
    lie side by side.
    """

    def __init__(self, start: float, trees: Sequence[Any]) -> None:
        self.start = start
        self.numbers: dict[str, int] = {}
        self.depth = max(map(_depth, trees), default=0)
        inner, self.size = 2**self.depth - 1, len(trees)
        self.cues = np.zeros(inner * self.size, dtype=np.intp)
        self.limits = np.full(inner * self.size, np.inf)
        self.leaves = np.zeros((inner + 1) * self.size, dtype=np.int64)
        for at, tree in enumerate(trees):
            self._lay_out(tree, 0, at)

    def _lay_out(self, tree: Any, node: int, at: int) -> None:
        inner = 2**self.depth - 1
        if node >= inner:
            self.leaves[(node - inner) * self.size + at] = round(tree * FINENESS)
            return
        below = above = tree
        if isinstance(tree, list):
            cue, limit, below, above = tree
            self.cues[node * self.size + at] = self.numbers.setdefault(cue, len(self.numbers))
            self.limits[node * self.size + at] = limit
        self._lay_out(below, 2 * node + 1, at)
        self._lay_out(above, 2 * node + 2, at)

    def scores(self, values: NDArray[np.float64]) -> list[float]:
        starts = range(0, len(values), BLOCK)
        return [score for start in starts for score in self._scores(values[start : start + BLOCK])]

    def _scores(self, values: NDArray[np.float64]) -> list[float]:
        rows = (np.arange(len(values)) * values.shape[1])[:, None]
        flat = np.ascontiguousarray(values).ravel()
        trees = np.arange(self.size)
        nodes = np.zeros((len(values), self.size), dtype=np.intp)
        for _ in range(self.depth):
            places = nodes * self.size + trees
            nodes = 2 * nodes + 1 + (flat.take(self.cues.take(places) + rows) > self.limits.take(places))
        sums = self.leaves.take((nodes - (2**self.depth - 1)) * self.size + trees).sum(axis=1)
        return [self.start + total / FINENESS for total in sums.tolist()]

    def values(self, cases: Sequence[Mapping[str, float]], onto: NDArray[np.float64] | None) -> NDArray[np.float64]:
        values = np.zeros((len(cases), max(1, len(self.numbers)))) if onto is None else onto
        number_of = self.numbers.get
        for row, cues in enumerate(cases):
            for cue, value in cues.items():
                number = number_of(cue)
                if number is not None:
                    values[row, number] = value
        return values


def _depth(tree: Any) -> int:
    return 1 + max(_depth(tree[2]), _depth(tree[3])) if isinstance(tree, list) else 0


def probability(score: float) -> float:
    """The probability whose log odds are ``score``."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def expected(scores: Iterable[float]) -> float:
    """How many of the cases with these log odds are to be expected to be so."""
    return sum(round(probability(score), 3) for score in scores)


@cache
def load() -> Weights:
    """The weights the reader came with."""
    return Weights(json.loads(FILE.read_text(encoding="utf-8")))
