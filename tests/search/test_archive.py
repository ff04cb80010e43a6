import pytest
from django.contrib.auth.models import User
from django.http import QueryDict

from newsroom.desk.contributors import merge_contributors
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor
from newsroom.search.archive import ArchiveSearch, highlight
from newsroom.search.outbox import drain
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


def answer(query: str):
    return ArchiveSearch.from_params(QueryDict(query)).answer()


def facet(found, name):
    return {value.value: value.count for facet in found.facets if facet.name == name for value in facet.values}


@pytest.fixture
def winter():
    fishing = make_article(
        "湖上开网",
        "清晨，渔工在湖上凿冰下网。\n渔获装满了三十辆马车。",
        kicker="冬天的第一网",
        bylines=["王浩", ("古扎丽·阿布都热西提", "摄影")],
        photos=[("渔工在起网。", "李琳摄")],
        section="要闻",
    )
    allowance = make_article(
        "老人津贴本月发放",
        "津贴发放到账，湖区老人都收到了。",
        date="2025-12-27",
        page_number=2,
        bylines=["李琳"],
        section="民生",
    )
    poem = make_article("雪落在马背上", "马背上的雪，湖上的风。", date="2025-11-02", page_number=3, section="副刊")
    index_all()
    return fishing, allowance, poem


def test_finds_newest_first_when_nothing_is_asked(winter):
    found = answer("")
    assert [hit.article for hit in found.hits] == list(winter)
    assert found.count == 3


def test_finds_any_run_of_characters(winter):
    fishing, allowance, poem = winter
    assert [hit.article for hit in answer("q=凿冰下网").hits] == [fishing]
    assert {hit.article for hit in answer("q=湖").hits} == {fishing, allowance, poem}
    assert [hit.article for hit in answer("q=古扎丽•阿布都热西提").hits] == [fishing]
    assert [hit.article for hit in answer("q=津貼發放").hits] == [allowance]


def test_marks_escaped_text(db):
    make_article("<b>雪</b>与<script>", "一行 <i>雪</i> & 风")
    index_all()
    hit = answer("q=雪").hits[0]
    assert hit.headline == "&lt;b&gt;<mark>雪</mark>&lt;/b&gt;与&lt;script&gt;"
    assert hit.snippets == ("一行 &lt;i&gt;<mark>雪</mark>&lt;/i&gt; &amp; 风",)


def test_shows_where_it_was_found_wherever_that_is(db):
    make_article("湖上开网", "渔工凿冰。", kicker="冬天的第一网", dateline="新华社福海电", bylines=["王浩"])
    index_all()
    for text in ("第一网", "福海电", "王浩", "凿冰"):
        assert f"<mark>{text}</mark>" in "".join(answer(f"q={text}").hits[0].snippets)


def test_counts_facets_without_their_own_selection(winter):
    found = answer("q=湖&section=要闻&section=副刊")
    assert found.count == 2
    assert facet(found, "section") == {"要闻": 1, "民生": 1, "副刊": 1}
    assert facet(found, "year") == {"2026": 1, "2025": 1}
    assert facet(found, "page") == {"1": 1, "3": 1}


def test_keeps_a_selected_value_with_no_match_removable(winter):
    found = answer("q=津贴&section=要闻")
    assert found.count == 0
    values = {value.value: value for facet in found.facets if facet.name == "section" for value in facet.values}
    assert values["要闻"].count == 0
    assert values["要闻"].selected
    assert values["要闻"].query == "q=%E6%B4%A5%E8%B4%B4"
    assert [chip.value for chip in found.chips] == ["要闻"]


def test_finds_corrected_text_at_once_and_printed_text_as_such(winter):
    fishing, *_ = winter
    snapshot = Snapshot.of(fishing)
    correct(fishing.pk, snapshot.with_parts(body=snapshot.body.replace("渔工", "渔民")), based_on=0, author=None)
    drain()
    corrected, printed = answer("q=渔民"), answer("q=渔工在湖上")
    assert [(hit.article, hit.matched) for hit in corrected.hits] == [(fishing, "corrected")]
    assert [(hit.article, hit.matched) for hit in printed.hits] == [(fishing, "printed")]
    assert "<mark>渔工在湖上</mark>" in printed.hits[0].snippets[0]
    assert answer("q=湖 -渔工在湖上").count == 3


def test_withdrawn_articles_are_not_found(winter):
    fishing, *_ = winter
    fishing.visible = False
    fishing.save()
    drain()
    assert answer("q=凿冰").count == 0


def test_answers_without_rows_that_vanished(winter):
    Article.objects.filter(pk=winter[2].pk).update(visible=False)
    found = answer("q=马")
    assert found.count == len(found.hits) == 1
    drain()
    assert answer("q=雪落").count == 0


def test_reads_fields_days_and_pages(winter):
    fishing, allowance, poem = winter
    assert [hit.article for hit in answer("q=标题:湖上").hits] == [fishing]
    assert [hit.article for hit in answer("q=作者:李琳").hits] == [allowance]
    assert [hit.article for hit in answer("q=日期:2025-12").hits] == [allowance]
    assert [hit.article for hit in answer("q=版:3").hits] == [poem]
    assert {hit.article for hit in answer("q=日期:2025-11..2025年12月").hits} == {allowance, poem}
    assert answer("from=2025-12-27&to=2025-12-27").count == 1
    unread = answer("q=湖 版:头")
    assert unread.count == 3
    assert len(unread.ignored) == 1


def test_shows_articles_with_the_words_when_none_has_the_whole(winter):
    found = answer("q=渔工马车")
    assert [hit.article for hit in found.hits] == [winter[0]]
    assert len(found.ignored) == 1
    assert answer("q=“渔工马车”").count == 0


@pytest.mark.parametrize(
    "query", ['"', "(", "a OR", "-", "标题:", "q:*", "[1 TO", "\\", "%", "' OR 1=1", "*", "((((((((x", "😀", "\ud800"]
)
def test_never_fails_on_a_query(winter, query):
    found = ArchiveSearch.from_params({"q": query, "year": "x", "byline": "0", "page": "九", "p": "-1", "from": "2026"})
    assert found.answer().page == 1


def test_pages_through_results(db):
    for number in range(45):
        make_article(f"雪第{number}号", "雪", date="2026-01-07", page_number=number % 9 + 1)
    index_all()
    first, last = answer("q=雪"), answer("q=雪&p=99")
    assert (first.count, first.page_count, len(first.hits)) == (45, 3, 20)
    assert (last.page, len(last.hits), last.next_query) == (3, 5, None)
    assert first.next_query == "q=%E9%9B%AA&p=2"
    seen = {hit.article.pk for page in (1, 2, 3) for hit in answer(f"q=雪&p={page}").hits}
    assert len(seen) == 45


def test_highlights_a_text_for_a_query():
    assert highlight("<雪>\n２０２６年", "2026 雪 -年") == "&lt;<mark>雪</mark>&gt;\n<mark>２０２６</mark>年"


def test_a_page_of_results_takes_a_fixed_number_of_queries(db, django_assert_max_num_queries):
    for number in range(25):
        make_article(
            f"雪第{number}号",
            "雪",
            bylines=["王浩", f"李{'琳娜芳'[number % 3]}"],
            photos=[("雪景", "")],
            section="要闻",
        )
    index_all()
    with django_assert_max_num_queries(4):
        assert len(answer("q=雪&section=要闻").hits) == 20


def test_an_address_with_a_contributor_merged_since_finds_whom_they_are_now(db):
    make_article("甲", bylines=["石榴云"])
    make_article("乙", bylines=["石福云"])
    one, other = (Contributor.objects.get(name=name) for name in ("石榴云", "石福云"))
    merge_contributors(one.pk, [other.pk], author=User.objects.create_user("editor"))
    index_all()
    found = answer(f"byline={other.pk}")
    assert {hit.article.headline for hit in found.hits} == {"甲", "乙"}
    assert [(chip.value, chip.label) for chip in found.chips] == [(str(one.pk), "石榴云")]
    assert found.sorts[0].query == f"byline={one.pk}&sort=relevance"
    assert answer(f"byline={other.pk}&byline={one.pk}").count == 2


def test_ranks_the_headline_over_the_body(db):
    make_article("山城天气", "昨夜大雪，大雪封山，大雪压枝。")
    headline = make_article("大雪", "山上白了。" * 20)
    index_all()
    assert answer("q=大雪").hits[0].article == headline


def test_a_new_field_of_the_index_needs_no_rebuild(winter, monkeypatch):
    """After an update of the program the arrays of older segments are made again, of the fields there are now."""
    from newsroom.search import segments
    from newsroom.search.view import _FOLDERS

    monkeypatch.setattr(segments, "VERSION", segments.VERSION + 1)
    _FOLDERS.clear()
    assert answer("q=凿冰").count == 1
