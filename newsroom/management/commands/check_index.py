"""Proves that the search index agrees with the database, or says where it does not."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language
from newsroom.management.progress import articles_bar
from newsroom.search.analysis import segmenter_name
from newsroom.search.health import Health, examine, repair
from newsroom.search.outbox import drain

FAULTS = {
    "missing": gettext_noop("%(count)d not in the index: %(articles)s"),
    "stale": gettext_noop("%(count)d in the index with an older text: %(articles)s"),
    "orphaned": gettext_noop("%(count)d in the index but not public in the database: %(articles)s"),
    "doubled": gettext_noop("%(count)d more than once in the index: %(articles)s"),
}
SHOWN = 10


class Command(BaseCommand):
    help = "Compares the search index with the database, article by article. Ends with status 1 where they differ."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action=argparse.BooleanOptionalAction, default=False, help="index again what differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        health = self.examined()
        if not health.is_good and options["repair"]:
            repair(health)
            drain()
            with speaking():
                self.stdout.write(_("Repaired. Looking again:"))
            health = self.examined()
        if not health.is_good:
            if not options["repair"]:
                with speaking():
                    self.stdout.write(_("Repair it with: manage.py check_index --repair"))
            sys.exit(1)

    def examined(self) -> Health:
        with articles_bar() as progress:
            health = examine(progress)
        with speaking():
            self.tell(health)
        return health

    def tell(self, health: Health) -> None:
        if health.unusable:
            said = _("The index cannot be used: %(why)s") % {"why": in_their_language(health.unusable)}
            self.stdout.write(said)
            return
        for name in health.damaged_files:
            self.stdout.write(_("Damaged: %(file)s") % {"file": name})
        if health.cut_by:
            said = _("Words were cut by %(then)s, and are now cut by %(now)s.")
            self.stdout.write(said % {"then": in_their_language(health.cut_by), "now": segmenter_name()})
        if names := health.unlearned:
            some = "、".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
            said = _("%(count)d names are not yet words to search: %(names)s")
            self.stdout.write(said % {"count": len(names), "names": some})
        for fault, said in FAULTS.items():
            if numbers := getattr(health, fault):
                some = _(", ").join(map(str, numbers[:SHOWN])) + (" …" if len(numbers) > SHOWN else "")
                self.stdout.write(_(said) % {"count": len(numbers), "articles": some})
        if health.waiting:
            said = _("%(count)d edits are waiting to be indexed; manage.py update_index does it now.")
            self.stdout.write(said % {"count": health.waiting})
        if health.is_good:
            said = _("The index agrees with the database: %(count)d articles.")
            self.stdout.write(said % {"count": health.articles})
