"""Revisions in the admin: list, differences, restore."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Revision
from tests.admin.forms import opened
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(chief):
    """Three revisions: as printed, one character put right, two paragraphs joined."""
    article = make_article(body="石福云进山。\n采访")
    wang = User.objects.create_user("wang", first_name="小明", last_name="王")
    change(article, wang, body="石榴云进山。\n采访", reason="误识")
    change(article, chief, body="石榴云进山。采访")
    return article


def change(article, author, *, reason="", **parts):
    now = Article.objects.get(pk=article.pk)
    correct(now.pk, replace(Snapshot.of(now), **parts), based_on=now.revision_number, author=author, reason=reason)


def page(client, article, name):
    return f"/admin/newsroom/article/{article.pk}/{name}/"


def test_the_list_says_who_changed_what_when_and_why(desk, article):
    response = desk.get(page(desk, article, "history"))
    listed = [
        (item.revision.number, item.author, item.parts, item.added, item.removed)
        for item in response.context["revisions"]
    ]
    assert listed == [(2, "chief", ["body"], 0, 1), (1, "王小明", ["body"], 1, 1), (0, "", [], 0, 0)]
    assert "误识" in response.content.decode()


def test_a_long_history_is_listed_whole_over_pages(desk, article, chief, django_assert_max_num_queries):
    for number in range(60):
        change(article, chief, headline=f"标题{number}")
    desk.get(page(desk, article, "history"))
    with django_assert_max_num_queries(10):
        first = desk.get(page(desk, article, "history")).context["revisions"]
    second = desk.get(page(desk, article, "history") + "?p=2").context["revisions"]
    assert [item.revision.number for item in first + second] == list(range(62, -1, -1))
    assert first[-1].parts == ["headline"]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("", "石<del>福</del><ins>榴</ins>云进山。<del>↵\n</del>采访"),
        ("?from=0&to=1", "石<del>福</del><ins>榴</ins>云进山。\n采访"),
        ("?from=1&to=2", "石榴云进山。<del>↵\n</del>采访"),
        ("?from=2&to=0", "石<del>榴</del><ins>福</ins>云进山。<ins>↵\n</ins>采访"),
    ],
)
def test_the_differences_of_any_two(desk, article, query, marked):
    [shown] = desk.get(page(desk, article, "differences") + query).context["changes"]
    assert (shown.name, shown.html) == ("body", marked)


def test_a_revision_does_not_differ_from_itself(desk, article):
    assert "hold the same text" in desk.get(page(desk, article, "differences") + "?from=1&to=1").content.decode()


@pytest.mark.parametrize("query", ["?from=9", "?to=-1", "?from=x", "?to="])
def test_there_is_no_such_revision(desk, article, query):
    assert desk.get(page(desk, article, "differences") + query).status_code == 404


def test_restoring_is_a_new_revision(desk, article, chief):
    desk.post(page(desk, article, "restore"), {"number": 0, "based_on": 2})
    restored = Revision.objects.get(article=article, number=3)
    assert restored.sha256 == Revision.objects.get(article=article, number=0).sha256
    assert restored.author == chief
    assert Article.objects.get(pk=article.pk).body == "石福云进山。\n采访"


def test_restoring_stops_when_somebody_saved_since_the_list_was_shown(desk, article):
    response = desk.post(page(desk, article, "restore"), {"number": 0, "based_on": 1}, follow=True)
    assert "Nothing was restored: chief saved revision 2" in response.content.decode()
    assert article.revisions.count() == 3


def test_restoring_needs_the_right_to_change(client, article, staff):
    client.force_login(staff("reader", "view_article"))
    assert "Restore" not in client.get(page(client, article, "history")).content.decode()
    assert client.post(page(client, article, "restore"), {"number": 0, "based_on": 2}).status_code == 403
    assert article.revisions.count() == 3


def test_restoring_is_never_done_by_a_link(desk, article):
    assert desk.get(page(desk, article, "restore") + "?number=0&based_on=2").status_code == 405
    assert article.revisions.count() == 3


@pytest.mark.parametrize("name", ["history", "differences"])
def test_looking_needs_rights(client, article, staff, name):
    client.force_login(staff("other", "view_section"))
    assert client.get(page(client, article, name)).status_code == 403


class TestPreview:
    def test_differences_as_typed_are_rendered_and_nothing_is_saved(self, desk, article):
        fields = {**opened(desk, article), "text-body": "石榴云<b>进山。\r\n采访"}
        shown = desk.post(page(desk, article, "preview"), fields).content.decode()
        assert "石<del>福</del><ins>榴</ins>云<ins>&lt;b&gt;</ins>进山。\n采访" in shown
        assert article.revisions.count() == 3

    def test_it_answers_no_link_and_no_stranger(self, desk, client, article, staff):
        assert desk.get(page(desk, article, "preview")).status_code == 405
        client.force_login(staff("other", "view_section"))
        assert client.post(page(client, article, "preview"), {}).status_code == 403

    def test_what_cannot_be_read_is_refused(self, desk, article):
        assert desk.post(page(desk, article, "preview"), {}).status_code == 422
