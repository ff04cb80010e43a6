"""48 queries of twelve kinds, and how long an engine takes to answer them."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

FACETS = ("section", "year", "page", "byline")
# Of each facet; the stock engine gives all.
MOST_VALUES = 100


def queries(size: int) -> dict[str, list[dict[str, Any]]]:
    """Four of each kind; each is what ``asked`` and ``asked_of_tantivy`` read."""
    from newsroom.search.analysis import words
    from tests.benchmarks.synthetic import SECTIONS, article

    chance = random.Random(7)
    texts = [str(article(chance.randrange(size))["body"]) for _ in range(40)]
    picked = iter([[word for word in words(text) if len(word) > 1] for text in texts])

    def piece(length: int) -> str:
        line = max(chance.choice(texts).split("\n"), key=len)
        start = chance.randrange(max(1, len(line) - length))
        return line[start : start + length].strip("，。；")

    common = ["我们", "发展", "一个", "问题"]
    return {
        "rare": [{"text": [chance.choice(next(picked))]} for _ in range(4)],
        "common": [{"text": [word]} for word in common],
        "one character": [{"text": [char]} for char in "的国人水"],
        "and": [{"text": chance.sample(next(picked), 2)} for _ in range(4)],
        "or": [{"text": chance.sample(next(picked), 2), "or": True} for _ in range(4)],
        "phrase": [{"phrase": piece(8)} for _ in range(4)],
        "common phrase": [{"phrase": phrase} for phrase in ("他们的", "中国人", "这一个", "我们的")],
        "headline": [{"headline": chance.choice(next(picked))} for _ in range(4)],
        "date range": [{"text": [word], "days": ("2018-01-01", "2019-12-31")} for word in common],
        "everything": [{} for _ in range(4)],
        "a section": [{"section": section} for section in SECTIONS[:4]],
        "miss": [{"text": [word]} for word in ("甪鼋鼍", "囍囍囍", "魑魅魍魉鬼", "zzzz")],
    }


def asked(query: dict[str, Any], using: str) -> tuple[int, int]:
    """Asks Haystack; returns how many were found and how many hits came with a highlight."""
    from haystack.query import SQ, SearchQuerySet

    found = SearchQuerySet(using=using)
    if using == "stock" and not {"text", "phrase", "headline"} & set(query):
        # Asked for “*”, the stock engine walks its whole dictionary for minutes; asked so, it does its best.
        found = found.filter(django_ct="newsroom.article")
    if words := query.get("text"):
        wanted = SQ(content=words[0])
        for word in words[1:]:
            wanted = wanted | SQ(content=word) if query.get("or") else wanted & SQ(content=word)
        found = found.filter(wanted)
    if phrase := query.get("phrase"):
        found = found.filter(content__exact=phrase)
    if word := query.get("headline"):
        found = found.filter(headline=word)
    if section := query.get("section"):
        found = found.narrow(f'section_exact:"{section}"')
    if days := query.get("days"):
        found = found.filter(date__range=days)
    for facet in FACETS:
        found = found.facet(facet, limit=MOST_VALUES)
    found = found.highlight()
    hits = found[:20]
    return found.count(), sum("highlighted" in hit.get_additional_fields() for hit in hits)


def timed(size: int, ask: Callable[[dict[str, Any]], tuple[int, int]], rounds: int) -> dict[str, Any]:
    """Milliseconds: the first round, in which nothing is cached, and the later ones.

    Processor time is given beside the time that passed: it is what a query takes on a machine with nothing else to do.
    """
    kinds = queries(size)
    cold: list[tuple[float, float]] = []
    warm: list[tuple[float, float]] = []
    by_kind: dict[str, dict[str, Any]] = {}
    for number in range(rounds):
        for kind, some in kinds.items():
            times = []
            for query in some:
                started = time.perf_counter(), time.process_time()
                count, _ = ask(query)
                ended = time.perf_counter(), time.process_time()
                times.append(((ended[0] - started[0]) * 1000, (ended[1] - started[1]) * 1000))
            (warm if number else cold).extend(times)
            by_kind[kind] = {"ms": round(statistics.median(busy for _, busy in times), 2), "found": count}
    report: dict[str, Any] = {"kinds": by_kind}
    for name, some_times in (("cold ", cold), ("", warm or cold)):
        for part in (50, 95):
            report[f"{name}p{part}"] = percentile([passed for passed, _ in some_times], part)
            report[f"{name}p{part}, processor"] = percentile([busy for _, busy in some_times], part)
    return report


def percentile(times: Sequence[float], part: int) -> float:
    return round(sorted(times)[min(len(times) - 1, len(times) * part // 100)], 2)
