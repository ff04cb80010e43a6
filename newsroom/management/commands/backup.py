"""``manage.py backup``: arguments, progress and words. The work is in newsroom.upkeep."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from newsroom.management.progress import rows_bar
from newsroom.upkeep.backup import write_backup
from newsroom.upkeep.databases import Unfit

NAMES = "newsroom-*.tar"


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
            raise CommandError("--keep is a number of at least 1, and FILE a folder then.")
        path = folder / f"newsroom-{timezone.localtime():%Y%m%d-%H%M%S}.tar" if folder else file
        try:
            with rows_bar() as progress:
                manifest = write_backup(path, progress)
        except FileExistsError as error:
            raise CommandError(f"{path} exists already; name another file.") from error
        except BlockingIOError as error:
            raise CommandError(f"Another backup to {path} is at work; wait for it.") from error
        except Unfit as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error.strerror}. No backup was made.") from error
        except DatabaseError as error:
            raise CommandError(f"The database failed: {str(error).strip()}. No backup was made.") from error
        articles, revisions = manifest.rows_of("newsroom.article"), manifest.rows_of("newsroom.revision")
        size = path.stat().st_size / 1e6
        self.stdout.write(f"{path}: {articles} articles, {revisions} revisions, {manifest.rows} rows, {size:.1f} MB")
        if folder and keep:
            for old in sorted(folder.glob(NAMES))[:-keep]:
                old.unlink()
                self.stdout.write(f"{old} removed")
