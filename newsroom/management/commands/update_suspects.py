"""Counts anew what looks misread, where the desk has learned something since."""

from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.desk.recounting import recount_all, recount_taught
from newsroom.management.language import speaking


class Command(BaseCommand):
    help = (
        "Brings the queue's counts of suspects up to date with what corrections have taught. The newsroom does so by "
        "itself after a save, where few articles are concerned; run this regularly for the rest, and with --all after "
        "large imports, whose names are known from then on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action=BooleanOptionalAction,
            default=False,
            help="every article, not only those concerned",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        if options["all"]:
            for count in recount_all():
                if options["verbosity"] > 1:
                    with speaking():
                        self.stdout.write(_("%(count)d articles …") % {"count": count})
        else:
            count = recount_taught()
        with speaking():
            said = ngettext(
                "Counted the suspects of %(count)d article.", "Counted the suspects of %(count)d articles.", count
            )
            self.stdout.write(said % {"count": count} if count else _("The counts were up to date."))
