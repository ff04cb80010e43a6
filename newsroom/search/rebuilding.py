"""Building the whole index: several processes write segments beside the live index, which are then swapped in."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from haystack import connections as engines

from newsroom.models import NAMES, IndexTask
from newsroom.search import writer
from newsroom.search.documents import article_numbers
from newsroom.search.engine import NewsroomSearchBackend
from newsroom.search.processes import set_up_django
from newsroom.search.vocabulary import names_of_archive

# Documents of one segment: a process that writes one takes 400 MB at most, and there are few enough to search quickly.
SEGMENT_DOCUMENTS = 5_000
# Fewer documents than this are written before another process has loaded its dictionary.
WORTH_A_PROCESS = 2_000
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
    objects = sum(index.index_queryset().count() for index in backend.indexes())
    processes = max(1, min(processes, objects // WORTH_A_PROCESS))
    jobs = list(_jobs(backend, processes))
    total = sum(len(keys) for _, keys in jobs)
    names = names_of_archive()

    def build(folder: Path) -> Iterable[Any]:
        return build_segments(partial(_write_job, folder, names), jobs, processes, lambda done: progress(done, total))

    touched = writer.rebuild(backend.folder, plan, build, names)
    missed = set(article_numbers(touched))
    if names_of_archive() - names:
        missed.add(NAMES)  # the index that learned them meanwhile is gone now
    if missed:
        IndexTask.objects.request(missed)
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
    with contextlib.ExitStack() as stack:
        results: Iterable[Any] = map(write, jobs)
        if processes > 1 and len(jobs) > 1:
            spawned = multiprocessing.get_context("spawn")
            results = stack.enter_context(
                ProcessPoolExecutor(min(processes, len(jobs)), spawned, initializer=set_up_django)
            ).map(write, jobs)
        for (_, keys), segment in zip(jobs, results, strict=True):
            segments.append(segment)
            done += len(keys)
            progress(done)
    return segments


def _jobs(backend: NewsroomSearchBackend, processes: int) -> Iterator[tuple[str, list[Any]]]:
    """(model label, primary keys) of each segment to write: even shares, so that no process waits for another."""
    for index in backend.indexes():
        keys = list(index.index_queryset().order_by("pk").values_list("pk", flat=True))
        shares = max(1, -(-len(keys) // SEGMENT_DOCUMENTS))
        shares = -(-shares // processes) * processes
        size = max(1, -(-len(keys) // shares))
        for start in range(0, len(keys), size):
            yield index.get_model()._meta.label, keys[start : start + size]


def _write_job(folder: Path, names: set[str], job: tuple[str, Sequence[Any]]) -> Any:
    backend: NewsroomSearchBackend = engines["default"].get_backend()
    return writer.write_segment(folder, backend.ready(), documents_of(backend, *job), names)


def documents_of(backend: NewsroomSearchBackend, label: str, keys: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The documents, as they would be stored, of these objects; objects that are gone or no longer public are not."""
    index = engines["default"].get_unified_index().get_index(apps.get_model(label))
    for start in range(0, len(keys), READ_OBJECTS):
        yield from backend.prepare(index, index.index_queryset().filter(pk__in=keys[start : start + READ_OBJECTS]))
