"""``manage.py restore``: arguments, progress and words. The work is in newsroom.upkeep."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from newsroom.management.faults import database_failed
from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language
from newsroom.management.progress import rows_bar
from newsroom.models import IndexTask
from newsroom.search.rebuilding import rebuild
from newsroom.search.writer import RebuildRunning
from newsroom.upkeep.backup import Damaged, Manifest, restore, verify
from newsroom.upkeep.databases import Unfit

UNTOUCHED = gettext_noop("The present archive is untouched.")
WHOLE = gettext_noop("%(file)s is whole: %(articles)d articles, %(revisions)d revisions, %(rows)d rows as of %(time)s.")
RESTORED = gettext_noop(
    "%(file)s restored: %(articles)d articles, %(revisions)d revisions, %(rows)d rows as of %(time)s."
)


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
                    self._tell(WHOLE, file, verify(file))
                    return
                manifest = restore(file, settings.DATA_DIR, replace=options["replace"], progress=progress)
        except (Damaged, Unfit, OSError, DatabaseError) as error:
            with speaking():
                raise CommandError(f"{_why_not(file, error)} {_(UNTOUCHED)}") from error
        self._tell(RESTORED, file, manifest)
        self._index()

    def _tell(self, what: str, file: Path, manifest: Manifest) -> None:
        with speaking():
            self.stdout.write(_(what) % {"file": file, **manifest.figures, "time": manifest.made_at})

    def _index(self) -> None:
        """The restore has asked for every article to be indexed; a whole new index is the quicker way to it."""
        asked = IndexTask.objects.aggregate(newest=Max("pk"))["newest"]
        try:
            count = rebuild()
        except (RebuildRunning, OSError) as error:
            with speaking():
                said = _("The search index was not built: %(error)s Run manage.py update_index.")
                raise CommandError(said % {"error": in_their_language(error)}) from error
        IndexTask.objects.filter(pk__lte=asked or 0).delete()
        with speaking():
            said = ngettext("Indexed %(count)d article.", "Indexed %(count)d articles.", count)
            self.stdout.write(said % {"count": count})


def _why_not(file: Path, error: Damaged | Unfit | OSError | DatabaseError) -> str:
    """What kept the backup from being restored, in one sentence."""
    if isinstance(error, Damaged):
        return _("%(file)s is damaged: %(error)s.") % {"file": file, "error": in_their_language(error)}
    if isinstance(error, OSError):
        return f"{error.filename or file}: {in_their_language(error.strerror)}."
    if isinstance(error, DatabaseError):
        return database_failed(error)
    return in_their_language(error)
