"""The reading API: what it holds, what it refuses, and that it describes itself truly."""

import json

import pytest
from django.contrib.auth.models import User

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor
from newsroom.reader import api
from newsroom.reader.api_docs import type_of
from newsroom.search.archive import ArchiveSearch, IndexUnavailable
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


def get(client, address: str):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.content
    return response.json()


def titles(listing) -> list[str]:
    return [row["title"] for row in listing["results"]]


def test_an_issue_with_its_pages_and_gaps(client, issue):
    found = get(client, "issues/xueling/2026-01-07/")
    assert (found["date"], found["edition"], found["absent_pages"]) == ("2026-01-07", 1, [3])
    assert [(page["number"], [a["title"] for a in page["articles"]]) for page in found["pages"]] == [
        (1, ["隧道贯通", "水库补水"]),
        (2, ["冰灯初上"]),
        (4, ["隧道贯通之后"]),
    ]
    assert found["url"] == "http://testserver/xueling/2026-01-07/"


def test_an_article_with_its_text_and_revisions(client, issue):
    article = Article.objects.get(headline="隧道贯通")
    editor = User.objects.create(username="editor")
    correct(article.pk, Snapshot.of(article).with_parts(headline="隧道双向贯通"), based_on=0, author=editor)
    found = get(client, f"articles/{article.pk}/")
    assert found["text"]["headline"] == "隧道双向贯通"
    assert [p["kind"] for p in found["text"]["paragraphs"]] == ["text", "crosshead", "text", "note"]
    names = [(byline["name"], byline["role"]) for byline in found["text"]["bylines"]]
    assert names == [("韩雪松", "记者"), ("赵新民", "通讯员"), ("唐文霞", "通讯员")]
    assert found["text"]["bylines"][0]["contributor"] == Contributor.objects.get(name="韩雪松").pk
    assert [revision["number"] for revision in found["revisions"]] == [0, 1]
    assert (found["continues_on"], found["text_state"], found["revision"]) == (4, "corrected", 1)
    imported = client.get(found["revisions"][0]["api_url"]).json()
    assert imported["text"]["headline"] == "隧道贯通"
    assert imported["sha256"] == article.revisions.get(number=0).sha256


def test_articles_narrow(client, issue):
    make_article("去年", newspaper="evening", date="2025-01-07", bylines=["韩雪松"])
    person = Contributor.objects.get(name="韩雪松")
    assert titles(get(client, "articles/?newspaper=evening")) == ["去年"]
    assert titles(get(client, "articles/?section=综合")) == ["冰灯初上"]
    assert titles(get(client, f"articles/?contributor={person.pk}&since=2026-01-01")) == ["隧道贯通", "水库补水"]
    assert titles(get(client, "articles/?until=2025-12-31")) == ["去年"]
    assert [row["date"] for row in get(client, "issues/")["results"]] == ["2026-01-07", "2025-01-07"]


def test_lists_are_walked_page_by_page_with_their_filters(client, issue, monkeypatch):
    monkeypatch.setattr(api, "ROWS_A_PAGE", 3)
    seen, address = [], "/api/v1/articles/?newspaper=xueling"
    while address:
        page = client.get(address).json()
        seen += titles(page)
        assert page["count"] == 4
        address = page["next"]
    assert sorted(seen) == sorted(Article.objects.values_list("headline", flat=True))
    last = get(client, "articles/?newspaper=xueling&p=9")
    assert last["results"] == []
    assert last["previous"].endswith("?newspaper=xueling&p=2")


def test_nothing_withdrawn_is_told(client, issue):
    article = Article.objects.get(headline="水库补水")
    Article.objects.filter(pk=article.pk).update(visible=False)
    for address in (f"articles/{article.pk}/", f"articles/{article.pk}/revisions/0/"):
        response = client.get(f"/api/v1/{address}")
        assert response.status_code == 410
        assert "水库" not in response.content.decode()
    person = Contributor.objects.get(name="韩雪松")
    for address in ("articles/", "issues/xueling/2026-01-07/"):
        assert "水库补水" not in json.dumps(get(client, address), ensure_ascii=False)
    assert get(client, f"contributors/{person.pk}/")["articles"] == 1
    assert {s["name"]: s["articles"] for s in get(client, "sections/")} == {"要闻": 1, "综合": 1}


def test_contributors_stand_by_pinyin_with_aliases(client, issue):
    assert [row["name"] for row in get(client, "contributors/")["results"]] == ["韩雪松", "唐文霞", "赵新民"]
    person = Contributor.objects.get(name="韩雪松")
    person.aliases.create(name="雪松")
    assert get(client, f"contributors/{person.pk}/")["aliases"] == ["雪松"]


def test_search_answers_as_the_page_does(client, issue):
    index_all()
    found = get(client, "search/?q=灯光&year=2026&year=2025")
    assert found["count"] == 1
    hit = found["results"][0]
    assert (hit["title"], hit["page"], hit["section"], hit["matched"]) == ("隧道贯通", 1, "要闻", "corrected")
    assert hit["issue"]["date"] == "2026-01-07"
    assert [credit["name"] for credit in hit["bylines"]] == ["韩雪松", "赵新民", "唐文霞"]
    assert "<mark>灯光</mark>" in hit["snippet"]
    assert hit["snippet"].split("\n") == hit["snippets"]
    years = {(value["value"], value["selected"]) for value in found["facets"]["year"]}
    assert years == {("2026", True), ("2025", True)}


def test_the_document_gives_an_example_of_everything(client, issue):
    document = get(client, "openapi.json")
    told = {"$ref", "items", "enum", "examples", "const"}
    unexampled = []
    for path, operations in document["paths"].items():
        for one in operations["get"].get("parameters", ()):
            if not {"example", "examples"} & {*one, *one["schema"]}:
                unexampled.append(f"{path} {one['name']}")
    for name, schema in document["components"]["schemas"].items():
        for field, described in schema["properties"].items():
            if not told & set(described) and described.get("type") not in {"boolean", "integer"}:
                unexampled.append(f"{name}.{field}")
    assert unexampled == []


def test_every_operation_says_how_it_refuses(client, issue):
    for path, operations in get(client, "openapi.json")["paths"].items():
        answers = set(operations["get"]["responses"])
        assert "200" in answers
        if "{" in path:
            assert {"404", "422"} <= answers, path


def test_without_an_index_search_says_so(client, issue, monkeypatch):
    def fail(self):
        raise IndexUnavailable("No index.")

    monkeypatch.setattr(ArchiveSearch, "answer", fail)
    response = client.get("/api/v1/search/?q=a")
    assert (response.status_code, response.json()) == (503, {"detail": "No index."})


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("articles/999999/", 404),
        (f"articles/{10**30}/", 422),
        ("nothing/", 404),
        ("articles/1/nothing", 404),
        ("articles/one/", 422),
        ("articles/0/", 422),
        ("articles/1/revisions/99/", 404),
        ("issues/xueling/2026-01-08/", 404),
        ("issues/xueling/yesterday/", 404),
        ("issues/xueling/2026-13-45/", 404),
        ("contributors/999999/", 404),
        ("articles/?p=0", 422),
        (f"articles/?contributor={10**30}", 422),
        ("articles/?since=tomorrow", 422),
        ("articles/?since=0", 422),
        ("issues/?until=2026-02-30", 422),
        ("articles/?newspaper=" + "x" * 61, 422),
    ],
)
def test_what_is_not_there_or_not_understood(client, issue, address, status):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    assert response.json()["detail"]


def test_it_only_reads(client, issue):
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/v1/articles/").status_code == 405


def test_other_sites_may_read_and_unchanged_answers_are_not_sent_again(client, issue):
    first = client.get("/api/v1/articles/")
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/articles/999999/")["Access-Control-Allow-Origin"] == "*"
    again = client.get("/api/v1/articles/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in first["Access-Control-Expose-Headers"]


def test_a_browser_is_told_that_scripts_may_send_back_the_tag(client, issue):
    asked = {
        "Origin": "https://other.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    told = client.options("/api/v1/articles/", headers=asked)
    assert told.status_code == 204
    assert told["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in told["Access-Control-Allow-Headers"]
    assert "POST" not in told["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" not in client.options("/", headers=asked)


def test_the_document_names_every_address_and_the_docs_stay_on_this_site(client, issue):
    document = get(client, "openapi.json")
    assert "/api/v1/articles/{pk}/" in document["paths"]
    assert len(document["paths"]) == 10
    assert all(set(operations) == {"get"} for operations in document["paths"].values())
    docs = client.get("/api/v1/docs/").content.decode()
    assert all(f"<code>GET {path}</code>" in docs for path in document["paths"])
    assert all(f'id="schema-{name}"' in docs for name in document["components"]["schemas"])
    assert '="https://' not in docs


def test_every_example_in_the_docs_answers(client, issue):
    index_all()
    operations = client.get("/api/v1/docs/").context["operations"]
    examples = [operation.example for operation in operations]
    assert len(set(examples)) == len(operations)
    for example in examples:
        assert client.get(example).status_code == 200, example


def test_the_docs_of_an_empty_archive_give_no_example_that_leads_nowhere(client, db):
    operations = client.get("/api/v1/docs/").context["operations"]
    assert {operation.example for operation in operations if "{" in operation.path} == {""}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, "date or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Byline"}}, "list of Byline"),
        ({"enum": ["article", "photo"], "type": "string"}, "article | photo"),
        ({"type": "integer", "minimum": 1, "default": 1}, "integer, from 1, otherwise 1"),
    ],
)
def test_types_are_told_in_words(schema, words):
    assert type_of(schema).words == words


def test_queries_do_not_grow(client, issue, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(4):
            get(client, "articles/")
        with django_assert_num_queries(6):
            get(client, "issues/xueling/2026-01-07/")
        with django_assert_num_queries(3):
            get(client, "issues/")
        for number in range(10):
            make_article(f"又一篇{number}", newspaper="xueling", page_number=2, bylines=["某某"], section="要闻")
