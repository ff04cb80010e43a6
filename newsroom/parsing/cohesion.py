"""What two texts of one page share, measured in pairs of neighbouring Han characters weighted by how much they tell."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterable, Sequence, Set
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from newsroom.language import words
from newsroom.parsing.arrays import Codes, Indices, differs
from newsroom.parsing.grams import characters_of

# Characters so common at word edges that a pair holding one says nothing of the subject.
EMPTY = frozenset(
    "的了在是和与为对有中等及上下不这一个我们他她它你以从到将把被让向于并也都就要会能可还更最很又而但或其之所来去说着过给由当年月日时后前多大新人"
)
# In a headline of so few characters (炉火) each of them tells.
SHORT_LINE = 6
HAN_RUN = re.compile(r"[㐀-䶿一-鿿]+")
LATIN_OR_NUMBER = re.compile(r"[A-Za-z]{2,}|[0-9]{3,}")


def _telling() -> str:
    """A character class of the Han characters that are not empty."""
    limits = ["㐀", *sorted(EMPTY), chr(ord("鿿") + 1)]
    ranges = [(chr(ord(low) + (low in EMPTY)), chr(ord(high) - 1)) for low, high in pairwise(limits)]
    return "[" + "".join(f"{low}-{high}" for low, high in ranges if low <= high) + "]"


# Every place is tried, so that pairs overlap.
TELLING_PAIR = re.compile(f"(?=({_telling()}{{2}}))")
# A pair's characters and the number of its text in one whole number; words, which are longer, are numbered past them.
CHARACTER_BITS, TEXT_BITS = 16, 24
LAST_CHARACTER = (1 << CHARACTER_BITS) - 1
FIRST_WORD = 1 << 2 * CHARACTER_BITS
# What characters are to a pair or a word; those of other kinds are in neither.
TELLING, LETTER, DIGIT = 1, 2, 3
KINDS = np.zeros(LAST_CHARACTER + 1, dtype=np.uint8)
KINDS[ord("㐀") : ord("鿿") + 1] = TELLING
KINDS[[ord(character) for character in EMPTY]] = 0
KINDS[[ord(character) for character in string.ascii_letters]] = LETTER
KINDS[[ord(character) for character in string.digits]] = DIGIT


@lru_cache(maxsize=2048)
def pairs_of(text: str) -> frozenset[str]:
    """The text's telling pairs: neighbouring Han characters, Latin words, long numbers."""
    return frozenset(TELLING_PAIR.findall(text) + LATIN_OR_NUMBER.findall(text))


def strings_of(text: str) -> set[str]:
    """What a headline may share with its text: telling pairs, threes of Han characters, in a short line single ones
    too.
    """
    found = set(pairs_of(text))
    if len(text) <= SHORT_LINE:
        found.update(character for run in HAN_RUN.findall(text) for character in run if character not in EMPTY)
    for run in HAN_RUN.findall(text):
        found.update(run[start : start + 3] for start in range(len(run) - 2))
    return found


class Vocabulary:
    """The telling pairs of every text of a page, and how telling each is on this page.

    Pairs have numbers. ``held`` and ``holders`` say which pair is in which text, by number, in order of both; a pair's
    holders stand from its place in ``starts`` up to the next one's.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = len(texts)
        self.size = max(2, len(texts))
        self._words: dict[str, int] = {}
        keys = self._keys(texts)
        codes, self.holders = keys >> TEXT_BITS, keys & (1 << TEXT_BITS) - 1
        is_first = differs(codes)
        self.held = is_first.cumsum() - 1
        self.starts = np.append(np.flatnonzero(is_first), len(codes))
        self.spreads = self.starts[1:] - self.starts[:-1]
        self._codes = codes[is_first]
        self._weights: dict[str, float] = {}

    def _keys(self, texts: Sequence[str]) -> Codes:
        """What is in which text: the code of the pair and the number of the text in one, in order."""
        page = "\n".join(["", *texts, ""])
        characters = characters_of(page)
        text_at = np.repeat(np.arange(len(texts) + 1) - 1, [1, *(len(text) + 1 for text in texts)])
        kinds = KINDS[np.minimum(characters, LAST_CHARACTER)]
        goes_on = kinds[:-1] == kinds[1:]
        at = np.flatnonzero(goes_on & (kinds[:-1] == TELLING))
        pairs = (characters[at] << CHARACTER_BITS | characters[at + 1]) << TEXT_BITS | text_at[at]
        begins = np.flatnonzero(goes_on[1:] & ~goes_on[:-1] & (kinds[1:-1] > TELLING)) + 1
        words = [
            self._words.setdefault(found[0], FIRST_WORD + len(self._words)) << TEXT_BITS | number
            for begin, number in zip(begins.tolist(), text_at[begins].tolist(), strict=True)
            if (found := LATIN_OR_NUMBER.match(page, begin))
        ]
        keys = np.sort(np.concatenate((pairs, np.array(words, dtype=np.int64))))
        return keys[differs(keys)]

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The number of each pair by its code."""
        return dict(zip(self._codes.tolist(), range(len(self._codes)), strict=True))

    def _number_of(self, pair: str) -> int | None:
        is_word = len(pair) != 2 or pair.isascii()
        code = self._words.get(pair, -1) if is_word else ord(pair[0]) << CHARACTER_BITS | ord(pair[1])
        return self._numbers.get(code)

    def holders_of(self, pair: str) -> list[int]:
        """The texts that a pair is in."""
        number = self._number_of(pair)
        return [] if number is None else self.holders[self.starts[number] : self.starts[number + 1]].tolist()

    def weight(self, pair: str) -> float:
        """Rare in the language and rare on the page weighs most; a pair found all over the page weighs little."""
        weight = self._weights.get(pair)
        if weight is None:
            number = self._number_of(pair)
            spread = 0 if number is None else int(self.spreads[number])
            weight = self._weights[pair] = words.rarity(pair) * self._rarity(spread)
        return weight

    def weights_of(self, numbers: Indices) -> list[float]:
        """The weights of many pairs by number."""
        spreads = self.spreads[numbers].tolist()
        rarities = {spread: self._rarity(spread) for spread in set(spreads)}
        known = list(self._words)
        pairs = [
            known[code - FIRST_WORD] if code >= FIRST_WORD else chr(code >> CHARACTER_BITS) + chr(code & LAST_CHARACTER)
            for code in self._codes[numbers].tolist()
        ]
        return [words.rarity(pair) * rarities[spread] for pair, spread in zip(pairs, spreads, strict=True)]

    def _rarity(self, spread: int) -> float:
        """How rare on the page a pair is that so many texts hold."""
        return math.log(1 + self.size / (1 + spread))

    def weigh(self, pairs: Iterable[str]) -> float:
        # Sets come in any order, and only an exact sum is the same in every one.
        return math.fsum(self.weight(pair) for pair in pairs)

    def likeness(self, left: Set[str], right: Set[str]) -> float:
        """0 where the texts share nothing; grows with what they share against their lengths."""
        if not left or not right:
            return 0.0
        return self.weigh(left & right) / math.sqrt(len(left) * len(right))
