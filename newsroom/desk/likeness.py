"""How much alike two texts are, and which of several is which: what matches readings of one page with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from rapidfuzz.distance import Levenshtein

from newsroom.desk.edits import LONGEST_COMPARED

Known = TypeVar("Known")
Read = TypeVar("Read")
Pairs: TypeAlias = "Counter[str]"

# Two versions of one paragraph are at least so much alike: every third character may be misread. Paragraphs of one
# page that say different things are 0.2 alike at most in the sample issues, those of a few characters aside.
SAME_PIECE = 0.6


def pairs_of(text: str) -> Pairs:
    """The character pairs of a text, white space aside; the character where there is one alone."""
    text = "".join(text.split())
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def held(pairs: Pairs, whole: Pairs) -> float:
    """The share of the pairs that the whole holds, from 0 to 1."""
    return (pairs & whole).total() / max(1, pairs.total())


def likeness(one: str, other: str) -> float:
    """From 0 to 1; 0 for all that is less alike than SAME_PIECE."""
    if one == other:
        return 1.0
    if max(len(one), len(other)) > LONGEST_COMPARED:
        return 0.0
    return Levenshtein.normalized_similarity(one, other, score_cutoff=SAME_PIECE)


def likest(known: Sequence[Known], read: Sequence[Read], alike: Callable[[Known, Read], float]) -> dict[int, int]:
    """For each of ``read`` that is one of ``known``, which it is: the likest first, each once; of two equally alike the
    one that stands nearer in its list."""
    ranked = sorted(
        (
            (alike(one, other), -abs(old - new), old, new)
            for old, one in enumerate(known)
            for new, other in enumerate(read)
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, _distance, old, new in ranked:
        if score >= SAME_PIECE and new not in partner and old not in taken:
            partner[new] = old
            taken.add(old)
    return partner
