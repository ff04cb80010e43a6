"""How long reading a page takes: ``python -m tests.benchmarks.reading [folder of dumps]``.

Pages are our sample stories set again and again until the wanted length is reached, each page once and otherwise than
the last. They are short stories, so that such a page has two to three times as many headlines and boundaries as one of
a broadsheet; a folder of real dumps (``*.txt``) is measured too where one is named.

The dictionary is loaded first; it takes about a second once in the life of a process. What the reader remembers of the
last page is forgotten before each, as sample pages share their texts and real ones do not. Processor time is shown, so
that a busy machine does not count for more than the caches it shares.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from newsroom.parsing import read_page
from newsroom.parsing.decode import decode
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


def forget() -> None:
    """Empty the caches that the reader keeps while it reads a page."""
    for name, module in list(sys.modules.items()):
        if name.startswith("newsroom.parsing"):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
                    value.cache_clear()


def milliseconds(texts: Iterable[str]) -> list[float]:
    """The processor time of reading each text once."""
    taken = []
    for text in texts:
        forget()
        start = time.process_time()
        read_page(text)
        taken.append(1000 * (time.process_time() - start))
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description="How long reading a page takes.")
    parser.add_argument("folder", nargs="?", type=Path, help="a folder of dumps (*.txt) that is measured too")
    folder = parser.parse_args().folder
    read_page(page_of(2_000))
    for length in LENGTHS:
        spent = statistics.median(
            milliseconds(page_of(length, seed) for seed in range(1, 10 if length <= 10_000 else 4))
        )
        print(f"{length:>8} characters {spent:>8.0f} ms   {1e4 * spent / length:>6.1f} ms for 10,000")
    if folder is not None:
        texts = [decode(path.read_bytes()).text for path in sorted(folder.glob("*.txt"))]
        characters, spent = sum(map(len, texts)), sum(milliseconds(texts))
        print(f"{len(texts):>8} dumps      {spent:>8.0f} ms   {1e4 * spent / max(1, characters):>6.1f} ms for 10,000")


if __name__ == "__main__":
    main()
