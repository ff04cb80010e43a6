"""Near spellings: only such as find something."""

import pytest
from haystack import connections

from newsroom.language.lookalikes import shapes
from newsroom.search.archive import ArchiveSearch
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles():
    made = [
        make_article("末班车开往湖边", "末班车在傍晚开出。"),
        make_article("冬捕节开幕", "冬捕节在湖上开幕，渔工凿冰。"),
        make_article("冬捕现场", "冬捕现场人来人往。"),
    ]
    index_all()
    return made


def answer(text):
    return ArchiveSearch.from_params({"q": text}).answer()


def spellings(text):
    return [(spelling.text, spelling.count) for spelling in connections["default"].get_backend().spellings(text)]


def test_by_sound(articles):
    assert spellings("东补") == [("冬捕", 2)]
    assert spellings("冬补节") == [("冬捕节", 1)]


def test_by_shape_is_shown_as_what_it_is(articles):
    found = answer("未班车")
    assert [(hit.article, hit.matched) for hit in found.hits] == [(articles[0], "look-alike")]
    assert "<mark>末班车</mark>" in found.hits[0].snippets[0]
    assert len(found.ignored) == 1
    assert answer("“未班车”").count == 0


def test_suggestions_find_something_with_everything_else_as_it_is(articles):
    found = answer("冬补节 凿冰")
    assert [suggestion.text for suggestion in found.suggestions] == ["冬捕节 凿冰"]
    assert answer(found.suggestions[0].text).count == 1
    assert answer("冬补 末班车").suggestions == ()


def test_nothing_is_suggested_for_what_is_found(articles):
    assert answer("冬捕").suggestions == ()
    assert spellings("甪鼋鼍") == []
    assert spellings("x") == []


def test_neighbours_by_chance_are_no_spelling(articles):
    make_article("琴声", "阿肯弹起冬不拉。")
    index_all()
    assert answer("冬不拉").count == 1
    assert "冬不" not in dict(spellings("东不"))
    assert ("冬不拉", 1) in spellings("东不拉")


def test_haystack_s_own_suggestion(articles):
    backend = connections["default"].get_backend()
    assert backend.create_spelling_suggestion("冬补节 凿冰") == "冬捕节 凿冰"
    assert backend.create_spelling_suggestion("冬捕节") is None


def test_look_alikes_are_mutual():
    assert all(char in shapes()[other] for char, others in shapes().items() for other in others)
    assert "末" in shapes()["未"]


def test_the_page_offers_the_spelling_beside_what_looks_like_it(client, articles):
    response = client.get("/search/?q=未班车")
    assert [suggestion.text for suggestion in response.context["answer"].suggestions] == ["末班车"]
    assert '<a href="?q=%E6%9C%AB%E7%8F%AD%E8%BD%A6" lang="zh-Hans">末班车</a>' in response.content.decode()
