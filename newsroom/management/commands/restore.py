"""``manage.py restore``: arguments, progress and words. The work is in newsroom.upkeep."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import Max

from newsroom.management.progress import rows_bar
from newsroom.models import IndexTask
from newsroom.search.rebuilding import rebuild
from newsroom.search.writer import RebuildRunning
from newsroom.upkeep.backup import Damaged, Manifest, restore, verify
from newsroom.upkeep.databases import Unfit

UNTOUCHED = "The present archive is untouched."


class Command(BaseCommand):
    help = (
        "Puts the archive of a backup into this newsroom, on whichever database it uses, and builds the search index "
        "anew. Everything is checked by hash before anything is replaced, and replaced all at once."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        switch = argparse.BooleanOptionalAction
        parser.add_argument("file", type=Path, metavar="FILE", help="what manage.py backup wrote")
        parser.add_argument("--replace", action=switch, default=False, help="even where there is an archive already")
        parser.add_argument("--dry-run", action=switch, default=False, help="only check the file against its hashes")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with rows_bar() as progress:
                if options["dry_run"]:
                    self._tell("is whole", file, verify(file))
                    return
                manifest = restore(file, settings.DATA_DIR, replace=options["replace"], progress=progress)
        except Damaged as error:
            raise CommandError(f"{file} is damaged: {error}. {UNTOUCHED}") from error
        except Unfit as error:
            raise CommandError(f"{error} {UNTOUCHED}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or file}: {error.strerror}. {UNTOUCHED}") from error
        except DatabaseError as error:
            raise CommandError(f"The database failed: {str(error).strip()}. {UNTOUCHED}") from error
        self._tell("restored", file, manifest)
        self._index()

    def _tell(self, what: str, file: Path, manifest: Manifest) -> None:
        articles, revisions = manifest.rows_of("newsroom.article"), manifest.rows_of("newsroom.revision")
        self.stdout.write(
            f"{file} {what}: {articles} articles, {revisions} revisions, {manifest.rows} rows as of {manifest.made_at}."
        )

    def _index(self) -> None:
        """The restore has asked for every article to be indexed; a whole new index is the quicker way to it."""
        asked = IndexTask.objects.aggregate(newest=Max("pk"))["newest"]
        try:
            count = rebuild()
        except (RebuildRunning, OSError) as error:
            raise CommandError(f"The search index was not built: {error} Run manage.py update_index.") from error
        IndexTask.objects.filter(pk__lte=asked or 0).delete()
        self.stdout.write(f"Indexed {count} articles.")
