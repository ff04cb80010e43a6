"""What readers type who know other search engines, mistype, or try things out: every answer helps on."""

import datetime as dt

import pytest

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.search.archive import ArchiveSearch
from newsroom.search.filters import day_of
from newsroom.search.params import SearchParams
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    made = [
        make_article("风雪鹰嘴岭", "鹰嘴岭老路封闭。", date="2026-01-09", section="要闻", bylines=["韩雪松"]),
        make_article("鹰嘴岭通车", "鹰嘴岭隧道开放通行。", date="2026-01-06", page_number=3, section="副刊"),
        make_article("冬捕节", "湖上起网。", date="2025-12-28", page_number=12, section="综合"),
    ]  # fmt: skip
    index_all()
    return made


def answer(text, **params):
    return ArchiveSearch.from_params({"q": text, **params}).answer()


def found(text, **params):
    return [hit.article for hit in answer(text, **params).hits]


@pytest.mark.parametrize("text", ["隧道*", "隧道?", "*隧道*", "隧道%", "隧道😀", "标题::通车", "｢隧道｣"])
def test_signs_of_other_search_engines_hide_nothing(articles, text):
    assert found(text) == [articles[1]]


@pytest.mark.parametrize("text", ["隧道 | 起网", "隧道 || 起网", "隧道 ｜ 起网"])
def test_a_bar_is_an_or(articles, text):
    assert set(found(text)) == {articles[1], articles[2]}


@pytest.mark.parametrize("text", ["鹰嘴岭 & 隧道", "鹰嘴岭 && 隧道", "鹰嘴岭 + 隧道", "鷹嘴嶺 與 隧道"])
def test_an_ampersand_or_plus_is_an_and(articles, text):
    assert found(text) == [articles[1]]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("標題:通車", 1),
        ("标题:  通车", 1),
        ("版:3", 1),
        ("版:第三版", 1),
        ("版:三版", 1),
        ("版:十二", 2),
        ("版:头版", 0),
        ("版:副刊", 1),
        ("日期:20260106", 1),
        ("日期:2026年1月6号", 1),
        ("日期:2026-01-06..2025-12-29", 1),
        ("日期:[2025-12-01 TO 2025-12-31", 2),
        ("日期:[* TO 2025-12-31", 2),
    ],
)
def test_fields_are_read_however_they_are_written(articles, text, place):
    assert found(text) == [articles[place]]


@pytest.mark.parametrize("text", ["日期:明天", "日期:2026-13-45", "版:末版", "栏目:没有", "报纸:没有"])
def test_what_is_not_understood_is_said_and_is_not_the_whole_archive(articles, text):
    answered = answer(text)
    assert answered.count == 0
    assert any(text.split(":")[1] in sentence for sentence in answered.ignored)
    assert answer(f"隧道 {text}").count == 1


def test_how_a_date_is_written_is_said(articles):
    assert "2026-01-07" in answer("隧道 日期:昨天").ignored[0]


def test_a_field_with_nothing_after_it_is_left_out(articles):
    answered = answer("隧道 标题:")
    assert [hit.article for hit in answered.hits] == [articles[1]]
    assert "标题:" in answered.ignored[0]


def test_days_in_the_wrong_order_are_put_right(articles):
    assert found("", **{"from": "2026-01-08", "to": "2026-01-01"}) == [articles[1]]
    params = SearchParams.read({"from": "2026-01-08", "to": "2026-01-01"})
    assert params.query_string == "from=2026-01-01&to=2026-01-08"


@pytest.mark.parametrize("text", ["han xuesong", "hanxuesong", "Han Xue-song", "hanxue"])
def test_a_name_is_found_by_its_pinyin(articles, text):
    assert [suggestion.text for suggestion in answer(text).suggestions] == ["韩雪松"]


def test_pinyin_of_nobody_suggests_nothing(articles):
    assert answer("wang hao").suggestions == ()
    assert answer("ha").suggestions == ()


def test_a_name_that_is_no_word_is_suggested_where_it_recurs(articles):
    """Its last character is no part of any word the segmenter knows."""
    assert [suggestion.text for suggestion in answer("鹰嘴领").suggestions] == ["鹰嘴岭"]


def test_a_line_that_credits_several_is_shown_once(db):
    article = make_article("通车", "开放通行。", bylines=["韩雪松", "赵新民"])
    article.bylines.update(as_printed="（记者 韩雪松 赵新民）")
    index_all()
    assert answer("韩雪松").hits[0].snippets == ("（记者 <mark>韩雪松</mark> 赵新民）",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-07", dt.date(2026, 1, 7)),
        ("2026年1月7日", dt.date(2026, 1, 7)),
        ("２０２６．１．７", dt.date(2026, 1, 7)),
        ("20260107", dt.date(2026, 1, 7)),
        ("2026年1月", None),
        ("2026", None),
        ("20261399", None),
        ("2026-01-07 雪", None),
        ("雪", None),
    ],
)
def test_a_day_is_known_as_one(text, day):
    assert day_of(text) == day


def test_the_article_marks_what_was_found_instead(client, db):
    make_article("老城", "末班车开往湖边，渔工坐着马车来。")
    index_all()
    for typed, marks in (("未班车", ["末班车"]), ("渔工马车", ["渔工", "马车"]), ("渔工", ["渔工"])):
        page = client.get(answer(typed).hits[0].url).content.decode()
        assert [mark for mark in marks if f"<mark>{mark}</mark>" not in page] == []


def test_what_only_the_first_text_holds_is_marked_there(client, db):
    article = make_article("老城", "末来的日子。")
    correct(article.pk, Snapshot.of(article).with_parts(body="未来的日子。"), based_on=0, author=None)
    index_all()
    page = client.get("/search/", {"q": "末来"}).content.decode()
    link = f"/articles/{article.pk}/r/0/?q=%E6%9C%AB%E6%9D%A5"
    assert f'class="matched" href="{link}"' in page
    assert "<mark>末来</mark>" in client.get(link).content.decode()
