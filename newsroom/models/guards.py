"""What is never changed once it is written: the database itself refuses it, whoever asks and in whatever way."""

from __future__ import annotations

from typing import Any

from django.db import connections, models, transaction

from newsroom.models.history import Revision
from newsroom.models.sources import SourceText

KEPT: tuple[type[models.Model], ...] = (Revision, SourceText)
EVENTS = ("UPDATE", "DELETE")


def guard_kept_rows(using: str = "default", **_signal: Any) -> None:
    """Puts the triggers in place. After every migration, since one that rebuilds a table drops those it had."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    statements = _in_sqlite if connection.vendor == "sqlite" else _in_postgresql
    with transaction.atomic(using), connection.cursor() as cursor:
        for model in KEPT:
            if model._meta.db_table in there:
                for statement in statements(model):
                    cursor.execute(statement)


def lift_guards(using: str = "default") -> None:
    """Takes the triggers away, for those who empty an archive as a whole; ``guard_kept_rows`` puts them back."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    on_table = connection.vendor == "postgresql"
    with transaction.atomic(using), connection.cursor() as cursor:
        for model in KEPT:
            for event in EVENTS if model._meta.db_table in there else ():
                name = _name(model, event)
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {model._meta.db_table}" if on_table else ""))


def _name(model: type[models.Model], event: str) -> str:
    return f"{model._meta.db_table}_kept_{event.lower()}"


def _refusal(model: type[models.Model]) -> str:
    return f"A {model._meta.model_name} is never changed."


def _in_sqlite(model: type[models.Model]) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {_name(model, event)} BEFORE {event} ON {model._meta.db_table}"
        f" BEGIN SELECT RAISE(ABORT, '{_refusal(model)}'); END"
        for event in EVENTS
    ]


def _in_postgresql(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    refuse = f"""
        CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '{_refusal(model)}' USING ERRCODE = 'integrity_constraint_violation';
        END $$"""
    return [
        refuse,
        *(
            f"CREATE OR REPLACE TRIGGER {_name(model, event)} BEFORE {event} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_kept()"
            for event in EVENTS
        ),
    ]
