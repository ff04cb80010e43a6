"""How long reading a page takes: ``python -m tests.benchmarks.reading``.

Pages are our sample stories set again and again until the wanted length is reached. The dictionary is loaded first;
it takes about a second once in the life of a process. Processor time is shown, so that a busy machine does not
count.
"""

from __future__ import annotations

import statistics
import time

from newsroom.parsing import read_page
from tests.accuracy.render import gold_pages, render, resettled

LENGTHS = (1_000, 10_000, 50_000, 100_000, 200_000)


def page_of(length: int) -> str:
    """Sample pages in both newspaper layouts, one after another, cut off at so many characters."""
    text = ""
    seed = 0
    while len(text) < length:
        seed += 1
        for page in gold_pages():
            text += render(resettled(page, "lines", seed)) + "\n\n"
            if len(text) >= length:
                break
    return text[:length]


def milliseconds(text: str, times: int) -> float:
    """The median processor time of reading a text."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        read_page(text)
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def main() -> None:
    read_page(page_of(2_000))
    for length in LENGTHS:
        spent = milliseconds(page_of(length), 5 if length <= 10_000 else 1)
        print(f"{length:>8} characters {spent:>8.0f} ms   {1e4 * spent / length:>6.1f} ms for 10,000")


if __name__ == "__main__":
    main()
