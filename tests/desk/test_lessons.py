"""What one correction teaches, the forms of other articles mark, and what is taken back is forgotten."""

from dataclasses import replace

import pytest

from newsroom.desk.known import forget, known
from newsroom.desk.lessons import MOST_TAUGHT
from newsroom.desk.revisions import correct, restore
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Misreading
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def corrected(article, body, author):
    now = Article.objects.get(pk=article.pk)
    return correct(article.pk, replace(Snapshot.of(now), body=body), based_on=now.revision_number, author=author)


def test_a_correction_is_a_lesson_for_every_other_article(editor):
    article, other = make_article(body="记者石福云报道。"), make_article(body="石福云进山。")
    corrected(article, "记者石榴云报道。", editor)
    assert known(newest=True).misreadings == {"石福云": "石榴云"}
    assert Misreading.objects.get().revision.number == 1
    corrected(other, "石福云又进山。", editor)
    assert Article.objects.get(pk=other.pk).suspects == 1
    assert Article.objects.get(pk=make_article(body="石福云出山。").pk).suspects == 1


def test_what_was_taken_back_is_no_lesson(editor):
    article = make_article(body="石福云进山。")
    corrected(article, "石榴云进山。", editor)
    restore(article.pk, 0, based_on=1, author=editor)
    assert known(newest=True).misreadings == {}


def test_of_two_lessons_the_more_frequent_counts(editor):
    for right in ("榴", "富", "榴"):
        corrected(make_article(body="石福云进山。"), f"石{right}云进山。", editor)
    assert known(newest=True).misreadings == {"石福云": "石榴云"}


def test_the_import_teaches_nothing(editor):
    corrected(make_article(body="石福云进山。"), "石榴云进山。", None)
    assert known(newest=True).misreadings == {}


@pytest.mark.parametrize(("before", "after"), [("走了三天", "走了四天"), ("后他说", "后她说"), ("共12人", "共13人")])
def test_other_facts_are_no_lesson(before, after, editor):
    corrected(make_article(body=before), after, editor)
    assert known(newest=True).misreadings == {}


def test_a_rewriting_is_no_lesson(editor):
    sentences = [f"第{chr(0x4E00 + number)}末来之地" for number in range(MOST_TAUGHT + 1)]
    before = "。".join(sentences)
    corrected(make_article(body=before), before.replace("末", "未"), editor)
    assert known(newest=True).misreadings == {}


def test_names_and_lessons_are_asked_for_together(editor, django_assert_num_queries):
    for _ in range(3):
        make_article(bylines=["石榴云"])
    corrected(make_article(body="末来可期"), "未来可期", editor)
    forget()
    with django_assert_num_queries(1):
        now = known()
    assert now.misreadings == {"末来": "未来"}
    assert now.names["石福云"] == "石榴云"
    with django_assert_num_queries(0):
        known()
    with django_assert_num_queries(1):
        known(newest=True)
