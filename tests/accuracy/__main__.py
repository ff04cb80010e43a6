"""How well the page reader reads: ``python -m tests.accuracy``.

Reads every sample page as it is committed, and set anew by chance in each layout, and prints a table: a row a set
of pages, a column a measure (F1, see ``score.py``). ``--noise`` adds the same pages damaged as a bad scan would be.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path

from newsroom.parsing import read_page
from tests.accuracy.noise import DAMAGES, Damaged, unharmed
from tests.accuracy.render import Gold, as_printed, gold_pages, render, resettled
from tests.accuracy.score import MEASURES, Score, score_page

SEEDS = (1, 2, 3)
FLOORS = Path(__file__).with_name("floors.json")


def sets(seeds: Iterable[int] = SEEDS) -> dict[str, list[Gold]]:
    """The sets of pages that are measured, by name."""
    seeds = tuple(seeds)
    pages = list(gold_pages())
    found = {"as committed": pages}
    for layout, displaced in (("lines", False), ("lines", True), ("wrapped", True)):
        name = f"{layout}, {'displaced' if displaced else 'in place'}"
        found[name] = [resettled(page, layout, seed, displaced=displaced) for seed in seeds for page in pages]
    return found


def measure(pages: Iterable[Gold], damage: Callable[[str], Damaged] = unharmed) -> Score:
    total = Score()
    for page in pages:
        damaged = damage(render(page))
        read = damaged.undo(read_page(damaged.text))
        total.add(score_page(read, as_printed(page)["articles"], damaged.clean))
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--noise", action=argparse.BooleanOptionalAction, default=False)
    parser.add_argument(
        "--floors",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="raise the floors in floors.json to what is measured now; none is ever lowered",
    )
    options = parser.parse_args()
    if options.floors:
        raise_floors()
        return
    noisy = options.noise
    print(f"{'':32}" + "".join(f"{measure:>20}" for measure in MEASURES))
    for name, pages in sets().items():
        _print(name, measure(pages))
        if noisy and name != "as committed":
            for label, damage in DAMAGES.items():
                _print(f"  {label}", measure(pages, damage))


def raise_floors() -> None:
    """Write what the first seed's pages reach, or the floor they had where that is higher."""
    known: dict[str, dict[str, float]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    floors = {}
    for name, pages in sets(SEEDS[:1]).items():
        score = measure(pages)
        reached = {measured: math.floor(score.f1(measured) * 1000) / 1000 for measured in MEASURES}
        floors[name] = {
            measured: max(value, known.get(name, {}).get(measured, 0.0)) for measured, value in reached.items()
        }
    FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _print(name: str, score: Score) -> None:
    print(f"{name:32}" + "".join(f"{score.f1(measure):>20.3f}" for measure in MEASURES), flush=True)


if __name__ == "__main__":
    main()
