"""Writing the index: one writer at a time, in whichever process, and nothing visible before it is whole.

A commit writes a new segment for the new documents, notes which documents of older segments are gone, and makes both
visible at once by a new table of contents. A rebuild writes all its segments beside the index and moves them in.
"""

from __future__ import annotations

import contextlib
import json
import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from haystack.constants import ID
from whoosh.index import TOC, FileIndex, clean_files
from whoosh.reading import SegmentReader
from whoosh.util.filelock import FileLock
from whoosh.writing import SegmentWriter

from newsroom.search.analysis import learn
from newsroom.search.codec import IndexStorage, WholeTermsCodec
from newsroom.search.pool import TermPool
from newsroom.search.postings import word_postings
from newsroom.search.schema import ChineseText, IndexPlan, words_of
from newsroom.search.segments import open_segment_arrays
from newsroom.search.view import INDEX_NAME, Cut, index_folder

# Segments of about the same size (a power of this) are merged when there are so many of them.
MERGE_FACTOR = 8
# A segment of this many documents is left alone: merging it would keep an edit waiting for seconds.
LARGE_SEGMENT = 4096


class _Writer(SegmentWriter):
    """Whoosh's writer, which also makes each new segment's arrays before the segment becomes visible."""

    def __init__(self, index: FileIndex, plan: IndexPlan, cut: Cut, **options: Any) -> None:
        super().__init__(index, compound=False, codec=WholeTermsCodec(), **options)
        self.pool = TermPool()
        self.plan = plan
        self.cut = cut
        learn(cut.names)

    def add_document(self, **fields: Any) -> None:
        """As Whoosh's, for the kinds of fields an IndexPlan has; words go to the pool a document at a time."""
        self.perdocwriter.start_doc(self.docnum)
        for name, value in fields.items():
            field = self.schema[name]
            if field.indexed:
                words = words_of(value) if isinstance(field, ChineseText) else [value]
                self.pool.add_words(name, self.docnum, words)
            self.perdocwriter.add_field(name, field, value, 0)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def add_postings_to_pool(self, reader: SegmentReader, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Another segment's words; ``docmap`` leads from its documents to ours, where some are deleted."""
        moved = np.arange(startdoc, startdoc + reader.doc_count_all())
        if docmap is not None:
            moved[:] = -1
            moved[list(docmap)] = list(docmap.values())
        for name, word in reader.all_terms():
            documents, counts = word_postings(reader, name, word)
            documents = moved[documents]
            kept = documents >= 0
            if kept.any():
                self.pool.fields[name].add_counted(word.decode(), documents[kept], counts[kept])

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.fieldwriter.write(self.schema, self.pool)
        self.fieldwriter.close()

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        make_arrays(Path(self.storage.folder), segments, self.plan)
        self.cut.note(segments)
        super()._commit_toc(segments)

    def finish_segment(self) -> Any:
        """Writes what was added as a segment that belongs to no index yet."""
        segment = self._finalize_segment()
        make_arrays(Path(self.storage.folder), [segment], self.plan)
        self._finish()
        return segment


def make_arrays(folder: Path, segments: Iterable[Any], plan: IndexPlan) -> None:
    storage = IndexStorage(str(folder))
    for segment in segments:
        reader = SegmentReader(storage, plan.whoosh_schema(), segment)
        open_segment_arrays(folder, reader, plan)
        reader.close()


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Holds the right to write the index in this folder; waits for it as long as another process or thread has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(path.with_name(path.name + ".lock")))
    while not lock.acquire(blocking=True):
        pass  # where the platform only waits for a while, wait again
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a write changes: documents to put in (each with its id), ids of documents to remove, names that have become
    words."""

    documents: Iterable[Mapping[str, Any]] = ()
    gone: Iterable[str] = ()
    names: Iterable[str] = ()


def write(path: Path, plan: IndexPlan, changes: Callable[[], Changes]) -> None:
    """Puts documents into the index, in place of those with the same id, and removes others; all visible together.

    ``changes`` is called when the index is locked, so that what it reads cannot be older than what another writer,
    who held the lock before, has written.
    """
    with writing(path):
        wanted = changes()
        view = index_folder(path).view(plan) if has_index(path) else None
        cut = Cut.now(wanted.names if view is None else {*view.cut.names, *wanted.names})
        writer = _Writer(_open_or_create(path, plan), plan, cut)
        touched = list(wanted.gone)
        try:
            for document in wanted.documents:
                touched.append(document[ID])
                writer.add_document(**document)
            for name in dict.fromkeys(touched):
                for number in view.find(ID, name) if view is not None else ():
                    writer.delete_document(number)
            writer.commit(mergetype=_merge)
        except BaseException:
            writer.cancel()
            raise
        _note_in_journal(path, touched)


def has_index(path: Path) -> bool:
    return TOC._latest_generation(IndexStorage(str(path)), INDEX_NAME) >= 0


def clear(path: Path, plan: IndexPlan) -> None:
    """Leaves an index without documents."""
    with writing(path):
        _replace_all(path, plan, [], Cut.now())


def merge_all(path: Path, plan: IndexPlan) -> None:
    """Writes everything into one segment, without the documents that were deleted."""
    with writing(path):
        writer = _Writer(_open_or_create(path, plan), plan, index_folder(path).view(plan).cut)
        writer.commit(optimize=True)


def _open_or_create(path: Path, plan: IndexPlan) -> FileIndex:
    path.mkdir(parents=True, exist_ok=True)
    storage = IndexStorage(str(path))
    if has_index(path):
        return storage.open_index(schema=plan.whoosh_schema())
    return storage.create_index(plan.whoosh_schema())


def _merge(writer: _Writer, segments: Sequence[Any]) -> list[Any]:
    """Which segments stay as they are; the others are written into the new one.

    Segments are sorted into tiers by size; a full tier becomes one segment of the next. So every document is rewritten
    a few times at most, and there are never more than some dozens of segments.
    """
    tiers: dict[int, list[Any]] = {}
    kept, rewritten = [], []
    for segment in segments:
        live, count = segment.doc_count(), segment.doc_count_all()
        if live >= LARGE_SEGMENT:
            kept.append(segment)
        elif live < count / 2:
            rewritten.append(segment)
        else:
            tiers.setdefault(int(math.log(live, MERGE_FACTOR)), []).append(segment)
    for alike in tiers.values():
        (rewritten if len(alike) >= MERGE_FACTOR else kept).extend(alike)
    for segment in rewritten:
        if segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return kept


def _replace_all(path: Path, plan: IndexPlan, segments: list[Any], cut: Cut) -> None:
    """Makes these segments, whose files are in the folder, the whole index."""
    path.mkdir(parents=True, exist_ok=True)
    cut.note(segments)
    storage = IndexStorage(str(path))
    generation = TOC._latest_generation(storage, INDEX_NAME) + 1
    TOC(plan.whoosh_schema(), segments, generation).write(storage, INDEX_NAME)
    clean_files(storage, INDEX_NAME, generation, segments)
    for leftover in path.glob(".*.arrays.*"):  # of a process that was killed while it wrote them
        leftover.unlink(missing_ok=True)


# Rebuilding


class RebuildRunning(Exception):
    """Another rebuild of this index is at work."""


def write_segment(
    folder: Path, plan: IndexPlan, documents: Iterable[Mapping[str, Any]], names: Iterable[str] = ()
) -> Any | None:
    """Writes one segment into the folder of a rebuild; None when there were no documents. Runs in any process."""
    folder.mkdir(parents=True, exist_ok=True)
    # A folder for each segment: Whoosh's temporary files have the same names in every process.
    storage = IndexStorage(tempfile.mkdtemp(dir=folder))
    writer = _Writer(_SegmentsOnly(storage, plan), plan, Cut.now(names), _lk=False)
    added = 0
    for document in documents:
        writer.add_document(**document)
        added += 1
    if not added:
        writer.cancel()
        return None
    return writer.finish_segment()


class _SegmentsOnly:
    """What Whoosh's writer needs to know of an index to write a segment that belongs to none."""

    def __init__(self, storage: IndexStorage, plan: IndexPlan) -> None:
        self.storage = storage
        self.indexname = INDEX_NAME
        self._schema = plan.whoosh_schema()

    def _read_toc(self) -> TOC:
        return TOC(self._schema, [], 0)


def rebuild(
    path: Path, plan: IndexPlan, build: Callable[[Path], Iterable[Any]], names: Iterable[str] = ()
) -> list[str]:
    """Replaces the index by the segments that ``build`` writes into the folder it is given, cut with these names.

    The live index is searched and written as before until all is there. Returns the ids of documents that were
    written meanwhile: the caller sees to it that they are written again. Raises RebuildRunning.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(path.with_name(path.name + ".rebuild.lock")))
    if not lock.acquire(blocking=False):
        raise RebuildRunning("Another rebuild of the search index is running; wait until it has ended.")
    beside = path.with_name(path.name + ".building")
    journal = _journal(path)
    try:
        shutil.rmtree(beside, ignore_errors=True)
        with writing(path):
            journal.write_text("", "utf-8")
        segments = [segment for segment in build(beside) if segment is not None]
        with writing(path):
            path.mkdir(parents=True, exist_ok=True)
            for segment in segments:
                for file in beside.glob(f"*/{segment.segment_id()}.*"):
                    file.replace(path / file.name)
            _replace_all(path, plan, segments, Cut.now(names))
            touched = [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
            journal.unlink()
        return list(dict.fromkeys(touched))
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        journal.unlink(missing_ok=True)
        lock.release()


def _journal(path: Path) -> Path:
    return path.with_name(path.name + ".written-meanwhile")


def _note_in_journal(path: Path, names: Sequence[str]) -> None:
    """While a rebuild runs, what is written to the old index is noted for it."""
    journal = _journal(path)
    if names and journal.exists():
        with journal.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(name) + "\n" for name in names)
