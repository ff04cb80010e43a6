"""``manage.py move_archive``: arguments, progress and words. The work is in newsroom.upkeep."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from newsroom.management.progress import rows_bar
from newsroom.upkeep.copying import Moved, Unequal, move
from newsroom.upkeep.databases import Unfit, database_at, shown

AGAIN = "Nothing was changed; run the same command again when that is mended."


class Command(BaseCommand):
    help = (
        "Copies the whole archive into another, empty database (PostgreSQL or SQLite) with all keys, and proves that "
        "both are equal: rows and a hash for each table, and the hashes of revisions and sources. The present database "
        "is only read. Stop the site or the editing first: what is edited meanwhile is not copied."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--to", required=True, metavar="URL", help="postgres://user:password@host/name or sqlite:///folder/file"
        )
        parser.add_argument(
            "--dry-run",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="only find out whether it would work",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        write = not options["dry_run"]
        try:
            with database_at(options["to"]) as target, rows_bar() as progress:
                moved = move(DEFAULT_DB_ALIAS, target, write=write, progress=progress)
                self._tell(moved, shown(DEFAULT_DB_ALIAS), shown(target), write, options["verbosity"])
        except Unfit as error:
            raise CommandError(str(error)) from error
        except Unequal as error:
            raise CommandError(f"{error} Run the same command again; if it says so twice, report it.") from error
        except DatabaseError as error:
            raise CommandError(f"The database failed: {str(error).strip()}. {AGAIN}") from error

    def _tell(self, moved: Moved, source: str, target: str, write: bool, verbosity: int) -> None:
        if verbosity > 1:
            for label, digest in moved.digests.items():
                self.stdout.write(f"{label:<32} {digest.rows:>10}  {digest.hexadecimal[:16]}")
        what = f"{len(moved.digests)} tables, {moved.rows} rows"
        proven = f"{moved.proof.revisions} revisions and {moved.proof.sources} sources"
        if not write:
            if moved.proof.broken:
                raise CommandError(f"{moved.proof.broken} in {source} does not match its hash; restore a backup first.")
            self.stdout.write(f"Would copy {what} from {source} to {target}; {proven} match their hashes.")
            return
        self.stdout.write(f"Copied {what} from {source} to {target}.")
        self.stdout.write(f"Both are equal, table by table; {proven} match their hashes.")
        self.stdout.write("Now set DATABASE_URL to the new address, start the site, and run manage.py check_index.")
