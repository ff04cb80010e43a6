"""What two texts of one page share, measured in pairs of neighbouring Han characters weighted by how much they tell."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import chain, pairwise

from newsroom.language import words

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
    """The pairs of every text of a page, and how telling each is on this page."""

    def __init__(self, texts: Sequence[str], of_interest: Sequence[str] | None = None) -> None:
        """``of_interest``: texts whose pairs are all that will be asked about; by default every text's."""
        self.pairs = [pairs_of(text) for text in texts]
        if of_interest is not None:
            asked = frozenset[str]().union(*map(pairs_of, of_interest))
            self.pairs = [pairs & asked for pairs in self.pairs]
        self.spread = Counter(chain.from_iterable(self.pairs))
        self.size = max(2, len(texts))
        self._weights: dict[str, float] = {}

    def weight(self, pair: str) -> float:
        """Rare in the language and rare on the page weighs most; a pair found all over the page weighs little."""
        weight = self._weights.get(pair)
        if weight is None:
            spread = self.spread.get(pair, 0)
            weight = self._weights[pair] = words.rarity(pair) * math.log(1 + self.size / (1 + spread))
        return weight

    def weigh(self, pairs: Iterable[str]) -> float:
        # Sets come in any order, and only an exact sum is the same in every one.
        return math.fsum(self.weight(pair) for pair in pairs)

    def likeness(self, left: Set[str], right: Set[str]) -> float:
        """0 where the texts share nothing; grows with what they share against their lengths."""
        if not left or not right:
            return 0.0
        return self.weigh(left & right) / math.sqrt(len(left) * len(right))
