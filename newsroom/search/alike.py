"""Documents that are like one: those that share the words which say most about it.

How many documents hold a word, and which, is taken from the pairs of characters beside each segment: all pairs of a
document are looked up at once, where its words one by one would cost a look into each segment's dictionary each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import accumulate, pairwise

import numpy as np

from newsroom.search.analysis import words
from newsroom.search.arrays import Array
from newsroom.search.folding import fold
from newsroom.search.matching import SATURATION, rarity, slack_of
from newsroom.search.schema import FieldPlan, IndexPlan
from newsroom.search.segments import CHAR_BITS
from newsroom.search.view import IndexView

# Words by which documents are found alike; more of them bring common words in.
SHARED_WORDS = 20
# A document that shares fewer of another's rarest words is not like it.
SHARED_AT_LEAST = 2
# Where a word stands in more documents than this, that it stands in one says nothing, and costs most of the time.
TOO_MANY_DOCUMENTS = 5_000


def likeness(view: IndexView, plan: IndexPlan, number: int) -> Array:
    """How like this document each of the view is, itself too; 0 where it shares too few words."""
    fields = plan.texts_of(plan.content)
    counted = {field.name: _counted_words(view, number, field.name) for field in fields}
    distinct = list(dict.fromkeys(word for counts in counted.values() for word in counts))
    held = {field.name: _Held(view, field.name, distinct) for field in fields}
    scores, shared = np.zeros(view.count, np.float32), np.zeros(view.count, np.uint8)
    taken = 0
    for at in _most_telling(view.count, fields, distinct, counted, held):
        sharing = np.zeros(view.count, bool)
        for field in fields:
            docs = held[field.name].documents(at)
            weight = field.boost * rarity(view.count, len(docs)) * (SATURATION + 1)
            scores[docs] += weight / (1 + slack_of(view.relative_lengths(field.name)[docs]))
            sharing[docs] = True
        shared += sharing
        taken += int(sharing.sum() > 1)
        if taken == SHARED_WORDS:
            break
    scores[shared < min(SHARED_AT_LEAST, taken)] = 0
    return scores


def _counted_words(view: IndexView, number: int, field: str) -> Counter[str]:
    """The words of a document that can say something about it."""
    text = fold(view.stored(number).get(field, ""))
    return Counter(word for word in words(text) if len(word) > 1 and not word.isdigit())


def _most_telling(
    count: int,
    fields: Sequence[FieldPlan],
    distinct: Sequence[str],
    counted: Mapping[str, Counter[str]],
    held: Mapping[str, _Held],
) -> list[int]:
    """The places of the words that say most about a document: frequent in it, rare in the archive, not alone in it."""
    weights: dict[int, float] = {}
    for field in fields:
        at_most = held[field.name].at_most
        for at, word in enumerate(distinct):
            if counted[field.name][word] and 1 < at_most[at] < count:
                weights[at] = weights.get(at, 0) + field.boost * counted[field.name][word] * math.log(
                    count / at_most[at]
                )
    return sorted(weights, key=lambda at: (-weights[at], distinct[at]))


class _Held:
    """In which documents some words, each of two characters at least, stand in one field."""

    def __init__(self, view: IndexView, field: str, distinct: list[str]) -> None:
        self._view = view
        self._field = field
        self._firsts = [0, *accumulate(len(word) - 1 for word in distinct)]
        pairs = [ord(one) << CHAR_BITS | ord(next) for word in distinct for one, next in pairwise(word)]
        keys = np.array(pairs, np.uint64)
        # Of each pair, in each segment: where its documents begin and end.
        self._spans = [_spans(segment.arrays, field, keys) for segment in view.segments]
        counts = sum(ends - starts for starts, ends in self._spans)
        # No more documents hold a word than its rarest pair; of a word of two characters they are exactly these.
        self.at_most: list[int] = np.minimum.reduceat(counts, self._firsts[:-1]).tolist() if distinct else []

    def documents(self, at: int) -> Array:
        """The documents that hold all pairs of a word, ascending; none where they are too many."""
        if not 0 < self.at_most[at] <= TOO_MANY_DOCUMENTS:
            return np.empty(0, np.int64)
        found = []
        for (base, segment), (starts, ends) in zip(self._view.placed(), self._spans, strict=True):
            docs = segment.arrays[f"{self._field}.docs"]
            pairs = [docs[starts[pair] : ends[pair]] for pair in range(self._firsts[at], self._firsts[at + 1])]
            found.append(reduce(_in_both, sorted(pairs, key=len)).astype(np.int64) + base)
        return np.concatenate(found)


def _spans(arrays: dict[str, Array], field: str, keys: Array) -> tuple[Array, Array]:
    pairs, bounds = arrays[f"{field}.pairs"], arrays[f"{field}.bounds"]
    if not len(pairs):
        return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
    at = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
    return bounds[at], np.where(pairs[at] == keys, bounds[at + 1], bounds[at])


def _in_both(few: Array, many: Array) -> Array:
    """Those of the few, both ascending, that are among the many."""
    if not len(few) or not len(many):
        return few[:0]
    return few[many[np.minimum(np.searchsorted(many, few), len(many) - 1)] == few]
