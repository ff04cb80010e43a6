"""Tables made once and copied from then on: migrating takes seconds, and tests of backups and moves need many."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.db import connection as usual
from django.db import connections

from newsroom.upkeep import databases

MIGRATE = ("-m", "django", "migrate")


class MadeOnce:
    """Stands in the place of the program that migrates: runs it for the first empty database of each kind, and copies
    that one for the others. What is asked of a database that has tables is done by the program itself."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._template = ""
        self._program: Callable[..., None] = databases._python

    def __call__(self, alias: str, *arguments: str) -> None:
        connection = connections[alias]
        if arguments[:3] != MIGRATE or connection.introspection.table_names():
            self._program(alias, *arguments)
            return
        connection.close()
        name = connection.settings_dict["NAME"]
        if connection.vendor == "postgresql":
            self._in_postgresql(alias, name, arguments)
        elif self._kept.exists():
            shutil.copyfile(self._kept, name)
        else:
            self._program(alias, *arguments)
            shutil.copyfile(name, self._kept)

    def _in_postgresql(self, alias: str, name: str, arguments: tuple[str, ...]) -> None:
        with usual.cursor() as cursor:
            if self._template:
                cursor.execute(f'DROP DATABASE "{name}"')
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
                return
            self._program(alias, *arguments)
            template = f"{usual.settings_dict['NAME']}_made"
            cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
            self._template = template

    def forget(self) -> None:
        """Removes the database that was kept; a server may be somebody's own."""
        if self._template:
            with usual.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{self._template}"')
