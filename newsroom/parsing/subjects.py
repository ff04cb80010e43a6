"""Where a page changes its subject: what the text on either side of each gap shares, worked out for many gaps at once.

Shares are counted in the telling pairs of ``cohesion``. Weights are whole thousandths, so that sums are exact and the
same in whatever order they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsroom.parsing.arrays import Indices, Numbers, Table, within
from newsroom.parsing.cohesion import Vocabulary

# Paragraphs on either side that are compared for a change of subject, near and wide.
NEAR = 3
WIDE = 8
# Gaps worked on at a time: enough to be quick, few enough for little memory.
BLOCK = 128
FINENESS = 1000
# Likenesses above this say no more.
MOST = 8.0


@dataclass(frozen=True, slots=True)
class Subjects:
    """For the gap after each paragraph: how alike the texts around it are, and which parts of the one the other says.

    ``said`` is how much of the next paragraph was said before it, ``will_be_said`` of the last one after it, and
    ``said_on`` of the next one after that: 0 to 1, counting only what the page says more than once.
    """

    neighbours: list[float]
    near: list[float]
    wide: list[float]
    said: list[float]
    will_be_said: list[float]
    said_on: list[float]


def subjects_of(window: Windows) -> Subjects:
    """The subjects around the gap after each text but the last."""
    found = Subjects([], [], [], [], [], [])
    gaps = len(window.sizes) - 1
    for start in range(0, gaps, BLOCK):
        _add_block(found, window, start, min(gaps, start + BLOCK))
    return found


def _add_block(found: Subjects, window: Windows, start: int, end: int) -> None:
    """Add the gaps ``start`` up to ``end``."""
    gap = np.arange(start, end)
    left, right = window.of_texts(gap), window.of_texts(gap + 1)
    before, after = window.of(gap - WIDE + 1, gap + 1), window.of(gap + 1, gap + 1 + WIDE)
    found.neighbours.extend(window.likeness(left, right))
    found.near.extend(window.likeness(window.of(gap - NEAR + 1, gap + 1), window.of(gap + 1, gap + 1 + NEAR)))
    found.wide.extend(window.likeness(before, after))
    found.said.extend(window.part(right, before))
    found.will_be_said.extend(window.part(left, after))
    found.said_on.extend(window.part(right, window.of(gap + 2, gap + 2 + WIDE)))


@dataclass(frozen=True, slots=True)
class Said:
    """What windows of text say: which of the repeated pairs, and how many pairs in all."""

    repeated: Table
    size: Numbers


class Windows:
    """Windows over the texts of a page. Pairs that one text alone has count in sizes only: nothing shares them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        repeated = np.flatnonzero(vocabulary.spreads > 1)
        column_of = np.full(len(vocabulary.spreads), -1)
        column_of[repeated] = np.arange(len(repeated))
        columns = column_of[vocabulary.held]
        texts, columns = vocabulary.holders[columns >= 0], columns[columns >= 0]
        held = np.zeros((vocabulary.texts + 1, len(repeated)), dtype=np.int16)
        held[texts + 1, columns] = 1
        self.held = held[1:] > 0
        self.counts = held.cumsum(axis=0, dtype=np.int16)
        sizes, shared = (np.bincount(rows, minlength=vocabulary.texts) for rows in (vocabulary.holders, texts))
        self.sizes = sizes.astype(np.float64)
        self.alone = np.concatenate(([0.0], np.cumsum(sizes - shared)))
        self.weights = np.rint(np.array(vocabulary.weights_of(repeated)) * FINENESS)

    def of(self, first: Indices, last: Indices) -> Said:
        """What texts ``first`` up to, not including, ``last`` say, for each such window."""
        first, last = (within(edge, 0, len(self.sizes)) for edge in (first, last))
        repeated = self.counts[last] > self.counts[first]
        return Said(repeated, _how_many(repeated) + self.alone[last] - self.alone[first])

    def of_texts(self, texts: Indices) -> Said:
        """What single texts say."""
        return Said(self.held[texts], self.sizes[texts])

    def kinship(self, one: int, others: Sequence[int]) -> list[float]:
        """The likeness of one text with each of some others."""
        mine, texts = np.flatnonzero(self.held[one]), np.array(others)
        shared = (self.weights[mine] @ self.held.T[mine])[texts] / FINENESS
        return (shared / np.sqrt(np.maximum(1.0, self.sizes[one] * self.sizes[texts]))).tolist()

    def likeness(self, one: Said, other: Said) -> list[float]:
        """``Vocabulary.likeness`` of each pair of windows, ``MOST`` at most."""
        shared = self._weigh(one.repeated & other.repeated)
        return np.minimum(MOST, shared / np.sqrt(np.maximum(1.0, one.size * other.size))).tolist()

    def part(self, one: Said, other: Said) -> list[float]:
        """How much of the weight of the one the other says too."""
        whole, shared = self._weigh(one.repeated), self._weigh(one.repeated & other.repeated)
        return np.where(whole > 0, shared / np.maximum(1.0, whole), 0.0).tolist()

    def _weigh(self, table: Table) -> Numbers:
        """For each row the weight of the pairs that it holds."""
        return np.einsum("ij,j->i", table, self.weights) / FINENESS


def _how_many(table: Table) -> Numbers:
    """How many of each row are true. A page has fewer pairs than sixteen bits count."""
    return np.add.reduce(table.view(np.uint8), axis=1, dtype=np.uint16).astype(np.float64)
