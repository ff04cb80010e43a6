"""Readers' reports: taken in within bounds, accepted as revisions, never over an editor's work."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.utils import timezone

from newsroom.desk import proposals
from newsroom.desk.passages import passage_like
from newsroom.desk.proposals import (
    AlreadyDecided,
    NotAProposal,
    TooMany,
    accept,
    accept_as_done,
    propose,
    refuse,
    sender_of,
)
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.together import Clashing
from newsroom.models import Article, Proposal
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article("初雪", "石福云进山采访。\n收入翻了一番。", bylines=["石福云"])


def reported(article, stands, proposed, before="", **options):
    revision = article.revisions.newest_first()[0]
    passage = passage_like(Snapshot.from_json(revision.snapshot), stands, before)
    return propose(revision, passage, proposed, **options)


def now(article):
    return Snapshot.of(Article.objects.get(pk=article.pk))


def saved(article, editor, **parts):
    newest = article.revisions.newest_first()[0].number
    return correct(article.pk, replace(now(article), **parts), based_on=newest, author=editor)


def test_nothing_changes_until_an_editor_accepts(article, editor):
    proposal = reported(article, "石福云进山", "石榴云进山", note="本人即记者")
    assert now(article).body.startswith("石福云")
    accepted = accept(proposal.pk, editor=editor)
    assert now(article).body == "石榴云进山采访。\n收入翻了一番。"
    revision = article.revisions.get(number=1)
    assert (revision.author, accepted.made, accepted.decided_by) == (editor, revision, editor)
    assert revision.reason
    assert Article.objects.get(pk=article.pk).text_state == "corrected"


def test_a_name_in_the_byline_is_put_right_with_whom_it_credits(article, editor):
    accept(reported(article, "石福云", "石榴云", before="记者 ").pk, editor=editor)
    [byline] = article.bylines.all()
    assert (byline.name, byline.contributor.name, byline.as_printed) == ("石榴云", "石榴云", "记者 石福云")
    assert now(article).body.startswith("石福云")


def test_what_moved_on_since_is_kept(article, editor):
    proposal = reported(article, "一番", "两番")
    saved(article, editor, headline="新题", body="前言。\n石榴云进山采访。\n收入翻了一番。")
    accept(proposal.pk, editor=editor)
    assert (now(article).headline, now(article).body) == ("新题", "前言。\n石榴云进山采访。\n收入翻了两番。")


def test_an_editors_own_work_at_the_same_place_is_not_overwritten(article, editor):
    proposal = reported(article, "石福云进", "石榴云进")
    saved(article, editor, body="石富云进山采访。\n收入翻了一番。")
    with pytest.raises(Clashing):
        accept(proposal.pk, editor=editor)
    assert now(article).body.startswith("石富云")
    assert Proposal.objects.open().get() == proposal
    accept_as_done(proposal.pk, editor=editor)
    assert Proposal.objects.get().state == "accepted"


def test_what_reads_so_already_makes_no_revision(article, editor):
    proposal = reported(article, "石福云进", "石榴云进")
    saved(article, editor, body="石榴云进山采访。\n收入翻了一番。")
    assert accept(proposal.pk, editor=editor).made is None
    assert article.revisions.count() == 2


def test_a_refusal_changes_nothing_and_keeps_its_reason(article, editor):
    refused = refuse(reported(article, "采访", "采风").pk, editor=editor, answer="原文如此")
    assert (refused.state, refused.answer) == ("refused", "原文如此")
    assert article.revisions.count() == 1


def test_nobody_decides_twice(article, editor):
    proposal = reported(article, "采访", "采风")
    refuse(proposal.pk, editor=editor)
    for decide in (accept, accept_as_done, refuse):
        with pytest.raises(AlreadyDecided):
            decide(proposal.pk, editor=editor)
    assert article.revisions.count() == 1


def test_the_same_report_sent_twice_waits_once(article, editor):
    first = reported(article, "采访", "采风")
    assert reported(article, "采访", "采风", note="再说一遍") == first
    refuse(first.pk, editor=editor)
    assert reported(article, "采访", "采风") != first
    with pytest.raises(IntegrityError):
        Proposal.objects.filter(state="refused").update(state="open", decided_at=None)


def test_saying_what_stands_there_is_no_report(article):
    for same in ("采访", "采访\r\n", "采\u200b访", "\u202e采访"):
        with pytest.raises(NotAProposal):
            reported(article, "采访", same)


def test_what_shows_nothing_is_not_taken_in(article, editor):
    proposal = reported(article, "采访", "采\u202e\x00风", note="a\x07b\r\nc")
    assert (proposal.proposed, proposal.note) == ("采风", "ab\nc")
    assert reported(article, "初雪", "初\n雪了").proposed == "初雪了"


def test_a_word_too_many_is_taken_out(article, editor):
    accept(reported(article, "进山", "").pk, editor=editor)
    assert now(article).body.startswith("石福云采访。")


class TestFloods:
    def test_one_sender_is_held_back_and_others_are_not(self, article):
        window, most = proposals.MOST_FROM_ONE_SENDER[0]
        for number in range(most):
            reported(article, "采访", f"采{number}", sender="one")
        with pytest.raises(TooMany) as held:
            reported(article, "采访", "采风", sender="one")
        assert held.value.wait == window
        reported(article, "采访", "采风", sender="other")

    def test_time_lifts_it_and_forgets_the_sender(self, article):
        for number in range(proposals.MOST_FROM_ONE_SENDER[0][1]):
            reported(article, "采访", f"采{number}", sender="one")
        Proposal.objects.update(received_at=timezone.now() - dt.timedelta(days=2))
        reported(article, "采访", "采风", sender="one")
        assert Proposal.objects.exclude(sender="").count() == 1

    def test_many_senders_cannot_bury_one_article_or_the_desk(self, article, monkeypatch):
        monkeypatch.setattr(proposals, "MOST_OPEN_IN_ONE_ARTICLE", 2)
        monkeypatch.setattr(proposals, "MOST_IN_A_DAY", 3)
        other = make_article("别的", "采访归来。")
        reported(article, "采访", "采一", sender="a")
        reported(article, "采访", "采二", sender="b")
        with pytest.raises(TooMany):
            reported(article, "采访", "采三", sender="c")
        reported(other, "采访", "采四", sender="d")
        with pytest.raises(TooMany):
            reported(other, "采访", "采五", sender="e")

    def test_a_sender_is_known_for_a_day_and_by_no_address(self):
        day = dt.date(2026, 1, 7)
        one = sender_of("203.0.113.7", day)
        assert one == sender_of("203.0.113.7", day)
        assert one != sender_of("203.0.113.8", day)
        assert one != sender_of("203.0.113.7", day + dt.timedelta(days=1))
        assert "203" not in one
        assert sender_of("2001:db8::1", day) == sender_of("2001:db8::ffff:2", day)
        assert sender_of("2001:db8::1", day) != sender_of("2001:db8:0:1::1", day)
        assert sender_of("nonsense", day)
