"""``make bench-site`` (SIZE=1k, 10k, 50k): every kind of page of the public site over an archive of so many articles.

For each kind: database queries (the most of any address); the processor time one takes to make, which other work on
the machine hardly changes; median and 95th percentile of the time until a server with one process has sent it; its
size; and how long the answer takes that nothing has changed (304). Each address is asked a few times in shuffled
order, its first time included, as readers meet it.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

SIZES = {"1k": 1_000, "10k": 10_000, "50k": 50_000}
ADDRESSES_A_KIND = 8
ROUNDS = 4


class Made(NamedTuple):
    """What it costs to make a page, apart from serving it: queries, and milliseconds of processor time."""

    queries: int
    processor: float


class Measured(NamedTuple):
    made: Made
    median: float
    p95: float
    size: int
    unchanged: float | None


def main() -> None:
    options = arguments()
    kept = options.data is not None
    folder = options.data if kept else Path(tempfile.mkdtemp(prefix="newsroom-bench-"))
    os.environ.update(
        NEWSROOM_DATA=str(folder),
        DJANGO_SETTINGS_MODULE="newsroom.settings",
        NEWSROOM_INDEX_INLINE="1",
        # Each page is made anew, whoever asks.
        NEWSROOM_PAGES_KEPT="0",
    )
    import django

    django.setup()
    try:
        prepare(options.size)
        kinds = addresses()
        if options.only:
            kinds = {kind: some for kind, some in kinds.items() if kind in options.only.split(",")}
        made = {kind: make(some) for kind, some in kinds.items()}
        with server() as port:
            report = {kind: measure(port, some, made[kind]) for kind, some in kinds.items()}
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    show(options.size, report)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the public site.")
    parser.add_argument("size", nargs="?", choices=SIZES, default=os.environ.get("SIZE", "50k"))
    parser.add_argument("--data", type=Path, help="keep the archive in this folder, and use it again")
    parser.add_argument("--only", help="kinds of page, separated by commas")
    return parser.parse_args()


def prepare(size: str) -> None:
    from django.core.management import call_command

    from newsroom.models import Article
    from tests.benchmarks.archive import fabricate

    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        print(f"Making an archive of {SIZES[size]:,} articles …", file=sys.stderr)
        fabricate(SIZES[size])


def addresses() -> dict[str, list[str]]:
    """Some addresses of each kind of page, the same ones for the same archive."""
    from django.db.models import Count
    from django.urls import reverse

    from newsroom.models import Article, Contributor, Issue, Newspaper, Section
    from newsroom.reader.browsing import credited_contributors

    chance = random.Random(50)

    def some(found) -> list:
        keys = list(found.order_by("pk").values_list("pk", flat=True))
        return list(found.filter(pk__in=chance.sample(keys, min(len(keys), ADDRESSES_A_KIND))))

    issues = some(Issue.objects.select_related("newspaper"))
    articles = some(Article.objects.with_place())
    sections = some(Section.objects.all())
    by_articles = Contributor.objects.annotate(count=Count("bylines")).order_by("-count")
    years = sorted({issue.date.year for issue in issues})
    people = some(credited_contributors())
    words = [article.headline[:2] for article in articles]
    paper = Newspaper.objects.get()
    return {
        "front": ["/"],
        "newspaper": [paper.get_absolute_url()],
        "issue": [issue.get_absolute_url() for issue in issues],
        "page": [article.page.get_absolute_url() for article in articles],
        "article": [article.get_absolute_url() for article in articles],
        "article, marked": [f"{a.get_absolute_url()}?q={quote(q)}" for a, q in zip(articles, words, strict=True)],
        "revision": [reverse("reader:revision", args=[article.pk, 0]) for article in articles],
        "cite": [reverse("reader:cite", args=[article.pk, 0]) for article in articles],
        "calendar": ["/dates/", *(f"/dates/{year}/" for year in years)],
        "month": [reverse("reader:month", args=[issue.date]) for issue in issues],
        "day": [reverse("reader:day", args=[issue.date]) for issue in issues],
        "sections": ["/sections/"],
        "section": [section.get_absolute_url() for section in sections],
        "section, year": [f"{each.get_absolute_url()}?year={years[0]}&p=3" for each in sections],
        "contributors": ["/contributors/", "/contributors/?letter=L"],
        "contributor": [person.get_absolute_url() for person in people],
        "contributor, top": [person.get_absolute_url() for person in by_articles[:5]],
        "search": [f"/search/?q={quote(word)}" for word in words],
        "search, all": ["/search/", f"/search/?section={quote(sections[0].slug)}"],
        "feed": ["/feeds/", reverse("reader:newspaper feed", args=[paper.slug])],
        "section feed": [reverse("reader:section feed", args=[section.slug]) for section in sections],
        "contributor feed": [reverse("reader:contributor feed", args=[person.pk]) for person in by_articles[:5]],
        "search feed": [f"/feeds/search/?q={quote(word)}" for word in words],
        "sitemap": ["/sitemap.xml"],
        "sitemap part": ["/sitemap-articles.xml", "/sitemap-issues.xml"],
        "API issues": ["/api/v1/issues/", "/api/v1/issues/?p=5"],
        "API issue": [f"/api/v1/issues/{issue.newspaper.slug}/{issue.stamp}/" for issue in issues],
        "API articles": ["/api/v1/articles/", f"/api/v1/articles/?section={quote(sections[0].slug)}"],
        "API article": [f"/api/v1/articles/{article.pk}/" for article in articles],
        "API search": [f"/api/v1/search/?q={quote(word)}" for word in words],
        "API sections": ["/api/v1/sections/"],
        "API contributors": ["/api/v1/contributors/", f"/api/v1/contributors/{people[0].pk}/"],
    }


def make(some: list[str]) -> Made:
    """The most queries of any of these addresses, and the median of what each takes at best."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "127.0.0.1"})
    queries, times = 0, []
    for address in some:
        taken = []
        for _ in range(ROUNDS):
            with CaptureQueriesContext(connection) as captured:
                start = time.process_time()
                response = client.get(address)
                taken.append((time.process_time() - start) * 1000)
            assert response.status_code == 200, (address, response.status_code)
            queries = max(queries, len(captured))
        times.append(min(taken))
    return Made(queries, statistics.median(times))


@contextmanager
def server() -> Iterator[int]:
    """The application served by one process on a free port of this machine, which makes each page it is asked for."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "2"]
    making = {**os.environ, "NEWSROOM_PAGES_KEPT": "0"}
    with subprocess.Popen([*command, "--log-level", "warning"], env=making) as process:
        try:
            for _ in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            ask(port, f"/search/?q={quote('雪')}")  # the index and the dictionary are loaded when first asked
            yield port
        finally:
            process.terminate()


class Answer(NamedTuple):
    status: int
    tag: str
    size: int
    milliseconds: float


def ask(port: int, address: str, tag: str = "") -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {"If-None-Match": tag} if tag else {}
    start = time.perf_counter()
    connection.request("GET", address, headers=headers)
    response = connection.getresponse()
    body = response.read()
    taken = (time.perf_counter() - start) * 1000
    connection.close()
    return Answer(response.status, response.getheader("ETag", ""), len(body), taken)


def measure(port: int, some: list[str], made: Made) -> Measured:
    turns = [address for address in some for _ in range(ROUNDS if len(some) > 2 else 3 * ROUNDS)]
    random.Random(4).shuffle(turns)
    answers = [(address, ask(port, address)) for address in turns]
    tags = {address: answer.tag for address, answer in answers if answer.tag}
    unchanged = [ask(port, address, tag) for address, tag in tags.items() for _ in range(ROUNDS)]
    times = sorted(answer.milliseconds for _, answer in answers)
    return Measured(
        made,
        statistics.median(times),
        times[int(len(times) * 0.95)],
        max(answer.size for _, answer in answers),
        statistics.median(answer.milliseconds for answer in unchanged)
        if unchanged and all(answer.status == 304 for answer in unchanged)
        else None,
    )


def show(size: str, report: dict[str, Measured]) -> None:
    print(f"{SIZES[size]:,} articles, {os.cpu_count()} cores")
    print(f"{'':18}{'queries':>8}{'cpu ms':>8}{'median ms':>11}{'p95 ms':>9}{'kB':>7}{'304 ms':>8}")
    for kind, row in report.items():
        unchanged = f"{row.unchanged:8.1f}" if row.unchanged is not None else f"{'–':>8}"
        made = f"{kind:18}{row.made.queries:8}{row.made.processor:8.1f}"
        print(f"{made}{row.median:11.1f}{row.p95:9.1f}{row.size / 1000:7.1f}{unchanged}")


if __name__ == "__main__":
    main()
