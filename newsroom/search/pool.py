"""The words of the documents of one segment, gathered as arrays until the segment is written."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from newsroom.search.arrays import Array

# A word's number and a document's share 64 bits while postings are sorted.
DOC_BITS = np.uint64(32)
_LOW = np.uint64(2**32 - 1)


class Postings(NamedTuple):
    """Of one field: its words in order; the documents of word ``i``, ascending, and how often each holds it, are
    ``documents[bounds[i]:bounds[i + 1]]`` and ``counts[…]``."""

    words: list[str]
    bounds: Array
    documents: Array
    counts: Array

    def some(self, first: int, last: int) -> Postings:
        """Those of the words from ``first`` up to ``last``."""
        bounds = self.bounds[first : last + 1]
        within = slice(bounds[0], bounds[-1])
        return Postings(self.words[first:last], bounds - bounds[0], self.documents[within], self.counts[within])


class _Numbers(dict[str, int]):
    """Gives each word that it meets the next number."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class FieldPool:
    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._words = array("I")  # of all documents, one after the other
        self._documents = array("I")
        self._lengths = array("I")
        self._counted: list[tuple[int, Array, Array]] = []

    def add(self, document: int, words: list[str]) -> None:
        """One document's words, in any order, each as often as it stands there."""
        self._words.extend(map(self._numbers.__getitem__, words))
        self._documents.append(document)
        self._lengths.append(len(words))

    def add_counted(self, word: str, documents: Array, counts: Array) -> None:
        """One word's documents, other than those of ``add``, with how often each holds it."""
        self._counted.append((self._numbers[word], documents, counts))

    def postings(self) -> Postings:
        words = sorted(self._numbers)  # by code point, which is the order of their UTF-8 bytes as well
        ranks = np.empty(len(words), np.uint64)
        ranks[np.fromiter(map(self._numbers.__getitem__, words), np.int64, len(words))] = np.arange(len(words))
        owners = np.repeat(np.array(self._documents, np.uint64), np.array(self._lengths, np.int64))
        keys = (ranks[np.array(self._words, np.int64)] << DOC_BITS) | owners
        keys.sort()
        firsts = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        counts = np.diff(np.append(firsts, len(keys))).astype(np.float32)
        keys = keys[firsts]
        if self._counted:
            others = [(ranks[number] << DOC_BITS) | held.astype(np.uint64) for number, held, _ in self._counted]
            keys = np.concatenate([keys, *others])
            counts = np.concatenate([counts, *(some for *_, some in self._counted)])
            order = np.argsort(keys, kind="stable")
            keys, counts = keys[order], counts[order]
        bounds = np.searchsorted(keys, np.arange(len(words) + 1, dtype=np.uint64) << DOC_BITS)
        return Postings(words, bounds, (keys & _LOW).astype(np.uint32), counts)


class TermPool:
    """Stands in for Whoosh's PostingPool."""

    def __init__(self) -> None:
        self.fields: defaultdict[str, FieldPool] = defaultdict(FieldPool)

    def add_words(self, field: str, document: int, words: Iterable[str]) -> None:
        self.fields[field].add(document, list(words))

    def cleanup(self) -> None:
        self.fields.clear()
