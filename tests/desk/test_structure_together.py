"""Two editors restructure at once, on two connections: one is told, nothing is half done, no number is given twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from newsroom.desk.revisions import JoinedAway, Superseded, correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.structure import Refused, join, split
from newsroom.desk.undoing import undo
from newsroom.models import Article, Changeset
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

TOLD = (Superseded, Refused, JoinedAway, ValueError)


def at_once(*acts):
    """What each act gave, or what it was refused for."""
    together = Barrier(len(acts))

    def session(act):
        together.wait()
        try:
            return act()
        except TOLD as told:
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [session.result(timeout=60) for session in [pool.submit(session, act) for act in acts]]


def test_of_two_splits_from_one_revision_one_is_told():
    article = make_article("冬捕", "甲。\n乙。\n丙。")
    editors = [User.objects.create_user(name) for name in ("one", "two")]
    seen = {article.pk: 0}
    outcomes = at_once(
        *(lambda editor=editor: split(article.pk, 1, based_on=seen, author=editor) for editor in editors)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Changeset", "Superseded"]
    assert Article.objects.count() == 2 and Changeset.objects.count() == 1


def test_splits_of_two_articles_get_two_numbers():
    articles = [make_article(title, "甲。\n乙。") for title in ("冬捕", "天气")]
    editor = User.objects.create_user("one")
    outcomes = at_once(*(lambda one=one: split(one.pk, 1, based_on={one.pk: 0}, author=editor) for one in articles))
    assert all(isinstance(outcome, Changeset) for outcome in outcomes)
    assert sorted(Article.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert sorted(Article.objects.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_a_join_and_a_correction_of_what_is_joined():
    one, other = make_article("冬捕", "甲。"), make_article("天气", "乙。")
    editor = User.objects.create_user("one")
    wanted = Snapshot.of(other).with_parts(body="丙。")
    joined, corrected = at_once(
        lambda: join(one.pk, other.pk, based_on={one.pk: 0, other.pk: 0}, author=editor),
        lambda: correct(other.pk, wanted, based_on=0, author=editor),
    )
    # Whoever came first stands, and the other was told: never is a correction left behind in what was joined.
    other.refresh_from_db()
    if isinstance(joined, Changeset):
        assert isinstance(corrected, JoinedAway) and other.revision_number == 0
    else:
        assert isinstance(joined, Superseded) and other.body == "丙。" and other.visible


def test_one_changeset_is_undone_once():
    article = make_article("冬捕", "甲。\n乙。")
    editor = User.objects.create_user("one")
    done = split(article.pk, 1, based_on={article.pk: 0}, author=editor)
    outcomes = at_once(*(lambda: undo(Changeset.objects.get(pk=done.pk), author=editor) for _ in range(2)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Changeset", "ValueError"]
    assert Article.objects.get(pk=article.pk).body == "甲。\n乙。"
