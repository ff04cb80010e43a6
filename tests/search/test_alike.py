import numpy as np
import pytest
from haystack import connections
from haystack.query import SearchQuerySet

from newsroom.models import Article
from newsroom.search import alike
from newsroom.search.matching import run_docs
from newsroom.search.outbox import drain
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db


def likes(headline, among=None):
    found = (among or SearchQuerySet()).more_like_this(Article.objects.get(headline=headline))
    return [result.headline for result in found]


def test_one_shared_word_is_not_enough():
    make_article("开网", "渔工凿冰，马车归来。")
    make_article("冰上", "渔工凿冰，天色已晚。")
    make_article("津贴", "老人领到津贴，渔工道贺。")
    make_article("歌会", "牧民唱歌。")
    index_all()
    assert likes("开网") == ["冰上"]


def test_the_more_and_the_rarer_words_are_shared_the_more_alike():
    make_article("开网", "渔工凿冰，马车归来，雪橇成行。")
    make_article("都有", "渔工凿冰，马车与雪橇。")
    make_article("两个", "渔工凿冰，别无他物。")
    for number in range(4):
        make_article(f"其他{number}", "津贴发放，老人欢喜。")
    index_all()
    assert likes("开网") == ["都有", "两个"]


def test_words_of_too_many_documents_are_passed_over(monkeypatch):
    make_article("开网", "渔工凿冰，雪橇成行。")
    for number in range(3):
        make_article(f"凿冰{number}", "渔工凿冰。")
    make_article("成行", "雪橇成行。")
    make_article("津贴", "津贴发放。")
    index_all()
    assert len(likes("开网")) == 4
    monkeypatch.setattr(alike, "TOO_MANY_DOCUMENTS", 2)
    assert likes("开网") == ["成行"]


def test_among_what_a_filter_leaves_and_in_every_segment():
    make_article("开网", "渔工凿冰，马车归来。")
    make_article("津贴", "老人领到津贴。")
    index_all()
    make_article("冰上", "渔工凿冰，马车成队。", section="要闻")
    make_article("副刊冰上", "渔工凿冰，马车成队。", section="副刊")
    drain()
    assert set(likes("开网")) == {"冰上", "副刊冰上"}
    assert likes("冰上", SearchQuerySet().exclude(section="副刊")) == ["开网"]


def test_nothing_is_like_an_article_without_words_or_one_that_is_not_indexed():
    make_article("。", "。")
    make_article("开网", "渔工凿冰。")
    index_all()
    make_article("未入", "渔工凿冰。")
    assert likes("。") == []
    assert likes("未入") == []


def test_words_are_held_by_the_documents_in_which_they_stand():
    bodies = ["渔工凿冰下网", "渔工下网，凿冰机", "雪橇", "凿冰机与雪橇", "网"]
    for number, body in enumerate(bodies):
        make_article(f"第{number}号", body)
    index_all()
    view = connections["default"].get_backend().view()
    distinct = ["渔工", "凿冰", "凿冰机", "下网", "雪橇", "马车"]
    held = alike._Held(view, "body", distinct)
    for at, word in enumerate(distinct):
        found = [run_docs(segment, "body", word).astype(np.int64) + base for base, segment in view.placed()]
        assert held.documents(at).tolist() == np.concatenate(found).tolist()
        assert held.at_most[at] >= len(held.documents(at))
