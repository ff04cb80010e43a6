"""``make bench-search`` (SIZE=1k, 10k, 100k): our engine, Haystack's stock Whoosh engine, tantivy where installed.

The same synthetic articles, the same queries, in one run: 48 queries of twelve kinds, each with four facets and twenty
hits with highlights. The stock engine is given our analyzer, because with its own it finds little in Chinese. Its
``update`` copies the whole index into memory for each article, so its rate is measured on the first 2,000 articles
only, where it is at its best; the others reach it by one bulk writer.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
FACETS = ("section", "year", "page", "byline")
ROUNDS = 4
# Articles kept in one file, and handed to the stock engine at once.
SHARE = 1_000


def main() -> None:
    options = arguments()
    size = SIZES[options.size]
    folder = Path(tempfile.mkdtemp(prefix="newsroom-bench-"))
    os.environ.update(NEWSROOM_DATA=str(folder), DJANGO_SETTINGS_MODULE="newsroom.settings", NEWSROOM_INDEX_INLINE="1")
    import django

    django.setup()
    try:
        report = {"articles": size, "cores": os.cpu_count()}
        make_articles(size)
        report["ours"] = measure_ours(size, options.processes)
        if options.stock:
            report["stock"] = measure_stock(size, options.stock_updates)
        if tantivy := find_tantivy():
            report["tantivy"] = measure_tantivy(tantivy, size, folder / "tantivy")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if options.json:
        json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
    else:
        show(report)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare search engines on the same articles.")
    parser.add_argument("size", nargs="?", choices=SIZES, default=os.environ.get("SIZE", "10k"))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--stock", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--stock-updates", type=int, default=2_000, help="articles by which stock's rate is measured")
    parser.add_argument("--json", action=argparse.BooleanOptionalAction, default=False)
    return parser.parse_args()


# The queries


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
        found = found.facet(facet)
    hits = found.highlight()[:20]
    return found.count(), sum("highlighted" in hit.get_additional_fields() for hit in hits)


def timed(size: int, ask: Callable[[dict[str, Any]], tuple[int, int]], rounds: int) -> dict[str, Any]:
    """Milliseconds: the first round, in which nothing is cached, and the later ones."""
    kinds = queries(size)
    cold: list[float] = []
    warm: list[float] = []
    by_kind: dict[str, dict[str, Any]] = {}
    for number in range(rounds):
        for kind, some in kinds.items():
            times = []
            for query in some:
                started = time.perf_counter()
                count, _ = ask(query)
                times.append((time.perf_counter() - started) * 1000)
            (warm if number else cold).extend(times)
            by_kind[kind] = {"ms": round(statistics.median(times), 2), "found": count}
    warm = warm or cold
    return {
        "cold p50": percentile(cold, 50),
        "cold p95": percentile(cold, 95),
        "p50": percentile(warm, 50),
        "p95": percentile(warm, 95),
        "kinds": by_kind,
    }


def percentile(times: Sequence[float], part: int) -> float:
    return round(sorted(times)[min(len(times) - 1, len(times) * part // 100)], 2)


# The engines


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


def ours() -> Any:
    return backend("ours", True, "newsroom.search.engine.NewsroomEngine")


def write_share(folder: Path, job: tuple[str, Sequence[int]]) -> Any:
    """One segment of the build, in whichever process."""
    from haystack import connections

    from newsroom.search import writer

    engine = ours()
    index = connections["ours"].get_unified_index().get_index(next(instances(0, 1)).__class__)
    numbers = job[1]
    return writer.write_segment(folder, engine.ready(), engine.prepare(index, instances(numbers[0], numbers[-1] + 1)))


def measure_ours(size: int, processes: int) -> dict[str, Any]:
    from haystack import connections

    from newsroom.search import writer
    from newsroom.search.analysis import words
    from newsroom.search.rebuilding import SEGMENT_DOCUMENTS, WORTH_A_PROCESS, build_segments

    engine = ours()
    words("装载词典")
    processes = max(1, min(processes, size // WORTH_A_PROCESS))
    share = min(SEGMENT_DOCUMENTS, -(-size // processes))
    jobs = [("", range(start, min(start + share, size))) for start in range(0, size, share)]
    started = time.perf_counter()
    writer.rebuild(
        engine.folder,
        engine.ready(),
        lambda folder: build_segments(partial(write_share, folder), jobs, processes, lambda done: None),
    )
    built = time.perf_counter() - started
    report = {"articles a second": round(size / built, 1), "index, MB": megabytes(engine.folder)}
    report |= timed(size, partial(asked, using="ours"), ROUNDS)
    index = connections["ours"].get_unified_index().get_index(next(instances(0, 1)).__class__)
    report["edit to visible, ms"] = edits(engine, index, size)
    report["memory, MB"] = memory()
    return report


def memory() -> int:
    """Megabytes this process has for itself; the index's files are mapped, and shared with all other processes."""
    status = Path("/proc/self/status")
    if status.exists():
        rows = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(rows["RssAnon"].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def edits(engine: Any, index: Any, size: int) -> dict[str, float]:
    """From handing an edited article to the engine until a search in the same index finds the new text."""
    from haystack.query import SearchQuerySet

    times = []
    for number, [instance] in enumerate(zip(instances(0, 40), strict=True)):
        instance.synthetic["headline"] = f"更正之后{number:03d}号"
        started = time.perf_counter()
        engine.update(index, [instance])
        if SearchQuerySet(using="ours").filter(content=instance.synthetic["headline"]).count() != 1:
            raise RuntimeError("An edit was not found.")
        times.append((time.perf_counter() - started) * 1000)
    return {"median": percentile(times, 50), "p95": percentile(times, 95)}


def measure_stock(size: int, updated: int) -> dict[str, Any]:
    """``updated`` articles through its ``update``, whose rate is reported; the rest by one bulk writer."""
    from haystack import connections

    engine = backend("stock", False, "haystack.backends.whoosh_backend.WhooshEngine")
    index = connections["stock"].get_unified_index().get_index(next(instances(0, 1)).__class__)
    updated = min(updated, size)
    started = time.perf_counter()
    for first in range(0, updated, SHARE):
        engine.update(index, list(instances(first, min(first + SHARE, updated))))
    report: dict[str, Any] = {"articles a second": round(updated / (time.perf_counter() - started), 1)}
    bulk = engine.index.refresh().writer(limitmb=512)
    for instance in instances(updated, size):
        prepared = index.full_prepare(instance)
        bulk.add_document(**{name: engine._from_python(value) for name, value in prepared.items()})
    bulk.commit(merge=False)
    return {**report, "index, MB": megabytes(Path(engine.path)), **timed(size, partial(asked, using="stock"), 1)}


def find_tantivy() -> Any:
    try:
        import tantivy
    except ImportError:
        return None
    return tantivy


def measure_tantivy(tantivy: Any, size: int, folder: Path) -> dict[str, Any]:
    """Words cut by jieba and joined by spaces; no n-grams, so it finds less than ours: a ceiling of speed only."""
    from newsroom.search.analysis import words
    from newsroom.search.folding import fold

    folder.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("text", stored=True, tokenizer_name="whitespace")
    schema.add_text_field("headline", stored=True, tokenizer_name="whitespace")
    for facet in FACETS:
        schema.add_text_field(facet, tokenizer_name="raw", fast=True)
    index = tantivy.Index(schema.build(), path=str(folder))
    writer = index.writer(200_000_000, 1)
    started = time.perf_counter()
    cutting = 0.0
    for instance in instances(0, size):
        made = instance.synthetic
        cut = time.perf_counter()
        text, headline = (" ".join(words(fold(made[part]))) for part in ("body", "headline"))
        cutting += time.perf_counter() - cut
        facets = {"section": made["section"], "page": made["page"], "year": f"{made['date']:%Y}"}
        byline = made["credits"].split("\n")
        writer.add_document(tantivy.Document(text=text, headline=headline, byline=byline, **facets))
    writer.commit()
    built = time.perf_counter() - started - cutting
    index.reload()
    searcher = index.searcher()

    def ask(query: dict[str, Any]) -> tuple[int, int]:
        wanted = query.get("phrase") or query.get("headline") or " ".join(query.get("text", ()))
        terms = words(fold(wanted))
        parts = [tantivy.Query.term_query(schema_of, "text", term) for term in terms]
        if "phrase" in query and len(terms) > 1:
            asked_for = tantivy.Query.phrase_query(schema_of, "text", terms)
        elif parts:
            how = tantivy.Occur.Should if query.get("or") else tantivy.Occur.Must
            asked_for = tantivy.Query.boolean_query([(how, part) for part in parts])
        else:
            asked_for = tantivy.Query.all_query()
        found = searcher.search(asked_for, 20, count=True)
        searcher.aggregate(asked_for, {name: {"terms": {"field": name, "size": 100}} for name in FACETS})
        generator = tantivy.SnippetGenerator.create(searcher, asked_for, schema_of, "text")
        marked = sum(bool(generator.snippet_from_doc(searcher.doc(place)).to_html()) for _, place in found.hits)
        return found.count, marked

    schema_of = index.schema
    report = {"articles a second, words cut before": round(size / built, 1), "index, MB": megabytes(folder)}
    return {**report, **timed(size, ask, ROUNDS)}


def megabytes(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, 1)


def show(report: dict[str, Any]) -> None:
    engines = [name for name in ("ours", "stock", "tantivy") if name in report]
    print(f"{report['articles']} articles, {report['cores']} cores")
    rows = ["articles a second", "index, MB", "cold p50", "cold p95", "p50", "p95"]
    print(f"{'':20}" + "".join(f"{name:>12}" for name in engines))
    for row in rows:
        print(f"{row:20}" + "".join(f"{report[name].get(row, '–')!s:>12}" for name in engines))
    for kind in report["ours"]["kinds"]:
        cells = [report[name]["kinds"][kind] for name in engines]
        print(f"  {kind:18}" + "".join(f"{cell['ms']:>12}" for cell in cells) + f"   found {cells[0]['found']}")
    print("an edit is visible after", report["ours"]["edit to visible, ms"], "ms")
    print("memory with our index open:", report["ours"]["memory, MB"], "MB")
    if "stock" in report:
        mine, stock = report["ours"], report["stock"]
        for part in ("p50", "p95"):
            print(f"{part}: {stock[part] / mine[part]:.0f} times as fast as stock", end="; ")
        print(f"built {mine['articles a second'] / stock['articles a second']:.1f} times as fast")


if __name__ == "__main__":
    main()
