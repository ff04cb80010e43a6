"""The same synthetic articles, the same queries, in one run, each with four facets and twenty highlighted hits."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

PARTS = ("p50", "p95", "p50, processor", "p95, processor")
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}


def main() -> None:
    options = arguments()
    size = SIZES[options.size]
    folder = Path(tempfile.mkdtemp(prefix="newsroom-bench-", dir=options.folder))
    os.environ.update(NEWSROOM_DATA=str(folder), DJANGO_SETTINGS_MODULE="newsroom.settings", NEWSROOM_INDEX_INLINE="1")
    import django

    django.setup()
    from tests.benchmarks.search.ceiling import find_tantivy, measure_tantivy
    from tests.benchmarks.search.documents import make_articles
    from tests.benchmarks.search.ours import measure_ours
    from tests.benchmarks.search.stock import measure_stock

    try:
        report: dict[str, Any] = {"articles": size, "cores": os.cpu_count()}
        make_articles(size)
        report["ours"] = measure_ours(size, options.processes)
        if tantivy := find_tantivy():
            report["tantivy"] = measure_tantivy(tantivy, size, folder / "tantivy")
        if options.stock:
            report["stock"] = measure_stock(size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    else:
        show(report)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare search engines on the same articles.")
    parser.add_argument("size", nargs="?", choices=SIZES, default=os.environ.get("SIZE", "10k"))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", help="where the articles and the indexes are kept meanwhile (100k: 2 GB)")
    parser.add_argument("--stock", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--json", action=argparse.BooleanOptionalAction, default=False)
    return parser.parse_args()


def show(report: dict[str, Any]) -> None:
    engines = [name for name in ("ours", "stock", "tantivy") if name in report]
    print(f"{report['articles']} articles, {report['cores']} cores; milliseconds a query (by kind of processor time)")
    rows = [
        "articles a second",
        "articles a processor second",
        "index, MB",
        *(cold + part for cold in ("cold ", "") for part in PARTS),
    ]
    print(f"{'':30}" + "".join(f"{name:>12}" for name in engines))
    for row in rows:
        print(f"{row:30}" + "".join(f"{report[name].get(row, '–')!s:>12}" for name in engines))
    for kind in report["ours"]["kinds"]:
        cells = [report[name]["kinds"][kind] for name in engines]
        print(f"  {kind:28}" + "".join(f"{cell['ms']:>12}" for cell in cells) + f"   found {cells[0]['found']}")
    mine = report["ours"]
    print("an edit is visible after", mine["edit to visible, ms"], "ms")
    print(f"memory with our index open: {mine['memory, MB']} MB; a building process at most {mine['building, MB']} MB")
    if "tantivy" in report:
        for part in PARTS:
            print(f"{part}: {mine[part] / report['tantivy'][part]:.2f} times tantivy's")
    if "stock" in report:
        show_stock(mine, report["stock"], report["articles"])


def show_stock(mine: dict[str, Any], stock: dict[str, Any], size: int) -> None:
    for part in PARTS:
        print(f"{part}: {stock[part] / mine[part]:.0f} times as fast as stock", end="; ")
    for rate in ("articles a second", "articles a processor second"):
        print(f"{rate}: {mine[rate] / stock[rate]:.1f} times stock's", end="; ")
    print()
    rates = ", ".join(f"{rate} at {count}" for count, rate in stock["articles a second at"].items())
    print(
        f"stock's rate is reckoned, {stock['build, hours']} h in all, from measured rates (articles a second): {rates}"
    )
    if size > stock["built"]:
        print(f"stock was built to {stock['built']}; its p50 and p95 are drawn on from there in a straight line,")
        print(f"its times by kind of query and its size are those of {stock['built']} articles")


if __name__ == "__main__":
    main()
