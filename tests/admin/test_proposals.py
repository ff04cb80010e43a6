"""Readers' reports on the desk: one after the other, accepted or refused."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.urls import reverse

from newsroom.desk.passages import passage_like
from newsroom.desk.proposals import propose
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Proposal
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/article/"


def reported(article, stands="石福云", proposed="石榴云", note=""):
    revision = article.revisions.get(number=0)
    return propose(revision, passage_like(Snapshot.from_json(revision.snapshot), stands), proposed, note=note)


def page_of(proposal):
    return reverse("admin:newsroom_proposal_change", args=[proposal.pk])


def body_of(article):
    return Article.objects.get(pk=article.pk).body


@pytest.fixture
def article():
    return make_article("初雪", "石福云进山采访。")


def test_a_report_is_shown_as_a_difference_with_the_readers_words(desk, article):
    page = desk.get(page_of(reported(article, note="本人 <即> 记者"))).content.decode()
    assert "石<del>福</del><ins>榴</ins>云进山" in page
    assert "本人 &lt;即&gt; 记者" in page


def test_accepting_makes_a_revision_and_goes_on_to_the_next(desk, chief, article):
    first, second = reported(article), reported(make_article("又雪", "雪很达。", date="2026-01-08"), "达", "大")
    response = desk.post(page_of(first), {"accept": "1"})
    assert response.url == page_of(second)
    assert body_of(article) == "石榴云进山采访。"
    page = desk.get(response.url).content.decode()
    assert "proposed by a reader" in page
    assert "Look for 石福云 elsewhere" in page
    assert "proposed by a reader" in LogEntry.objects.get(object_id=str(article.pk)).change_message
    revision = article.revisions.get(number=1)
    assert "Proposed by a reader" in desk.get(revision.get_absolute_url()).content.decode()
    assert desk.post(response.url, {"accept": "1"}).url == reverse("admin:newsroom_proposal_changelist")


def test_refusing_keeps_the_reason_and_the_text(desk, chief, article):
    proposal = reported(article)
    desk.post(page_of(proposal), {"refuse": "1", "answer": "见报如此"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer, proposal.decided_by) == ("refused", "见报如此", chief)
    assert body_of(article) == "石福云进山采访。"
    assert "见报如此" in desk.get(page_of(proposal)).content.decode()


def test_a_place_changed_since_shows_both_and_is_not_overwritten(desk, chief, article):
    proposal = reported(article)
    correct(article.pk, Snapshot(headline="初雪", body="石富云进山采访。"), based_on=0, author=chief)
    page = desk.get(page_of(proposal)).content.decode()
    assert "石<del>富</del><ins>榴</ins>云" in page
    assert 'name="accept"' not in page
    assert desk.post(page_of(proposal), {"accept": "1"}).url == page_of(proposal)
    assert body_of(article) == "石富云进山采访。"
    desk.post(page_of(proposal), {"done": "1"})
    assert Proposal.objects.get().state == "accepted"


def test_of_two_editors_the_second_is_told(desk, article):
    proposal = reported(article)
    desk.post(page_of(proposal), {"refuse": "1"})
    response = desk.post(page_of(proposal), {"accept": "1"}, follow=True)
    assert "already" in response.content.decode()
    assert body_of(article) == "石福云进山采访。"


def test_a_press_of_no_known_button_decides_nothing(desk, article):
    proposal = reported(article)
    desk.post(page_of(proposal), {"other": "1"})
    assert Proposal.objects.open().get() == proposal


@pytest.mark.parametrize(
    ("group", "may"), [("corrector", True), ("reviewer", True), ("chief editor", True), ("", False)]
)
def test_who_may_decide(client, article, group, may):
    user = User.objects.create_user("somebody", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    proposal = reported(article)
    assert client.get(page_of(proposal)).status_code == (200 if may else 403)
    client.post(page_of(proposal), {"accept": "1"})
    assert (body_of(article) == "石榴云进山采访。") == may


def test_looking_is_not_deciding(client, staff, article):
    client.force_login(staff("looker", "view_proposal"))
    proposal = reported(article)
    assert 'name="accept"' not in client.get(page_of(proposal)).content.decode()
    assert client.post(page_of(proposal), {"accept": "1"}).status_code == 403
    assert Proposal.objects.open().exists()


def test_the_queue_and_the_front_page_know_of_open_reports(desk, article):
    make_article("没有人报告")
    reported(article)
    assert [found.headline for found in desk.get(LIST + "?reports=open").context["cl"].result_list] == ["初雪"]
    assert desk.get("/admin/").context["waiting"]["reports"] == 1
    desk.post(page_of(Proposal.objects.get()), {"refuse": "1"})
    assert list(desk.get(LIST + "?reports=open").context["cl"].result_list) == []
    assert desk.get("/admin/").context["waiting"]["reports"] == 0


def test_the_articles_form_shows_what_readers_report(desk, article):
    proposal = reported(article, note="本人")
    page = desk.get(f"{LIST}{article.pk}/change/").content.decode()
    assert "石<del>福</del><ins>榴</ins>云" in page
    assert page_of(proposal) in page
    desk.post(page_of(proposal), {"refuse": "1"})
    assert page_of(proposal) not in desk.get(f"{LIST}{article.pk}/change/").content.decode()
