"""How well the page reader reads: ``python -m tests.accuracy``.

Reads every sample page as it is committed, and set anew by chance in each layout, and prints a table: a row a set
of pages, a column a measure (F1, see ``score.py``). ``--noise`` adds the same pages damaged as a bad scan would be.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from newsroom.parsing import read_page
from tests.accuracy.noise import misread, with_blank_lines, without_punctuation
from tests.accuracy.render import Gold, as_printed, gold_pages, render, resettled
from tests.accuracy.score import MEASURES, Score, score_page

SEEDS = (1, 2, 3)
DAMAGES: dict[str, Callable[[str], str]] = {
    "1 % misread": lambda dump: misread(dump, 0.01, 1),
    "3 % misread": lambda dump: misread(dump, 0.03, 1),
    "10 % of punctuation lost": lambda dump: without_punctuation(dump, 0.10, 1),
    "5 % of lines broken": lambda dump: with_blank_lines(dump, 0.05, 1),
}


def sets() -> dict[str, list[Gold]]:
    """The sets of pages that are measured, by name."""
    pages = list(gold_pages())
    found = {"as committed": pages}
    for layout, displaced in (("lines", False), ("lines", True), ("wrapped", True)):
        name = f"{layout}, {'displaced' if displaced else 'in place'}"
        found[name] = [resettled(page, layout, seed, displaced=displaced) for seed in SEEDS for page in pages]
    return found


def measure(pages: Iterable[Gold], damage: Callable[[str], str] = str) -> Score:
    total = Score()
    for page in pages:
        dump = damage(render(page))
        total.add(score_page(read_page(dump), as_printed(page)["articles"], dump))
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--noise", action=argparse.BooleanOptionalAction, default=False)
    noisy = parser.parse_args().noise
    print(f"{'':32}" + "".join(f"{measure:>20}" for measure in MEASURES))
    for name, pages in sets().items():
        _print(name, measure(pages))
        if noisy and name != "as committed":
            for label, damage in DAMAGES.items():
                _print(f"  {label}", measure(pages, damage))


def _print(name: str, score: Score) -> None:
    print(f"{name:32}" + "".join(f"{score.f1(measure):>20.3f}" for measure in MEASURES), flush=True)


if __name__ == "__main__":
    main()
