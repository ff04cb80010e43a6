"""A later dump that clashes with corrections, settled in the form."""

from dataclasses import replace

import pytest

from newsroom.desk.reimport import take_in
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Reimport
from tests.admin.forms import fields_of, form_address, opened, send
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def clashing(chief):
    """Corrected at one place, which the later dump reads otherwise; it also reads another place better."""
    article = make_article("旧题", body="石福云进山采访牧民，收入翻了一番。“他说。")
    now = Snapshot.of(article)
    correct(article.pk, replace(now, body=now.body.replace("福", "榴")), based_on=0, author=chief)
    take_in(article.pk, replace(now, body="石富云进山采访牧民，收入翻了一番。”他说。"))
    return article


def body_of(article):
    return Article.objects.get(pk=article.pk).body


def test_the_form_shows_both_readings_and_the_list_finds_it(desk, clashing):
    make_article("别的")
    correction = desk.get(form_address(clashing)).context["correction"]
    [change] = correction.later_dump.changes
    assert change.html.startswith("石<del>富</del><ins>榴</ins>云进山")
    listed = desk.get("/admin/newsroom/article/?later=conflict").context["cl"].result_list
    assert list(listed) == [clashing]


def test_the_rest_of_the_dump_is_merged_into_the_form_and_settled_by_saving(desk, clashing):
    fields = fields_of(desk.get(form_address(clashing) + "?later=1"))
    send(desk, clashing, fields)
    assert body_of(clashing) == "石榴云进山采访牧民，收入翻了一番。”他说。"
    settled = Reimport.objects.get()
    assert (settled.state, settled.revision.number) == ("settled", 2)


def test_an_ordinary_save_leaves_it_waiting(desk, clashing):
    send(desk, clashing, {**opened(desk, clashing), "text-headline": "新题"})
    assert Reimport.objects.get().state == "conflict"
    assert desk.get(form_address(clashing)).context["correction"].later_dump is not None


def test_it_can_be_settled_by_keeping_the_text(desk, clashing):
    send(desk, clashing, {**opened(desk, clashing), "settle-done": "on"})
    assert Reimport.objects.get().state == "settled"
    assert clashing.revisions.count() == 2
    assert "conflict" not in desk.get(form_address(clashing)).content.decode()
