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

from newsroom.parsing.arrays import Numbers

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

    def values(self, question: str, cases: Sequence[Mapping[str, float]], onto: Numbers | None = None) -> Numbers:
        """What the question asks of the cases, a row a case. Cues that a case lacks stay as they are in ``onto``."""
        table = self._tables.get(question)
        return np.zeros((len(cases), 0)) if table is None else table.values(cases, onto)

    def put(self, question: str, values: Numbers, cues: Mapping[str, Numbers]) -> None:
        """Put cues down in ``values``, each for all its cases at once; those that the question does not ask count
        nothing.
        """
        table = self._tables.get(question)
        for cue, column in cues.items():
            if table is not None and cue in table.numbers:
                values[:, table.numbers[cue]] = column

    def scores_of(self, question: str, values: Numbers) -> list[float]:
        """The scores of the cases that ``values`` gave."""
        table = self._tables.get(question)
        return table.scores(values) if table is not None and len(values) else [0.0] * len(values)


class _Table:
    """The trees of one question in flat arrays, each filled up to the depth of the deepest.

    A level holds twice as many nodes as the one above it: below place n of one stand the places 2n (at most the limit)
    and 2n + 1 (above it) of the next.
    """

    def __init__(self, start: float, trees: Sequence[Any]) -> None:
        self.start = start
        self.numbers: dict[str, int] = {}
        self.trees = np.arange(len(trees))
        depth = max(map(_depth, trees), default=0)
        # For each level which cue each node asks for, and its limit; a node that asks nothing sends all below.
        self.levels = [
            (np.zeros(len(trees) << level, dtype=np.intp), np.full(len(trees) << level, np.inf))
            for level in range(depth)
        ]
        self.leaves = np.zeros(len(trees) << depth, dtype=np.int64)
        for place, tree in enumerate(trees):
            self._lay_out(tree, 0, place)

    def _lay_out(self, tree: Any, level: int, place: int) -> None:
        """Put a tree down whose root lies in that place of that level."""
        if level == len(self.levels):
            self.leaves[place] = round(tree * FINENESS)
            return
        below = above = tree
        if isinstance(tree, list):
            cue, limit, below, above = tree
            cues, limits = self.levels[level]
            cues[place] = self.numbers.setdefault(cue, len(self.numbers))
            limits[place] = limit
        self._lay_out(below, level + 1, 2 * place)
        self._lay_out(above, level + 1, 2 * place + 1)

    def scores(self, values: Numbers) -> list[float]:
        starts = range(0, len(values), BLOCK)
        return [score for start in starts for score in self._scores(values[start : start + BLOCK])]

    def _scores(self, values: Numbers) -> list[float]:
        rows = (np.arange(len(values)) * values.shape[1])[:, None]
        flat = values.ravel()
        # Every place is one there is, so it need not be looked at first ("clip"), which takes half as long.
        places = self.trees[None].repeat(len(values), axis=0)
        for cues, limits in self.levels:
            asked = cues.take(places, mode="clip")
            asked += rows
            is_above = flat.take(asked, mode="clip") > limits.take(places, mode="clip")
            places *= 2
            places += is_above
        sums = self.leaves.take(places, mode="clip").sum(axis=1)
        return [self.start + total / FINENESS for total in sums.tolist()]

    def values(self, cases: Sequence[Mapping[str, float]], onto: Numbers | None) -> Numbers:
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
