"""Runs the program itself, in processes of its own, for tests of what an operator meets."""

import os
import subprocess
import sys
from pathlib import Path

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


def manage(data_folder, *arguments, **more):
    return python(data_folder, "manage.py", *arguments, **more)
