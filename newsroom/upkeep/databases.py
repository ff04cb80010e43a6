"""Other databases than the one in use, and other ways of looking at it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from django.apps.registry import Apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# A scratch database need not survive a power cut, and nobody else looks into it.
SCRATCH = {"init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"}


class Unfit(Exception):
    """A database cannot be used as asked. The message is a sentence that says what to do."""


@contextlib.contextmanager
def frozen_view(alias: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """The alias of a connection that sees the database as it stands now, whatever others commit meanwhile.

    Nobody waits for it: SQLite gives a reader its own snapshot in WAL mode, PostgreSQL in a repeatable read.
    """
    described = connections[alias].settings_dict
    options = dict(described["OPTIONS"])
    if connections[alias].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:
        from django.db.backends.postgresql.psycopg_any import IsolationLevel  # there only with psycopg

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    with _connected(f"frozen {alias}", {**described, "OPTIONS": options}) as frozen, transaction.atomic(frozen):
        MigrationRecorder(connections[frozen]).applied_migrations()  # the first read is what freezes the view
        yield frozen


@contextlib.contextmanager
def database_at(url: str) -> Iterator[str]:
    """The alias of a connection to the database with this address. Raises Unfit where it cannot be reached."""
    try:
        described = dj_database_url.parse(url)
    except (ValueError, dj_database_url.ParseError) as error:
        raise Unfit("The address of a database looks like postgres://user:password@host/name.") from error
    is_sqlite = described["ENGINE"] == "django.db.backends.sqlite3"
    options = settings.SQLITE_OPTIONS if is_sqlite else described.get("OPTIONS", {})
    with _another({**described, "OPTIONS": options}) as alias:
        try:
            connections[alias].ensure_connection()
        except DatabaseError as error:
            raise Unfit(f"{shown(alias)} cannot be reached: {str(error).strip()}") from error
        yield alias


def scratch_database(path: Path) -> contextlib.AbstractContextManager[str]:
    """The alias of a connection to a SQLite file that is only needed for a while."""
    return _another({"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": SCRATCH})


def _another(described: Mapping[str, Any]) -> contextlib.AbstractContextManager[str]:
    usual = connections[DEFAULT_DB_ALIAS].settings_dict
    return _connected(f"database {len(connections.settings)}", {**usual, "TEST": {}, **described})


@contextlib.contextmanager
def _connected(alias: str, described: Mapping[str, Any]) -> Iterator[str]:
    connections.settings[alias] = dict(described)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def shown(alias: str) -> str:
    """What a database is called in a message: never with its password."""
    described = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return f"SQLite {described['NAME']}"
    return f"PostgreSQL {described['NAME']} on {described['HOST'] or 'this machine'}"


def is_same(one: str, other: str) -> bool:
    keys = ("ENGINE", "NAME", "HOST", "PORT")
    return all(str(connections[one].settings_dict[key]) == str(connections[other].settings_dict[key]) for key in keys)


def address_of(alias: str) -> str:
    """The address under which another process of ours finds this database."""
    described = connections[alias].settings_dict
    if connections[alias].vendor == "sqlite":
        return f"sqlite:///{quote(str(described['NAME']))}"
    user, password, host = (quote(str(described[key]), safe="") for key in ("USER", "PASSWORD", "HOST"))
    port = f":{described['PORT']}" if described["PORT"] else ""
    return f"postgres://{user}:{password}@{host}{port}/{described['NAME']}"


def migrate(alias: str) -> None:
    """Brings a database to the newest tables. Raises Unfit when that fails."""
    if migrations_lacking(alias):
        _python(alias, "-m", "django", "migrate", "--verbosity", "0", "--no-input")


def migrate_as_far_as(alias: str, migrations: Collection[tuple[str, str]]) -> None:
    """Makes the tables of an empty database as these migrations make them. Raises Unfit when that fails."""
    graph = MigrationExecutor(connections[alias]).loader.graph
    if set(migrations) == set(graph.nodes):
        migrate(alias)
        return
    followed = {
        parent.key for node in migrations for parent in graph.node_map[node].parents if parent.key[0] == node[0]
    }
    _python(alias, "-c", ONLY_UP_TO, json.dumps(sorted(set(migrations) - followed)))


# The program that applies the migrations it is given, the newest of each app, and those they build on.
ONLY_UP_TO = """
import json, sys, django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([tuple(migration) for migration in json.loads(sys.argv[1])])
"""


def _python(alias: str, *arguments: str) -> None:
    """Runs a program on this database, in a process that knows no other: a data migration may name none."""
    connections[alias].close()
    done = subprocess.run(  # noqa: S603 — our own interpreter, and programs of ours
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address_of(alias)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Unfit(f"{shown(alias)} got no tables: {said[-1] if said else 'manage.py migrate failed'}")


Migrations = frozenset[tuple[str, str]]


def migrations_in(alias: str) -> Migrations:
    """(app, name) of every migration a database has had; none where it has no tables yet."""
    return frozenset(MigrationExecutor(connections[alias]).loader.applied_migrations)


def migrations_lacking(alias: str) -> list[str]:
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def models_after(alias: str, migrations: Iterable[tuple[str, str]]) -> Apps:
    """The models as these migrations made them. Raises Unfit when one of them is unknown here."""
    loader = MigrationExecutor(connections[alias]).loader
    unknown = sorted(f"{app}.{name}" for app, name in set(migrations) - set(loader.graph.nodes))
    if unknown:
        raise Unfit(f"It was made by a newer newsroom ({', '.join(unknown)}); update this one first.")
    return loader.project_state(sorted(migrations)).apps
