"""Which paragraphs say the words of which display line, for many lines and stretches of paragraphs at once.

A line's *share* in a stretch is how much of the weight of its telling strings stands there, 0 to 1. Weights are whole
thousandths, so that sums are exact and the same in whatever order they are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from newsroom.parsing.arrays import Indices, Numbers, Table, within
from newsroom.parsing.grams import Grams

FINENESS = 1000


@dataclass(frozen=True, slots=True)
class Fit:
    """What stretches of paragraphs share with groups of lines, a number a case.

    ``whole``: with the stretch; ``lead``: with its first paragraphs; ``alone``: with it and nothing else on the page;
    ``least``: the share of the line that has least.
    """

    whole: Numbers
    lead: Numbers
    alone: Numbers
    least: Numbers


class LineShares:
    """The telling strings of a page's display lines, a row a string, and the paragraphs that they stand in.

    Lines are called by their number among the display lines, paragraphs by theirs among the paragraphs.
    """

    def __init__(self, lines: Sequence[Mapping[str, float]], texts: Sequence[str]) -> None:
        # A line without a telling string has one that stands nowhere, so that no line is without rows.
        strings = [list(line) or [""] for line in lines]
        self.starts = np.concatenate(([0], np.cumsum([len(line) for line in strings]))).astype(np.intp)
        self.weights = np.rint(
            np.array([line.get(string, 0.0) for line, row in zip(lines, strings, strict=True) for string in row])
            * FINENESS
        )
        self.totals = np.maximum(1.0, self._by_line(self.weights[:, None])[:, 0]) if lines else np.zeros(0)
        holds = self._holds([string for line in strings for string in line], texts)
        # For each row and each number of paragraphs how many of these hold the string.
        self.counts = holds.cumsum(axis=1, dtype=np.int16)
        # For each line what each paragraph holds of its weight, in thousandths.
        self.held = self._by_line(holds[:, 1:] * self.weights[:, None])
        self._starts, self._totals_before = self.starts.tolist(), [0.0, *accumulate(self.totals.tolist())]

    @staticmethod
    def _holds(rows: Sequence[str], texts: Sequence[str]) -> Table:
        """For each row whether a paragraph holds the string, the first paragraph in column 1."""
        number_of = {string: number for number, string in enumerate(dict.fromkeys(rows))}
        held = np.zeros((len(number_of), len(texts) + 1), dtype=bool)
        grams = Grams(texts)
        for length in range(1, Grams.LONGEST + 1):
            strings = [string for string in number_of if len(string) == length and not string.isascii()]
            found, numbers = grams.find(strings, length)
            held[np.array([number_of[string] for string in strings], dtype=np.intp)[found], numbers + 1] = True
        for string, number in number_of.items():
            if string.isascii() and string:
                held[number, 1:] = [string in text for text in texts]
        return held[[number_of[string] for string in rows]]

    def _by_line(self, rows: Numbers) -> Numbers:
        return np.add.reduceat(rows, self.starts[:-1], axis=0) if len(self.starts) > 1 else rows

    def of_lines(self, firsts: Indices, lasts: Indices) -> Numbers:
        """For each line its share in the paragraphs from its numbers in ``firsts`` up to those in ``lasts``, a column a
        stretch. Numbers in a single row hold for all lines. A stretch may reach over the ends of the page.
        """
        ends = self.counts.shape[1] - 1
        first, last = (within(edge, 0, ends) for edge in (firsts, lasts))
        if first.ndim == 1:
            before, after = self.counts[:, first], self.counts[:, last]
        else:
            lengths, rows = np.diff(self.starts), np.arange(len(self.weights))[:, None]
            before, after = (self.counts[rows, np.repeat(edge, lengths, axis=0)] for edge in (first, last))
        return self._by_line((after > before) * self.weights[:, None]) / self.totals[:, None]

    def of_group(self, lines: range, first: int, last: int) -> float:
        """The share that neighbouring lines together have in one stretch."""
        ends = self.counts.shape[1] - 1
        first, last = max(0, min(first, ends)), max(0, min(last, ends))
        rows = slice(self._starts[lines.start], self._starts[lines.stop])
        found = self.weights[rows] @ (self.counts[rows, last] > self.counts[rows, first])
        return float(found) / (self._totals_before[lines.stop] - self._totals_before[lines.start])

    def holders(self, starts: Indices, stops: Indices) -> Numbers:
        """For each group of neighbouring lines, from ``starts`` up to ``stops``, the share in it that each paragraph
        holds alone.
        """
        held, totals = (
            np.concatenate((np.zeros_like(rows[:1]), rows.cumsum(axis=0))) for rows in (self.held, self.totals)
        )
        return (held[stops] - held[starts]) / (totals[stops] - totals[starts])[:, None]

    def fit(self, starts: Indices, stops: Indices, first: Indices, last: Indices, lead: int) -> Fit:
        """How well the neighbouring lines from ``starts`` up to ``stops`` fit the paragraphs from ``first`` up to
        ``last`` in the same place.
        """
        ends = self.counts.shape[1] - 1
        lines, group_starts = _ranges(starts, stops)
        rows, line_starts = _ranges(self.starts[lines], self.starts[lines + 1])
        lengths = self.starts[lines + 1] - self.starts[lines]
        case = np.repeat(np.repeat(np.arange(len(starts)), stops - starts), lengths)
        first, last = first[case], last[case]
        before, after = self.counts[rows, first], self.counts[rows, last]
        weights, everywhere = self.weights[rows], np.maximum(1, self.counts[rows, ends])
        totals = np.add.reduceat(self.totals[lines], group_starts)
        by_line = np.add.reduceat(weights * (after > before), line_starts)

        def by_group(amounts: Numbers) -> Numbers:
            return np.add.reduceat(np.add.reduceat(amounts, line_starts), group_starts) / totals

        return Fit(
            whole=np.add.reduceat(by_line, group_starts) / totals,
            lead=by_group(weights * (self.counts[rows, np.minimum(first + lead, last)] > before)),
            alone=by_group(weights * (after - before) / everywhere),
            least=np.minimum.reduceat(by_line / self.totals[lines], group_starts),
        )


def _ranges(starts: Indices, stops: Indices) -> tuple[Indices, Indices]:
    """The whole numbers from each start up to its stop, one after the other, and where each of these stretches begins
    among them.
    """
    lengths = stops - starts
    begins = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(starts - begins, lengths), begins
