"""A page that was made once is given again while it is what would be made, and at no other time, and to nobody else."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import Article, Newspaper
from tests.reader.test_freshness import ADDRESSES, PERSON, SHOWN_ON

pytestmark = pytest.mark.django_db

ARTICLE = "/xueling/2026-01-07/01/2/"


@pytest.fixture(autouse=True)
def pages_are_kept(settings):
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": backend, "LOCATION": "pages of tests", "OPTIONS": {"MAX_ENTRIES": 100}},
    }
    yield
    caches["pages"].clear()


def asked(client, address, **headers):
    """The answer, and how many queries it took."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, headers=headers)
    return answer, len(captured)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_did_not_change_is_sent_again_unmade(english, issue, indexed, address):
    indexed()
    first, queries = asked(english, address)
    again, few = asked(english, address)
    assert (again.status_code, again.content) == (200, first.content)
    assert few == 1 < queries  # the state alone
    assert dict(again.items()) == {**dict(first.items()), "X-Request-ID": again["X-Request-ID"]}
    assert asked(english, address, **{"If-None-Match": first["ETag"]})[0].status_code == 304


@pytest.mark.parametrize("change", SHOWN_ON, ids=lambda change: change.__name__)
def test_a_change_is_seen_by_the_next_reader(english, issue, change):
    from newsroom.models import Contributor

    person = Contributor.objects.get(name="韩雪松")
    addresses = [person.get_absolute_url() if name == PERSON else name for name in SHOWN_ON[change]]
    before = {address: asked(english, address)[0].content for address in addresses}
    assert all(asked(english, address)[1] == 1 for address in addresses)
    change(Article.objects.with_place().get(headline="水库补水"))
    for address in addresses:
        answer, queries = asked(english, address)
        assert answer.content != before[address], address
        assert queries > 1


def test_each_address_language_scheme_and_host_has_its_own(client, issue, settings):
    settings.ALLOWED_HOSTS = ["one.example", "other.example", "testserver"]
    client.get(ARTICLE, HTTP_HOST="one.example", headers={"Accept-Language": "en"})
    chinese = client.get(ARTICLE, HTTP_HOST="one.example", headers={"Accept-Language": "zh-hans"})
    assert 'lang="zh-Hans' in chinese.content.decode()
    elsewhere = client.get(ARTICLE, HTTP_HOST="other.example", headers={"Accept-Language": "en"})
    assert "//one.example" not in elsewhere.content.decode()
    secure = client.get(ARTICLE, HTTP_HOST="other.example", headers={"Accept-Language": "en"}, secure=True)
    assert "http://other.example" not in secure.content.decode()
    assert asked(client, "/search/?q=雪")[1] > 1 < asked(client, "/search/?q=雪&page=2")[1]


def test_nobody_with_a_cookie_is_given_what_others_are(english, issue):
    asked(english, ARTICLE)
    english.force_login(User.objects.create_user("one"))
    assert asked(english, ARTICLE)[1] > 1
    assert asked(english, ARTICLE)[1] > 1  # nor is what they are given kept


def test_a_language_chosen_in_the_footer_is_no_reason(client, issue, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    asked(client, ARTICLE)
    assert asked(client, ARTICLE)[1] == 1


@pytest.mark.parametrize("address", ["/articles/%d/report/", "/xueling/2026-01-08/", "/admin/login/"])
def test_forms_and_what_is_not_there_are_made_each_time(english, issue, address):
    address = address.replace("%d", str(Article.objects.first().pk))
    asked(english, address)
    name = len(caches["pages"]._cache)
    english.cookies.clear()
    asked(english, address)
    assert name == len(caches["pages"]._cache) == 0


def test_what_depends_on_the_reader_is_not_kept(english, issue, monkeypatch):
    """A view that looks at who asks, one that says that its answer varies, and one that sets a cookie."""
    from newsroom.reader.browsing import Sections

    real = Sections.get

    def looks(self, request, *args, **kwargs):
        request.session.get("name")
        return real(self, request, *args, **kwargs)

    def varies(self, request, *args, **kwargs):
        response = real(self, request, *args, **kwargs)
        response["Vary"] = "User-Agent"
        return response

    def counts(self, request, *args, **kwargs):
        response = real(self, request, *args, **kwargs)
        response.set_cookie("seen", "1")
        return response

    for view in (looks, varies, counts):
        monkeypatch.setattr(Sections, "get", view)
        english.cookies.clear()
        assert asked(english, "/sections/")[1] > 1
        english.cookies.clear()
        assert asked(english, "/sections/")[1] > 1, view
    assert not caches["pages"]._cache


def test_no_more_are_kept_than_was_said(english, issue):
    for number in range(150):
        english.get(f"/sections/?n={number}")
    assert 50 < len(caches["pages"]._cache) <= 100


def test_a_large_page_is_not_kept(english, issue, monkeypatch):
    monkeypatch.setattr("newsroom.reader.keeping.MOST_BYTES", 500)
    asked(english, ARTICLE)
    assert asked(english, ARTICLE)[1] > 1


def test_a_page_made_while_an_edit_came_in_is_never_found(english, issue, monkeypatch):
    """What was begun before a change may show it or not; nobody who comes after is given it."""
    from newsroom.reader.browsing import Sections

    real = Sections.get

    def edited_meanwhile(self, request, *args, **kwargs):
        response = real(self, request, *args, **kwargs)
        Newspaper.objects.update(name="换了名的报")
        return response

    monkeypatch.setattr(Sections, "get", edited_meanwhile)
    asked(english, "/sections/")
    monkeypatch.undo()
    answer, queries = asked(english, "/sections/")
    assert queries > 1 and "换了名的报" in answer.content.decode()
