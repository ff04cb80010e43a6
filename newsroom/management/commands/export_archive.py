"""``manage.py export_archive``: arguments, progress and words. The work is in newsroom.upkeep."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from newsroom.management.faults import interrupted, not_written
from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language
from newsroom.management.progress import ISSUES, bar
from newsroom.upkeep.databases import Unfit
from newsroom.upkeep.exporting import Exported, Taken, count_chosen, export_archive
from newsroom.upkeep.selection import Selection

AGAIN = gettext_noop("What was written stays; run the same command again to finish.")

TEACHING = """\
the folder then holds:
  manifest.json                      what was chosen, counts, and the hash of files.sha256
  files.sha256                       every file with its SHA-256; check them by: sha256sum -c files.sha256
  opening.jsonl, closing.jsonl       what issues share: editors, papers, sections, contributors, what can be undone
  issues/<paper>/<issue>.jsonl       an issue: pages, articles, bylines, doubts, revisions, reviews, reports
  texts/<paper>/<issue>/02-3.txt     each public article as it now reads
  sources/ab/ab12…                   each dump as it was received

Every line of a .jsonl file is one row: {"model": "newsroom.article", "row": {"id": 12, …}}. Keys are kept, so that
permanent addresses stay. Editors are named by account; nothing to log in with is written.

examples:
  manage.py export_archive /srv/export
  manage.py export_archive 2026 --newspaper xueling --since 2026-01-01 --until 2026-12-31
  manage.py import_issue /srv/export          reads it back into an empty archive

Equal archives give equal exports, byte for byte. An export that was stopped goes on where it was, unless the archive
has changed: then it begins anew. For a backup, logins and groups included, see manage.py backup.
"""


class Command(BaseCommand):
    help = (
        "Writes the archive into a folder of plain files that need no program to be read: JSON lines, texts, sources."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, epilog=TEACHING, **kwargs)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
        parser.add_argument("--newspaper", default="", help="only this paper: its name or slug")
        parser.add_argument("--since", type=_date, help="only issues of this day and later, such as 2026-01-07")
        parser.add_argument("--until", type=_date, help="only issues of this day and earlier")
        switch = argparse.BooleanOptionalAction
        parser.add_argument("--dry-run", action=switch, default=False, help="say what would be written, write nothing")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        selection = Selection(options["newspaper"], options["since"], options["until"])
        try:
            issues, articles = count_chosen(selection)
            if not issues:
                with speaking():
                    raise CommandError(_("There is no such issue in the archive; nothing was written."))
            if options["dry_run"]:
                with speaking():
                    said = _("would export %(issues)d issues, %(articles)d articles")
                    self.stdout.write(said % {"issues": issues, "articles": articles})
                return
            with bar(ISSUES, issues) as written:
                done = export_archive(folder, selection, lambda issue: written.update())
        except (Taken, Unfit, OSError, DatabaseError) as error:
            with speaking():
                raise CommandError(_why_not(folder, error)) from error
        except KeyboardInterrupt as error:
            raise interrupted(AGAIN) from error
        with speaking():
            self._tell(folder, done)

    def _tell(self, folder: Path, done: Exported) -> None:
        if done.found_written:
            said = _("went on after %(count)d issues that were written already")
            self.stdout.write(said % {"count": done.found_written})
        said = _(
            "%(folder)s: exported %(issues)d issues, %(pages)d pages, %(articles)d articles, %(revisions)d revisions, "
            "%(sources)d sources"
        )
        figures = {
            "pages": done.counts["newsroom.page"],
            "articles": done.counts["newsroom.article"],
            "revisions": done.counts["newsroom.revision"],
            "sources": done.counts["newsroom.sourcetext"],
        }
        self.stdout.write(said % {"folder": folder, "issues": done.issues, **figures})


def _why_not(folder: Path, error: Taken | Unfit | OSError | DatabaseError) -> str:
    """What kept the export from being finished, and what to do."""
    if isinstance(error, Taken | Unfit):
        return in_their_language(error)
    return f"{not_written(folder, error)} {_(AGAIN)}"


def _date(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no date such as 2026-01-07") from None
