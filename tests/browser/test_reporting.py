"""A reader reports a misprint, and an editor decides by one key."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from newsroom.models import Article, Proposal
from newsroom.reader import reporting
from tests.browser.keys import pressed
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(monkeypatch):
    monkeypatch.setattr(reporting, "LEAST_SECONDS", 0)
    return make_article("山城初雪", "石榴云昨夜进山。\n石福云今早采访牧民。", dateline="本报讯", bylines=["石福云"])


SELECT = """([block, from, to]) => {
  const text = document.querySelectorAll(block);
  const node = text[text.length - 1].lastChild;
  getSelection().setBaseAndExtent(node, from, node, to);
}"""


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_selected_words_are_reported(article, open_page, width):
    page = open_page(article.get_absolute_url(), width=width)
    expect(page.locator(".report-near")).to_be_hidden()
    page.evaluate(SELECT, [".text p", 0, 3])
    page.locator(".report-near").click()
    expect(page.locator(".report-place mark")).to_have_text("石福云")
    expect(page.locator(".report-place")).to_have_text("石福云今早采访牧民。")
    page.locator("#id_proposed").fill("石榴云")
    page.locator(".report-form button").click()
    expect(page.locator(".report-sent")).to_be_visible()
    told = Proposal.objects.get()
    assert (told.field, told.start, told.passage, told.proposed) == ("body", 9, "石福云", "石榴云")


def test_without_scripts_the_place_is_chosen_in_a_list(article, open_page):
    page = open_page(article.get_absolute_url(), script=False)
    page.locator("a.report").click()
    page.locator(".report-passages a", has_text="石福云今早").click()
    page.locator("#id_proposed").fill("石榴云今早采访牧民。")
    page.locator(".report-form button").click()
    expect(page.locator(".report-sent")).to_be_visible()
    assert Proposal.objects.get().start == 9


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_keeps_nobody_out_and_fits_a_phone(article, open_page, scheme):
    page = open_page("/", width=360, color_scheme=scheme)
    for asked in ("", "?passage=石福云今", "?sent=1", "?passage=没有的话"):
        page.goto(f"/articles/{article.pk}/report/{asked}")
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("#id_website")).to_have_count(0)
    page.goto(f"/articles/{article.pk}/report/?passage=石福云今")
    expect(page.locator("#id_website")).not_to_be_in_viewport()


def test_an_editor_decides_by_one_key(article, open_page):
    from newsroom.desk.passages import Passage
    from newsroom.desk.proposals import propose

    revision = article.revisions.get(number=0)
    for start, stands, proposed in ((9, "石福云", "石榴云"), (14, "采访", "采风")):
        propose(revision, Passage("body", start, stands), proposed)
    User.objects.create_superuser("one", password="one")
    page = open_page("/admin/login/?next=/admin/newsroom/proposal/")
    page.fill("#id_username", "one")
    page.fill("#id_password", "one")
    page.click("#login-form [type=submit]")
    page.locator("#result_list a").last.click()
    expect(page.locator(".report del")).to_have_text("福")
    pressed(page, "a")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get(pk=article.pk).body.endswith("石榴云今早采访牧民。")
    # Typing a reason decides nothing; only sending it does.
    page.keyboard.press("r")
    page.keyboard.type("a 原文如此")
    assert Proposal.objects.open().count() == 1
    pressed(page, "Enter")
    assert list(Proposal.objects.order_by("pk").values_list("state", "answer")) == [
        ("accepted", ""),
        ("refused", "a 原文如此"),
    ]
