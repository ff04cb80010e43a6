"""The engine answers SearchQuerySet as Haystack documents it."""

import datetime as dt
import threading
from functools import partial

import pytest
from haystack.inputs import AutoQuery, Exact, Raw
from haystack.query import SQ, SearchQuerySet

from newsroom.models import Article, Section
from newsroom.search import engine
from newsroom.search.documents import ArticleIndex
from newsroom.search.writer import Changes
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    made = {
        "net": make_article(
            "湖上开网", "渔工在湖上凿冰，5G信号好。", date="2026-01-07", section="要闻", bylines=["王浩"]
        ),
        "pay": make_article("津贴发放", "湖区老人领到津贴。", date="2025-12-27", page_number=2, section="要闻,民生"),
        "poem": make_article("马背", "湖上的风。", date="2025-11-02", page_number=3, section="文", bylines=["李琳"]),
    }
    Section.objects.filter(name="要闻,民生").update(slug="要闻,民生")
    index_all()
    return {name: str(article.pk) for name, article in made.items()}


def keys(found):
    return {result.pk for result in found}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"content": "湖上"}, "net poem"),
        ({"content": "湖上 凿冰"}, "net"),
        ({"text": "信号好。"}, "net"),
        ({"headline": "津贴"}, "pay"),
        ({"headline__contains": "开"}, "net"),
        ({"section__exact": "要闻"}, "net"),
        ({"section__in": ["文", "要闻,民生"]}, "pay poem"),
        ({"section_exact__startswith": "要闻"}, "net pay"),
        ({"section_exact__endswith": "民生"}, "pay"),
        ({"year__exact": "2025"}, "pay poem"),
        ({"date": dt.date(2025, 12, 27)}, "pay"),
        ({"date__gt": dt.date(2025, 12, 27)}, "net"),
        ({"date__gte": "2025-12-27"}, "net pay"),
        ({"date__lt": dt.date(2025, 12, 27)}, "poem"),
        ({"date__lte": dt.datetime(2025, 12, 27)}, "pay poem"),
        ({"date__range": ["2025-11-01", "2025-12-31"]}, "pay poem"),
        ({"page_number__in": [1, 3]}, "net poem"),
        ({"page_number": 2}, "pay"),
        ({"content": Exact("在湖上凿")}, "net"),
        ({"content": AutoQuery("湖上 -凿冰")}, "poem"),
        ({"content": Raw("津贴 OR headline:马背")}, "pay poem"),
        ({"nowhere": "湖"}, ""),
        ({"content": "没有的字"}, ""),
    ],
)
def test_filters(articles, filters, expected):
    assert keys(SearchQuerySet().filter(**filters)) == {articles[name] for name in expected.split()}


def test_joins_and_negates_conditions(articles):
    every = SearchQuerySet()
    net, pay, poem = articles["net"], articles["pay"], articles["poem"]
    assert keys(every.exclude(content="凿冰")) == {pay, poem}
    assert keys(every.filter(content="湖上").exclude(content="凿冰")) == {poem}
    assert keys(every.filter(content="湖上").filter(~SQ(content="凿冰"))) == {poem}
    assert keys(every.filter(SQ(content="凿冰") | SQ(headline="马背"))) == {net, poem}
    assert keys(every.filter(~(SQ(content="凿冰") | SQ(headline="马背")))) == {pay}
    assert keys(every.filter(content="凿冰").filter_or(content="津贴")) == {net, pay}
    assert keys(every.filter(content="凿冰") | every.filter(content="津贴")) == {net, pay}


def test_sorts_by_several_fields_in_mixed_directions(articles):
    make_article("又一篇", "湖", date="2026-01-07", page_number=2)
    index_all()
    found = SearchQuerySet().order_by("-date", "page_number")
    assert [(result.date.isoformat(), result.page_number) for result in found] == [
        ("2026-01-07", 1),
        ("2026-01-07", 2),
        ("2025-12-27", 2),
        ("2025-11-02", 3),
    ]
    assert [result.page_number for result in SearchQuerySet().order_by("-page_number", "date")] == [3, 2, 2, 1]


def test_facets_are_whole_values_and_exact(articles):
    found = SearchQuerySet().filter(content="湖").facet("section").facet("byline").facet("page_number")
    counts = found.facet_counts()["fields"]
    assert dict(counts["section"]) == {"要闻": 1, "要闻,民生": 1, "文": 1}
    assert sorted(number for _, number in counts["byline"]) == [1, 1]
    assert dict(found.facet("year", limit=1).facet_counts()["fields"]["year"]) == {"2025": 2}


def test_facets_by_date_and_by_query(articles):
    found = SearchQuerySet().date_facet("date", dt.date(2025, 11, 1), dt.date(2026, 2, 1), "month")
    counts = found.query_facet("section", "文").facet_counts()
    assert counts["dates"]["date"] == [
        (dt.datetime(2025, 11, 1), 1),
        (dt.datetime(2025, 12, 1), 1),
        (dt.datetime(2026, 1, 1), 1),
    ]
    assert counts["queries"] == {"section_exact:文": 1}


def test_narrows_counts_slices_and_loads(articles):
    found = SearchQuerySet().filter(content="湖").narrow("section_exact:文").load_all()
    assert found.count() == 1
    assert found[0].object == Article.objects.get(pk=articles["poem"])
    assert SearchQuerySet().filter(content="湖").narrow("section:文").count() == 1
    ordered = SearchQuerySet().order_by("date")
    assert [result.pk for result in ordered[1:3]] == [articles["pay"], articles["net"]]
    assert SearchQuerySet().narrow("date:[2025-12-01 TO 2025-12-31]").count() == 1


def test_marks_what_was_found(articles):
    [result] = SearchQuerySet().filter(content="凿冰").highlight()
    assert result.highlighted == {"text": ["渔工在湖上<em>凿冰</em>，5G信号好。"]}


def test_stored_fields_come_back_as_they_were(articles):
    [result] = SearchQuerySet().filter(content="凿冰")
    assert result.headline == "湖上开网"
    assert result.date == dt.date(2026, 1, 7)
    assert result.page_number == 1
    assert result.section_exact == "要闻"


def test_finds_more_like_one(articles):
    alike = make_article("冰上渔工", "渔工凿冰下网，信号也好。")
    index_all()
    assert SearchQuerySet().more_like_this(Article.objects.get(pk=articles["net"]))[0].pk == str(alike.pk)


def test_another_process_is_seen_at_once(articles):
    """A view opened before a commit is not used after it."""
    assert SearchQuerySet().filter(content="凿冰").count() == 1
    SearchQuerySet().query.backend.remove(Article.objects.get(pk=articles["net"]))
    assert SearchQuerySet().filter(content="凿冰").count() == 0
    assert SearchQuerySet().count() == 2


def test_many_objects_are_written_in_several_commits(articles, monkeypatch):
    monkeypatch.setattr(engine, "COMMIT_DOCUMENTS", 2)
    backend = SearchQuerySet().query.backend
    backend.clear()
    assert SearchQuerySet().count() == 0
    backend.update(ArticleIndex(), Article.objects.all())
    assert keys(SearchQuerySet()) == set(articles.values())
    backend.optimize()
    assert len(backend.view().segments) == 1
    assert keys(SearchQuerySet().filter(content="湖上")) == {articles["net"], articles["poem"]}
    backend.clear(models=[Article])
    assert SearchQuerySet().count() == 0


def test_threads_search_while_another_writes(articles):
    """What every search finds is one state of the index or the next, never half of one."""
    backend = SearchQuerySet().query.backend
    failures: list[object] = []
    writing = threading.Event()

    def search():
        try:
            while not writing.is_set():
                found = SearchQuerySet().filter(content="第一版雪").filter_or(content="第二版雪").highlight()
                results = found[:5]
                if len(results) > 1 or any("<em>" not in result.highlighted["text"][0] for result in results):
                    failures.append(results)
        except Exception as error:
            failures.append(error)

    searching = [threading.Thread(target=search) for _ in range(3)]
    for thread in searching:
        thread.start()
    try:
        for number in range(40):
            document = {"id": "newsroom.article.999", "django_ct": "newsroom.article", "django_id": "999"}
            body = f"第{'一二'[number % 2]}版雪"
            backend.write(partial(_these, {**document, "body": body}))
    finally:
        writing.set()
        for thread in searching:
            thread.join()
    assert failures == []


def _these(document):
    return Changes([document])
