"""Another Haystack backend can take over: readers' searches know the engine only through Haystack.

Haystack's own Whoosh backend, with its own index, and its Elasticsearch backend, with a client that notes what it is
asked and answers with one article, serve the very object the search page asks.
"""

import ast
import importlib
import sys
import types
from pathlib import Path

import pytest
from haystack import connections

from newsroom.search.archive import ArchiveSearch
from newsroom.search.documents import ArticleIndex
from tests.factories import make_article

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).resolve().parents[2] / "newsroom"
# What the engine is made of. Whoever needs another engine leaves these out.
ENGINE = {"analyzer", "codec", "engine", "lookups", "postings", "schema", "segments", "view", "writer"}


@pytest.fixture
def served_by(monkeypatch):
    """Makes another engine the one that answers."""

    def serve(engine, **options):
        monkeypatch.setitem(connections.connections_info, "default", {"ENGINE": engine, **options})
        connections.reload("default")
        return connections["default"].get_backend()

    yield serve
    monkeypatch.undo()
    connections.reload("default")


@pytest.fixture
def articles():
    return [
        make_article("glacier", "a glacier in the mountains", section="nature", bylines=["王浩"]),
        make_article("lake", "a lake under the glacier", date="2025-12-27", section="travel"),
        make_article("pension", "the pension was paid"),
    ]


def answer(**params):
    return ArchiveSearch.from_params(params).answer()


def counts(found, name):
    return {value.value: value.count for facet in found.facets if facet.name == name for value in facet.values}


def test_haystacks_own_whoosh_engine_answers_readers(served_by, articles, tmp_path):
    backend = served_by("haystack.backends.whoosh_backend.WhooshEngine", PATH=str(tmp_path))
    backend.update(ArticleIndex(), ArticleIndex().index_queryset())
    found = answer(q="glacier")
    assert {hit.article for hit in found.hits} == set(articles[:2])
    assert found.count == 2
    assert counts(found, "year") == {"2026": 1, "2025": 1}
    assert [hit.article for hit in answer(q="glacier -lake").hits] == [articles[0]]
    assert [hit.article for hit in answer(q="glacier", section="travel").hits] == [articles[1]]
    assert [hit.article for hit in answer(q="title:lake").hits] == [articles[1]]
    assert {hit.article for hit in answer(q="lake OR pension").hits} == {articles[1], articles[2]}
    assert answer(q="glacier", **{"from": "2026-01-01"}).count == 1
    assert "<mark>glacier</mark>" in found.hits[0].headline + found.hits[1].headline


@pytest.fixture
def elasticsearch(monkeypatch):
    """A client that finds whatever it is asked for in one article, and keeps what it was asked."""
    asked = []

    class Client:
        def __init__(self, *args, **options):
            self.indices = types.SimpleNamespace(
                get_mapping=lambda **options: {}, create=lambda **options: None, put_mapping=lambda **options: None
            )

        def search(self, body, **options):
            asked.append(body)
            source = {"django_ct": "newsroom.article", "django_id": str(self.found), "id": "1", "headline": "glacier"}
            facets = {
                name: {"meta": {"_type": "terms"}, "buckets": [{"key": "2026", "doc_count": 1}]}
                for name in body.get("aggs", {})
                if name.startswith("year")
            }
            hits = [{"_source": source, "_score": 1.0}]
            return {"hits": {"total": {"value": 1}, "hits": hits}, "aggregations": facets}

    module = types.ModuleType("elasticsearch")
    module.__version__ = (7, 17, 0)
    module.Elasticsearch = Client
    module.TransportError = type("TransportError", (Exception,), {})
    helpers, exceptions = types.ModuleType("elasticsearch.helpers"), types.ModuleType("elasticsearch.exceptions")
    helpers.bulk = helpers.scan = lambda *args, **options: None
    exceptions.NotFoundError = type("NotFoundError", (Exception,), {})
    for name, made in (("", module), (".helpers", helpers), (".exceptions", exceptions)):
        monkeypatch.setitem(sys.modules, f"elasticsearch{name}", made)
    for name in ("elasticsearch_backend", "elasticsearch7_backend"):
        monkeypatch.delitem(sys.modules, f"haystack.backends.{name}", raising=False)
    importlib.import_module("haystack.backends.elasticsearch7_backend")
    return Client, asked


def test_elasticsearch_would_be_asked_what_readers_ask(served_by, articles, elasticsearch):
    client, asked = elasticsearch
    client.found = articles[0].pk
    served_by("haystack.backends.elasticsearch7_backend.Elasticsearch7SearchEngine", URL="http://x/", INDEX_NAME="n")
    found = answer(q="glacier -lake 标题:mountain", section="nature", sort="oldest", **{"from": "2025-01-01"})
    assert [hit.article for hit in found.hits] == [articles[0]]
    assert counts(found, "year") == {"2026": 1}
    query = asked[0]["query"]["bool"]["must"]["query_string"]["query"]
    for part in ('text:("glacier")', 'printed:("glacier")', "NOT", 'text:("lake")', 'headline:("mountain")', "date:"):
        assert part in query
    assert 'section_exact:("nature")' in query
    assert [list(field) for field in asked[0]["sort"]] == [["date"], ["edition"], ["page_number"], ["position"]]
    assert asked[0]["aggs"]["byline"]["terms"]["field"] == "byline_exact"
    assert asked[0]["size"] == 20


def test_only_the_engine_knows_whoosh():
    knowing = set()
    for file in PROJECT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any("whoosh" in name.split(".")[0] or "whoosh" in name for name in names):
                knowing.add(file.relative_to(PROJECT))
    assert knowing == {Path("search", f"{name}.py") for name in ENGINE}
