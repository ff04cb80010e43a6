"""Runs the program itself, in processes of its own, for tests of what an operator meets."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


def environment(data_folder):
    """The surroundings of a program with a data folder of its own, and in it a SQLite database."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "NEWSROOM_DATA": str(data_folder), "DJANGO_SETTINGS_MODULE": "newsroom.settings"}


def python(data_folder, *arguments, **more):
    """Starts Python in the project with a data folder of its own, and gives what it said and how it ended."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env=environment(data_folder),
        capture_output=True,
        text=True,
        timeout=120,
        **more,
    )


class Measured(NamedTuple):
    """``seconds`` of the clock, and megabytes of memory at most."""

    returncode: int
    stdout: str
    stderr: str
    seconds: float
    megabytes: float


def measured(data_folder, *arguments, seconds=60):
    """Runs a command, and says what it took; one that takes longer is stopped."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        command = ["timeout", str(seconds), sys.executable, "manage.py", *map(str, arguments)]
        begun = time.monotonic()
        process = subprocess.Popen(command, cwd=ROOT, env=environment(data_folder), stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = time.monotonic() - begun
        out.seek(0), err.seek(0)
        return Measured(process.returncode, out.read(), err.read(), taken, usage.ru_maxrss / 1024)


def manage(data_folder, *arguments, **more):
    return python(data_folder, "manage.py", *arguments, **more)
