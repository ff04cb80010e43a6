"""Proves that the search index agrees with the database, or says where it does not."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from newsroom.search.analysis import segmenter_name
from newsroom.search.health import Health, examine, repair
from newsroom.search.outbox import drain

FAULTS = {
    "missing": "not in the index",
    "stale": "in the index with an older text",
    "orphaned": "in the index but not public in the database",
    "doubled": "more than once in the index",
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
            self.stdout.write("Repaired. Looking again:")
            health = self.examined()
        if not health.is_good:
            if not options["repair"]:
                self.stdout.write("Repair it with: manage.py check_index --repair")
            sys.exit(1)

    def examined(self) -> Health:
        with tqdm(unit="articles", disable=None, leave=False) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            health = examine(progress)
        self.tell(health)
        return health

    def tell(self, health: Health) -> None:
        if health.unusable:
            self.stdout.write(f"The index cannot be used: {health.unusable}")
            return
        for name in health.damaged_files:
            self.stdout.write(f"Damaged: {name}")
        if health.cut_by:
            self.stdout.write(f"Words were cut by {health.cut_by}, and are now cut by {segmenter_name()}.")
        if names := health.unlearned:
            some = "、".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
            self.stdout.write(f"{len(names)} names are not yet words to search: {some}")
        for fault, words in FAULTS.items():
            if numbers := getattr(health, fault):
                some = ", ".join(map(str, numbers[:SHOWN])) + (" …" if len(numbers) > SHOWN else "")
                self.stdout.write(f"{len(numbers)} {words}: {some}")
        if health.waiting:
            self.stdout.write(f"{health.waiting} edits are waiting to be indexed; manage.py update_index does it now.")
        if health.is_good:
            self.stdout.write(f"The index agrees with the database: {health.articles} articles.")
