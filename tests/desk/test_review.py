from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from newsroom.desk.review import OwnCorrection, approve, last_review, may_approve
from newsroom.desk.revisions import Superseded, correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.structure import join, split
from newsroom.models import Article, IndexTask, Review
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [User.objects.create_user(name) for name in ("wang", "li", "ma")]


def edit(article, author, body):
    now = Article.objects.get(pk=article.pk)
    correct(article.pk, replace(Snapshot.of(now), body=body), based_on=now.revision_number, author=author)


def state(article):
    return Article.objects.get(pk=article.pk).text_state


def test_somebody_else_approves(people):
    wang, li, _ = people
    article = make_article()
    edit(article, wang, "乙")
    IndexTask.objects.all().delete()
    review = approve(article.pk, based_on=1, reviewer=li)
    assert (state(article), review.revision.number, review.reviewer) == ("reviewed", 1, li)
    assert IndexTask.objects.filter(article_id=article.pk).exists()


def test_nobody_approves_their_own_correction_even_with_others_after_it(people):
    wang, li, _ = people
    article = make_article()
    edit(article, wang, "乙")
    edit(article, li, "丙")
    for corrector in (wang, li):
        with pytest.raises(OwnCorrection):
            approve(article.pk, based_on=2, reviewer=corrector)
    assert state(article) == "corrected"
    assert not Review.objects.exists()


def test_what_was_reviewed_before_does_not_count_against_them(people):
    wang, li, ma = people
    article = make_article()
    edit(article, wang, "乙")
    approve(article.pk, based_on=1, reviewer=li)
    edit(article, ma, "丙")
    assert state(article) == "corrected"
    assert list(Article.objects.changed_since_review()) == [article]
    approve(article.pk, based_on=2, reviewer=wang)
    assert last_review(article).reviewer == wang
    assert not Article.objects.changed_since_review().exists()


def test_only_what_was_read_is_approved(people):
    wang, li, _ = people
    article = make_article()
    edit(article, wang, "乙")
    with pytest.raises(Superseded):
        approve(article.pk, based_on=0, reviewer=li)
    assert state(article) == "corrected"


def test_approving_twice_is_approving_once(people):
    wang, li, ma = people
    article = make_article()
    edit(article, wang, "乙")
    assert approve(article.pk, based_on=1, reviewer=li) == approve(article.pk, based_on=1, reviewer=ma)


def test_a_text_nobody_had_to_correct_can_be_approved(people):
    article = make_article()
    approve(article.pk, based_on=0, reviewer=people[0])
    assert state(article) == "reviewed"


class TestLineage:
    """Whose work a text is does not change by splitting or joining."""

    @pytest.fixture
    def people(self):
        return [User.objects.create_user(name) for name in ("corrector of old", "splitter", "third")]

    def test_who_corrected_it_before_the_split_does_not_approve_the_part(self, people):
        corrector, splitter, third = people
        article = make_article(body="甲。\n乙。")
        correct(article.pk, Snapshot(headline="题", body="甲。\n丙。"), based_on=0, author=corrector)
        split(article.pk, 1, based_on={article.pk: 1}, author=splitter)
        part = Article.objects.get(split_from=article)
        correct(article.pk, Snapshot(headline="题", body="丁。"), based_on=2, author=third)
        assert [may_approve(part, person) for person in people] == [False, False, True]

    def test_who_corrected_what_was_joined_does_not_approve_the_whole(self, people):
        corrector, splitter, _third = people
        one, two = make_article(body="甲。"), make_article(body="乙。")
        correct(two.pk, Snapshot(body="丙。"), based_on=0, author=corrector)
        join(one.pk, two.pk, based_on={one.pk: 0, two.pk: 1}, author=splitter)
        assert [may_approve(one, person) for person in people] == [False, False, True]
