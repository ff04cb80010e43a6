"""Whoosh's postings as arrays: which documents hold a word, and how often."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader, TermNotFound

from newsroom.search.arrays import Array


class ByteBudget:
    """Keeps what was computed, newest use last, and forgets the oldest when it all takes more than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self._kept: OrderedDict[Hashable, tuple[Array, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], tuple[Array, ...]]) -> tuple[Array, ...]:
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
        made = compute()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self.used += _bytes(made)
            while self.used > self.limit and len(self._kept) > 1:
                self.used -= _bytes(self._kept.popitem(last=False)[1])
        return made


def _bytes(arrays: tuple[Array, ...]) -> int:
    # 200: what an empty array and its place in the dictionary take.
    return sum(array.nbytes + 200 for array in arrays)


def word_postings(reader: SegmentReader, field: str, word: bytes) -> tuple[Array, Array]:
    """The documents (ascending) of one segment that hold the word, deleted ones too, and how often each does.

    Whoosh hands out one posting at a time; here each block of them, a pickled tuple of differences between document
    numbers and one of weights, becomes an array at once. The caller sees to it that one thread reads at a time.
    """
    try:
        known = reader.term_info(field, word)
    except TermNotFound:
        return np.empty(0, np.int32), np.empty(0, np.float32)
    if known.is_inlined():
        inlined, counts, _values = known.inlined_postings()
        return np.array(inlined, np.int32), np.array(counts, np.float32)
    matcher: Any = reader.postings(field, word)
    matcher = getattr(matcher, "child", matcher)  # the filter of deleted documents, which we mask ourselves
    blocks, weights = [], []
    while True:
        matcher._read_data()
        differences, weight, _values = matcher._data
        blocks.append(np.cumsum(differences, dtype=np.int64).astype(np.int32))
        # No weights are stored where all are 1, and a single one where all are equal.
        several = isinstance(weight, tuple)
        weights.append(np.array(weight, np.float32) if several else np.full(len(differences), weight or 1, np.float32))
        if matcher._lastblock:
            return np.concatenate(blocks), np.concatenate(weights)
        matcher._next_block()
