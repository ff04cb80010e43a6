"""The content security policy in a real browser: no page of ours, the admin's own included, does what it forbids."""

import re

import pytest
from django.contrib.auth.models import User

from newsroom.desk.passages import Passage
from newsroom.desk.proposals import propose
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Doubt
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

READING = ["/", "/dates/", "/sections/", "/contributors/", "/search/?q=雪", "/api/v1/docs/", "/nowhere/at/all/"]
ADMIN = [
    *("/admin/", "/admin/password_change/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/newsroom/"),
    *("/admin/newsroom/article/", "/admin/newsroom/article/substitute/", "/admin/newsroom/section/add/"),
    *("/admin/newsroom/issue/add/", "/admin/newsroom/proposal/", "/admin/newsroom/contributor/add/"),
]
# Deferred scripts have run when a page is loaded; what they begin then has been begun when there is nothing left to do.
AT_REST = "new Promise(rest => requestIdleCallback(rest))"


@pytest.fixture
def complaints(open_page):
    """Opens addresses one after the other, and gives what the browser complained of on each."""

    def visit(page, addresses):
        heard = {}
        page.on("console", lambda message: heard.setdefault(page.url, []).append(message.text))
        for address in addresses:
            page.goto(address)
            page.evaluate(AT_REST)
        return {
            where: said
            for where, said in heard.items()
            if re.search("Content.Security.Policy|refused", str(said), re.I)
        }

    return visit


@pytest.fixture
def article(db):
    article = make_article("山城初雪", section="要闻", bylines=["王浩"], photos=[("雪后初晴", "王浩 摄")])
    Doubt.objects.create(article=article, what="headline", why="…", confidence=0.5)
    return article


def test_readers_pages(open_page, complaints, article):
    own = [article.get_absolute_url(), f"/articles/{article.pk}/r/0/", f"/articles/{article.pk}/r/0/cite/"]
    page = open_page("/")
    assert complaints(page, [*READING, *own, article.page.get_absolute_url()]) == {}


def test_the_desk_and_the_stock_admin(open_page, complaints, article):
    user = User.objects.create_superuser("chief", password="chief")
    correct(article.pk, Snapshot.of(article).with_parts(body="换了。"), based_on=0, author=user)
    propose(article.revisions.get(number=1), Passage("headline", 0, "山城"), "山村")
    page = open_page("/admin/login/")
    page.fill("#id_username", "chief")
    page.fill("#id_password", "chief")
    page.click("#login-form [type=submit]")
    page.wait_for_selector("#logout-form")
    form = f"/admin/newsroom/article/{article.pk}"
    own = [
        *(f"{form}/change/", f"{form}/history/", f"{form}/differences/?first=0&second=1"),
        *(f"/admin/auth/user/{user.pk}/change/", f"/admin/auth/user/{user.pk}/password/"),
        *(f"/admin/auth/user/{user.pk}/delete/", f"/admin/newsroom/page/{article.page_id}/change/"),
        f"/admin/newsroom/section/{article.section_id}/change/",
    ]
    assert complaints(page, [*ADMIN, *own]) == {}
    page.goto(f"{form}/change/")
    assert page.evaluate("typeof django") == "object"  # the admin's scripts have run


def test_the_browser_would_complain(open_page, article):
    """The check sees an inline script, and the policy stops it."""
    page = open_page("/")
    page.on("console", lambda message: heard.append(message.text))
    heard: list[str] = []
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.stolen = 1'; document.body.append(s)"
    )
    assert page.evaluate("window.stolen") is None
    assert any("Content Security Policy" in said for said in heard)
