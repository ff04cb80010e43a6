"""An archive of synthetic articles: issues of eight pages, day after day, with bylines, revisions and an index.

Rows are written in batches, past the importer, so that tens of thousands of articles stand within minutes.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks.synthetic import SECTIONS, article, name_of
from tests.program import ROOT

PAGES_AN_ISSUE = 8
ARTICLES_A_PAGE = 4
FIRST_ISSUE = dt.date(2021, 1, 1)
# Staff and correspondents of a prefecture daily over some years. A few write much and most little: the n-th of them
# is credited 1/n as often as the first.
CONTRIBUTORS = 2_000
# The page whose first article jumps to the last page of its issue.
JUMPS_FROM = 1
BATCH_ISSUES = 50


KEPT = "where fabricated archives are kept from one run to the next, so that each is made once"


def prepare(data: Path, size: int, environment: Mapping[str, str], kept: Path | None = None) -> None:
    """Makes a data folder with so many articles; or copies the one that an earlier run left in the folder ``kept``.

    Of SQLite only. An archive that was fabricated by another program, or in tables since changed, is migrated.
    """
    copy = kept / f"archive-{size}" if kept else None
    environment = {**environment, "NEWSROOM_DATA": str(data)}

    def manage(*arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)

    if copy and copy.exists():
        shutil.copytree(copy, data, dirs_exist_ok=True)
        manage("migrate", "--verbosity", "0")
        return
    manage("migrate", "--verbosity", "0")
    program = f"from tests.benchmarks.archive import fabricate; fabricate({size})"
    manage("shell", "--no-imports", "-c", program)
    if copy:
        half = copy.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(data, half)
        half.replace(copy)


def fabricate(size: int) -> None:
    """Writes ``size`` articles into an empty, migrated database and builds the index."""
    from django.db import transaction

    from newsroom.search.rebuilding import rebuild

    chance = random.Random(size)
    paper, sections, people = _cast(chance)
    articles_an_issue = PAGES_AN_ISSUE * ARTICLES_A_PAGE
    for start in range(0, -(-size // articles_an_issue), BATCH_ISSUES):
        with transaction.atomic():
            numbers = range(start, min(start + BATCH_ISSUES, -(-size // articles_an_issue)))
            _issues(numbers, size, paper, sections, people, chance)
    rebuild(processes=os.cpu_count() or 1)


def _cast(chance: random.Random) -> tuple:
    """The newspaper, its sections, and everybody it credits."""
    from newsroom.models import Contributor, Newspaper, Section
    from newsroom.models.people import contributor_key, pinyin_key

    paper = Newspaper.objects.create(name="合成日报", slug="synthetic", cn_number="CN 00-0000", publisher="合成日报社")
    sections = [Section.objects.get_or_create(name=name)[0] for name in SECTIONS]
    names: dict[str, None] = {}
    while len(names) < CONTRIBUTORS:
        names[name_of(chance)] = None
    people = Contributor.objects.bulk_create(
        [Contributor(name=name, key=contributor_key(name), sort_key=pinyin_key(name)) for name in names]
    )
    return paper, sections, people


def _issues(numbers: range, size: int, paper, sections, people, chance: random.Random) -> None:
    from newsroom.desk.snapshots import Snapshot
    from newsroom.models import Article, Byline, Issue, Page, Revision

    issues = Issue.objects.bulk_create(
        [Issue(newspaper=paper, date=FIRST_ISSUE + dt.timedelta(days=at), number=1000 + at) for at in numbers]
    )
    pages = Page.objects.bulk_create(
        [
            Page(issue=issue, number=number, name=sections[number - 1].name)
            for issue in issues
            for number in range(1, PAGES_AN_ISSUE + 1)
        ]
    )
    first = numbers.start * PAGES_AN_ISSUE * ARTICLES_A_PAGE
    places = [(page, number) for page in pages for number in range(1, ARTICLES_A_PAGE + 1)]
    rows = [
        _article(written, page, number, chance.choice(sections))
        for written, (page, number) in zip(_texts(first, size), places, strict=False)
    ]
    Article.objects.bulk_create(rows)
    weights = [1 / rank for rank in range(1, len(people) + 1)]
    bylines: dict[int, list[Byline]] = {}
    for row in rows:
        credited = dict.fromkeys(chance.choices(people, weights, k=chance.randint(1, 3)))
        bylines[row.pk] = [
            Byline(article=row, position=at, contributor=person, name=person.name, role="记者", as_printed=person.name)
            for at, person in enumerate(credited, 1)
        ]
    Byline.objects.bulk_create([byline for each in bylines.values() for byline in each])
    revisions = []
    for row in Article.objects.filter(pk__in=[row.pk for row in rows]).prefetch_related("bylines", "photos"):
        snapshot = Snapshot.of(row)
        revisions.append(Revision(article=row, number=0, snapshot=snapshot.as_json(), sha256=snapshot.sha256))
    Revision.objects.bulk_create(revisions)


def _texts(first: int, size: int) -> Iterator[dict[str, object]]:
    return (article(number) for number in range(first, size))


def _article(written: dict[str, object], page, number: int, section):
    from newsroom.models import Article

    jumps = number == 1 and page.number in (JUMPS_FROM, PAGES_AN_ISSUE)
    return Article(
        page=page,
        number=number,
        position=number,
        section=section,
        headline=str(written["headline"])[:26],
        body=written["body"],
        dateline="本报讯",
        continues_on=PAGES_AN_ISSUE if jumps and page.number == JUMPS_FROM else None,
        continued_from=JUMPS_FROM if jumps and page.number == PAGES_AN_ISSUE else None,
    )
