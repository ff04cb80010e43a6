"""Does the index work that edits have requested."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.management.language import speaking
from newsroom.search.outbox import drain


class Command(BaseCommand):
    help = (
        "Brings the search index up to date with what was edited. The newsroom does so by itself after every edit; "
        "run this when it was stopped in the middle, or regularly to be sure."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = drain()
        with speaking():
            did = ngettext("Did %(count)d piece of index work.", "Did %(count)d pieces of index work.", count)
            self.stdout.write(did % {"count": count} if count else _("The index was up to date."))
