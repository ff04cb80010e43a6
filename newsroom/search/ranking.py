"""Which of the documents found come first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newsroom.search.arrays import Array
from newsroom.search.schema import IndexPlan
from newsroom.search.view import IndexView


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
