"""``python -m tests.desk.keeping --examples 1000``: editors at work while better dumps of their articles come in.

Each example is one article's history by chance: corrections of text and bylines, some begun from an older revision as
by a second editor; dumps that misread, lose and break other characters every time; clashes settled; revisions restored.
After every step each correction must stand as its editor left it. In the end every revision is restored, and must have
the hash it had. Exits with 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from tests.accuracy.noise import misread, with_broken_lines, without_punctuation
from tests.benchmarks.synthetic import article, name_of

STEPS = range(6, 13)
# Of each article so much: long enough for changes that meet and changes that do not.
CHARACTERS = 260
# What an editor puts in is a character that nothing else holds, so that it can be told whether it still stands.
FIRST_MARK = 0x3400
TAKEN_OUT = range(4, 9)


@dataclass
class Told:
    """What happened: steps by kind, corrections lost and revisions that came back otherwise, each in words."""

    steps: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def add(self, other: Told) -> None:
        self.steps += other.steps
        self.lost += other.lost
        self.differing += other.differing


class History:
    """One article, its editors and its dumps. ``seed`` decides everything."""

    def __init__(self, seed: int) -> None:
        from django.contrib.auth.models import User

        from newsroom.desk.snapshots import Snapshot
        from tests.factories import make_article

        self.seed, self.chance, self.told = seed, random.Random(seed), Told()
        self.editors = [User.objects.get_or_create(username=name)[0] for name in ("one", "two")]
        made = article(seed)
        names = [name_of(self.chance) for _ in range(self.chance.randint(0, 2))]
        body = str(made["body"])[:CHARACTERS].strip()
        self.key = make_article(str(made["headline"]), body, bylines=names).pk
        self.printed = Snapshot.of(self.article)
        self.marks = 0
        # What must stand, and what an editor took out and must not come back.
        self.standing: set[str] = set()
        self.gone: set[str] = set()

    @property
    def article(self):
        from newsroom.models import Article

        return Article.objects.get(pk=self.key)

    @property
    def now(self):
        from newsroom.desk.snapshots import Snapshot

        return Snapshot.of(self.article)

    def run(self) -> Told:
        steps = (self.correct, self.correct, self.begun_earlier, self.dump, self.dump, self.restore, self.settle)
        for _step in range(self.chance.choice(STEPS)):
            step = self.chance.choice(steps)
            step()
            self.look(step.__name__)
        self.restore_all()
        return self.told

    def look(self, step: str) -> None:
        """Notes what was lost, once."""
        texts = all_of(self.now)
        for mark in sorted(self.standing):
            if mark not in texts:
                self.told.lost.append(f"example {self.seed}: what an editor put in is gone after {step}")
                self.standing.discard(mark)
        for run in sorted(self.gone):
            if run in texts:
                self.told.lost.append(f"example {self.seed}: what an editor took out is back after {step}")
                self.gone.discard(run)

    # Steps.

    def correct(self) -> None:
        from newsroom.desk.revisions import correct

        wanted, put_in, taken_out = self.edited(self.now)
        correct(self.key, wanted, based_on=self.article.revision_number, author=self.chance.choice(self.editors))
        self.keep("corrections", put_in, taken_out)

    def begun_earlier(self) -> None:
        """A second editor saves what was begun before the last saves."""
        from newsroom.desk.snapshots import Snapshot
        from newsroom.desk.together import Clashing, correct_together

        newest = self.article.revision_number
        based_on = self.chance.randint(max(0, newest - 3), newest)
        began = Snapshot.from_json(self.article.revisions.get(number=based_on).snapshot)
        wanted, put_in, taken_out = self.edited(began)
        before = self.now
        try:
            correct_together(self.key, wanted, based_on=based_on, author=self.editors[1])
        except Clashing as clashing:
            self.told.steps["clashes between editors, told to the second"] += 1
            if self.now != before or put_in not in all_of(clashing.merged.snapshot):
                self.told.lost.append(f"example {self.seed}: a clash of two editors kept not both texts")
        else:
            self.keep("corrections begun from an older revision", put_in, taken_out)

    def keep(self, what: str, put_in: str, taken_out: str) -> None:
        self.told.steps[what] += 1
        texts = all_of(self.now)
        self.standing.add(put_in)
        if taken_out and taken_out not in texts:
            self.gone.add(taken_out)

    def dump(self) -> None:
        from newsroom.desk.reimport import take_in

        before = self.now
        taken = take_in(self.key, self.reread())
        self.told.steps[f"dumps: {taken.outcome.value}"] += 1
        if taken.outcome == "conflict" and self.now != before:
            self.told.lost.append(f"example {self.seed}: a clash with a dump changed the article")

    def settle(self) -> None:
        """An editor leaves the text as it is, or takes in what does not clash with it."""
        from newsroom.desk.merge import merge
        from newsroom.desk.reimport import last_imported, settle
        from newsroom.desk.revisions import correct
        from newsroom.desk.snapshots import Snapshot

        waiting = self.article.reimports.open_conflicts().first()
        if waiting is None:
            return
        revision = None
        if self.chance.random() < 0.5:
            merged = merge(last_imported(self.article), self.now, Snapshot.from_json(waiting.snapshot)).snapshot
            based_on = self.article.revision_number
            revision = correct(self.key, merged, based_on=based_on, author=self.editors[0])
        settle(self.article, revision)
        self.told.steps["clashes with a dump, settled"] += 1

    def restore(self) -> None:
        newest = self.article.revision_number
        self.told.steps["restored"] += 1
        self.restored(self.chance.randint(0, newest))
        texts = all_of(self.now)
        self.standing = {mark for mark in self.marks_so_far if mark in texts}
        self.gone = {run for run in self.gone if run not in texts}

    def restored(self, number: int) -> None:
        from newsroom.desk.revisions import restore

        wanted = self.article.revisions.get(number=number).sha256
        made = restore(self.key, number, based_on=self.article.revision_number, author=self.editors[0])
        if not made.sha256 == self.now.sha256 == wanted:
            self.told.differing.append(f"example {self.seed}: revision {number} was restored as another text")

    def restore_all(self) -> None:
        for number in range(self.article.revision_number + 1):
            self.told.steps["revisions restored in the end"] += 1
            self.restored(number)

    # Texts.

    @property
    def marks_so_far(self) -> list[str]:
        return [chr(FIRST_MARK + number) for number in range(self.marks)]

    def edited(self, text):
        """The text with one correction by chance; what was put in, and what was taken out for it (may be empty)."""
        mark = chr(FIRST_MARK + self.marks)
        self.marks += 1
        if text.bylines and self.chance.random() < 0.2:
            at = self.chance.randrange(len(text.bylines))
            bylines = list(text.bylines)
            bylines[at] = replace(bylines[at], name=bylines[at].name + mark, contributor=None)
            return replace(text, bylines=tuple(bylines)), mark, ""
        part = "headline" if self.chance.random() < 0.2 else "body"
        value = getattr(text, part)
        at = self.chance.randint(0, len(value))
        end = at + (self.chance.choice(TAKEN_OUT) if self.chance.random() < 0.5 else 0)
        run = value[at:end]
        # Another's correction is not taken out by chance, nor what stands in several places.
        if len(run) < min(TAKEN_OUT) or value.count(run) != 1 or any(mark in run for mark in self.marks_so_far):
            run = ""
        return text.with_parts(**{part: value[:at] + mark + value[at + len(run) :]}), mark, run

    def reread(self):
        """What another dump of the page reads."""
        share, seed = self.chance.choice((0.0, 0.01, 0.05)), self.chance.random()
        body = misread(self.printed.body, share, seed).text
        if self.chance.random() < 0.3:
            body = without_punctuation(body, 0.1, seed).text
        if self.chance.random() < 0.3:
            body = with_broken_lines(body, 0.5, seed).text.strip("\n")
        headline = misread(self.printed.headline, share, seed).text
        bylines = tuple(
            replace(byline, name=misread(byline.name, share, seed).text, contributor=None)
            for byline in self.printed.bylines
        )
        return replace(self.printed, headline=headline, body=body, bylines=bylines)


def all_of(text) -> str:
    from newsroom.desk.texts import texts_of

    return "\n\n".join(texts_of(text).values())


def histories(seeds: range) -> Told:
    """Runs them, each in a transaction that is taken back."""
    from django.db import transaction

    told = Told()
    for seed in seeds:
        with transaction.atomic():
            told.add(History(seed).run())
            transaction.set_rollback(True)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsroom-keeping-") as folder:
        os.environ.update(NEWSROOM_DATA=folder, DJANGO_SETTINGS_MODULE="newsroom.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        told = histories(range(options.first, options.first + options.examples))
    print(f"{options.examples:,} histories in {time.perf_counter() - began:.0f} s")
    for what, count in sorted(told.steps.items()):
        print(f"  {count:>7,} {what}")
    print(f"corrections lost: {len(told.lost)}; revisions restored otherwise than they were: {len(told.differing)}")
    for sentence in (*told.lost, *told.differing)[:20]:
        print(f"  {sentence}")
    sys.exit(bool(told.lost or told.differing))


if __name__ == "__main__":
    main()
