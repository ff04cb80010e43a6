"""Which state the archive is in: a token that is new after every change to a row readers may see.

The database itself keeps it, by triggers, so no way of writing can forget to: a save, a bulk update, plain SQL.
Nothing is told a page's state sooner than the change can be read, since both are of one transaction.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext_lazy as _

from newsroom.models.articles import Article, Photo
from newsroom.models.history import Revision
from newsroom.models.newspapers import Issue, Newspaper, Page, Section
from newsroom.models.people import Byline, Contributor, ContributorAlias
from newsroom.models.structure import FormerAddress

# The rows that pages, feeds and the API are made of.
SEEN: tuple[type[models.Model], ...] = (
    Newspaper,
    Issue,
    Page,
    Section,
    Article,
    Photo,
    Byline,
    Contributor,
    ContributorAlias,
    Revision,
    FormerAddress,
)
EVENTS = ("INSERT", "UPDATE", "DELETE")
# PostgreSQL lets several write at once; each then writes a slot of its own, and none waits for another.
SLOTS = 64


class State(NamedTuple):
    """``token`` is equal only where nothing changed in between; ``changed_at`` is None in an untouched archive."""

    token: str
    changed_at: dt.datetime | None


class ArchiveState(models.Model):
    """The last change made through one slot. Only the triggers below write it."""

    slot = models.PositiveSmallIntegerField(primary_key=True)
    token = models.CharField(max_length=36)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("state of the archive")
        verbose_name_plural = _("states of the archive")

    def __str__(self) -> str:
        return f"{self.slot}: {self.token}"

    @classmethod
    def current(cls, using: str = "default") -> State:
        """One query."""
        rows = sorted(cls.objects.using(using).values_list("slot", "token", "changed_at"))
        return State(" ".join(token for _, token, _ in rows), max((at for _, _, at in rows), default=None))


def watch_seen_rows(using: str = "default", **_signal: Any) -> None:
    """Puts the triggers in place. After every migration, since one that rebuilds a table drops those it had."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    tables = [model._meta.db_table for model in SEEN if model._meta.db_table in there]
    if _KEPT not in there:
        tables = []  # migrated back to before there was a state to keep
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in _in_sqlite(cursor, tables) if connection.vendor == "sqlite" else _in_postgresql(tables):
            cursor.execute(statement)


_KEPT = ArchiveState._meta.db_table


def _in_sqlite(cursor: CursorWrapper, tables: list[str]) -> list[str]:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE %s", [f"% {_KEPT} %"])
    there = dict(cursor.fetchall())
    wanted = {
        f"{table}_seen_{event.lower()}": f"""
            CREATE TRIGGER {table}_seen_{event.lower()} AFTER {event} ON {table} BEGIN
                INSERT INTO {_KEPT} (slot, token, changed_at)
                    SELECT 0, '', '' WHERE NOT EXISTS (SELECT 1 FROM {_KEPT});
                UPDATE {_KEPT} SET
                    token = lower(hex(randomblob(16))), changed_at = strftime('%Y-%m-%d %H:%M:%f', 'now');
            END""".strip()  # noqa: S608 - the names of our own tables
        for table in tables
        for event in EVENTS
    }
    changed = [name for name in {**there, **wanted} if there.get(name) != wanted.get(name)]
    return [
        *(f"DROP TRIGGER {name}" for name in changed if name in there),
        *(wanted[name] for name in changed if name in wanted),
    ]


def _in_postgresql(tables: list[str]) -> list[str]:
    if not tables:
        return [f"DROP FUNCTION IF EXISTS {_KEPT}_note() CASCADE"]
    note = f"""
        CREATE OR REPLACE FUNCTION {_KEPT}_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO {_KEPT} (slot, token, changed_at)
                VALUES (pg_backend_pid() % {SLOTS}, gen_random_uuid()::text, clock_timestamp())
                ON CONFLICT (slot) DO UPDATE SET token = excluded.token, changed_at = excluded.changed_at;
            RETURN NULL;
        END $$"""  # noqa: S608 - the names of our own tables
    return [
        note,
        *(f"DROP TRIGGER IF EXISTS {table}_seen ON {table}" for table in tables),
        *(
            f"CREATE TRIGGER {table}_seen AFTER {' OR '.join(EVENTS)} ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {_KEPT}_note()"
            for table in tables
        ),
    ]
