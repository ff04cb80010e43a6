"""What cues are worth, as ``tests/accuracy/learn.py`` learned it.

``weights.json`` holds one table a question: ``start``, the log odds of yes before anything is known, and ``trees``,
each of which adds to them. A tree is a number (what it adds) or ``[cue, limit, tree if the cue is at most the
limit, tree if above]``; a cue that a case lacks counts 0.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("weights.json")


# A node of a tree as it is walked: the cue's number, the limit, what follows below and above it; or what a leaf adds.
Node = tuple[int, float, Any, Any] | float


class Weights:
    """The worth of cues for each question the reader asks (``join``, ``boundary``, ``headline of`` …)."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = {question: _Table(table["start"], table["trees"]) for question, table in tables.items()}

    def score(self, question: str, cues: Mapping[str, float]) -> float:
        """The logarithm of the odds that the answer is yes; 0 for a question that has not been learned."""
        table = self._tables.get(question)
        return 0.0 if table is None else table.score(cues)

    def probability(self, question: str, cues: Mapping[str, float]) -> float:
        return probability(self.score(question, cues))


class _Table:
    """The trees of one question, their cues numbered: a list is looked up faster than a dictionary."""

    def __init__(self, start: float, trees: list[Any]) -> None:
        self.start = start
        self.numbers: dict[str, int] = {}
        self.trees = [self._numbered(tree) for tree in trees]

    def _numbered(self, tree: Any) -> Node:
        if not isinstance(tree, list):
            return float(tree)
        cue, limit, below, above = tree
        number = self.numbers.setdefault(cue, len(self.numbers))
        return number, limit, self._numbered(below), self._numbered(above)

    def score(self, cues: Mapping[str, float]) -> float:
        values = [0.0] * len(self.numbers)
        numbers = self.numbers
        for cue, value in cues.items():
            number = numbers.get(cue)
            if number is not None:
                values[number] = value
        total = self.start
        for tree in self.trees:
            node: Any = tree
            while type(node) is tuple:
                node = node[3] if values[node[0]] > node[1] else node[2]
            total += node
        return total


def probability(score: float) -> float:
    """The probability whose log odds are ``score``."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load() -> Weights:
    """The weights the reader came with."""
    return Weights(json.loads(FILE.read_text(encoding="utf-8")))
