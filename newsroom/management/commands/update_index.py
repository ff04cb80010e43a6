"""Does the index work that edits have requested."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.search.outbox import drain


class Command(BaseCommand):
    help = (
        "Brings the search index up to date with what was edited. The newsroom does so by itself after every edit; "
        "run this when it was stopped in the middle, or regularly to be sure."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = drain()
        self.stdout.write(f"Did {count} pieces of index work." if count else "The index was up to date.")
