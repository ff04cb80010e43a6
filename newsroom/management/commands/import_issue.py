"""``manage.py import_issue``: arguments, progress and words. The work is in newsroom.ingest."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from tqdm import tqdm

from newsroom.ingest.archive import Archive
from newsroom.ingest.figures import Figures
from newsroom.ingest.files import NoSuchPath, Refusal, Unreadable, shown
from newsroom.ingest.phrases import in_their_language
from newsroom.ingest.places import Options
from newsroom.ingest.report import (
    counted,
    figures_in_words,
    issue_lines,
    json_pieces,
    passed_over_in_words,
    refused_in_words,
    warnings_of,
)
from newsroom.ingest.run import Import, Outcome
from newsroom.ingest.zipped import is_zip, unpack
from newsroom.management.faults import database_failed, interrupted
from newsroom.management.language import speaking
from newsroom.management.progress import PAGES, bar
from newsroom.management.read_export import read_export
from newsroom.management.repeats import MOST_ALIKE, Repeats
from newsroom.models.newspapers import EARLIEST_DATE
from newsroom.parsing.decode import encoding_named
from newsroom.upkeep.reading_back import is_export

REFUSED, USAGE = 1, 2
AGAIN = gettext_noop("What was finished stays; run the same command again to finish.")

TEACHING = """\
layout of a folder (any number of papers and issues, at any depth):
  <paper>/<date>/<NN>[-<page name>].txt    雪岭日报/2026-01-07/02-综合.txt
  The date may be 2026-01-07, 20260107 or 2026-01/07; 2026-01-07-e2 is a second edition.

issue.toml beside the pages says what the dumps do not (every key may be left out):
  newspaper = "雪岭日报"
  slug = "xueling"
  date = 2026-01-07
  number = 12345
  [[pages]]
  number = 2
  name = "综合"
  section = "综合"

An e-paper is read with its page files (node_*.htm) beside its articles (content_*.htm). JSON says itself what it holds.

examples:
  manage.py import_issue seeds
  manage.py import_issue 雪岭日报/2026-01-07 --dry-run --verbosity 2
  manage.py import_issue 雪岭日报/2026-01-07.zip
  manage.py import_issue scan.txt --newspaper 雪岭日报 --date 2026-01-07 --page 3
  manage.py import_issue scans --dry-run --json > issues.json
  manage.py import_issue issues.json
  manage.py import_issue /srv/export          (what export_archive wrote, into an empty archive)

The options override issue.toml, and that the path. What all of them leave open is inferred from the text, marked so,
and said. Importing the same files again changes nothing. A changed dump of a known page is brought together with what
editors corrected: their work is never overwritten, and what clashes with it waits for them.

exit status: 0 done; 1 some input was refused, the rest is imported; 2 wrong usage, nothing was done.
"""


class Command(BaseCommand):
    help = (
        "Imports newspaper pages, from files or folders of them: text dumps (.txt in UTF-8, GB18030 or UTF-16), saved "
        "e-papers of the Founder system and other saved web articles (.htm, .html), and what --json prints (.json)."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, epilog=TEACHING, **kwargs)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a dump, or a folder or .zip that holds dumps"
        )
        parser.add_argument("--newspaper", type=_name, help="whose pages they are: name, or slug if known")
        parser.add_argument("--date", type=_date, help="the day of issue, such as 2026-01-07")
        parser.add_argument("--edition", type=_count, help="the edition of that day; 1 where nothing says otherwise")
        parser.add_argument("--page", type=_count, help="the page number (版次), for a single dump")
        parser.add_argument("--section", type=_name, help="the section of every article")
        parser.add_argument("--encoding", type=_encoding, help="how the dumps are encoded, instead of finding out")
        switch = argparse.BooleanOptionalAction
        parser.add_argument("--dry-run", action=switch, default=False, help="do everything but the writing")
        parser.add_argument("--json", action=switch, default=False, help="print what was read as JSON, nothing else")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            self._handle(options)
        except DatabaseError as error:
            with speaking():
                raise CommandError(f"{database_failed(error)} {_(AGAIN)}", returncode=REFUSED) from error
        except KeyboardInterrupt as error:
            raise interrupted(AGAIN) from error

    def _handle(self, options: Mapping[str, Any]) -> None:
        self.write, self.as_json, self.pages = not options["dry_run"], options["json"], options["verbosity"] > 1
        self.refused, self.total, self.issues, self.read = 0, Figures(), 0, False
        self.complain = Repeats(self._complain, None if self.pages else MOST_ALIKE)
        self.unpacked: dict[str, str] = {}  # the folder that stands for a .zip -> the .zip
        said = Options(**{key: options[key] for key in Options.__dataclass_fields__ if options[key] is not None})
        exports = [path for path in options["paths"] if is_export(path)]
        dumps = [path for path in options["paths"] if path not in exports]
        try:
            if exports:
                self.read = True
                self._read_exports(exports)
            if dumps:
                with TemporaryDirectory(prefix="newsroom-zip-") as scratch:
                    self._import(self._unzipped(dumps, Path(scratch)), said)
        except NoSuchPath as error:
            with speaking():
                raise CommandError(in_their_language(str(error)), returncode=USAGE) from error
        with speaking():
            self._sum_up()

    def _sum_up(self) -> None:
        for more, sentence in self.complain.rest():
            said = _("… and %(count)d more: %(sentence)s (--verbosity 2 names each)")
            self.stderr.write(_sayable(said % {"count": more, "sentence": sentence}, self.stderr))
        if self.refused:
            said = _("Refused %(inputs)s; the rest is imported.")
            if not self.write:
                said = _("Refused %(inputs)s; the rest would be imported.")
            if not self.read:
                said = _("Refused %(inputs)s; nothing else was found.")
            raise CommandError(said % {"inputs": counted(self.refused, "input")}, returncode=REFUSED)

    def _import(self, dumps: Sequence[Path], said: Options) -> None:
        if dumps:
            run = Import(dumps, said, write=self.write, read_known=self.as_json)
            self._check(run)
            self._follow(run)

    def _unzipped(self, paths: Sequence[Path], scratch: Path) -> list[Path]:
        """The paths, a folder in the place of each .zip; one that is refused is told and left out."""
        folders = []
        for number, path in enumerate(paths):
            try:
                folder = unpack(path, scratch / str(number)) if is_zip(path) else path
            except Unreadable as error:
                self.refused += 1
                with speaking():
                    self.complain(refused_in_words(Refusal(path, str(error))))
                continue
            if folder != path:
                self.unpacked[str(folder)] = shown(path)
            folders.append(folder)
        return folders

    def _read_exports(self, exports: Sequence[Path]) -> None:
        if self.as_json:
            with speaking():
                said = _("--json prints what dumps hold; an export is JSON already.")
                raise CommandError(said, returncode=USAGE)
        self._check_tables(Archive())
        for folder in exports:
            self.refused += read_export(folder, write=self.write, say=self.stdout.write, complain=self.stderr.write)

    def _check(self, run: Import) -> None:
        if run.options.page and len(run.found.dumps) > 1:
            with speaking():
                said = _("--page names one page, but there are %(dumps)s.")
                raise CommandError(said % {"dumps": counted(len(run.found.dumps), "dump")}, returncode=USAGE)
        self._check_tables(run.archive)

    def _check_tables(self, archive: Archive) -> None:
        if archive.has_tables:
            return
        with speaking():
            if self.write:
                raise CommandError(_("The database has no tables yet; run manage.py migrate first."), returncode=USAGE)
            self.stderr.write(_("The database has no tables yet: nothing counts as imported."))

    def _follow(self, run: Import) -> None:
        """Runs the import and says what becomes of each issue as it happens."""
        with bar(PAGES, len(run.found.dumps)) as read:
            run.on_read = lambda dump: read.update()
            outcomes = self._told(run.outcomes())
            if self.as_json:
                for piece in json_pieces(outcomes, ascii_only=not _speaks_unicode(self.stdout)):
                    self.stdout.write(piece, ending="")
                self.stdout.write("")
            else:
                for _outcome in outcomes:
                    pass
        words = self.stderr if self.as_json else self.stdout
        with speaking():
            if self.issues > 1:
                said = _("In all: imported %(issues)s, %(what)s")
                if not self.write:
                    said = _("In all: would import %(issues)s, %(what)s")
                what = figures_in_words(self.total)
                words.write(_sayable(said % {"issues": counted(self.issues, "issue"), "what": what}, words))
            if run.found.passed_over:
                words.write(_sayable(passed_over_in_words(run.found.passed_over), words))

    def _complain(self, sentence: str) -> None:
        self.stderr.write(_sayable(self._as_named(sentence), self.stderr))

    def _as_named(self, line: str) -> str:
        """The line with the name of a .zip where our folder for it stands."""
        for folder, path in self.unpacked.items():
            line = line.replace(folder, path)
        return line

    def _told(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """Hands the outcomes on, each after telling the operator of it: on standard error where JSON has the other."""
        words = self.stderr if self.as_json else self.stdout
        for outcome in outcomes:
            with tqdm.external_write_mode(), speaking():
                for line in issue_lines(outcome, write=self.write, pages=self.pages):
                    words.write(_sayable(self._as_named(line), words))
                for warning in warnings_of(outcome):
                    self.complain(warning)
            plan = outcome.plan
            self.read |= bool(plan and (plan.changes_anything or plan.unchanged))
            self.refused += len(outcome.refused)
            self.total += outcome.figures
            self.issues += bool(outcome.plan and outcome.plan.new)
            yield outcome


def _sayable(line: str, stream: Any) -> str:
    """The line with characters that the terminal's encoding lacks spelled out."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return line.encode(encoding, "backslashreplace").decode(encoding)


def _speaks_unicode(stream: Any) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def _name(value: str) -> str:
    if not value.strip() or not value.isprintable() or len(value) > 60:
        raise argparse.ArgumentTypeError(f"{value!r} is no name of at most 60 characters")
    return value.strip()


def _date(value: str) -> dt.date:
    try:
        date = dt.date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no date such as 2026-01-07") from None
    if date < EARLIEST_DATE:
        raise argparse.ArgumentTypeError(f"{value} is before any newspaper")
    return date


def _count(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 999:
        raise argparse.ArgumentTypeError(f"{value!r} is no number from 1 to 999")
    return int(value)


def _encoding(value: str) -> str:
    try:
        return encoding_named(value)
    except LookupError:
        raise argparse.ArgumentTypeError(f"{value!r} is no text encoding; try utf-8, gb18030 or utf-16") from None
