"""The queue tells the truth about suspects also where the desk learned something after an article was saved."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command

from newsroom.desk import recounting
from newsroom.desk.known import forget, known
from newsroom.desk.recounting import recount_all, recount_soon, recount_taught
from newsroom.desk.revisions import correct, restore
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Misreading, index_work_done
from newsroom.search.outbox import drainer
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def others():
    return [make_article(body="石福云进山。"), make_article(headline="石福云出山"), make_article(body="石榴云下山。")]


def counts(others):
    return [Article.objects.get(pk=other.pk).suspects for other in others]


def teach(editor, before="石福云报道。", after="石榴云报道。"):
    article = make_article(body=before)
    correct(article.pk, Snapshot.of(article).with_parts(body=after), based_on=0, author=editor)
    return article


def test_a_lesson_is_counted_in_every_article_that_holds_it(editor, others):
    teach(editor)
    assert counts(others) == [0, 0, 0]
    assert recount_taught() == 2
    assert counts(others) == [1, 1, 0]
    assert recount_taught() == 0


def test_a_lesson_taken_back_is_counted_back(editor, others):
    article = teach(editor)
    recount_taught()
    restore(article.pk, 0, based_on=1, author=editor)
    recount_taught()
    assert counts(others) == [0, 0, 0]


def test_what_was_found_right_is_not_counted(editor, others):
    Article.objects.filter(pk=others[0].pk).update(found_right=[["", "石福云", "进山"]])
    teach(editor)
    recount_taught()
    assert counts(others) == [0, 1, 0]


def test_where_there_are_many_nothing_is_begun_and_all_of_it_is_left(editor, others):
    teach(editor)
    assert recount_taught(limit=1) == 0
    assert Misreading.objects.filter(counted=False).exists()
    assert counts(others) == [0, 0, 0]
    assert recount_taught(limit=2) == 2
    assert not Misreading.objects.filter(counted=False).exists()


def test_what_stands_in_many_articles_is_not_looked_for_at_every_save(editor, others, monkeypatch):
    monkeypatch.setattr(recounting, "SOON", 1)
    monkeypatch.setattr(recounting, "_left", None)
    asked = []
    monkeypatch.setattr(recounting, "_holding", lambda words: asked.append(words) or Article.objects.all())
    teach(editor)
    recount_soon()
    recount_soon()
    assert asked == [{"石福云"}]
    teach(editor, "末来可期。", "未来可期。")
    recount_soon()
    assert len(asked) == 2


def test_a_save_in_between_counts_itself(editor, others, monkeypatch):
    """What was counted from an older text is not written over the count of a newer."""
    teach(editor)
    first = others[0]

    def save_first(text, kept):
        if text.body == first.body:
            correct(first.pk, Snapshot.of(first).with_parts(body="石榴云进山。"), based_on=0, author=editor)
        return 7

    monkeypatch.setattr(recounting, "count_suspects", save_first)
    recount_taught()
    assert counts(others) == [0, 7, 0]


def test_all_articles_are_counted_for_names_that_imports_made_known(editor):
    body = "记者韩雪松进山。记者韩雪崧出山。"
    article = make_article(body=body)
    assert Article.objects.get(pk=article.pk).suspects == 0
    for _time in range(4):
        make_article(bylines=["韩雪松"])
    Misreading.objects.create(revision=article.revisions.get(), misread="进山", right="近山")
    forget()
    expected = recounting.count_suspects(Snapshot(headline=article.headline, body=body))
    forget()
    assert list(recount_all()) == [5]
    assert Article.objects.get(pk=article.pk).suspects == expected > 0
    assert not Misreading.objects.filter(counted=False).exists()


def test_the_command_says_what_it_did(editor, others, capsys):
    teach(editor)
    call_command("update_suspects")
    assert "Counted the suspects of 2 articles." in capsys.readouterr().out
    call_command("update_suspects")
    assert "The counts were up to date." in capsys.readouterr().out
    call_command("update_suspects", "--all")
    assert "Counted the suspects of 4 articles." in capsys.readouterr().out


def test_it_is_done_after_the_index_and_what_fails_is_left_for_the_command(editor, others, monkeypatch):
    assert recount_soon in [receiver() for _key, receiver, *_rest in index_work_done.receivers]
    teach(editor)
    monkeypatch.setattr(recounting, "_left", None)
    monkeypatch.setattr(recounting, "known", lambda newest: 1 / 0)
    recount_soon()
    assert counts(others) == [0, 0, 0]
    monkeypatch.setattr(recounting, "known", known)
    done = []
    monkeypatch.setattr(drainer, "_drain_or_tell", lambda: done.append("index"))
    monkeypatch.setattr("newsroom.search.outbox.connections", SimpleNamespace(close_all=lambda: None))
    drainer._running = drainer._asked_again = True
    drainer._run()
    assert done == ["index"]
    assert counts(others) == [1, 1, 0]
