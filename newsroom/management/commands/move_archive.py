"""``manage.py move_archive``: arguments, progress and words. The work is in newsroom.upkeep."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from newsroom.management.faults import database_failed
from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language
from newsroom.management.progress import rows_bar
from newsroom.upkeep.copying import Moved, Unequal, move
from newsroom.upkeep.databases import Unfit, database_at, shown

AGAIN = gettext_noop("Nothing was changed; run the same command again when that is mended.")


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
                with speaking():
                    source, there = (in_their_language(shown(alias)) for alias in (DEFAULT_DB_ALIAS, target))
                    self._tell(moved, source, there, write, options["verbosity"])
        except (Unfit, Unequal, DatabaseError) as error:
            with speaking():
                raise CommandError(_why_not(error)) from error

    def _tell(self, moved: Moved, source: str, target: str, write: bool, verbosity: int) -> None:
        if verbosity > 1:
            for label, digest in moved.digests.items():
                self.stdout.write(f"{label:<32} {digest.rows:>10}  {digest.hexadecimal[:16]}")
        what = {"tables": len(moved.digests), "rows": moved.rows, "source": source, "target": target}
        proven = {"revisions": moved.proof.revisions, "sources": moved.proof.sources}
        if not write:
            if moved.proof.broken:
                said = _("%(what)s in %(source)s does not match its hash; restore a backup first.")
                raise CommandError(said % {"what": in_their_language(moved.proof.broken), "source": source})
            said = _(
                "Would copy %(tables)d tables, %(rows)d rows from %(source)s to %(target)s; %(revisions)d revisions "
                "and %(sources)d sources match their hashes."
            )
            self.stdout.write(said % {**what, **proven})
            return
        self.stdout.write(_("Copied %(tables)d tables, %(rows)d rows from %(source)s to %(target)s.") % what)
        said = _("Both are equal, table by table; %(revisions)d revisions and %(sources)d sources match their hashes.")
        self.stdout.write(said % proven)
        self.stdout.write(_("Now set DATABASE_URL to the new address, start the site, and run manage.py check_index."))


def _why_not(error: Unfit | Unequal | DatabaseError) -> str:
    """What kept the archive from being moved, and what to do."""
    if isinstance(error, Unequal):
        again = _("Run the same command again; if it says so twice, report it.")
        return f"{in_their_language(error)} {again}"
    if isinstance(error, DatabaseError):
        return f"{database_failed(error)} {_(AGAIN)}"
    return in_their_language(error)
