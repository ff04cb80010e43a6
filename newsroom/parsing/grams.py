"""Where strings of a few characters stand in a page's texts, found for many strings at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

# A Unicode character takes this many bits, so three of them make one whole number.
BITS = 21
# Stands between texts, so that no string is found across two of them; it is no character.
BETWEEN = 0x1FFFFF

Codes = NDArray[np.int64]


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
        characters = self._characters
        codes = np.zeros(max(0, len(characters) - length + 1), dtype=np.int64)
        for at in range(length):
            codes = codes << BITS | characters[at : at + len(codes)]
        return codes

    def find(self, strings: Sequence[str], length: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where strings of one length stand: (number of the string, number of the text), a pair a place."""
        if not strings:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        wanted = np.array([code_of(string) for string in strings], dtype=np.int64)
        order = np.argsort(wanted)
        codes = self.of_length(length)
        at = np.minimum(np.searchsorted(wanted[order], codes), len(wanted) - 1)
        places = np.nonzero(wanted[order][at] == codes)[0]
        return order[at[places]], np.searchsorted(self._starts, places, side="right") - 1

    @cached_property
    def _threes(self) -> Codes:
        """Every string of three characters that stands unbroken in some text, in order."""
        breaks = self._characters == BETWEEN
        return np.sort(self.of_length(3)[~(breaks[:-2] | breaks[1:-1] | breaks[2:])])

    def seen_across(self, lefts: NDArray[np.intp], rights: NDArray[np.intp]) -> NDArray[np.intp]:
        """Of the two strings of three characters across the seam of one text and another how many stand in some text,
        for each pair of texts by number.
        """
        characters, last, first = self._characters, self._starts[lefts + 1] - 2, self._starts[rights]
        two_and_one = (characters[last - 1] << BITS | characters[last]) << BITS | characters[first]
        one_and_two = (characters[last] << BITS | characters[first]) << BITS | characters[first + 1]
        across = np.stack((two_and_one, one_and_two))
        return (self._threes.searchsorted(across, "left") < self._threes.searchsorted(across, "right")).sum(axis=0)


def code_of(string: str) -> int:
    """A string of up to three characters as one number."""
    code = 0
    for character in string:
        code = code << BITS | ord(character)
    return code


def characters_of(text: str) -> Codes:
    """The text's characters, each as its number in Unicode."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
