"""``python -m tests.postgresql``: runs the tests that use the database on PostgreSQL.

The server is the one that TEST_DATABASE_URL names (its user must be able to create databases), or else a cluster made
for this run in a temporary folder, reached through a socket there and thrown away afterwards. Needs no service and no
rights: where it is started by root, the cluster belongs to ``nobody``. Where PostgreSQL is not installed it says so and
counts as passed. Further arguments go to pytest.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

SKIPPED = "PostgreSQL: skipped, as initdb is not installed (Debian: postgresql) and TEST_DATABASE_URL names no server."
# A cluster that lives as long as a test run need not survive a power cut.
SPEED = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "200",
}


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs; Debian keeps them off the PATH. The newest version wins."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in installed), key=lambda path: float(path.parent.name), default=None)


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """The address of a server of our own, which is gone when the caller is done."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
    owner = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to be run by root
        shutil.chown(folder, "nobody")
        owner = {"user": "nobody", "group": "nogroup", "extra_groups": []}

    def run(program: str, *arguments: object) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **owner)

    try:
        run("initdb", "--username=newsroom", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = {"listen_addresses": "''", "unix_socket_directories": str(folder), **SPEED}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        run("pg_ctl", "start", "--wait", "--silent", "-l", folder / "log", "-o", options)
        try:
            yield f"postgres://newsroom@{quote(str(folder), safe='')}/postgres"
        finally:
            run("pg_ctl", "stop", "--silent", "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    with contextlib.ExitStack() as stack:
        address = os.environ.get("TEST_DATABASE_URL")
        if not address:
            found = programs()
            if found is None:
                print(SKIPPED)
                return 0
            address = stack.enter_context(cluster(found))
        print("On PostgreSQL, the tests that use the database:", flush=True)
        command = [sys.executable, "-m", "pytest", "--database-only", *arguments]
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
