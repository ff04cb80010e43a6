"""How long reading a page takes: ``python -m tests.benchmarks.reading``.

Pages are our sample stories set again and again until the wanted length is reached, each page once and otherwise than
the last. The dictionary is loaded first; it takes about a second once in the life of a process. Processor time is
shown, so that a busy machine does not count for more than the caches it shares.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterable

from newsroom.parsing import read_page
from tests.accuracy.render import gold_pages, render, resettled

LENGTHS = (1_000, 10_000, 50_000, 100_000, 200_000)


def page_of(length: int, seed: int = 1) -> str:
    """Sample pages set by chance, one after another, cut off at so many characters; other seeds set them otherwise."""
    text = ""
    for setting in itertools.count(1000 * seed):
        for page in gold_pages():
            text += render(resettled(page, "lines", setting)) + "\n\n"
            if len(text) >= length:
                return text[:length]
    raise AssertionError("settings never end")


def milliseconds(texts: Iterable[str]) -> float:
    """The median processor time of reading a text; each is read once, since the second time costs less."""
    taken = []
    for text in texts:
        start = time.process_time()
        read_page(text)
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def main() -> None:
    read_page(page_of(2_000))
    for length in LENGTHS:
        spent = milliseconds([page_of(length, seed) for seed in range(1, 10 if length <= 10_000 else 4)])
        print(f"{length:>8} characters {spent:>8.0f} ms   {1e4 * spent / length:>6.1f} ms for 10,000")


if __name__ == "__main__":
    main()
