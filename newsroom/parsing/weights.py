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


class Weights:
    """The worth of cues for each question the reader asks (``join``, ``boundary``, ``headline of`` …)."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.tables = tables

    def score(self, question: str, cues: Mapping[str, float]) -> float:
        """The logarithm of the odds that the answer is yes; 0 for a question that has not been learned."""
        table = self.tables.get(question)
        if table is None:
            return 0.0
        total: float = table["start"]
        for tree in table["trees"]:
            while type(tree) is list:
                tree = tree[3] if cues.get(tree[0], 0.0) > tree[1] else tree[2]
            total += tree
        return total

    def probability(self, question: str, cues: Mapping[str, float]) -> float:
        return probability(self.score(question, cues))


def probability(score: float) -> float:
    """The probability whose log odds are ``score``."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load() -> Weights:
    """The weights the reader came with."""
    return Weights(json.loads(FILE.read_text(encoding="utf-8")))
