"""``make bench-scale`` (SIZES="1k 10k 100k"): what grows with an archive, and how fast, in one table.

For each size, in a folder of its own: the median and 95th percentile of article pages, issues and searches from a
server of one process, first visits included, and the memory of that process at most; the database and the index on the
disk; then how many articles a second ``import_issue`` brings in there, from its start until all are indexed, and its
memory at most. The last column is the exponent of growth: 0 where the size makes no difference, 1 where a value grows
as the archive does.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.benchmarks.archive import KEPT, prepare
from tests.benchmarks.load import ARTICLES_AN_ISSUE, dumps
from tests.program import ROOT, environment

IMPORTED_ISSUES = 20
# Prints what it found as JSON, on the last line.
ASK = """
import json, resource
from tests.benchmarks.site import Made, addresses, measure, server
kinds, found = addresses(), {}
with server() as port:
    for kind in ("article", "issue", "search"):
        measured = measure(port, kinds[kind], Made(0, 0))
        found |= {f"{kind}, p50 ms": measured.median, f"{kind}, p95 ms": measured.p95}
found["server, peak MB"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps(found))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["1k", "10k"], help="1k, 10k, 100k")
    parser.add_argument("--kept", type=Path, metavar="FOLDER", help=KEPT)
    asked = parser.parse_args()
    sizes = [int(size.replace("k", "000")) for size in asked.sizes]
    found = {}
    for size in sizes:
        print(f"An archive of {size:,} articles …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="newsroom-scale-") as folder:
            found[size] = figures(Path(folder), size, asked.kept)
    show(found)


def figures(folder: Path, size: int, kept: Path | None) -> dict[str, float]:
    """Everything that is measured of an archive of so many articles."""
    data = folder / "data"
    surroundings = {**environment(data), "NEWSROOM_STATIC": str(folder / "static")}

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True, check=True)
        return done.stdout

    def shell(program: str) -> str:
        return manage("shell", "--no-imports", "-c", program)

    prepare(data, size, surroundings, kept)
    found: dict[str, float] = json.loads(shell(ASK).splitlines()[-1])
    found["database, MB"] = sum(file.stat().st_size for file in data.glob("newsroom.sqlite3*")) / 1e6
    found["index, MB"] = sum(file.stat().st_size for file in (data / "index").iterdir()) / 1e6
    imported = ("import_issue", str(dumps(folder / "dumps", IMPORTED_ISSUES)), "--verbosity", "0")
    seconds, memory = taken(surroundings, [sys.executable, "manage.py", *imported])
    articles = int(shell("from newsroom.models import Article; print(Article.objects.count())").split()[-1]) - size
    if articles < IMPORTED_ISSUES * ARTICLES_AN_ISSUE * 0.9 or "agrees" not in manage("check_index"):
        sys.exit(f"Only {articles} articles were imported, or the index is behind.")
    found["import, articles/s"] = articles / seconds
    found["import, peak MB"] = memory
    return found


def taken(surroundings: Mapping[str, str], command: Sequence[str]) -> tuple[float, float]:
    """How many seconds a program takes, and how many megabytes at most."""
    with tempfile.TemporaryFile("w+") as said:
        begun = time.perf_counter()
        out = {"stdout": subprocess.DEVNULL, "stderr": said}
        process = subprocess.Popen(command, cwd=ROOT, env=dict(surroundings), **out)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if status:
            said.seek(0)
            sys.exit(f"{' '.join(command[1:3])} failed:\n{said.read()[-2000:]}")
    return seconds, usage.ru_maxrss / 1024


def show(found: Mapping[int, Mapping[str, float]]) -> None:
    print(f"{os.cpu_count()} cores")
    print(f"{'articles':20}" + "".join(f"{size:>12,}" for size in found) + f"{'exponent':>12}")
    for name in next(iter(found.values())):
        values = [figures[name] for figures in found.values()]
        growth = f"{exponent(list(found), values):12.2f}" if len(found) > 1 else f"{'–':>12}"
        print(f"{name:20}" + "".join(f"{value:12.1f}" for value in values) + growth)


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The slope of the line that comes nearest to the points on paper that is logarithmic both ways."""
    across, up = [math.log(size) for size in sizes], [math.log(value) for value in values]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    squares = sum((x - middle) ** 2 for x in across)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / squares


if __name__ == "__main__":
    main()
