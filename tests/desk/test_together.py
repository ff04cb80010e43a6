from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.together import Clashing, correct_together
from newsroom.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors():
    return User.objects.create_user("one"), User.objects.create_user("two")


def text_of(article):
    return Snapshot.of(Article.objects.get(pk=article.pk))


def test_separate_changes_are_merged_and_the_history_says_by_whom(editors):
    article = make_article("旧题", "甲。")
    started_from = text_of(article)
    first = correct(article.pk, replace(started_from, body="乙。"), based_on=0, author=editors[0])
    saved = correct_together(article.pk, replace(started_from, headline="新题"), based_on=0, author=editors[1])
    assert saved.merged_with == first
    assert (saved.revision.number, saved.revision.author) == (2, editors[1])
    assert text_of(article) == replace(started_from, headline="新题", body="乙。")


def test_a_clash_writes_nothing_and_holds_both_texts(editors):
    article = make_article("旧题", "甲。")
    started_from = text_of(article)
    theirs = replace(started_from, headline="新题", body="乙。")
    first = correct(article.pk, theirs, based_on=0, author=editors[0])
    with pytest.raises(Clashing) as refused:
        correct_together(article.pk, replace(started_from, body="丙。"), based_on=0, author=editors[1])
    assert refused.value.current == first
    assert refused.value.merged.snapshot == replace(theirs, body="丙。")
    assert refused.value.theirs_first == theirs
    assert text_of(article) == theirs


def test_the_same_correction_twice_is_one_revision(editors):
    article = make_article(body="甲。")
    wanted = replace(text_of(article), body="乙。")
    for editor in editors:
        correct_together(article.pk, wanted, based_on=0, author=editor)
    assert article.revisions.count() == 2


def test_nobody_in_between_means_no_merge(editors):
    article = make_article(body="甲。")
    saved = correct_together(
        article.pk, replace(text_of(article), body="乙。"), based_on=0, author=editors[0], reason="误识"
    )
    assert (saved.revision.number, saved.revision.reason, saved.merged_with) == (1, "误识", None)
