"""Haystack's own Whoosh engine.

It is given our analyzer, because with its own it finds little in Chinese. Its ``update`` copies the whole index into
memory for each article, so its rate falls as the index grows: hours for an archive. The rate is therefore measured at
several sizes, and the articles in between are added by one bulk writer; how long its own way to the whole takes is the
sum of what each article costs at the size it meets. Above LARGEST articles it is not built: its times there are drawn
out in a straight line from those at half of LARGEST and at LARGEST, and said to be.
"""

from __future__ import annotations

import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks.search.documents import backend, instances, megabytes
from tests.benchmarks.search.queries import asked, timed

LARGEST = 10_000
# The first so many articles go its own way, as one batch of Haystack's update_index.
BATCH = 1_000
# The sizes at which so many more go its own way.
RATED_AT = (2_000, 4_000, 7_000, 10_000)
RATED_BY = 100


def measure_stock(size: int) -> dict[str, Any]:
    stock = _Stock()
    built = min(size, LARGEST)
    costs = {min(BATCH, built) // 2: stock.update(min(BATCH, built))}  # the average is what the middle one costs
    halfway: dict[str, Any] = {}
    for target in (each for each in RATED_AT if each <= built):
        if size > built and not halfway and target > built // 2:
            stock.fill(built // 2)
            halfway = timed(size, partial(asked, using="stock"), 1)
        stock.fill(target - RATED_BY)
        costs[target] = stock.update(RATED_BY)
    stock.fill(built)
    report = timed(size, partial(asked, using="stock"), 1)
    for part in (name for name in halfway if name != "kinds"):
        report[part] = round(report[part] + (report[part] - halfway[part]) * (size - built) / (built - built // 2), 1)
    took, busy = (seconds_to(size, {count: cost[clock] for count, cost in costs.items()}) for clock in (0, 1))
    return {
        "articles a second": round(size / took, 2),
        "articles a processor second": round(size / busy, 2),
        "build, hours": round(took / 3600, 2),
        "articles a second at": {count: round(1 / cost, 1) for count, (cost, _) in costs.items()},
        "index, MB": megabytes(Path(stock.engine.path)),
        "built": built,
        **report,
    }


def seconds_to(size: int, costs: dict[int, float]) -> float:
    """What all articles up to ``size`` cost, one being as dear as ``costs`` says for some sizes: straight lines between
    them, the first drawn back to nothing, the last drawn on."""
    points = sorted(costs.items())
    if len(points) == 1:
        return size * points[0][1]
    total = 0.0
    lines = [*pairwise(points)]
    for at, ((first, cheap), (last, dear)) in enumerate(lines):
        slope = (dear - cheap) / (last - first)
        start = 0 if at == 0 else first
        end = size if at == len(lines) - 1 else min(last, size)
        total += (end - start) * (cheap + slope * ((start + end) / 2 - first)) if end > start else 0.0
    return total


class _Stock:
    def __init__(self) -> None:
        from haystack import connections

        self.engine = backend("stock", False, "haystack.backends.whoosh_backend.WhooshEngine")
        self.index = connections["stock"].get_unified_index().get_index(next(instances(0, 1)).__class__)
        self.count = 0

    def update(self, more: int) -> tuple[float, float]:
        """So many more articles its own way; seconds that passed, and of the processor, for each."""
        objects = list(instances(self.count, self.count + more))
        started, busy = time.perf_counter(), time.process_time()
        self.engine.update(self.index, objects)
        self.count += more
        return (time.perf_counter() - started) / more, (time.process_time() - busy) / more

    def fill(self, count: int) -> None:
        """Up to so many articles, in one commit."""
        bulk = self.engine.index.refresh().writer(limitmb=512)
        for instance in instances(self.count, count):
            prepared = self.index.full_prepare(instance)
            bulk.add_document(**{name: self.engine._from_python(value) for name, value in prepared.items()})
        bulk.commit(merge=False)
        self.count = count
