"""Whoosh's own file format, written term by term, and the folder it is kept in.

Whoosh collects postings as tuples, spills and merges them, and hands each one through a dozen calls. Here a term's
documents and weights are two arrays from the start, and blocks are cut from them: several times as fast, and any Whoosh
reads the result.
"""

from __future__ import annotations

import zlib
from array import array
from itertools import chain
from operator import sub
from pathlib import Path
from pickle import dumps
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3PostingsWriter
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import pack_uint
from whoosh.util import random_name

# Postings in one block. Whoosh's 128 are meant for reading one by one; we read blocks whole.
BLOCK_POSTINGS = 1024
# zlib's set-up costs more than a small block gains, and most words stand in a handful of documents.
COMPRESSED_FROM_BYTES = 160


class IndexStorage(FileStorage):
    """A folder of index files. ``temp_storage`` as Whoosh's, but without an exception for a folder that is there.

    Whoosh keeps that exception in a variable; with its frames it would hold each old state of the index, and its open
    files, until the next garbage collection.
    """

    def temp_storage(self, name: str | None = None) -> IndexStorage:
        folder = Path(self.folder, name or f"{random_name()}.tmp")
        folder.mkdir(parents=True, exist_ok=True)
        return IndexStorage(str(folder))


class TermPool:
    """Stands in for Whoosh's PostingPool: documents and weights of each term of each field, in memory."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[bytes, tuple[array[int], array[float]]]] = {}

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """(field, term, document, weight, _); documents must come in order."""
        field, term, document, weight, _value = posting
        terms = self.fields.setdefault(field, {})
        if (held := terms.get(term)) is None:
            held = terms[term] = (array("I"), array("f"))
        held[0].append(document)
        held[1].append(weight)

    def cleanup(self) -> None:
        self.fields.clear()


class WholeTermsCodec(W3Codec):
    """Whoosh's codec with blocks cut from whole terms."""

    # Whoosh would look up each document's length for each posting; BM25 here takes lengths from the folded text.
    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK_POSTINGS)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        return _BlockWriter(dbfile, blocklimit=self._blocklimit, byteids=byteids)


class _BlockWriter(W3PostingsWriter):
    def write_all(self, documents: array[int], weights: array[float], with_frequencies: bool) -> None:
        """All postings of the term that was started."""
        for start in range(0, len(documents), self._blocklimit):
            end = start + self._blocklimit
            self._ids, self._weights = documents[start:end], weights[start:end]
            self._maxweight = max(self._weights)
            self._values = [b"".join(pack_uint(int(weight)) for weight in self._weights)] if with_frequencies else []
            if end < len(documents):
                self._write_block()

    def _write_block(self, last: bool = False) -> None:
        """As Whoosh's, but for when it compresses."""
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        data = dumps((self._mini_ids(), self._mini_weights(), self._mini_values()), 2)
        compressed = len(data) >= COMPRESSED_FROM_BYTES
        if compressed:
            data = zlib.compress(data, 1)
        # length_to_byte(None) and of 0 are both 0: no lengths are kept.
        info = dumps((len(self), self._ids[-1], self._maxweight, int(compressed), 0, 0), 2)
        size = len(info) + len(data)
        self._postfile.write_int(-size if last else size)
        self._postfile.write(info)
        self._postfile.write(data)
        self._blockcount += 1
        self._new_block()

    def _mini_ids(self) -> tuple[Any, ...]:
        if self._byteids:
            return tuple(self._ids)
        return tuple(map(sub, self._ids, chain((0,), self._ids)))


def write_terms(writer: W3FieldWriter, schema: Any, pool: TermPool) -> None:
    """Writes what the pool holds, in the order Whoosh's files want."""
    for name in sorted(pool.fields):
        field = schema[name]
        with_frequencies = field.format.fixed_value_size() != 0
        writer.start_field(name, field)
        for term, (documents, weights) in sorted(pool.fields[name].items()):
            writer.start_term(term)
            writer._postwriter.write_all(documents, weights, with_frequencies)
            writer.finish_term()
        writer.finish_field()
