"""A page ready to be divided: its units, its paragraphs, the gaps between them, its display lines, its vocabulary."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from newsroom.parsing.cohesion import Vocabulary, all_strings_of, strings_of
from newsroom.parsing.fragments import Kind
from newsroom.parsing.openings import first_words, last_words
from newsroom.parsing.units import Unit

TEXT = (Kind.BODY, Kind.CAPTION)
# A caption goes to the article with a paragraph that has this much of what it says: 52 of 53 such captions in a
# month of pages.
OWN_PICTURE = 0.2


@dataclass(slots=True)
class Gap:
    """What stands between two neighbouring paragraphs: ``left`` and ``right`` are indices of units, ``between`` too."""

    left: int
    right: int
    between: list[int] = field(default_factory=list)


class Sheet:
    """Indices called *unit* count all units, those called *number* only paragraphs of running text and captions."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        # Captions whose picture belongs to a story on the page: the unit of the caption → that of the paragraph
        # that tells of it.
        self.pictures = _own_pictures(units)
        self.bodies = [index for index, unit in enumerate(units) if unit.kind in TEXT and index not in self.pictures]
        self.gaps = [Gap(left, right, list(range(left + 1, right))) for left, right in pairwise(self.bodies)]
        self.lines = [index for index, unit in enumerate(units) if unit.kind is Kind.DISPLAY]
        self.runs = self._runs()
        self.vocabulary = Vocabulary([units[index].text for index in self.bodies])
        # Log odds that a display line belongs to a headline, filled in by ``displays``.
        self.headline_scores: dict[int, float] = {}
        self._line_shares: dict[tuple[int, int, int], float] = {}

    @property
    def last_body(self) -> int:
        return self.bodies[-1] if self.bodies else -1

    @cached_property
    def after_last(self) -> int:
        """Display lines after the last paragraph: headlines that were displaced to the end of the page."""
        return sum(line > self.last_body for line in self.lines)

    @cached_property
    def first_words(self) -> list[dict[str, float]]:
        return [first_words(self.units[index]) for index in self.bodies]

    @cached_property
    def last_words(self) -> list[dict[str, float]]:
        return [last_words(self.units[index]) for index in self.bodies]

    @cached_property
    def opened(self) -> list[int]:
        """Numbers of the paragraphs that open with a dateline or byline."""
        return [number for number, index in enumerate(self.bodies) if self.units[index].opening is not None]

    @cached_property
    def line_strings(self) -> dict[int, dict[str, float]]:
        """For each display line its telling strings and their weights."""
        return {
            line: {string: self.vocabulary.weight(string) for string in sorted(strings_of(self.units[line].text))}
            for line in self.lines
        }

    @cached_property
    def where(self) -> dict[str, list[int]]:
        """For each telling string of a display line the numbers of the paragraphs it stands in."""
        wanted = {string for strings in self.line_strings.values() for string in strings}
        found: dict[str, list[int]] = {}
        if wanted:
            for number, index in enumerate(self.bodies):
                for string in wanted & all_strings_of(self.units[index].text):
                    found.setdefault(string, []).append(number)
        return found

    @cached_property
    def held(self) -> dict[int, dict[int, float]]:
        """For each display line how much of its weight each paragraph holds, 0 to 1; paragraphs that hold none are
        left out.
        """
        found: dict[int, dict[int, float]] = {}
        for line, strings in self.line_strings.items():
            total = sum(strings.values()) or 1.0
            shares = found.setdefault(line, {})
            for string, weight in strings.items():
                for number in self.where.get(string, ()):
                    shares[number] = shares.get(number, 0.0) + weight / total
        return found

    def number_after(self, unit: int) -> int:
        """The number of the first paragraph after a unit."""
        return bisect_left(self.bodies, unit)

    def pairs_between(self, first: int, last: int) -> set[str]:
        """The telling pairs of paragraphs ``first`` up to, not including, ``last``."""
        found: set[str] = set()
        for number in range(max(0, first), min(len(self.bodies), last)):
            found |= self.vocabulary.pairs[number]
        return found

    def line_share(self, line: int, first: int, last: int) -> float:
        """``share`` of one display line, remembered."""
        key = (line, first, last)
        found = self._line_shares.get(key)
        if found is None:
            found = self._line_shares[key] = self.share(self.line_strings[line], first, last)
        return found

    def share(self, strings: dict[str, float], first: int, last: int) -> float:
        """How much of the weight of some display line's strings stands in paragraphs ``first`` up to ``last``, 0 to
        1.
        """
        total = sum(strings.values())
        if not total:
            return 0.0
        found = 0.0
        for string, weight in strings.items():
            numbers = self.where.get(string)
            if numbers:
                at = bisect_left(numbers, first)
                if at < len(numbers) and numbers[at] < last:
                    found += weight
        return found / total

    def _runs(self) -> list[list[int]]:
        """Display lines that stand together, nothing but one another between them."""
        runs: list[list[int]] = []
        for line in self.lines:
            if runs and runs[-1][-1] == line - 1:
                runs[-1].append(line)
            else:
                runs.append([line])
        return runs


def _own_pictures(units: Sequence[Unit]) -> dict[int, int]:
    """For each caption that says what a paragraph of the page says, that paragraph, as indices of units."""
    captions = [index for index, unit in enumerate(units) if unit.kind is Kind.CAPTION]
    if not captions:
        return {}
    texts = [index for index, unit in enumerate(units) if unit.kind in TEXT]
    vocabulary = Vocabulary([units[index].text for index in texts])
    pairs = dict(zip(texts, vocabulary.pairs, strict=True))
    found: dict[int, int] = {}
    for caption in captions:
        total = vocabulary.weigh(pairs[caption])
        shares = [
            (vocabulary.weigh(pairs[caption] & pairs[index]) / total, -abs(index - caption), index)
            for index in texts
            if total and units[index].kind is Kind.BODY
        ]
        share, _, paragraph = max(shares, default=(0.0, 0, 0))
        if share >= OWN_PICTURE:
            found[caption] = paragraph
    return found
