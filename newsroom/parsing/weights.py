"""What cues are worth. ``weights.json`` holds one table a question, each cue's weight in natural logarithms of odds."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.json")


class Weights:
    """The worth of cues for each question the reader asks (``join``, ``far join``, ``boundary`` …)."""

    def __init__(self, tables: Mapping[str, Mapping[str, float]]) -> None:
        self.tables = tables

    def score(self, question: str, cues: Mapping[str, float]) -> float:
        """The logarithm of the odds that the answer is yes. Cues without a weight count nothing."""
        table = self.tables.get(question, {})
        return sum(table.get(cue, 0.0) * value for cue, value in cues.items())

    def probability(self, question: str, cues: Mapping[str, float]) -> float:
        return probability(self.score(question, cues))


def probability(score: float) -> float:
    """The probability whose log odds are ``score``."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


@cache
def load() -> Weights:
    """The weights the reader came with."""
    return Weights(json.loads(FILE.read_text(encoding="utf-8")))
