"""Whoosh's own file format, written term by term, and the folder it is kept in.

Whoosh collects postings as tuples, spills and merges them, and hands each one through a dozen calls. Here all terms of
a field, their documents and their weights are arrays from the start, and blocks are cut from them: several times as
fast, and any Whoosh reads the result.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from pickle import dumps
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.util import random_name
from whoosh.util.numlists import GrowableArray

from newsroom.search.arrays import Array
from newsroom.search.pool import Postings, TermPool

# Postings in one block. Whoosh's 128 are meant for reading one by one; we read blocks whole.
BLOCK_POSTINGS = 1024
# Words of so few documents, which most are, keep them in the dictionary: one file less to look into.
INLINE_POSTINGS = 4
# Words whose postings are Python's numbers at once; these take ten times the memory of an array's.
WORDS_AT_ONCE = 10_000
# zlib's set-up costs more than a small block gains, and most words stand in a handful of documents.
COMPRESSED_FROM_BYTES = 160
# How Whoosh finds a key: 1 is CRC-32; its MD5 takes several times as long.
CRC_HASH = 1

_FIELD_NUMBER = struct.Struct("!H")
_PLACE_AND_LENGTH = struct.Struct("!qi")
_KEY_AND_VALUE_LENGTH = struct.Struct("!ii")


class IndexStorage(FileStorage):
    """A folder of index files. ``temp_storage`` as Whoosh's, but without an exception for a folder that is there.

    Whoosh keeps that exception in a variable; with its frames it would hold each old state of the index, and its open
    files, until the next garbage collection.
    """

    def temp_storage(self, name: str | None = None) -> IndexStorage:
        folder = Path(self.folder, name or f"{random_name()}.tmp")
        folder.mkdir(parents=True, exist_ok=True)
        return IndexStorage(str(folder))


class WholeTermsCodec(W3Codec):
    """Whoosh's codec, whose terms are written by TermsWriter."""

    # Whoosh would look up each document's length for each posting; BM25 here takes lengths from the folded text.
    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> TermsWriter:
        return TermsWriter(storage, segment)


class _Dictionary(OrderedHashWriter):
    """Whoosh's table of terms; keys must be added in order."""

    def __init__(self, dbfile: Any) -> None:
        HashWriter.__init__(self, dbfile, hashtype=CRC_HASH)
        self.index = GrowableArray("I")
        self._place = dbfile.tell()

    def add(self, key: bytes, value: bytes) -> None:
        place = self._place
        self.dbfile.write(_KEY_AND_VALUE_LENGTH.pack(len(key), len(value)) + key + value)
        self._place += _KEY_AND_VALUE_LENGTH.size + len(key) + len(value)
        self.index.append(place)
        hashed = zlib.crc32(key)
        self.buckets[hashed & 255].append((hashed, place))

    def _write_hashes(self) -> None:
        """As Whoosh's, each table packed at once: open addressing, half of the slots (0, 0)."""
        for entries in self.buckets:
            slots = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), slots))
            table = [0] * (2 * slots)
            for hashed, place in entries:
                slot = (hashed >> 8) % slots
                while table[2 * slot + 1]:
                    slot = (slot + 1) % slots
                table[2 * slot : 2 * slot + 2] = hashed, place
            self.dbfile.write(struct.pack("!" + "Iq" * slots, *table))


class TermsWriter:
    """Writes what a TermPool holds as the dictionary and the postings of a segment."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._terms = _Dictionary(segment.create_file(storage, W3Codec.TERMS_EXT))
        self._postings = segment.create_file(storage, W3Codec.POSTS_EXT)
        self.is_closed = False

    def write(self, schema: Any, pool: TermPool) -> None:
        fields = self._terms.extras["fieldmap"] = {name: number for number, name in enumerate(sorted(pool.fields))}
        for name, number in fields.items():
            key = _FIELD_NUMBER.pack(number)
            with_frequencies = schema[name].format.fixed_value_size() != 0
            for word, value in self._values(pool.fields[name].postings(), with_frequencies):
                self._terms.add(key + word.encode(), value)

    def _values(self, postings: Postings, with_frequencies: bool) -> Iterator[tuple[str, bytes]]:
        """Each word with what the dictionary says of it: W3TermInfo's numbers, and its postings or where they are."""
        for first in range(0, len(postings.words), WORDS_AT_ONCE):
            yield from self._some_values(postings.some(first, first + WORDS_AT_ONCE), with_frequencies)

    def _some_values(self, postings: Postings, with_frequencies: bool) -> Iterator[tuple[str, bytes]]:
        words, bounds, documents, counts = postings
        # What each word's frequency is packed as; fields without frequencies have none.
        packed = counts.astype(">u4").tobytes() if with_frequencies else b""
        firsts, lasts = documents[bounds[:-1]].tolist(), documents[bounds[1:] - 1].tolist()
        totals, most = np.add.reduceat(counts, bounds[:-1]).tolist(), np.maximum.reduceat(counts, bounds[:-1]).tolist()
        ids, weights = documents.tolist(), counts.tolist()
        starts = bounds.tolist()
        pack, size = W3TermInfo._struct.pack, 4 if with_frequencies else 0
        for at, word in enumerate(words):
            start, end = starts[at], starts[at + 1]
            # length_to_byte(None) and of 0 are both 0: no lengths are kept.
            inline = end - start <= INLINE_POSTINGS
            head = pack(inline, totals[at], end - start, 0, 0, most[at], firsts[at], lasts[at])
            if inline:
                values = tuple(packed[size * one : size * one + size] for one in range(start, end))
                yield word, head + dumps((tuple(ids[start:end]), tuple(weights[start:end]), values), 2)
            else:
                blocks = self._blocks(documents[start:end], counts[start:end], packed[size * start : size * end])
                yield word, head + _PLACE_AND_LENGTH.pack(*blocks)

    def _blocks(self, documents: Array, counts: Array, packed: bytes) -> tuple[int, int]:
        """Writes one word's postings; returns where they are and how many bytes they take."""
        place = self._postings.tell()
        pieces = [WHOOSH3_HEADER_MAGIC]
        for start in range(0, len(documents), BLOCK_POSTINGS):
            ids, weights = documents[start : start + BLOCK_POSTINGS], counts[start : start + BLOCK_POSTINGS]
            most = float(weights.max())
            # Whoosh leaves out weights that are all 1, and gives one where all are equal.
            short = (None if most == 1 else most) if float(weights.min()) == most else tuple(weights.tolist())
            differences = (int(ids[0]), *np.diff(ids).tolist())
            values = packed[4 * start : 4 * (start + BLOCK_POSTINGS)] if packed else None
            data = dumps((differences, short, values), 2)
            compressed = len(data) >= COMPRESSED_FROM_BYTES
            if compressed:
                data = zlib.compress(data, 1)
            info = dumps((len(ids), int(ids[-1]), most, int(compressed), 0, 0), 2)
            size = len(info) + len(data)
            is_last = start + BLOCK_POSTINGS >= len(documents)
            pieces += [struct.pack("!i", -size if is_last else size), info, data]
        whole = b"".join(pieces)
        self._postings.write(whole)
        return place, len(whole)

    def close(self) -> None:
        self._terms.close()
        self._postings.close()
        self.is_closed = True
