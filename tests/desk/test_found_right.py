"""A place an editor found right is suspected no more: not by any rule, and not after a later dump."""

import pytest

from newsroom.desk.found_right import Place, changed, count_suspects, place_of, places_kept
from newsroom.desk.known import known
from newsroom.desk.reimport import take_in
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.structure import join, split
from newsroom.desk.suspects import suspects
from newsroom.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db

# Two places that look misread: an O for a digit, and a quotation that opens where it should close.
BODY = "凌晨2时5O分出车。\n他说：“路通了。“\n养路工收队。"


def stored(article):
    return Article.objects.get(pk=article.pk)


def find_right(article, text):
    """What the form does."""
    now = Snapshot.of(stored(article))
    found = [place for each in suspects(now) if (place := place_of(now, each)).text == text]
    kept = changed(stored(article).found_right, found, ())
    Article.objects.filter(pk=article.pk).update(found_right=kept, suspects=count_suspects(now, kept))


def edit(article, editor, **parts):
    now = stored(article)
    return correct(article.pk, Snapshot.of(now).with_parts(**parts), based_on=now.revision_number, author=editor)


def test_what_was_found_right_is_suspected_no_more_and_may_be_again():
    text = Snapshot(body=BODY)
    before = len(suspects(text))
    digit = Place("时5", "O", "分出")
    kept = changed([], [digit], ())
    assert kept == [["时5", "O", "分出"]]
    assert count_suspects(text, kept) == before - 1
    assert count_suspects(text, changed(kept, (), places_kept(kept))) == before
    assert changed(kept, [digit], ()) == kept


def test_it_stays_so_where_the_place_moves_and_not_where_it_reads_otherwise(editor):
    article = make_article(body=BODY)
    before = stored(article).suspects
    find_right(article, "O")
    assert stored(article).suspects == before - 1
    edit(article, editor, body="新的一段。\n" + BODY)
    assert stored(article).suspects == before - 1
    edit(article, editor, body=BODY.replace("5O分", "3O分"))
    assert stored(article).suspects == before


def test_a_later_dump_does_not_ask_again():
    article = make_article(body=BODY)
    find_right(article, "O")
    before = stored(article).suspects
    take_in(article.pk, Snapshot.of(article).with_parts(body=BODY.replace("养路工收队", "养路工们收队")))
    assert "养路工们" in stored(article).body
    assert stored(article).suspects == before


def test_no_other_rule_doubts_what_was_found_right(editor):
    article = make_article(body="石福云进山。")
    assert stored(article).suspects == 0
    teacher = make_article(body="石福云报道。")
    edit(teacher, editor, body="石榴云报道。")
    known(newest=True)
    edit(article, editor, body="石福云进山采访。")
    assert stored(article).suspects == 1
    Article.objects.filter(pk=article.pk).update(found_right=[["", "石福云", "进山"]])
    edit(article, editor, body="石福云进山采访去了。")
    assert stored(article).suspects == 0


def test_what_is_split_off_and_joined_takes_along_what_was_found_right(editor):
    article = make_article(body=BODY)
    find_right(article, "O")
    split(article.pk, 1, based_on={article.pk: 0}, author=editor)
    part = Article.objects.get(split_from=article)
    assert part.found_right == stored(article).found_right != []
    other = make_article(body="晚8时4O分。")
    find_right(other, "O")
    join(article.pk, other.pk, based_on={article.pk: 1, other.pk: 0}, author=editor)
    assert stored(article).found_right == [["时4", "O", "分。"], ["时5", "O", "分出"]]
    assert stored(article).suspects == 0
