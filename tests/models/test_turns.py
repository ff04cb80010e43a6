"""Whose turn it is in the editors' queue."""

import pytest

from newsroom.models import Article, Doubt
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_what_was_doubted_comes_before_what_was_not_corrected():
    articles = {
        state: make_article(state, text_state=state.split()[0])
        for state in ("reviewed", "corrected", "imported", "reviewed doubtful", "imported settled")
    }
    Doubt.objects.create(article=articles["reviewed doubtful"], what="join", why="…", confidence=0.2)
    Doubt.objects.create(article=articles["imported settled"], what="join", why="…", confidence=0.2, state="refused")
    turns = {article.headline: article.turn for article in Article.objects.with_turn()}
    assert turns == {"reviewed doubtful": 0, "imported": 1, "imported settled": 1, "corrected": 2, "reviewed": 3}


def test_only_open_doubts_are_counted():
    doubtful, settled, plain = make_article("甲"), make_article("乙"), make_article("丙")
    for state in ("open", "open", "accepted"):
        Doubt.objects.create(article=doubtful, what="join", why="…", confidence=0.2, state=state)
    Doubt.objects.create(article=settled, what="join", why="…", confidence=0.2, state="accepted")
    counts = {article: article.open_doubts for article in Article.objects.with_open_doubts()}
    assert counts == {doubtful: 2, settled: 0, plain: 0}
