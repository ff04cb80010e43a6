"""The index at one moment: its segments side by side, numbered through, with what is computed from them kept.

A view never changes, so threads share it. A commit by any process makes a new generation; the next search then opens a
new view, which takes over every segment that did not change.
"""

from __future__ import annotations

import contextlib
import threading
import time
import weakref
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from newsroom.search.analysis import learn, segmenter_name
from newsroom.search.arrays import Array
from newsroom.search.codec import IndexStorage
from newsroom.search.postings import ByteBudget, word_postings
from newsroom.search.schema import MISSING, IndexPlan, Kind
from newsroom.search.segments import CHAR_BITS, damage_of, open_segment_arrays

INDEX_NAME = "MAIN"  # Whoosh's own default

# Decoded word postings kept per process. The hundred commonest words of 100,000 articles take about 60 MB.
_WORD_CACHE = ByteBudget(64 * 2**20)
# Seconds before each look for a table of contents.
LOOKS = (0, 0.001, 0.01, 0.05)
# Documents and scores of whole runs of one view.
RUN_CACHE_BYTES = 64 * 2**20
# Documents as stored, some 3 kB each: those that were among the first hits of the last hundred queries.
STORED_KEPT = 2048


class NoIndex(Exception):
    """There is no index in the folder, or it cannot be read."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How the documents of an index were cut into words: by which segmenter, and with which names as words.

    It is kept in the table of contents, on every segment there, so that no state of the index can be without it.
    """

    segmenter: str = ""
    names: frozenset[str] = frozenset()

    @classmethod
    def now(cls, names: Iterable[str] = ()) -> Cut:
        """By this process."""
        return cls(segmenter_name(), frozenset(names))

    @classmethod
    def of(cls, segments: Sequence[Any]) -> Cut:
        return cls(*getattr(segments[0], "cut", ())) if segments else cls.now()

    def note(self, segments: Sequence[Any]) -> None:
        kept = (self.segmenter, self.names)
        for segment in segments:
            segment.cut = kept


class Segment:
    """One Whoosh segment, open for reading. ``base`` is the number its first document has in the view."""

    def __init__(self, reader: SegmentReader, arrays: dict[str, Array]) -> None:
        self.id: str = reader.segment().segment_id()
        self.reader = reader
        self.arrays = arrays
        self.count: int = reader.doc_count_all()
        self._reading = threading.Lock()
        # Whoosh's readers refer to themselves in circles: their files would stay open until the next collection.
        weakref.finalize(self, reader.close)

    def word(self, field: str, word: str) -> tuple[Array, Array]:
        """Documents that hold a word, and how often; see ``word_postings``."""
        docs, counts = _WORD_CACHE.get((self.id, field, word), lambda: self._read_word(field, word))
        return docs, counts

    def _read_word(self, field: str, word: str) -> tuple[Array, Array]:
        with self._read():
            return word_postings(self.reader, field, word.encode())

    def frequency(self, field: str, word: str) -> int:
        """In how many documents, deleted ones too, a word stands: read from the dictionary alone."""
        with self._read():
            return int(self.reader.doc_frequency(field, word.encode()))

    @contextlib.contextmanager
    def _read(self) -> Iterator[None]:
        """One thread reads Whoosh's files at a time; whatever damaged files make it raise becomes NoIndex."""
        with self._reading:
            try:
                yield
            except Exception as error:
                raise NoIndex(f"Segment {self.id} of the search index is damaged: {error}") from error

    def stored(self, number: int) -> dict[str, Any]:
        """The fields of one document as they were stored."""
        with self._read():
            return dict(self.reader.stored_fields(number))

    def number_of(self, field: str, value: str) -> list[int]:
        """The documents whose unique field has this value."""
        with self._read():
            return [int(number) for number in word_postings(self.reader, field, value.encode())[0]]

    def pair_docs(self, field: str, first: int, second: int) -> Array:
        """The documents, ascending, in which these two characters stand side by side."""
        key = np.uint64(first << CHAR_BITS | second)
        at = int(np.searchsorted(self.arrays[f"{field}.pairs"], key))
        pairs, bounds = self.arrays[f"{field}.pairs"], self.arrays[f"{field}.bounds"]
        if at == len(pairs) or pairs[at] != key:
            return self.arrays[f"{field}.docs"][:0]
        return self.arrays[f"{field}.docs"][bounds[at] : bounds[at + 1]]

    def char_docs(self, field: str, char: int) -> Array:
        """The documents in which a character stands: all pairs it begins lie together. Unsorted, with repetitions."""
        pairs, bounds = self.arrays[f"{field}.pairs"], self.arrays[f"{field}.bounds"]
        wanted = np.array([char << CHAR_BITS, (char + 1) << CHAR_BITS], np.uint64)
        first, last = np.searchsorted(pairs, wanted)
        return self.arrays[f"{field}.docs"][bounds[first] : bounds[last]]

    def folded(self, number: int, field: str) -> str:
        """The search copy of one document's text, line by line as it was stored."""
        start, end = self.arrays[f"{field}.starts"][number : number + 2].tolist()
        return self.arrays[f"{field}.text"][start : end - 1].tobytes().decode()


class ValueColumn(NamedTuple):
    """The values of one field: the distinct ones in order, and which of them each document has.

    ``ordinals`` are those of all documents one after the other, ``owners`` the document each belongs to. ``single``
    where each document has exactly one.
    """

    names: Array  # of str
    ordinals: Array
    owners: Array
    single: bool

    def of(self, mask: Array) -> Array:
        """The ordinals of the documents in the mask."""
        return self.ordinals[mask if self.single else mask[self.owners]]

    def having(self, chosen: Array, count: int) -> Array:
        """The mask, of ``count`` documents, of those that have one of the chosen values."""
        if self.single:
            return chosen[self.ordinals]
        mask = np.zeros(count, bool)
        mask[self.owners[chosen[self.ordinals]]] = True
        return mask


class IndexView:
    """All segments of one generation of the index. Documents are numbered through, 0 to ``count`` - 1."""

    def __init__(self, key: tuple[Any, ...], segments: Sequence[Segment], deleted: Sequence[Any], cut: Cut) -> None:
        self.key = key
        self.cut = cut
        self.segments = segments
        self._bases = [0, *accumulate(segment.count for segment in segments)]
        self.count = self._bases[-1]
        self.live = np.ones(self.count, bool)
        for base, gone in zip(self._bases, deleted, strict=False):
            self.live[np.fromiter(gone, np.int64) + base] = False
        self.live_count = int(self.live.sum())
        self.runs = ByteBudget(RUN_CACHE_BYTES)
        self._columns: dict[str, Any] = {}
        # It must not refer to this view: in a circle, both would wait for the garbage collection.
        self._stored = lru_cache(STORED_KEPT)(partial(_read_stored, segments, self._bases))

    def is_damaged(self, folder: Path) -> bool:
        """Whether a file of it is not as it was written. Reads them all."""
        return any(damage_of(folder, segment.reader.segment()) for segment in self.segments)

    def placed(self) -> zip[tuple[int, Segment]]:
        """Each segment after the number of its first document."""
        return zip(self._bases, self.segments, strict=False)

    def _place(self, number: int) -> tuple[Segment, int]:
        at = bisect_right(self._bases, number) - 1
        return self.segments[at], number - self._bases[at]

    def stored(self, number: int) -> dict[str, Any]:
        """A document's fields. Not to be changed: whoever asks for the same document next is given the same."""
        return self._stored(number)

    def folded(self, number: int, field: str) -> str:
        segment, number = self._place(number)
        return segment.folded(number, field)

    def find(self, field: str, value: str) -> list[int]:
        """The live documents whose unique field has this value: one at most, but for a damaged index."""
        found = [base + number for base, segment in self.placed() for number in segment.number_of(field, value)]
        return [number for number in found if self.live[number]]

    def numbers(self, field: str) -> Array:
        """One number a document; MISSING (or not-a-number) where it has none."""
        if field not in self._columns:
            columns = [segment.arrays[f"{field}.number"] for segment in self.segments]
            whole = np.concatenate(columns) if columns else np.empty(0, np.int64)
            if whole.dtype.kind == "f":
                whole = np.where(whole == float(MISSING), np.nan, whole)
            self._columns[field] = whole
        column: Array = self._columns[field]
        return column

    def values(self, field: str) -> ValueColumn:
        if field not in self._columns:
            self._columns[field] = self._joined_values(field)
        column: ValueColumn = self._columns[field]
        return column

    def _joined_values(self, field: str) -> ValueColumn:
        named = [_names(segment.arrays, field) for segment in self.segments]
        distinct = sorted(set().union(*named)) if named else []
        ordinal_of = {value: ordinal for ordinal, value in enumerate(distinct)}
        ordinals = [
            np.array([ordinal_of[name] for name in names], np.int32)[segment.arrays[f"{field}.ordinals"]]
            for names, segment in zip(named, self.segments, strict=True)
        ]
        counts = [np.diff(segment.arrays[f"{field}.bounds"]) for segment in self.segments]
        per_document = np.concatenate(counts) if counts else np.empty(0, np.int64)
        return ValueColumn(
            np.array(distinct, object),
            np.concatenate(ordinals) if ordinals else np.empty(0, np.int32),
            np.repeat(np.arange(self.count, dtype=np.int32), per_document),
            bool((per_document == 1).all()),
        )

    def relative_lengths(self, field: str) -> Array:
        """How long each document's text is in this field; 1 is the mean."""
        key = f"{field} length"
        if key not in self._columns:
            lengths = [np.diff(segment.arrays[f"{field}.starts"]) for segment in self.segments]
            whole = np.concatenate(lengths).astype(np.float32) if lengths else np.empty(0, np.float32)
            self._columns[key] = whole / max(float(whole.mean()), 1.0) if len(whole) else whole
        column: Array = self._columns[key]
        return column

    def order(self, field: str, plan: IndexPlan) -> Array:
        """Numbers that sort as the field does: the numbers themselves, or the ordinal of each first value."""
        if plan.fields[field].kind is Kind.NUMBER:
            return self.numbers(field)
        key = f"{field} order"
        if key not in self._columns:
            self._columns[key] = self._first_values(field, plan)
        column: Array = self._columns[key]
        return column

    def _first_values(self, field: str, plan: IndexPlan) -> Array:
        if plan.fields[field].kind is Kind.VALUES:
            column = self.values(field)
            firsts = np.full(self.count, -1, np.int64)
            # Written from the last to the first, so that the first of several values stays.
            firsts[column.owners[::-1]] = column.ordinals[::-1]
            return firsts
        texts = [str(self.stored(number).get(field, "")) for number in range(self.count)]
        return np.unique(np.array(texts, object), return_inverse=True)[1] if texts else np.empty(0, np.int64)


def _read_stored(segments: Sequence[Segment], bases: list[int], number: int) -> dict[str, Any]:
    at = bisect_right(bases, number) - 1
    return segments[at].stored(number - bases[at])


def _names(arrays: dict[str, Array], field: str) -> list[str]:
    joined = arrays[f"{field}.names"].tobytes()
    starts = arrays[f"{field}.name_starts"].tolist()
    return [joined[start:end].decode() for start, end in pairwise(starts)]


class IndexFolder:
    """A folder that holds a Whoosh index; gives the view of its newest generation. One a process and folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.storage = IndexStorage(str(path))
        self._view: IndexView | None = None
        self._opening = threading.Lock()
        self._distrusted: tuple[Any, ...] = ()

    def distrust(self, view: IndexView) -> None:
        """Reading this view failed: its generation is not opened again; the next one is."""
        self._distrusted = view.key

    def view(self, plan: IndexPlan) -> IndexView:
        """The newest view. Raises NoIndex when there is none or it cannot be read."""
        key = self._generation()
        if key == self._distrusted:
            raise NoIndex(f"The search index in {self.path} is damaged.")
        view = self._view
        if view is not None and view.key == key:
            return view
        with self._opening:
            if self._view is None or self._view.key != key:
                self._view = self._open(plan)
            return self._view

    def generation(self) -> tuple[Any, ...] | None:
        """What tells one state of the folder from the next: its newest table of contents, when that was written, and
        its place on the disk. None where there is none at this moment."""
        number = TOC._latest_generation(self.storage, INDEX_NAME)
        with contextlib.suppress(FileNotFoundError):
            written = (self.path / TOC._filename(INDEX_NAME, number)).stat()
            return number, written.st_mtime_ns, written.st_ino
        return None

    def _generation(self) -> tuple[Any, ...]:
        # A commit puts a new table in the place of the old one; whoever looks in between looks again.
        for pause in LOOKS:
            if pause:
                time.sleep(pause)
            if (key := self.generation()) is not None:
                return key
        raise NoIndex(f"There is no search index in {self.path}.")

    def _open(self, plan: IndexPlan) -> IndexView:
        known = {segment.id: segment for segment in self._view.segments} if self._view is not None else {}
        # A writer may replace the generation, and remove its files, while we open it: look again then.
        lost = ""
        for _ in LOOKS:
            key = self._generation()
            try:
                contents = TOC.read(self.storage, INDEX_NAME, gen=key[0], schema=plan.whoosh_schema())
                segments = [
                    known.get(segment.segment_id()) or self._open_segment(segment, plan)
                    for segment in contents.segments
                ]
                cut = Cut.of(contents.segments)
                learn(cut.names)
                return IndexView(key, segments, [segment.deleted_docs() for segment in contents.segments], cut)
            except FileNotFoundError as error:
                lost = str(error.filename)
                if self._generation() == key:
                    break
            except Exception as error:
                raise NoIndex(f"The search index in {self.path} cannot be read: {error}") from error
        raise NoIndex(f"The search index in {self.path} has lost a file: {lost}.")

    def _open_segment(self, segment: Any, plan: IndexPlan) -> Segment:
        reader = SegmentReader(self.storage, plan.whoosh_schema(), segment)
        if reader.doc_count_all():
            reader.stored_fields(0)  # opens the last of the files, which a writer may remove from now on
        return Segment(reader, open_segment_arrays(self.path, reader, plan))


_FOLDERS: dict[Path, IndexFolder] = {}
_FOLDERS_LOCK = threading.Lock()


def index_folder(path: str | Path) -> IndexFolder:
    """The folder's one object in this process."""
    path = Path(path)
    with _FOLDERS_LOCK:
        if path not in _FOLDERS:
            _FOLDERS[path] = IndexFolder(path)
        return _FOLDERS[path]
