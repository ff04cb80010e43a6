"""Building the whole index: several processes write segments beside the live index, which are then swapped in."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from haystack import connections as engines

from newsroom.models import IndexTask
from newsroom.search import writer
from newsroom.search.engine import NewsroomSearchBackend

# Documents of one segment: what two processes can hold in memory, and few enough segments to search quickly.
SEGMENT_DOCUMENTS = 10_000
# Objects read from the database at a time.
READ_OBJECTS = 250

Progress = Callable[[int, int], None]


def rebuild(processes: int = 1, progress: Progress = lambda done, total: None) -> int:
    """Builds the index of every SearchIndex anew, and returns how many objects were put in.

    Searches and edits go on meanwhile; articles that were edited are indexed again afterwards. ``progress`` is called
    with (done, all). Raises writer.RebuildRunning.
    """
    backend: NewsroomSearchBackend = engines["default"].get_backend()
    plan = backend.ready()
    jobs = list(_jobs(processes))
    total = sum(len(keys) for _, keys in jobs)

    def build(folder: Path) -> Iterable[Any]:
        return build_segments(partial(_write_job, folder), jobs, processes, lambda done: progress(done, total))

    touched = writer.rebuild(backend.folder, plan, build)
    if touched:
        IndexTask.objects.request({int(name.rsplit(".", 1)[1]) for name in touched})
    return total


def build_segments(
    write: Callable[[tuple[Any, Sequence[Any]]], Any],
    jobs: Sequence[tuple[Any, Sequence[Any]]],
    processes: int,
    progress: Callable[[int], None],
) -> list[Any]:
    """Calls ``write`` with every job, in as many processes; it must be importable where there are several."""
    done = 0
    segments = []
    if processes == 1 or len(jobs) < 2:
        results: Iterable[Any] = map(write, jobs)
    else:
        pool = multiprocessing.get_context("spawn").Pool(min(processes, len(jobs)), initializer=_set_up_django)
        results = pool.imap(write, jobs)
    try:
        for (_, keys), segment in zip(jobs, results, strict=True):
            segments.append(segment)
            done += len(keys)
            progress(done)
    finally:
        if not isinstance(results, map):
            pool.terminate()
    return segments


def _set_up_django() -> None:
    """A new process knows nothing of the project yet."""
    if not apps.ready:
        import django

        django.setup()


def _jobs(processes: int) -> Iterator[tuple[str, list[Any]]]:
    """(model label, primary keys) of each segment to write: even shares, so that no process waits for another."""
    for index in engines["default"].get_unified_index().get_indexes().values():
        keys = list(index.index_queryset().order_by("pk").values_list("pk", flat=True))
        shares = max(1, -(-len(keys) // SEGMENT_DOCUMENTS))
        shares = -(-shares // processes) * processes
        size = max(1, -(-len(keys) // shares))
        for start in range(0, len(keys), size):
            yield index.get_model()._meta.label, keys[start : start + size]


def _write_job(folder: Path, job: tuple[str, Sequence[Any]]) -> Any:
    backend: NewsroomSearchBackend = engines["default"].get_backend()
    return writer.write_segment(folder, backend.ready(), documents_of(backend, *job))


def documents_of(backend: NewsroomSearchBackend, label: str, keys: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The documents, as they would be stored, of these objects; objects that are gone or no longer public are not."""
    index = engines["default"].get_unified_index().get_index(apps.get_model(label))
    for start in range(0, len(keys), READ_OBJECTS):
        yield from backend.prepare(index, index.index_queryset().filter(pk__in=keys[start : start + READ_OBJECTS]))
