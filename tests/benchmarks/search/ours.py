"""Our engine."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.search.documents import backend, instances, megabytes
from tests.benchmarks.search.queries import asked, percentile, timed

ROUNDS = 4


def ours() -> Any:
    return backend("ours", True, "newsroom.search.engine.NewsroomEngine")


def write_share(folder: Path, job: tuple[str, Sequence[int]]) -> Any:
    """One segment of the build, in whichever process."""
    from haystack import connections

    from newsroom.search import writer

    engine = ours()
    index = connections["ours"].get_unified_index().get_index(next(instances(0, 1)).__class__)
    numbers = job[1]
    return writer.write_segment(folder, engine.ready(), engine.prepare(index, instances(numbers[0], numbers[-1] + 1)))


def measure_ours(size: int, processes: int) -> dict[str, Any]:
    from haystack import connections

    from newsroom.search import writer
    from newsroom.search.analysis import words
    from newsroom.search.rebuilding import SEGMENT_DOCUMENTS, WORTH_A_PROCESS, build_segments

    engine = ours()
    words("装载词典")
    processes = max(1, min(processes, size // WORTH_A_PROCESS))
    share = min(SEGMENT_DOCUMENTS, -(-size // processes))
    jobs = [("", range(start, min(start + share, size))) for start in range(0, size, share)]
    started, busy = time.perf_counter(), _processor_seconds()
    writer.rebuild(
        engine.folder,
        engine.ready(),
        lambda folder: build_segments(partial(write_share, folder), jobs, processes, lambda done: None),
    )
    built = time.perf_counter() - started
    report = {"articles a second": round(size / built, 1), "index, MB": megabytes(engine.folder)}
    report["articles a processor second"] = round(size / (_processor_seconds() - busy), 1)
    report["building, MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    report |= timed(size, partial(asked, using="ours"), ROUNDS)
    index = connections["ours"].get_unified_index().get_index(next(instances(0, 1)).__class__)
    report["edit to visible, ms"] = edits(engine, index, size)
    report["memory, MB"] = memory()
    return report


def _processor_seconds() -> float:
    return sum(os.times()[:4])  # of this process and of its children that have ended


def memory() -> int:
    """Megabytes this process has for itself; the index's files are mapped, and shared with all other processes."""
    status = Path("/proc/self/status")
    if status.exists():
        rows = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(rows["RssAnon"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def edits(engine: Any, index: Any, size: int) -> dict[str, float]:
    """From handing an edited article to the engine until a search in the same index finds the new text."""
    from haystack.query import SearchQuerySet

    times = []
    for number, [instance] in enumerate(zip(instances(0, 40), strict=True)):
        instance.synthetic["headline"] = f"更正之后{number:03d}号"
        started = time.perf_counter()
        engine.update(index, [instance])
        if SearchQuerySet(using="ours").filter(content=instance.synthetic["headline"]).count() != 1:
            raise RuntimeError("An edit was not found.")
        times.append((time.perf_counter() - started) * 1000)
    return {"median": percentile(times, 50), "p95": percentile(times, 95)}
