"""``make bench-desk`` (SIZES="100 5000 50000"): the correction desk over archives of so many articles.

For the queue, each of its filters and orders, searches, the form and a save: database queries and the median time of
the answer, asked in this process. The index is written by a thread after a save.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

SIZES = (100, 5_000, 50_000)
ROUNDS = 7
LIST = "/admin/newsroom/article/"
FILTERS = {
    "open doubts": "?doubts=open",
    "suspects": "?suspects=some",
    "later dump clashes": "?later=conflict",
    "readers' reports": "?reports=open",
    "changed since review": "?review=changed",
    "not yet corrected": "?text_state__exact=imported",
    "to be reviewed": "?text_state__exact=corrected&o=8",
    "year": "?date=2022",
    "month": "?date=2021-02",
    "day": "?date=2021-02-03",
    "section": "?section__id__exact=3",
    "page": "?page__number=2",
    "import run": "?run=1",
    "withdrawn": "?visible__exact=0",
    "halves unpaired": "?halves=unpaired",
    "most suspects first": "?suspects=some&o=-3",
    "last changed first": "?o=-8",
    "page 2 of the list": "?p=2",
}


class Measured(NamedTuple):
    queries: int
    median: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--data", type=Path, help="a data folder to keep (one size); made where it is not there")
    options = parser.parse_args()
    if len(options.sizes) > 1:
        # A process for each: settings and what the process keeps belong to one data folder.
        for size in options.sizes:
            os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-m", "tests.benchmarks.desk", str(size)])
        return
    [size] = options.sizes
    folder = options.data or Path(tempfile.mkdtemp(prefix="newsroom-bench-"))
    os.environ.update(NEWSROOM_DATA=str(folder), DJANGO_SETTINGS_MODULE="newsroom.settings", ALLOWED_HOSTS="testserver")
    import django

    django.setup()
    try:
        prepare(size)
        show(size, measure())
    finally:
        for thread in threading.enumerate():
            if thread.name == "newsroom-index":
                thread.join()
        if options.data is None:
            shutil.rmtree(folder, ignore_errors=True)


def prepare(size: int) -> None:
    from django.core.management import call_command

    from newsroom.models import Article
    from tests.benchmarks.archive import fabricate

    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        print(f"Making an archive of {size:,} articles …", file=sys.stderr)
        fabricate(size)
        busy_desk()


def busy_desk() -> None:
    """The archive as some years of desk work leave it: doubts, suspects, reviews, reports, withdrawals."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from newsroom.models import Article, Doubt, ImportRun, Proposal, Review, Revision
    from newsroom.models import statistics as tables

    chance = random.Random(1)
    reviewer = User.objects.create_superuser("reviewer", password=None)
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    printed = dict(Revision.objects.filter(number=0).values_list("article_id", "pk"))
    runs = [ImportRun.objects.create(state="finished", finished_at=timezone.now()) for _ in range(20)]
    share = -(-len(keys) // len(runs))
    for at, run in enumerate(runs):
        Article.objects.among(keys[at * share : (at + 1) * share]).update(import_run=run)
    Doubt.objects.bulk_create(
        [
            Doubt(article_id=key, what="join", why="…", confidence=0.4, state=chance.choice(["open", "accepted"]))
            for key in chance.sample(keys, len(keys) // 4)
        ],
        batch_size=2_000,
    )
    for count in range(1, 6):
        Article.objects.among(chance.sample(keys, len(keys) // 30)).update(suspects=count)
    touched = chance.sample(keys, len(keys) // 2)
    Article.objects.among(touched).update(text_state="corrected")
    Article.objects.among(touched[::2]).update(text_state="reviewed")
    Article.objects.among(chance.sample(keys, max(1, len(keys) // 200))).update(visible=False)
    Review.objects.bulk_create(
        [Review(revision_id=printed[key], reviewer=reviewer) for key in [*touched[::2], *touched[1::10]]],
        batch_size=2_000,
    )
    Proposal.objects.bulk_create(
        [
            Proposal(
                article_id=key, revision_id=printed[key], field="dateline", start=0, passage="本", proposed="当",
                fingerprint=str(key),
            )
            for key in chance.sample(keys, len(keys) // 100)
        ]
    )  # fmt: skip
    tables.refresh()


def measure() -> dict[str, Measured]:
    from django.contrib.auth.models import User
    from django.test import Client

    from newsroom.models import Article, Contributor

    client = Client()
    client.force_login(User.objects.get(username="reviewer"))
    writer, rare = Contributor.objects.order_by("pk")[0].name, Contributor.objects.order_by("-pk")[0].name
    texts = [article.body for article in Article.objects.visible().order_by("pk")[:20]]
    lists = {
        "queue": "",
        **FILTERS,
        "contributor of many": f"?contributor={quote(writer)}",
        "contributor of few": f"?contributor={quote(rare)}",
        "search, two characters": f"?q={quote(texts[1][10:12])}",
        "search, a common one": f"?q={quote('的')}",
        "search, a phrase": f"?q={quote(texts[2][20:26])}",
        "search, nothing": f"?q={quote('龘靐齉爩')}",
    }
    report = {name: measured(client, lambda query=query: client.get(LIST + query)) for name, query in lists.items()}
    for name, page in {"fix everywhere": f"substitute/?sought={quote(texts[1][10:13])}", "figures": "figures/"}.items():
        report[name] = measured(client, lambda page=page: client.get(LIST + page))
    articles = list(Article.objects.standing().order_by("pk")[: ROUNDS * 2])
    address = f"{LIST}{articles[0].pk}/change/"
    report["form"] = measured(client, lambda: client.get(address))
    report["save"] = saves(client, articles[: ROUNDS + 1], "_continue")
    report["save and next"] = saves(client, articles[ROUNDS + 1 :], "_next")
    return report


def measured(client: Any, ask: Callable[[], Any]) -> Measured:
    """Once for what is kept, once counted, then timed."""
    ask()
    queries = counted(ask)
    return Measured(queries, statistics.median(timed(ask) for _ in range(ROUNDS)))


def saves(client: Any, articles: list[Any], button: str) -> Measured:
    """Each article has the first character of its body changed once."""
    from tests.admin.forms import opened, send

    times, queries = [], 0
    for article in articles:
        fields = opened(client, article)
        fields["text-body"] = "改" + fields["text-body"][1:]
        if not queries:
            queries = counted(lambda article=article, fields=fields: send(client, article, fields, button))
        else:
            times.append(timed(lambda article=article, fields=fields: send(client, article, fields, button)))
    return Measured(queries, statistics.median(times))


def timed(ask: Callable[[], Any]) -> float:
    started = time.perf_counter()
    response = ask()
    spent = 1000 * (time.perf_counter() - started)
    if response.status_code not in {200, 302}:
        raise SystemExit(f"The desk answered {response.status_code}.")
    return spent


def counted(ask: Callable[[], Any]) -> int:
    """Queries without those that begin and end transactions. The client's answers are given in this thread."""
    from django.db import connection

    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        ask()
    return len(statements)


def show(size: int, report: dict[str, Measured]) -> None:
    print(f"\n{size:,} articles{'':14}queries  median ms")
    for name, (queries, median) in report.items():
        print(f"  {name:28}{queries:>7}{median:>11.0f}", flush=True)


if __name__ == "__main__":
    main()
