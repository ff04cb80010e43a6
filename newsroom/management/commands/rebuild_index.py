"""Builds the search index anew, beside the live one, and swaps it in."""

import argparse
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language
from newsroom.management.progress import articles_bar
from newsroom.search.outbox import drain
from newsroom.search.rebuilding import rebuild
from newsroom.search.writer import RebuildRunning


class Command(BaseCommand):
    help = "Builds the search index anew. Searches and edits go on meanwhile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--processes",
            type=int,
            default=min(os.cpu_count() or 1, 8),
            help="how many processes write (default: one for each core, at most 8)",
        )
        # Haystack's own command asks before it deletes; ours deletes nothing before the new index is there.
        parser.add_argument("--noinput", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["processes"] < 1:
            with speaking():
                raise CommandError(_("--processes must be 1 or more."))
        try:
            with articles_bar() as progress:
                count = rebuild(options["processes"], progress)
        except RebuildRunning as error:
            with speaking():
                raise CommandError(in_their_language(error)) from error
        edited = drain()
        with speaking():
            said = ngettext("Indexed %(count)d article.", "Indexed %(count)d articles.", count) % {"count": count}
            if edited:
                said += " " + _("Then %(count)d that had been edited.") % {"count": edited}
            self.stdout.write(said)
