"""tantivy: what an embedded engine can reach."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from tests.benchmarks.search.documents import instances, megabytes
from tests.benchmarks.search.ours import ROUNDS
from tests.benchmarks.search.queries import FACETS, MOST_VALUES, timed


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
        searcher.aggregate(asked_for, {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in FACETS})
        generator = tantivy.SnippetGenerator.create(searcher, asked_for, schema_of, "text")
        marked = sum(bool(generator.snippet_from_doc(searcher.doc(place)).to_html()) for _, place in found.hits)
        return found.count, marked

    schema_of = index.schema
    report = {"articles a second, words cut before": round(size / built, 1), "index, MB": megabytes(folder)}
    return {**report, **timed(size, ask, ROUNDS)}
