"""The synthetic articles as Haystack indexes them, and where they are kept while engines are measured."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Articles kept in one file, and handed to the stock engine at once.
SHARE = 1_000


def make_articles(size: int) -> None:
    """Makes all articles before anything is measured; making them takes as long as indexing them."""
    from tests.benchmarks.synthetic import article

    for first in range(0, size, SHARE):
        made = [article(number) for number in range(first, min(first + SHARE, size))]
        _share_file(first).write_bytes(pickle.dumps(made))


def _share_file(first: int) -> Path:
    return Path(os.environ["NEWSROOM_DATA"]) / f"articles-{first}"


def instances(first: int, last: int) -> Iterator[Any]:
    from newsroom.models import Article

    for start in range(first - first % SHARE, last, SHARE):
        made = pickle.loads(_share_file(start).read_bytes())
        for number in range(max(first, start), min(last, start + SHARE)):
            instance = Article(pk=number + 1)
            instance.synthetic = made[number - start]  # type: ignore[attr-defined]
            yield instance


def search_index(parts: bool) -> Any:
    """A SearchIndex of the synthetic articles: with parts for our engine, in one text field for the stock one."""
    from haystack import indexes

    from newsroom.models import Article
    from newsroom.search.analyzer import ChineseAnalyzer
    from newsroom.search.schema import PartsField

    class Synthetic(indexes.SearchIndex, indexes.Indexable):
        text = (
            PartsField(document=True, parts=("headline", "credits", "body"))
            if parts
            else indexes.CharField(document=True, analyzer=ChineseAnalyzer())
        )
        headline = indexes.CharField(boost=4.0, analyzer=ChineseAnalyzer())
        section = indexes.CharField(indexed=False, stored=False, faceted=True)
        year = indexes.CharField(indexed=False, stored=False, faceted=True)
        page = indexes.CharField(indexed=False, stored=False, faceted=True)
        byline = indexes.MultiValueField(indexed=False, stored=False, faceted=True)
        date = indexes.DateField()
        if parts:
            credits = indexes.CharField(boost=2.0)
            body = indexes.CharField()

        def get_model(self) -> type[Article]:
            return Article

        def prepare(self, instance: Any) -> dict[str, Any]:
            made = instance.synthetic
            whole = {"text": "\n".join([made["headline"], made["credits"], made["body"]])}
            return {
                **super().prepare(instance),
                **({"credits": made["credits"], "body": made["body"]} if parts else whole),
                "headline": made["headline"],
                "section_exact": made["section"],
                "year_exact": f"{made['date']:%Y}",
                "page_exact": made["page"],
                "byline_exact": made["credits"].split("\n"),
                "date": made["date"],
            }

    return Synthetic


def backend(using: str, parts: bool, engine: str) -> Any:
    """A Haystack connection of that name, with its own index folder and only the synthetic index."""
    from django.conf import settings
    from haystack import connections

    connections.connections_info[using] = settings.HAYSTACK_CONNECTIONS[using] = {
        "ENGINE": engine,
        "PATH": str(Path(os.environ["NEWSROOM_DATA"]) / using),
    }
    connections[using].get_unified_index().build(indexes=[search_index(parts)()])
    return connections[using].get_backend()


def megabytes(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, 1)
