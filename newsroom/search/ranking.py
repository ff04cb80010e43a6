"""Which of the documents found come first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from newsroom.search.analysis import words
from newsroom.search.arrays import Array
from newsroom.search.folding import fold
from newsroom.search.schema import IndexPlan
from newsroom.search.view import IndexView

# Words by which documents are found alike; more of them bring common words in.
SHARED_WORDS = 20


def best(view: IndexView, plan: IndexPlan, found: Array, sort_by: Sequence[tuple[str, bool]], wanted: int) -> Array:
    """The first ``wanted`` of the documents found, sorted by (field, descending) one after the other."""
    keys = [_directed(view.order(field, plan)[found], descending) for field, descending in sort_by]
    candidates = np.arange(len(found))
    if 0 < wanted < len(found):
        # Only documents that are not behind the wanted-th by the first field need to be sorted by all.
        limit = np.partition(keys[0], wanted - 1)[wanted - 1]
        candidates = np.flatnonzero(keys[0] <= limit)
    order = np.lexsort([found[candidates], *(key[candidates] for key in reversed(keys))])
    return found[candidates[order]][:wanted]


def _directed(values: Array, descending: bool) -> Array:
    return -values if descending else values


def best_by_score(found: Array, scores: Array, wanted: int) -> Array:
    """The first ``wanted`` of the documents found, best score first, the newer of equals first."""
    held = scores[found]
    candidates = np.arange(len(found))
    if 0 < wanted < len(found):
        limit = np.partition(held, len(found) - wanted)[len(found) - wanted]
        candidates = np.flatnonzero(held >= limit)
    order = np.lexsort([-found[candidates], -held[candidates]])
    return found[candidates[order]][:wanted]


def rare_words(view: IndexView, plan: IndexPlan, number: int) -> list[str]:
    """The words of a document that say most about it: frequent in it, rare in the archive, but not alone in it."""
    stored = view.stored(number)
    weights: dict[str, float] = {}
    for field in plan.texts_of(plan.content):
        for word, count in Counter(words(fold(stored.get(field.name, "")))).items():
            if len(word) < 2 or word.isdigit():
                continue
            held = sum(segment.frequency(field.name, word) for segment in view.segments)
            if held > 1:
                weights[word] = weights.get(word, 0) + field.boost * count * math.log(view.count / held)
    ranked = sorted(weights, key=lambda word: (-weights[word], word))
    return [word for word in ranked if weights[word] > 0][:SHARED_WORDS]
