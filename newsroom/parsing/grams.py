"""Where strings of a few characters stand in a page's texts, found for many strings at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property, reduce

import numpy as np

from newsroom.parsing.arrays import Codes, Indices

# A Unicode character takes this many bits, so three of them make one whole number.
BITS = 21
# Stands between texts, so that no string is found across two of them; it is no character.
BETWEEN = 0x1FFFFF
# What is to be found is marked in so many bits; a code times this number (2 ** 63 by the golden section, made odd) has
# them all over its highest ones.
MARK_BITS = 16
SPREADING = 0x4F1BBCDCBFA53E0B


class Grams:
    """The strings of up to ``LONGEST`` characters of some texts, each as one number."""

    LONGEST = 3

    def __init__(self, texts: Sequence[str]) -> None:
        self._starts = np.cumsum([0, *(len(text) + 1 for text in texts)], dtype=np.int64)
        self._characters = characters_of("\n".join([*texts, ""]))
        self._characters[self._starts[1:] - 1] = BETWEEN
        self.of_length = cache(self._of_length)

    def _of_length(self, length: int) -> Codes:
        """The string of that length that begins at each character."""
        count = max(0, len(self._characters) - length + 1)
        return _as_numbers([self._characters[at : at + count] for at in range(length)])

    def find(self, strings: Sequence[str], length: int) -> tuple[Indices, Indices]:
        """Where strings of one length stand: (number of the string, number of the text), a pair a place."""
        if not strings:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        wanted = _as_numbers(characters_of("".join(strings)).reshape(-1, length).T)
        order = np.argsort(wanted)
        wanted, codes = wanted[order], self.of_length(length)
        # Few codes fall on a mark that one of those wanted has; only these are looked up.
        is_marked = np.zeros(1 << MARK_BITS, dtype=bool)
        is_marked[_marks(wanted)] = True
        places = np.flatnonzero(is_marked[_marks(codes)])
        codes = codes[places]
        at = np.minimum(wanted.searchsorted(codes), len(wanted) - 1)
        is_found = wanted[at] == codes
        return order[at[is_found]], self._starts.searchsorted(places[is_found], side="right") - 1

    @cached_property
    def _threes(self) -> Codes:
        """Every string of three characters that stands unbroken in some text, in order."""
        breaks = self._characters == BETWEEN
        return np.sort(self.of_length(3)[~(breaks[:-2] | breaks[1:-1] | breaks[2:])])

    def seen_across(self, lefts: Indices, rights: Indices) -> Indices:
        """Of the two strings of three characters across the seam of one text and another how many stand in some text,
        for each pair of texts by number.
        """
        characters, last, first = self._characters, self._starts[lefts + 1] - 2, self._starts[rights]
        two_and_one = (characters[last - 1] << BITS | characters[last]) << BITS | characters[first]
        one_and_two = (characters[last] << BITS | characters[first]) << BITS | characters[first + 1]
        threes = np.append(self._threes, -1)
        return sum(threes[self._threes.searchsorted(across)] == across for across in (two_and_one, one_and_two))


def _marks(codes: Codes) -> Codes:
    """For each code a number of ``MARK_BITS`` bits, which few others share."""
    return codes * SPREADING >> 63 - MARK_BITS & (1 << MARK_BITS) - 1


def _as_numbers(characters: Iterable[Codes]) -> Codes:
    """Strings, given by their first characters, their second ones …, as one number each."""
    return reduce(lambda codes, column: codes << BITS | column, characters)


def characters_of(text: str) -> Codes:
    """The text's characters, each as its number in Unicode."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
