"""The archive as tables of plain values: what is copied, kept and compared, and equal on every database."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Self

from django.core.management.color import no_style
from django.db import connections, models
from django.db.models import sql

from newsroom.models.guards import guard_kept_rows, lift_guards
from newsroom.upkeep.databases import migrations_in, models_after

# Sessions are logins of a browser on one site, the outbox is about one index, failed logins are counted for some
# minutes, and the archive's state is a token that triggers renew: none is part of the archive.
LEFT_OUT = frozenset(
    {
        *("sessions.session", "newsroom.indextask", "newsroom.archivestate"),
        *("axes.accessattempt", "axes.accessattemptexpiration", "axes.accessfailurelog", "axes.accesslog"),
    }
)
# What creating the tables fills by itself, so that an archive with nothing but these is empty.
MADE_WITH_TABLES = frozenset(
    {
        *("contenttypes.contenttype", "auth.permission", "auth.group", "auth.group_permissions"),
        "newsroom.section",  # the usual ones, for proposals
    }
)
# Rows read and written at a time; of tables that hold whole files fewer.
ROWS, ROWS_WITH_FILES = 500, 20
LARGEST_DIGEST = 2**256

Row = list[Any]


@dataclass
class Digest:
    """A count and a hash of rows in any order: databases sort differently, and equal tables must have equal digests."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % LARGEST_DIGEST

    @property
    def hexadecimal(self) -> str:
        return f"{self.total:064x}"


@dataclass(frozen=True)
class Table:
    """One table: its model as the migrations made it, and the columns in which rows are given."""

    label: str
    model: type[models.Model]
    columns: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, model: type[models.Model]) -> Self:
        return cls(model._meta.label_lower, model, tuple(column.attname for column in model._meta.concrete_fields))

    @property
    def fields(self) -> Sequence[models.Field[Any, Any]]:
        return self.model._meta.concrete_fields

    @property
    def rows_at_a_time(self) -> int:
        return ROWS_WITH_FILES if any(isinstance(each, models.BinaryField) for each in self.fields) else ROWS

    def count(self, alias: str) -> int:
        return self.model._base_manager.using(alias).count()

    def rows(self, alias: str, chosen: models.Q | None = None) -> Iterator[Row]:
        """Every row by its key, or those chosen, as plain values that JSON can hold. Few in memory at a time."""
        plain = [_plain_form(each) for each in self.fields]
        every = self.model._base_manager.using(alias).filter(chosen or models.Q()).order_by("pk")
        stored = every.values_list(*self.columns)
        for row in stored.iterator(chunk_size=self.rows_at_a_time):
            yield [
                value if value is None or form is None else form(value) for form, value in zip(plain, row, strict=True)
            ]

    def batches(self, alias: str) -> Iterator[list[Row]]:
        """The same rows, some at a time."""
        rows = self.rows(alias)
        while batch := list(islice(rows, self.rows_at_a_time)):
            yield batch

    def insert(self, alias: str, rows: Sequence[Row]) -> None:
        """Puts rows in exactly as given, keys included; nothing is notified and no field fills itself in."""
        stored = [_stored_form(each) for each in self.fields]
        objects = [
            self.model(
                **{
                    column: value if value is None or form is None else form(value)
                    for column, form, value in zip(self.columns, stored, row, strict=True)
                }
            )
            for row in rows
        ]
        # PostgreSQL takes all at once, and calls nothing a batch of none.
        size = connections[alias].ops.bulk_batch_size(list(self.fields), objects) or 1
        for start in range(0, len(objects), size):
            query = sql.InsertQuery(self.model)
            query.insert_values(self.fields, objects[start : start + size], raw=True)
            query.get_compiler(using=alias).execute_sql()

    def digest(self, alias: str) -> Digest:
        digest = Digest()
        for row in self.rows(alias):
            digest.add(as_line(row))
        return digest

    def refusal(self, row: Row) -> str:
        """Why PostgreSQL would not take this row, as SQLite does; empty where it would."""
        for each, value in zip(self.fields, row, strict=True):
            if isinstance(value, str) and not isinstance(each, models.BinaryField):
                if "\0" in value:
                    return f"{self.label} {row[0]}: {each.attname} holds a NUL character"
                if each.max_length and len(value) > each.max_length:
                    return f"{self.label} {row[0]}: {each.attname} is longer than {each.max_length} characters"
        return ""

    def last_key(self, alias: str) -> int:
        """The highest key ever given; a key that was deleted is not given again, for addresses hold them."""
        connection, table = connections[alias], self.model._meta.db_table
        if not isinstance(self.model._meta.pk, models.AutoField):
            return 0
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
            else:
                name = connection.ops.quote_name(self._sequence(cursor).split(".")[-1].strip('"'))
                cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}")  # noqa: S608
            return int((cursor.fetchone() or [0])[0] or 0)

    def continue_after(self, alias: str, key: int) -> None:
        """Has the next row get a key above this one."""
        connection, table = connections[alias], self.model._meta.db_table
        if key == 0 or not isinstance(self.model._meta.pk, models.AutoField):
            return
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, key])
            else:
                cursor.execute("SELECT setval(%s, %s)", [self._sequence(cursor), key])

    def _sequence(self, cursor: Any) -> str:
        meta = self.model._meta
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{meta.db_table}"', meta.pk.column])
        return str(cursor.fetchone()[0])


def as_line(row: Row) -> bytes:
    """One row in the one form in which it is stored in a backup and hashed."""
    line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return line.encode("utf-8", "surrogatepass")


def tables_after(alias: str, migrations: Iterable[tuple[str, str]]) -> list[Table]:
    """The archive's tables as these migrations make them, by name. Raises Unfit where one is unknown."""
    every = models_after(alias, migrations).get_models(include_auto_created=True)
    ours = [model for model in every if model._meta.managed and not model._meta.proxy]
    return sorted(
        (Table.of(model) for model in ours if model._meta.label_lower not in LEFT_OUT), key=lambda table: table.label
    )


def tables_in(alias: str) -> list[Table]:
    return tables_after(alias, migrations_in(alias))


def is_empty(alias: str, tables: Iterable[Table]) -> bool:
    """Whether a database holds nothing that anybody made."""
    kept = (table for table in tables if table.label not in MADE_WITH_TABLES)
    return not any(table.model._base_manager.using(alias).exists() for table in kept)


def empty(alias: str, tables: Iterable[Table]) -> None:
    """Deletes every row, within the caller's transaction."""
    connection = connections[alias]
    names = [table.model._meta.db_table for table in tables]
    names += [
        name for name in connection.introspection.table_names() if name in ("django_session", "newsroom_indextask")
    ]
    lift_guards(alias)
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), names):
            cursor.execute(statement)
    guard_kept_rows(alias)


def digests(alias: str, tables: Iterable[Table]) -> dict[str, Digest]:
    return {table.label: table.digest(alias) for table in tables}


def _plain_form(column: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of this column becomes one that JSON can hold; None where it is one already."""
    if isinstance(column, models.BinaryField):
        return lambda value: base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(column, models.DateTimeField):
        return lambda value: value.astimezone(dt.UTC).isoformat()
    if isinstance(column, models.DateField | models.TimeField):
        return lambda value: value.isoformat()
    if isinstance(column, models.DecimalField | models.UUIDField | models.DurationField):
        return str
    return None


def _stored_form(column: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """The way back. Numbers, texts and JSON are as they were."""
    if isinstance(column, models.BinaryField):
        return base64.b64decode
    if isinstance(column, models.DateTimeField):
        return dt.datetime.fromisoformat
    if isinstance(column, models.DateField | models.TimeField | models.DecimalField | models.UUIDField):
        return column.to_python
    return None
