"""What readers keep of the site is asked about cheaply, and never taken for current when it is not."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from newsroom.desk.publication import publish, withdraw
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor, Issue, Newspaper
from newsroom.reader import freshness
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/xueling/",
    "/xueling/2026-01-07/",
    "/xueling/2026-01-07/01/",
    "/xueling/2026-01-07/01/1/",
    "/dates/",
    "/sections/",
    "/sections/要闻/",
    "/contributors/",
    "/search/?q=灯光",
    "/feeds/",
    "/sitemap-articles.xml",
    "/api/v1/articles/",
    "/api/v1/search/?q=灯光",
]


def asked_again(client, address: str, first):
    return client.get(address, headers={"If-None-Match": first["ETag"]})


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_did_not_change_is_neither_made_nor_sent_again(english, issue, indexed, address):
    indexed()
    first = english.get(address)
    with CaptureQueriesContext(connection) as captured:
        again = asked_again(english, address, first)
    assert (again.status_code, again.content) == (304, b"")
    assert len(captured) == 1  # the state alone: nothing was read to make a page of
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= set(again["Vary"].split(", "))


def edit(article: Article) -> None:
    editor = User.objects.create(username="editor")
    correct(article.pk, Snapshot.of(article).with_parts(headline="水库冬季补水"), based_on=0, author=editor)


def rename_section(article: Article) -> None:
    article.section.name = "头版"
    article.section.save()


def rename_contributor(article: Article) -> None:
    Contributor.objects.filter(name="韩雪松").update(name="韩雪")


def rename_newspaper(article: Article) -> None:
    Newspaper.objects.update(name="雪山日报")


def print_another(article: Article) -> None:
    make_article("次日新闻", newspaper="xueling", date="2026-01-08", section="要闻", bylines=["韩雪松"])


def number_the_issue(article: Article) -> None:
    Issue.objects.filter(pk=article.page.issue_id).update(number=9086)


PERSON = "the contributor's page"
SHOWN_ON = {
    edit: ["/", "/xueling/2026-01-07/", "/xueling/2026-01-07/01/", "/xueling/2026-01-07/01/2/",
           "/xueling/2026-01-07/01/1/", "/sections/要闻/", PERSON, "/feeds/", "/api/v1/articles/"],
    lambda article: withdraw([article.pk]): ["/", "/xueling/2026-01-07/01/", "/xueling/2026-01-07/01/2/", "/sections/",
           "/sections/要闻/", PERSON, "/contributors/", "/dates/", "/feeds/", "/sitemap-articles.xml"],
    rename_section: ["/sections/", "/sections/要闻/", "/xueling/2026-01-07/01/2/", "/feeds/", "/api/v1/sections/"],
    rename_contributor: ["/contributors/", PERSON, "/api/v1/contributors/"],
    rename_newspaper: ["/", "/xueling/", "/xueling/2026-01-07/01/2/", "/dates/", "/contributors/", "/feeds/"],
    print_another: ["/", "/xueling/", "/xueling/2026-01-07/", "/dates/", "/sections/要闻/", PERSON, "/feeds/"],
    number_the_issue: ["/", "/xueling/", "/xueling/2026-01-07/"],
}  # fmt: skip


@pytest.mark.parametrize("change", SHOWN_ON, ids=lambda change: change.__name__)
def test_a_change_is_seen_on_every_page_that_shows_it(english, issue, change):
    person = Contributor.objects.get(name="韩雪松")
    addresses = {name: person.get_absolute_url() if name == PERSON else name for name in SHOWN_ON[change]}
    kept = {name: english.get(address) for name, address in addresses.items()}
    change(Article.objects.with_place().get(headline="水库补水"))
    for name, address in addresses.items():
        again = asked_again(english, address, kept[name])
        assert again.status_code in (200, 410), name
        assert again.content != kept[name].content, name


def test_a_page_that_came_out_the_same_is_not_sent_either(english, issue):
    first = english.get("/xueling/2026-01-07/02/1/")
    make_article("别家新闻", newspaper="xueling", date="2025-06-01")
    again = asked_again(english, "/xueling/2026-01-07/02/1/", first)
    assert (again.status_code, again["ETag"]) == (304, first["ETag"])
    assert english.get("/xueling/2026-01-07/02/1/")["ETag"] != first["ETag"]


def test_what_is_published_again_has_its_old_content(english, issue):
    article = Article.objects.get(headline="冰灯初上")
    first = english.get("/xueling/2026-01-07/02/")
    withdraw([article.pk])
    assert asked_again(english, "/xueling/2026-01-07/02/", first).status_code == 200
    publish([article.pk])
    assert asked_again(english, "/xueling/2026-01-07/02/", first).status_code == 304


def test_each_language_is_kept_apart(client, issue):
    first = client.get("/", headers={"Accept-Language": "en"})
    assert client.get("/", headers={"Accept-Language": "zh-hans", "If-None-Match": first["ETag"]}).status_code == 200


def test_a_rebuilt_index_may_find_otherwise(english, issue, indexed):
    indexed()
    first = english.get("/search/?q=灯光")
    state = freshness.SiteState().digest
    index_all()
    assert freshness.SiteState().digest != state
    assert asked_again(english, "/search/?q=灯光", first).status_code == 304  # made again; it found the same


def test_another_program_or_another_day_is_another_state(english, issue, monkeypatch):
    state = freshness.SiteState().digest
    assert freshness.SiteState().digest == state
    monkeypatch.setattr(freshness, "program_digest", lambda: "another")
    assert freshness.SiteState().digest != state
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2031, 1, 1))
    assert freshness.SiteState().digest != state


def test_the_program_is_what_its_files_hold(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "page.html"
    found = []
    for text in ("一", "二", "一"):
        page.write_text(text)
        freshness.program_digest.cache_clear()
        found.append(freshness.program_digest())
    freshness.program_digest.cache_clear()
    assert found[0] == found[2] != found[1]


class TestByDate:
    @pytest.fixture
    def settled(self, monkeypatch):
        """As if the archive had rested since last week, for every request since the same moment."""
        last_week = timezone.now().replace(microsecond=0) - dt.timedelta(days=7)

        def rested(state) -> None:
            state.digest, state.changed_at = "0" * 18, last_week

        monkeypatch.setattr(freshness.SiteState, "__init__", rested)

    def test_who_knows_only_the_date_is_answered_too(self, english, issue, settled):
        first = english.get("/feeds/")
        again = english.get("/feeds/", headers={"If-Modified-Since": first["Last-Modified"]})
        assert again.status_code == 304
        before = http_date(timezone.now().timestamp() - 8 * 24 * 3600)
        assert english.get("/feeds/", headers={"If-Modified-Since": before}).status_code == 200

    def test_a_change_within_the_same_second_is_not_missed(self, english, issue):
        first = english.get("/feeds/")
        Newspaper.objects.update(name="换")
        again = english.get("/feeds/", headers={"If-Modified-Since": first["Last-Modified"]})
        assert again.status_code == 200

    def test_a_tag_outweighs_a_date(self, english, issue, settled):
        headers = {"If-Modified-Since": http_date(timezone.now().timestamp()), "If-None-Match": 'W/"a.b"'}
        assert english.get("/feeds/", headers=headers).status_code == 200


def test_what_is_missing_gone_or_asked_otherwise_has_no_tag(english, issue):
    withdraw([Article.objects.get(headline="水库补水").pk])
    for address, status in (("/xueling/2026-01-08/", 404), ("/xueling/2026-01-07/01/2/", 410)):
        response = english.get(address)
        assert response.status_code == status
        assert "ETag" not in response
        assert response["Cache-Control"] == "no-cache"


def test_a_form_made_for_one_reader_is_never_kept(english, issue):
    response = english.get(f"/articles/{Article.objects.first().pk}/report/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


def test_scripts_of_other_sites_may_read_that_nothing_changed(client, issue):
    first = client.get("/api/v1/articles/")
    assert asked_again(client, "/api/v1/articles/", first)["Access-Control-Allow-Origin"] == "*"


def test_head_is_answered_like_get(english, issue):
    first = english.head("/")
    assert first["ETag"] == english.get("/")["ETag"]
    assert english.head("/", headers={"If-None-Match": first["ETag"]}).status_code == 304
