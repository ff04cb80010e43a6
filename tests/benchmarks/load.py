"""``python -m tests.benchmarks.load [10k] [--seconds 180]``: readers, an import and two editors, all at once.

32 connections (wrk, which must be installed) read and search at random on gunicorn with production settings, on
loopback only, while an import writes issues and two editors save without pause. Printed: requests a second, the median,
95th and 99th percentile, answers that were no success, corrections saved and lost, whether the index agrees with the
database at the end, and the throughput as a share of a bare Django view's on the same server in the same run.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.safekeeping import EDIT
from tests.program import ROOT

CONNECTIONS = 32
PORT = 8188
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
LOST = """
from newsroom.models import Revision
print(Revision.objects.filter(number__gt=0).count())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="10k", help="1k, 10k, 100k")
    parser.add_argument("--seconds", type=int, default=180)
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed (Debian: wrk).")
    with tempfile.TemporaryDirectory(prefix="newsroom-load-") as folder:
        run(Path(folder), int(asked.size.replace("k", "000")), asked.seconds)


def run(folder: Path, articles: int, seconds: int) -> None:
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

    manage("migrate", "--verbosity", "0")
    manage("collectstatic", "--no-input", "--verbosity", "0")
    shell(f"from tests.benchmarks.archive import fabricate; fabricate({articles})")
    paths = shell(ADDRESSES).split("\n")
    found = [f"/search/?q={quote(line[7:])}" if line.startswith("SEARCH ") else line for line in paths if line]
    (folder / "paths").write_text("\n".join(found))
    (folder / "script.lua").write_text(SCRIPT)
    bare = measured(started, folder, "tests.benchmarks.bare", max(5, seconds // 10), ["/"])
    (folder / "paths").write_text("\n".join(found))
    program = ("manage.py", "shell", "--no-imports", "-c", EDIT)
    editors = [started(sys.executable, *program) for _ in range(2)]
    importer = started(sys.executable, "manage.py", "import_issue", str(dumps(folder)))
    loaded = measured(started, folder, "newsroom.wsgi", seconds, found)
    saved = 0
    for editor in editors:
        editor.terminate()
        saved += sum(line.strip().isdecimal() for line in editor.communicate()[0].splitlines())
    imported = importer.communicate()[0].strip().splitlines()
    manage("update_index")
    print(f"{articles} articles, {CONNECTIONS} connections, {seconds} s, {os.cpu_count()} cores")
    print(f"bare Django view   {bare[0]:8.1f} requests/s, p95 {bare[2]:.1f} ms")
    rate, half, most, nearly_all = loaded[:4]
    print(f"newsroom           {rate:8.1f} requests/s, p50 {half:.1f} p95 {most:.1f} p99 {nearly_all:.1f} ms")
    print(f"share of the bare  {loaded[0] / bare[0]:8.3f}")
    print(f"no success         {int(loaded[4])} answers, {int(loaded[5])} connections")
    kept = int(shell(LOST).split()[-1])
    # What an editor had saved and not yet told when it was stopped counts as kept.
    print(f"corrections        {saved} saved, {max(0, saved - kept)} lost")
    print(f"import             {imported[-1] if imported else 'nothing said'}")
    print(manage("check_index").strip())


def dumps(folder: Path) -> Path:
    """A month of issues in the layout of real dumps, to be imported meanwhile."""
    from tests.benchmarks.synthetic import article

    chance = random.Random(3)
    for day in range(1, 29):
        for page in range(1, 5):
            file = folder / "dumps" / "压测日报" / f"2026-02-{day:02d}" / f"{page:02d}-要闻.txt"
            file.parent.mkdir(parents=True, exist_ok=True)
            texts = [article(chance.randrange(10**6)) for _ in range(3)]
            file.write_text("\n\n".join(f"{each['headline']}\n\n{each['body']}" for each in texts), "utf-8")
    return folder / "dumps"


def measured(started, folder: Path, application: str, seconds: int, paths: list[str]) -> list[float]:
    (folder / "paths").write_text("\n".join(paths))
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    server = started(gunicorn, application, "--config", "deploy/gunicorn.py")
    try:
        time.sleep(5)
        script = str(folder / "script.lua")
        options = ("-t", "2", "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--timeout", "30s", "-s", script)
        said = started("wrk", *options, f"http://127.0.0.1:{PORT}").communicate()[0]
        return [float(value) for value in said.split("RESULT ")[1].split()]
    finally:
        server.terminate()
        server.wait(40)


if __name__ == "__main__":
    main()
