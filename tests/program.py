"""Runs the program itself, in processes of its own, for tests of what an operator meets."""

import json
import os
import subprocess
import sys
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


# A process counts the memory of the one it was started by as its own until it is another program, so what is measured
# is started by a small one.
MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stdout, done.stderr, used.ru_maxrss / 1024]))
"""


def measured(data_folder, *arguments):
    """Runs a command, and says what it took."""
    begun = time.monotonic()
    done = python(data_folder, "-c", MEASURE, sys.executable, "manage.py", *arguments, check=True)
    returncode, stdout, stderr, megabytes = json.loads(done.stdout)
    return Measured(returncode, stdout, stderr, time.monotonic() - begun, megabytes)


def manage(data_folder, *arguments, **more):
    return python(data_folder, "manage.py", *arguments, **more)
