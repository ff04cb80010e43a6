"""Tables made once and copied from then on: migrating takes seconds, and tests of backups and moves need many tables."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.db import connections

from newsroom.upkeep import databases

MIGRATE = ("-m", "django", "migrate")


class MadeOnce:
    """Stands in the place of the program that migrates: runs it for the first empty SQLite file, and copies that for
    the others. What is asked of any other database is done by the program itself."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._program: Callable[..., None] = databases._python

    def __call__(self, alias: str, *arguments: str) -> None:
        connection = connections[alias]
        copyable = arguments[:3] == MIGRATE and connection.vendor == "sqlite"
        if not copyable or connection.introspection.table_names():
            self._program(alias, *arguments)
            return
        file = Path(connection.settings_dict["NAME"])
        connection.close()
        if self._kept.exists():
            shutil.copyfile(self._kept, file)
            return
        self._program(alias, *arguments)
        connection.close()
        shutil.copyfile(file, self._kept)
