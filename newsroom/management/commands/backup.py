"""``manage.py backup``: arguments, progress and words. The work is in newsroom.upkeep."""

import argparse
import datetime as dt
from itertools import count
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from newsroom.management.faults import not_written
from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language
from newsroom.management.progress import rows_bar
from newsroom.upkeep.backup import write_backup
from newsroom.upkeep.databases import Unfit

NAMES = "newsroom-*.tar"
NOTHING_MADE = gettext_noop("No backup was made.")


class Command(BaseCommand):
    help = (
        "Writes everything that cannot be made again into one file: articles, revisions, the sources as received, "
        "corrections, users and groups; as it stands at this moment, while the site goes on. Not in it: the search "
        "index, which is rebuilt, logins, and the secret key. It holds password hashes: keep it where only you read it."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the file; a folder gets one named after the time")
        parser.add_argument("--keep", type=int, metavar="N", help="of a folder's backups keep only the newest N")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        folder, keep = file if file.is_dir() else None, options["keep"]
        if keep is not None and (folder is None or keep < 1):
            with speaking():
                raise CommandError(_("--keep is a number of at least 1, and FILE a folder then."))
        path = _dated(folder) if folder else file
        try:
            with rows_bar() as progress:
                manifest = write_backup(path, progress)
        except (Unfit, OSError, DatabaseError) as error:
            with speaking():
                raise CommandError(_why_not(path, error)) from error
        with speaking():
            said = _("%(file)s: %(articles)d articles, %(revisions)d revisions, %(rows)d rows, %(size).1f MB")
            self.stdout.write(said % {"file": path, **manifest.figures, "size": path.stat().st_size / 1e6})
            if folder and keep:
                # Those dated later than this one were made before the clock was set back; their turn comes.
                for old in sorted(each for each in folder.glob(NAMES) if each <= path)[:-keep]:
                    old.unlink()
                    self.stdout.write(_("%(file)s removed") % {"file": old})


def _dated(folder: Path) -> Path:
    """Named after the time, or after the next second that no backup has: the clock may have been set back."""
    now = timezone.localtime()
    names = (f"newsroom-{now + dt.timedelta(seconds=later):%Y%m%d-%H%M%S}.tar" for later in count())
    return next(folder / name for name in names if not (folder / name).exists())


def _why_not(path: Path, error: Unfit | OSError | DatabaseError) -> str:
    """What kept a backup from being made, in a sentence that says what to do."""
    if isinstance(error, Unfit):
        return in_their_language(error)
    if isinstance(error, FileExistsError):
        return _("%(file)s exists already; name another file.") % {"file": path}
    if isinstance(error, BlockingIOError):
        return _("Another backup to %(file)s is at work; wait for it.") % {"file": path}
    return f"{not_written(path, error)} {_(NOTHING_MADE)}"
