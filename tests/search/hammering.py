"""Two processes edit, one imports, and indexers are killed in the middle of their work: is the index the database?

``python -m tests.search.hammering --seconds 60 --kills 20`` does so in a data folder of its own for a minute and prints
what happened. Editors correct, withdraw and show articles and rename contributors; each indexes in a thread of its own,
as the server does. Indexers do nothing but index, and every one is ended by SIGKILL after a moment; now and then an
editor is. The importer reads one new issue after the other.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.program import ROOT, manage

CHARS = "雪雨风山湖马羊车路桥石榴云江海洋星空大地人民"


def names(chance: random.Random) -> str:
    return "".join(chance.choices(CHARS, k=3))


# What the processes do, until the file STOP is there. Each returns how much it did.


def edit(stop: Path, seed: str) -> int:
    """Corrects, withdraws, shows and renames at random. Returns how many changes it made."""
    from newsroom.desk.publication import publish, withdraw
    from newsroom.desk.revisions import Superseded, correct
    from newsroom.desk.snapshots import Snapshot
    from newsroom.models import Article, Contributor

    chance = random.Random(int(seed))
    made = 0
    while not stop.exists():
        article = Article.objects.order_by("?").first()
        what = chance.random()
        if article is None:
            continue
        if what < 0.7:
            wanted = Snapshot.of(article).with_parts(body="".join(chance.choices(CHARS, k=60)))
            with suppress(Superseded):
                correct(article.pk, wanted, based_on=article.revision_number, author=None)
        elif what < 0.95:
            (withdraw if article.visible else publish)([article.pk])
        elif person := Contributor.objects.order_by("?").first():
            person.name = names(chance)
            with suppress(Exception):  # another contributor has that name
                person.save()
        made += 1
    return made


def import_issues(stop: Path) -> int:
    """Imports one issue after the other, of two pages each. Returns how many."""
    from django.core.management import call_command

    chance = random.Random(0)
    number = 0
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        while not stop.exists():
            number += 1
            for page in (1, 2):
                stories = [
                    f"{''.join(chance.choices(CHARS, k=9))}\n\n本报讯（记者{names(chance)}）"
                    + "。".join("".join(chance.choices(CHARS, k=20)) for _ in range(5))
                    + "。"
                    for _ in range(4)
                ]
                Path(folder, f"{page:02d}.txt").write_text("\n\n".join(stories), "utf-8")
            day = f"{2000 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"
            call_command(
                "import_issue", folder, newspaper="hammer", date=day, verbosity=0, stdout=nowhere, stderr=nowhere
            )
    return number


def index(stop: Path) -> int:
    from newsroom.search.outbox import drain

    done = 0
    while not stop.exists():
        done += drain()
        time.sleep(0.01)
    return done


def make_some(stop: Path) -> int:
    """Articles to edit from the first moment on."""
    from tests.factories import make_article

    for number in range(30):
        make_article(f"第{number}号", "雪落在山上。" * 20, page_number=number % 4 + 1, bylines=["石榴云"])
    return 30


# Setting them going


@dataclass
class Outcome:
    kills: int = 0
    edits: int = 0
    issues: int = 0
    failures: list[str] = field(default_factory=list)
    check: str = ""

    @property
    def agrees(self) -> bool:
        return not self.failures and "agrees with the database" in self.check


class Nursery:
    """One process that has loaded everything, and starts the others by forking: none of them loses time."""

    def __init__(self, data: Path) -> None:
        self.data = data
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = {
            **kept,
            "NEWSROOM_DATA": str(data),
            "NEWSROOM_INDEX_INLINE": "0",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.search.hammering", "--nursery"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *task: str) -> int:
        """Starts a task and returns its process's number."""
        return int(self._say(" ".join(task)))

    def kill(self, number: int) -> None:
        os.kill(number, signal.SIGKILL)
        self._say(f"bury {number}")

    def end(self, number: int) -> str:
        """Waits for the end of a task, and returns what it made or what went wrong."""
        self._say(f"bury {number}")
        written = self.data / f"made-{number}"
        return written.read_text("utf-8") if written.exists() else "It was lost."

    def close(self) -> None:
        self.process.communicate()

    def _say(self, line: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


def tend() -> None:
    """The nursery's own process: does what it reads, a line at a time."""
    import django

    django.setup()
    from django.db import connections

    from newsroom.search.analysis import words

    words("装载词典")
    data = Path(os.environ["NEWSROOM_DATA"])
    for line in sys.stdin:
        what, *more = line.split()
        if what == "bury":
            os.waitpid(int(more[0]), 0)
            print(flush=True)
            continue
        connections.close_all()
        number = os.fork()
        if number == 0:
            made = data / f"made-{os.getpid()}"
            try:
                made.write_text(str(TASKS[what](data / "STOP", *more)), "utf-8")
            except BaseException:
                made.write_text(traceback.format_exc(), "utf-8")
            finally:
                wait_for_threads()
                os._exit(0)
        print(number, flush=True)


def wait_for_threads() -> None:
    """As a process that ends of itself does: the thread that indexes finishes its work."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


TASKS = {"make": make_some, "edit": edit, "import": import_issues, "index": index}


def hammer(data: Path, seconds: float, kills: int, seed: int = 1) -> Outcome:
    """Needs a data folder with an empty database. Every fifth kill ends an editor, whose edits are not counted."""
    chance = random.Random(seed)
    outcome = Outcome()
    nursery = Nursery(data)
    nursery.end(nursery.start("make"))
    working = [nursery.start("edit", "1"), nursery.start("edit", "2"), nursery.start("import")]
    started = time.monotonic()
    while outcome.kills < kills or time.monotonic() - started < seconds:
        if outcome.kills >= kills:
            time.sleep(0.1)
            continue
        of_editor = outcome.kills % 5 == 4
        victim = working[1] if of_editor else nursery.start("index")
        time.sleep(chance.uniform(0.02, 2 * seconds / max(kills, 1)))
        nursery.kill(victim)
        outcome.kills += 1
        if of_editor:
            working[1] = nursery.start("edit", str(outcome.kills))
    (data / "STOP").touch()
    for number, what in zip(working, ("edits", "edits", "issues"), strict=True):
        made = nursery.end(number)
        if made.isdigit():
            setattr(outcome, what, getattr(outcome, what) + int(made))
        else:
            outcome.failures.append(made)
    nursery.close()
    manage(data, "update_index")
    outcome.check = manage(data, "check_index").stdout
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--nursery", action=argparse.BooleanOptionalAction, default=False, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.nursery:
        tend()
        return
    data = Path(tempfile.mkdtemp(prefix="newsroom-hammer-"))
    try:
        manage(data, "migrate", "--verbosity", "0")
        outcome = hammer(data, options.seconds, options.kills)
    finally:
        shutil.rmtree(data, ignore_errors=True)
    print(f"{outcome.edits} edits by two processes, {outcome.issues} issues imported, {outcome.kills} indexers killed")
    print("\n".join([*outcome.failures, outcome.check.strip()]))
    sys.exit(not outcome.agrees)


if __name__ == "__main__":
    main()
