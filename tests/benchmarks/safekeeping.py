"""``python -m tests.benchmarks.safekeeping [10k]``: backup -> wipe -> restore -> equal hashes, while editing goes on.

Fabricates an archive of so many articles, lets two editors save without pause while the backup is written, wipes the
data folder, restores, and compares: every table's digest with the manifest's, every revision and source with its own
hash, and the index with the database. ``--to postgres://…`` moves the restored archive there and back as well.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from tests.benchmarks.archive import KEPT, prepare
from tests.benchmarks.editors import Editors
from tests.program import ROOT

PROVE = """
from newsroom.upkeep.proof import prove
from newsroom.upkeep.tables import digests, tables_in
import json
proof = prove("default")
assert proof.broken == "", proof.broken
found = digests("default", tables_in("default"))
print(json.dumps({name: [each.rows, each.hexadecimal] for name, each in found.items()}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="10k", help="1k, 10k, 100k")
    parser.add_argument("--to", help="the address of an empty database, to move there and back as well")
    parser.add_argument("--kept", type=Path, metavar="FOLDER", help=KEPT)
    asked = parser.parse_args()
    articles = int(asked.size.replace("k", "000"))
    with tempfile.TemporaryDirectory(prefix="newsroom-safekeeping-") as folder:
        run(Path(folder), articles, asked.to, asked.kept)


def run(folder: Path, articles: int, to: str | None, kept_in: Path | None) -> None:
    data, file = folder / "data", folder / "kept.tar"

    def program(*arguments: str, **variables: str) -> str:
        environment = {**os.environ, "NEWSROOM_DATA": str(data), **variables}
        done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(arguments[:4])} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def manage(*arguments: str, **variables: str) -> str:
        return program(sys.executable, "manage.py", *arguments, **variables)

    def timed(what: str, *arguments: str, **variables: str) -> str:
        begun = time.perf_counter()
        said = manage(*arguments, **variables)
        print(f"{what:<10} {time.perf_counter() - begun:8.1f} s   {said.strip().splitlines()[0]}", flush=True)
        return said

    prepare(data, articles, os.environ, kept_in)
    editors = Editors({**os.environ, "NEWSROOM_DATA": str(data)}, folder / "corrections")
    with editors.at_work():
        timed("backup", "backup", str(file))
    kept = editors.kept()
    said = f"{kept.saved} corrections were saved meanwhile, {kept.lost} lost, {kept.overwritten} overwritten"
    print(f"{said}; the backup has {file.stat().st_size / 1e6:.1f} MB", flush=True)
    shutil.rmtree(data)
    data.mkdir()
    timed("verify", "restore", str(file), "--dry-run")
    timed("restore", "restore", str(file))
    compare(file, manage("shell", "--no-imports", "-c", PROVE))
    timed("check", "check_index")
    if to:
        timed("move", "move_archive", "--to", to)
        back = f"sqlite:///{folder}/back.sqlite3"
        timed("and back", "move_archive", "--to", back, DATABASE_URL=to)
        compare(file, manage("shell", "--no-imports", "-c", PROVE, DATABASE_URL=back))


def compare(file: Path, proved: str) -> None:
    with tarfile.open(file) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    found = json.loads(proved.strip().splitlines()[-1])
    wanted = {entry["label"]: [entry["rows"], entry["digest"]] for entry in manifest["tables"]}
    if found != wanted:
        sys.exit(f"NOT EQUAL: {[name for name in wanted if found.get(name) != wanted[name]]}")
    rows = sum(rows for rows, _ in wanted.values())
    print(f"equal: {len(wanted)} tables, {rows} rows, every revision and source by its hash")


if __name__ == "__main__":
    main()
