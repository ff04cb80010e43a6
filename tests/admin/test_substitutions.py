"""Fix everywhere: from a saved correction to a changeset and back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Changeset
from tests.admin.forms import opened, send
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/article/"
PAGE = f"{LIST}substitute/"


def ticks(page):
    return re.findall(r'name="place" value="([^"]+)"', page.content.decode())


@pytest.fixture
def archive():
    return make_article("石福云进山"), make_article("天气", "石福云说，石福云看。"), make_article("别的")


def bodies(archive):
    return [Snapshot.of(Article.objects.get(pk=article.pk)) for article in archive]


def test_a_saved_correction_offers_to_look_elsewhere(desk, archive):
    page = send(desk, archive[0], {**opened(desk, archive[0]), "text-headline": "石榴云进山"}, follow=True)
    link = re.search(r'href="(/admin/newsroom/article/substitute/[^"]+)"', page.content.decode())[1]
    query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert query == {"sought": ["石福云"], "right": ["石榴云"]}
    assert len(ticks(desk.get(PAGE, query))) == 2


def test_ticked_places_become_one_changeset_and_come_back(desk, archive):
    before = bodies(archive)
    page = desk.get(PAGE, {"sought": "石福云", "right": "石榴云"})
    keys = ticks(page)
    assert len(keys) == 3
    response = desk.post(PAGE, {"sought": "石福云", "right": "石榴云", "place": keys[:2]}, follow=True)
    assert "2 places were put right" in response.content.decode()
    first, second, third = bodies(archive)
    assert (first.headline, second.body, third) == ("石榴云进山", "石榴云说，石福云看。", before[2])
    changeset = Changeset.objects.get()
    assert "fixed everywhere: 石福云 → 石榴云" in desk.get(f"{LIST}{archive[0].pk}/history/").content.decode()
    response = desk.post(f"/admin/newsroom/changeset/{changeset.pk}/undo/", follow=True)
    assert "The changeset is undone" in response.content.decode()
    assert bodies(archive) == before
    assert "Undo the whole" not in desk.get(f"/admin/newsroom/changeset/{changeset.pk}/change/").content.decode()


def test_who_has_typed_nothing_is_offered_what_the_desk_learned_most(desk, archive):
    for article, body in (
        (archive[1], "石榴云说，石榴云看。"),
        (make_article(body="石福云，末来。"), "石榴云，未来。"),
    ):
        send(desk, article, {**opened(desk, article), "text-body": body})
    page = desk.get(PAGE).content.decode()
    assert re.findall("<del>(.*?)</del> → <ins>(.*?)</ins>", page) == [("石福云", "石榴云"), ("末来", "未来")]


def test_looking_changes_nothing_and_markup_is_escaped(desk):
    make_article("<b>甲</b>", "<b>甲</b>")
    page = desk.get(PAGE, {"sought": "<b>", "right": "<i>"}).content.decode()
    assert "<del>&lt;b&gt;</del><ins>&lt;i&gt;</ins>甲&lt;/b&gt;" in page
    assert "<i>甲" not in page
    assert not Changeset.objects.exists()


@pytest.mark.parametrize("sent", [{"sought": ""}, {"sought": "甲", "right": "甲"}, {"sought": "甲" * 61}])
def test_what_cannot_be_substituted_is_said(desk, sent):
    page = desk.get(PAGE, sent)
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()


def test_it_needs_the_right_to_change(client, staff, archive):
    client.force_login(staff("reader", "view_article", "view_changeset"))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"sought": "石福云", "right": "石榴云", "place": []}).status_code == 403
    changeset = Changeset.objects.create(reason="…")
    assert client.post(f"/admin/newsroom/changeset/{changeset.pk}/undo/").status_code == 403
    assert "Undo the whole" not in client.get(f"/admin/newsroom/changeset/{changeset.pk}/change/").content.decode()


def test_a_tampered_place_is_not_found(desk, archive):
    sent = {"sought": "石福云", "right": "石榴云", "place": [f"{archive[0].pk}/0/body/3"]}
    assert desk.post(PAGE, sent).status_code == 404
    assert not Changeset.objects.exists()
