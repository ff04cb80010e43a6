from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsroom.desk.merge import merge
from newsroom.desk.reimport import Outcome, foresee, last_imported, paired, settle, take_in
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import BylineText, Snapshot
from newsroom.models import Article, Reimport
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def text_of(article):
    return Snapshot.of(Article.objects.get(pk=article.pk))


def edit(article, editor, **parts):
    now = Article.objects.get(pk=article.pk)
    return correct(article.pk, replace(Snapshot.of(now), **parts), based_on=now.revision_number, author=editor)


def test_an_untouched_article_takes_the_better_reading_and_stays_uncorrected():
    article = make_article(body="石福云进山。")
    better = replace(text_of(article), body="石榴云进山。")
    taken = take_in(article.pk, better)
    assert (taken.outcome, taken.revision.number, taken.revision.author) == (Outcome.TAKEN, 1, None)
    assert text_of(article) == better
    assert Article.objects.get(pk=article.pk).text_state == "imported"


def test_the_same_reading_again_writes_nothing():
    article = make_article(body="石福云进山。")
    assert take_in(article.pk, text_of(article)).outcome is Outcome.UNCHANGED
    better = replace(text_of(article), body="石榴云进山。")
    take_in(article.pk, better)
    assert take_in(article.pk, better).outcome is Outcome.UNCHANGED
    assert (article.revisions.count(), Reimport.objects.count()) == (2, 1)


def test_an_edited_article_is_merged(editor):
    article = make_article("旧题", body="石福云进山。收入翻了一番。“他说。")
    edit(article, editor, body="石榴云进山。收入翻了一番。“他说。")
    reading = Snapshot(headline="旧题", body="石福云进山。收入翻了一番。”他说。", bylines=(BylineText("王浩"),))
    taken = take_in(article.pk, reading)
    assert taken.outcome is Outcome.MERGED
    assert text_of(article) == replace(reading, body="石榴云进山。收入翻了一番。”他说。")
    assert Article.objects.get(pk=article.pk).text_state == "corrected"
    assert last_imported(article) == reading


def test_a_third_dump_is_compared_with_the_second(editor):
    article = make_article(body="石福云进山。")
    edit(article, editor, headline="新题")
    take_in(article.pk, replace(text_of(article), headline="山城初雪", body="石富云进山。"))
    taken = take_in(article.pk, replace(text_of(article), headline="山城初雪", body="石榴云进山。"))
    assert taken.outcome is Outcome.MERGED
    assert (text_of(article).headline, text_of(article).body) == ("新题", "石榴云进山。")


def test_a_clash_leaves_the_article_alone_and_waits(editor):
    article = make_article(body="石福云进山。")
    edit(article, editor, body="石榴云进山。")
    reading = Snapshot(headline=article.headline, body="石富云进山。")
    taken = take_in(article.pk, reading)
    assert (taken.outcome, taken.revision) == (Outcome.CONFLICT, None)
    assert text_of(article).body == "石榴云进山。"
    waiting = Reimport.objects.open_conflicts().get()
    assert Snapshot.from_json(waiting.snapshot) == reading
    assert last_imported(article).body == "石福云进山。"


def test_a_later_dump_overtakes_an_open_conflict(editor):
    article = make_article(body="石福云进山。")
    edit(article, editor, body="石榴云进山。")
    take_in(article.pk, Snapshot(headline=article.headline, body="石富云进山。"))
    assert take_in(article.pk, Snapshot(headline=article.headline, body="石榴云进山。")).outcome is Outcome.MERGED
    assert sorted(Reimport.objects.values_list("state", flat=True)) == ["overtaken", "taken"]
    assert article.revisions.count() == 2


def test_a_settled_conflict_is_what_the_next_dump_is_compared_with(editor):
    article = make_article(body="石福云进山。")
    edit(article, editor, body="石榴云进山。")
    reading = Snapshot(headline=article.headline, body="石富云进山。")
    take_in(article.pk, reading)
    settle(article, None)
    assert take_in(article.pk, reading).outcome is Outcome.UNCHANGED
    assert not Reimport.objects.open_conflicts().exists()


def test_a_plan_foresees_without_writing(editor):
    article = make_article(body="石福云进山。")
    edit(article, editor, body="石榴云进山。")
    assert foresee(article, Snapshot(headline=article.headline, body="石富云进山。")).outcome is Outcome.CONFLICT
    assert foresee(article, Snapshot(headline="新题", body="石福云进山。")).outcome is Outcome.MERGED
    assert not Reimport.objects.exists()


WORDS = ["冬捕开网", "高龄津贴", "石福云说", "雪后初晴", "春耕备耕", "牧民转场"]


def reread(words):
    """A dump's reading of some words: some misread, some lost, in any mix."""
    return st.tuples(
        *(st.sampled_from([word, word, word[:2] + "口" + word[3:], "#" + word, word[:3]]) for word in words)
    ).map("。".join)


class AnyMixOfEditsAndDumps(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_no_correction_is_ever_lost(self, data):
        """Whatever dumps come, each character an editor typed stays until an editor takes it out."""
        editor, _ = User.objects.get_or_create(username="editor")
        article = make_article(body="。".join(WORDS))
        typed = []
        for step in range(data.draw(st.integers(2, 8))):
            if data.draw(st.booleans()):
                now = Article.objects.get(pk=article.pk)
                # A character of its own for each edit, so that it can be told whether it is still there.
                mark = chr(0x3400 + step)
                at = data.draw(st.integers(0, len(now.body)))
                edit(article, editor, body=now.body[:at] + mark + now.body[at:])
                typed.append(mark)
            else:
                before = text_of(article)
                taken = take_in(article.pk, replace(before, body=data.draw(reread(WORDS))))
                if taken.outcome is Outcome.CONFLICT:
                    assert text_of(article) == before
            body = text_of(article).body
            assert [mark for mark in typed if mark not in body] == []


def pages():
    letters = st.text("雪山河草原牧场冬捕春耕农民干部", min_size=30, max_size=60)
    return st.lists(letters, min_size=1, max_size=5, unique=True)


class TestPairing:
    def test_articles_are_known_again_through_misreadings_and_a_new_order(self):
        known = [
            Snapshot(headline="冬捕", body="湖面上人声鼎沸，第一网出鱼三千斤。"),
            Snapshot(body="高龄老人津贴本月起按季度发放到户。"),
        ]
        imported = [
            Snapshot(body="高龄老人津贴木月起按季度发放到尸。"),
            Snapshot(body="天气预报，多云转晴，最低气温零下二十度。"),
            Snapshot(headline="冬捕", body="湖面上人声鼎沸，第一网岀鱼三干斤。"),
        ]
        assert paired(known, imported) == [(0, 2), (1, 0), (None, 1)]

    @given(pages(), st.randoms(use_true_random=False))
    def test_every_article_comes_once_on_each_side(self, bodies, random):
        known = [Snapshot(body=body) for body in bodies]
        imported = random.sample(known, random.randint(0, len(known)))
        together = paired(known, imported)
        assert [old for old, _ in together if old is not None] == list(range(len(known)))
        assert sorted(new for _, new in together if new is not None) == list(range(len(imported)))
        for old, new in together:
            if old is not None and new is not None:
                assert known[old].body == imported[new].body


def test_the_merge_of_a_conflict_can_be_shown_again(editor):
    """All three texts are kept: what was imported, what it reads now, what the dump reads."""
    article = make_article(body="石福云进山。")
    edit(article, editor, body="石榴云进山。")
    taken = take_in(article.pk, Snapshot(headline=article.headline, body="石富云进山。"))
    waiting = Reimport.objects.open_conflicts().get()
    again = merge(last_imported(article), text_of(article), Snapshot.from_json(waiting.snapshot))
    assert again == taken.merged
