"""Where articles stand and what they run on to: moved, put in order, paired and told apart, and undone whole."""

import pytest

from newsroom.desk.structure import Refused, split
from newsroom.desk.structure_places import give_up, let_go, move, pair, reorder, tell_apart
from newsroom.desk.undoing import undo
from newsroom.models import Article, FormerAddress
from tests.desk.structure import order, seen, state, stored
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db


def test_moved_it_has_a_new_address_and_leaves_the_old_to_nobody_else(editor):
    stays, article = make_article("甲"), make_article("乙")
    page = make_page(number=2)
    there = make_article("丙", page=page)
    before = state()
    done = move(article.pk, page.pk, behind=there.pk, based_on=seen(article), author=editor)
    assert (stored(article).page, stored(article).number) == (page, 2)
    assert order(page) == [there.pk, article.pk]
    assert FormerAddress.objects.get().article == article
    assert not done.revisions.exists()
    undo(done, author=editor)
    assert state() == before
    assert order(stays.page) == [stays.pk, article.pk]
    # For a while it had an address on page 2; that leads to it still.
    assert list(FormerAddress.objects.values_list("page__number", "number")) == [(2, 2)]


def test_a_number_that_leads_somewhere_is_not_given_again(editor):
    article, other = make_article("甲"), make_article("乙", "一。\n二。", page=make_page(number=2))
    move(article.pk, other.page.pk, behind=None, based_on=seen(article), author=editor)
    move(article.pk, make_page(number=1).pk, behind=None, based_on=seen(article), author=editor)
    assert stored(article).number == 1
    split(other.pk, 1, based_on=seen(other), author=editor)
    assert Article.objects.get(split_from=other).number == 3
    assert set(FormerAddress.objects.values_list("page__number", "number")) == {(2, 2)}


def test_order(editor):
    articles = [make_article(title) for title in "甲乙丙"]
    page = articles[0].page
    keys = [article.pk for article in articles]
    done = reorder(page.pk, keys[::-1], seen=keys, author=editor)
    assert order(page) == keys[::-1]
    assert [stored(article).number for article in articles] == [1, 2, 3]
    undo(done, author=editor)
    assert order(page) == keys


def test_order_is_not_put_over_somebody_elses(editor):
    articles = [make_article(title) for title in "甲乙丙"]
    page, keys = articles[0].page, [article.pk for article in articles]
    reorder(page.pk, keys[::-1], seen=keys, author=editor)
    with pytest.raises(Refused):
        reorder(page.pk, [keys[1], keys[0], keys[2]], seen=keys, author=editor)


def test_another_papers_page_is_refused(editor):
    article = make_article()
    other = make_page(newspaper="southern-herald")
    with pytest.raises(Refused):
        move(article.pk, other.pk, behind=None, based_on=seen(article), author=editor)


def test_halves_told_apart_are_not_paired_by_themselves_again(editor):
    first = make_article("甲", page_number=1, continues_on=4)
    second = make_article("甲", page_number=4, continued_from=1)
    assert not Article.objects.unpaired().exists()
    done = tell_apart(first.pk, second.pk, based_on=seen(first, second), author=editor)
    assert set(Article.objects.unpaired()) == {first, second}
    assert (stored(first).apart_from, stored(second).apart_from) == ([second.pk], [first.pk])
    with pytest.raises(Refused):
        tell_apart(second.pk, first.pk, based_on=seen(first, second), author=editor)
    # With the other out of the way, the third is the one half that is left.
    make_article("乙", page_number=4, continued_from=1)
    assert set(Article.objects.unpaired()) == {second}
    undo(done, author=editor)
    assert set(Article.objects.unpaired()) == {first}  # which has two now
    assert stored(first).apart_from == []


def test_what_an_editor_paired_is_parted_by_telling_apart_and_together_again_by_pairing(editor):
    first, second = make_article("甲", page_number=1), make_article("甲", page_number=4)
    pair(first.pk, second.pk, based_on=seen(first, second), author=editor)
    tell_apart(second.pk, first.pk, based_on=seen(first, second), author=editor)
    assert (stored(first).continuation, stored(first).apart_from) == (None, [second.pk])
    pair(first.pk, second.pk, based_on=seen(first, second), author=editor)
    assert (stored(first).continuation, stored(first).apart_from, stored(second).apart_from) == (second, [], [])


def test_a_half_whose_other_is_not_in_the_archive_is_looked_for_no_more(editor):
    lone = make_article("甲", page_number=1, continues_on=4)
    assert set(Article.objects.unpaired()) == {lone}
    done = give_up(lone.pk, based_on=seen(lone), author=editor)
    assert not Article.objects.unpaired().exists()
    with pytest.raises(Refused):
        give_up(lone.pk, based_on=seen(lone), author=editor)
    undo(done, author=editor)
    assert set(Article.objects.unpaired()) == {lone}
    # Found after all: paired, and looked for again where that is let go.
    give_up(lone.pk, based_on=seen(lone), author=editor)
    other = make_article("乙", page_number=4)
    pair(lone.pk, other.pk, based_on=seen(lone, other), author=editor)
    let_go(lone.pk, based_on=seen(lone), author=editor)
    assert set(Article.objects.unpaired()) == {lone}


def test_halves_are_paired_and_let_go(editor):
    first, second, third = (
        make_article(title, page_number=number) for title, number in [("甲", 1), ("乙", 2), ("丙", 2)]
    )
    pair(first.pk, second.pk, based_on=seen(first, second), author=editor)
    done = pair(first.pk, third.pk, based_on=seen(first, third), author=editor)
    assert stored(first).continuation == third
    undo(done, author=editor)
    assert stored(first).continuation == second
    let_go(first.pk, based_on=seen(first), author=editor)
    assert stored(first).continuation is None
    with pytest.raises(Refused):
        let_go(first.pk, based_on=seen(first), author=editor)
