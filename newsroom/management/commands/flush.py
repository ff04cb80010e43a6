"""Django's own, which empties every table, here also those whose rows are never changed."""

from typing import Any

from django.core.management.commands.flush import Command as Flush

from newsroom.models.guards import guard_kept_rows, lift_guards


class Command(Flush):
    def handle(self, **options: Any) -> None:
        lift_guards(options["database"])
        try:
            super().handle(**options)
        finally:
            guard_kept_rows(options["database"])
