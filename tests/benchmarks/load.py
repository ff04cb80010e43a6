"""``python -m tests.benchmarks.load [10k] [--seconds 180]``: readers, an import and two editors, all at once.

32 connections (wrk, which must be installed) read and search at random on gunicorn with production settings, on
loopback only: for a while alone, and then while an import writes issues and two editors save without pause (or with
``--pause`` seconds between two saves), after WARM_SECONDS of the same that are not counted. Printed: requests a second,
the median, 95th and 99th percentile, answers that were no success, whether every correction an editor was told of is in
the database, word for word, whether the index agrees with the database at the end, and the throughput as a share of a
bare Django view's on the same server in the same run. ``--kept FOLDER`` keeps the archive for the next run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tests.benchmarks.archive import KEPT, prepare
from tests.benchmarks.editors import Editors
from tests.program import ROOT

Start = Callable[..., subprocess.Popen[str]]

CONNECTIONS = 32
# Of the same requests, before anything is counted.
WARM_SECONDS = 10
# Of those that are imported.
ARTICLES_AN_ISSUE, ARTICLES_A_PAGE = 12, 3
PORT = int(os.environ.get("PORT", "8188"))
SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(7)
request = function()
  return wrk.format("GET", paths[math.random(#paths)], {["Host"] = "localhost", ["X-Forwarded-Proto"] = "https"})
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %.1f %.1f %.1f %.1f %d %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
"""
WAITING = "from newsroom.models import IndexTask; print(IndexTask.objects.count())"
ADDRESSES = """
import random
from newsroom.models import Article, Contributor, Issue, Page
chance = random.Random(5)
def some(model, count):
    keys = list(model.objects.values_list("pk", flat=True))
    return model.objects.filter(pk__in=chance.sample(keys, min(count, len(keys))))
for address in ["/", "/dates/", "/sections/", "/contributors/", "/feeds/"]:
    print(address)
for model, count in ((Article, 200), (Page, 60), (Issue, 40), (Contributor, 20)):
    for row in some(model, count):
        print(row.get_absolute_url())
for article in some(Article, 120):
    body = article.body.replace("\\n", "")
    start = chance.randrange(max(1, len(body) - 4))
    print("SEARCH " + body[start:start + chance.choice([2, 2, 3, 4])])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="10k", help="1k, 10k, 100k")
    parser.add_argument("--seconds", type=int, default=180)
    parser.add_argument("--pause", type=float, default=0, help="seconds an editor thinks before the next save")
    parser.add_argument("--kept", type=Path, metavar="FOLDER", help=KEPT)
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed (Debian: wrk).")
    with tempfile.TemporaryDirectory(prefix="newsroom-load-") as folder:
        articles = int(asked.size.replace("k", "000"))
        run(Path(folder), articles, asked.seconds, asked.pause, asked.kept)


def run(folder: Path, articles: int, seconds: int, pause: float, kept: Path | None) -> None:
    environment = {
        **os.environ,
        "NEWSROOM_DATA": str(folder / "data"),
        "NEWSROOM_PRODUCTION": "1",
        "ALLOWED_HOSTS": "localhost",
        "NEWSROOM_BIND": f"127.0.0.1:{PORT}",
        "PATHS": str(folder / "paths"),
        "NEWSROOM_SSL_REDIRECT": "0",
    }

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout

    def started(*command: str) -> subprocess.Popen[str]:
        out = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **out)

    def shell(program: str) -> str:
        return manage("shell", "--no-imports", "-c", program)

    prepare(folder / "data", articles, environment, kept)
    manage("collectstatic", "--no-input", "--verbosity", "0")
    paths = shell(ADDRESSES).split("\n")
    found = [f"/search/?q={quote(line[7:])}" if line.startswith("SEARCH ") else line for line in paths if line]
    (folder / "script.lua").write_text(SCRIPT)
    with serving(started, "tests.benchmarks.bare"):
        bare = asked_of(started, folder, ["/"], max(5, seconds // 10))
    editors = Editors(environment, folder / "corrections", pause)
    with serving(started, "newsroom.wsgi"):
        asked_of(started, folder, found, WARM_SECONDS)
        alone = asked_of(started, folder, found, max(5, seconds // 10))
        with editors.at_work():
            importer = started(sys.executable, "manage.py", "import_issue", str(dumps(folder / "dumps", seconds)))
            loaded = asked_of(started, folder, found, seconds)
            unfinished = importer.poll() is None
    imported = importer.communicate()[0].strip().splitlines()
    behind, begun = int(shell(WAITING).split()[-1]), time.perf_counter()
    manage("update_index")
    caught_up = time.perf_counter() - begun
    print(f"{articles} articles, {CONNECTIONS} connections, {seconds} s after {WARM_SECONDS} s, {os.cpu_count()} cores")
    print(f"bare Django view   {bare.rate:8.1f} requests/s, p95 {bare.p95:.1f} ms")
    for who, got in (("readers alone", alone), ("newsroom", loaded)):
        print(f"{who:18} {got.rate:8.1f} requests/s, p50 {got.p50:.1f} p95 {got.p95:.1f} p99 {got.p99:.1f} ms")
    print(f"share of the bare  {loaded.rate / bare.rate:8.3f}, readers alone {alone.rate / bare.rate:.3f}")
    print(f"no success         {loaded.refused:.0f} answers, {loaded.broken:.0f} connections")
    kept = editors.kept()
    print(f"corrections        {kept.saved} saved, {kept.lost} lost, {kept.overwritten} overwritten")
    print(f"import             {imported[-1] if imported else 'nothing said'}", end="")
    print(", at work to the end" if unfinished else ", done before the end")
    print(f"index              {behind} pieces of work behind at the end, caught up in {caught_up:.1f} s")
    print(manage("check_index").strip())


def dumps(folder: Path, issues: int) -> Path:
    """So many issues of some pages and articles, in the layout of real dumps, to be imported."""
    from tests.benchmarks.synthetic import article

    chance = random.Random(3)
    for number in range(issues):
        for page in range(1, 1 + ARTICLES_AN_ISSUE // ARTICLES_A_PAGE):
            day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
            file = folder / "压测日报" / day.isoformat() / f"{page:02d}-要闻.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            texts = [article(chance.randrange(10**6)) for _ in range(ARTICLES_A_PAGE)]
            file.write_text("\n\n".join(f"{each['headline']}\n\n{each['body']}" for each in texts), "utf-8")
    return folder


class Answers(NamedTuple):
    """Requests a second; milliseconds; answers that were no success, and connections that broke."""

    rate: float
    p50: float
    p95: float
    p99: float
    refused: float
    broken: float


@contextmanager
def serving(started: Start, application: str) -> Iterator[None]:
    server = started(str(Path(sys.executable).with_name("gunicorn")), application, "--config", "deploy/gunicorn.py")
    try:
        for _ in range(600):
            with suppress(OSError):
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
                connection.request("GET", "/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
                assert connection.getresponse().status == 200
                connection.close()
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(60)


def asked_of(started: Start, folder: Path, paths: list[str], seconds: int) -> Answers:
    """What wrk found of whoever serves now."""
    (folder / "paths").write_text("\n".join(paths))
    script = str(folder / "script.lua")
    options = ("-t", "2", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "30s", "-s", script)
    said = started("wrk", *options, f"http://127.0.0.1:{PORT}").communicate()[0]
    return Answers(*map(float, said.split("RESULT ")[1].split()))


if __name__ == "__main__":
    main()
