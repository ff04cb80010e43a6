"""Every method of SearchQuerySet that Haystack documents, one test each, and none forgotten."""

import datetime as dt
import inspect

import pytest
from haystack import connections
from haystack.exceptions import SearchBackendError
from haystack.inputs import AltParser, AutoQuery, Clean, Exact, Not, PythonData, Raw
from haystack.models import SearchResult
from haystack.query import SQ, EmptySearchQuerySet, SearchQuerySet, ValuesListSearchQuerySet

from newsroom.models import Article, Section
from newsroom.search.results import Results
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def every():
    make_article("湖上开网", "渔工在湖上凿冰，渔工下网。", date="2026-01-07", section="要闻", bylines=["王浩"])
    make_article("津贴发放", "湖区老人领到津贴。", date="2025-12-27", page_number=2, section="民生")
    make_article("马背", "湖上的风，渔工的歌。", date="2025-11-02", page_number=3, section="副刊", bylines=["李琳"])
    index_all()
    return SearchQuerySet()


def heads(found):
    return [result.headline for result in found]


class OurResult(SearchResult):
    pass


def test_all(every):
    assert every.all().count() == 3


def test_none(every):
    assert isinstance(every.none(), EmptySearchQuerySet)
    assert len(every.none()) == 0


def test_filter(every):
    assert set(heads(every.filter(content="渔工"))) == {"湖上开网", "马背"}
    assert heads(every.filter(content="渔工", section_exact="副刊")) == ["马背"]


def test_exclude(every):
    assert set(heads(every.exclude(content="津贴"))) == {"湖上开网", "马背"}


def test_filter_and(every):
    assert heads(every.filter_and(content="渔工").filter_and(content="歌")) == ["马背"]


def test_filter_or(every):
    assert set(heads(every.filter(content="歌").filter_or(content="津贴"))) == {"马背", "津贴发放"}


def test_order_by(every):
    assert heads(every.order_by("date")) == ["马背", "津贴发放", "湖上开网"]
    assert heads(every.order_by("-page_number")) == ["马背", "津贴发放", "湖上开网"]


def test_order_by_a_field_that_is_not_there(every):
    with pytest.raises(SearchBackendError, match="nowhere"):
        list(every.order_by("nowhere"))


def test_highlight(every):
    [result] = every.filter(content="凿冰").highlight()
    assert result.highlighted["text"] == ["渔工在湖上<em>凿冰</em>，渔工下网。"]
    [result] = every.filter(content="凿冰").highlight(pre_tags=["<b>"], post_tags=["</b>"])
    assert "<b>凿冰</b>" in result.highlighted["text"][0]


def test_models(every):
    assert every.models(Article).count() == 3
    with pytest.warns(UserWarning, match="not registered"):
        assert every.models(Section).count() == 0


def test_result_class(every):
    assert all(isinstance(result, OurResult) for result in every.result_class(OurResult))
    assert type(every.result_class(None)[0]) is SearchResult


def test_boost(every):
    assert heads(every.filter(content="渔工").boost("歌", 100))[0] == "马背"
    assert heads(every.filter(content="渔工").boost("凿冰", 100))[0] == "湖上开网"


def test_facet(every):
    counts = every.facet("section").facet("year", limit=1).facet_counts()["fields"]
    assert dict(counts["section"]) == {"要闻": 1, "民生": 1, "副刊": 1}
    assert counts["year"] == [("2025", 2)]


def test_date_facet(every):
    counts = every.date_facet("date", dt.date(2025, 11, 1), dt.date(2026, 1, 1), "month").facet_counts()
    assert [count for _, count in counts["dates"]["date"]] == [1, 1]


def test_query_facet(every):
    counts = every.query_facet("section", "副刊").query_facet("year", "2025").facet_counts()["queries"]
    assert counts == {"section_exact:副刊": 1, "year_exact:2025": 2}


@pytest.mark.parametrize("method", ["within", "dwithin"])
def test_geography_is_refused_by_name(every, method, monkeypatch):
    class Point:
        srid = 4326
        geom_type = "Point"

    arguments = {"within": ("place", Point(), Point()), "dwithin": ("place", Point(), 1)}[method]
    monkeypatch.setattr("haystack.utils.geo.ensure_point", lambda point: point)
    monkeypatch.setattr("haystack.utils.geo.ensure_wgs84", lambda point: point)
    monkeypatch.setattr("haystack.utils.geo.ensure_distance", lambda distance: distance)
    with pytest.raises(SearchBackendError, match="globe"):
        list(getattr(every, method)(*arguments))


def test_distance(every, monkeypatch):
    monkeypatch.setattr("haystack.utils.geo.ensure_point", lambda point: point)
    monkeypatch.setattr("haystack.utils.geo.ensure_wgs84", lambda point: point)
    with pytest.raises(SearchBackendError, match="globe"):
        list(every.distance("place", object()))


def test_stats_are_solr_s_alone(every):
    """As in Haystack's other engines: none are given, and nothing else is lost."""
    assert every.stats("page_number").stats_facet("page_number", "year").stats_results() is None
    assert every.stats("page_number").count() == 3


def test_narrow(every):
    assert heads(every.narrow("section_exact:副刊")) == ["马背"]
    assert heads(every.filter(content="湖").narrow("page_number:2")) == ["津贴发放"]


def test_raw_search(every):
    assert set(heads(every.raw_search("headline:马背 OR 津贴"))) == {"马背", "津贴发放"}


def test_load_all(every, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert {result.object.headline for result in every.load_all()} == {"湖上开网", "津贴发放", "马背"}


def test_auto_query(every):
    assert heads(every.auto_query("湖上 -凿冰")) == ["马背"]
    assert heads(every.auto_query('"湖上的风"')) == ["马背"]
    assert heads(every.auto_query("津", fieldname="headline")) == ["津贴发放"]


def test_autocomplete(every):
    assert heads(every.autocomplete(headline="津")) == ["津贴发放"]
    assert heads(every.autocomplete(headline="湖上 开")) == ["湖上开网"]


def test_more_like_this(every):
    make_article("冰上渔工", "渔工凿冰，在湖上下网。")
    index_all()
    assert heads(SearchQuerySet().more_like_this(Article.objects.get(headline="湖上开网")))[0] == "冰上渔工"


def test_using(every):
    assert every.using("default").count() == 3


def test_count(every):
    assert every.filter(content="渔工").count() == len(every.filter(content="渔工")) == 2


def test_best_match(every):
    assert every.filter(content="马背").best_match().headline == "马背"


def test_latest(every):
    assert every.latest("date").headline == "湖上开网"


def test_facet_counts(every):
    assert every.facet_counts() == {}


def test_spelling_suggestion(every):
    assert every.spelling_suggestion("今贴") == "津贴"
    every.query.backend.include_spelling = True  # what INCLUDE_SPELLING in the settings makes of it
    assert every.filter(content="今贴").spelling_suggestion() == "津贴"


def test_set_spelling_query(every):
    assert every.filter(content="马背").set_spelling_query("今贴").spelling_suggestion() == "津贴"


def test_values(every):
    assert every.order_by("date").values("headline", "page_number")[0] == {"headline": "马背", "page_number": 3}


def test_values_list(every):
    assert list(every.order_by("date").values_list("page_number", flat=True)) == [3, 2, 1]
    assert isinstance(every.values_list("headline"), ValuesListSearchQuerySet)


def test_post_process_results(every):
    """Slices, single results and iteration give the same documents in the same order."""
    ordered = every.order_by("date")
    assert heads(ordered[1:3]) == heads(list(ordered))[1:3]
    assert ordered[2].headline == "湖上开网"


@pytest.mark.parametrize(
    ("lookup", "value", "expected"),
    [
        ("content", "渔工", {"湖上开网", "马背"}),
        ("headline__content", "马背", {"马背"}),
        ("headline__contains", "上开", {"湖上开网"}),
        ("section__exact", "副刊", {"马背"}),
        ("page_number__gt", 1, {"津贴发放", "马背"}),
        ("page_number__gte", 3, {"马背"}),
        ("page_number__lt", 2, {"湖上开网"}),
        ("page_number__lte", 2, {"湖上开网", "津贴发放"}),
        ("page_number__in", [1, 3], {"湖上开网", "马背"}),
        ("headline__startswith", "津", {"津贴发放"}),
        ("section_exact__endswith", "闻", {"湖上开网"}),
        ("date__range", [dt.date(2025, 12, 1), dt.date(2026, 12, 1)], {"湖上开网", "津贴发放"}),
        ("headline__fuzzy", "今贴发放", {"津贴发放"}),
        ("content", Raw("headline:马背"), {"马背"}),
        ("content", Clean("马背"), {"马背"}),
        ("content", Exact("湖上的风"), {"马背"}),
        ("content", Not("渔工"), {"津贴发放"}),
        ("content", AutoQuery("渔工 -歌"), {"湖上开网"}),
        ("page_number", PythonData(2), {"津贴发放"}),
        ("content", AltParser("dismax", "马背"), {"马背"}),
    ],
)
def test_lookups_and_input_types(every, lookup, value, expected):
    assert set(heads(every.filter(SQ(**{lookup: value})))) == expected


def test_no_method_is_forgotten():
    internal = {"build_solr_query", "post_process_results"}
    public = {
        name
        for name, _ in inspect.getmembers(SearchQuerySet, inspect.isfunction)
        if not name.startswith("_") and name not in internal
    }
    text = inspect.getsource(inspect.getmodule(test_all))
    assert {name for name in public if f".{name}(" not in text and f'"{name}"' not in text} == set()


def test_the_engine_is_the_default_one():
    assert type(connections["default"].get_backend()).__name__ == "NewsroomSearchBackend"


@pytest.mark.parametrize(
    "ask",
    [
        lambda every: every.facet("section").facet_counts(),
        lambda every: every.spelling_suggestion("今贴"),
        lambda every: every.count(),
        lambda every: every.more_like_this(Article.objects.get(headline="湖上开网"))[:1],
        lambda every: every[:1],
    ],
    ids=["facets", "spelling", "count", "more like this", "slice"],
)
def test_no_more_documents_are_loaded_than_asked_for(every, monkeypatch, ask):
    for number in range(3):
        make_article(f"冰上{number}", "渔工凿冰，在湖上下网。")
    index_all()
    loaded = []
    made = Results.of
    monkeypatch.setattr(
        Results, "of", lambda self, numbers, *rest: loaded.append(len(numbers)) or made(self, numbers, *rest)
    )
    ask(SearchQuerySet())
    assert loaded
    assert max(loaded) <= 1
