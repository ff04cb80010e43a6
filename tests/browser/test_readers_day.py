"""A reader's day at the newspaper, from the calendar to a feed, at two widths, with and without script."""

import re

import feedparser
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_readers_day(archive, open_page, live_server, width, script):
    # The calendar says what is lacking and leads to an issue.
    page = open_page("/dates/2026/", width=width, script=script)
    expect(page.locator(".ledger")).to_contain_text("2026-01-06")
    expect(page.locator(".lacking")).to_have_text("6 缺期")
    page.locator(".month td a").last.click()
    # The issue: its masthead, the page that is lacking, and a page to open.
    expect(page.locator(".nameplate")).to_have_text("雪岭日报")
    expect(page.locator(".folio")).to_contain_text("乙巳年冬月十九")
    expect(page.locator(".sheet.absent .sheet-number")).to_have_text("03版")
    page.locator(".sheet-head a").first.click()
    expect(page).to_have_url(f"{live_server.url}/xueling/2026-01-07/01/")
    page.locator(".headline a", has_text="鹰嘴岭隧道双向贯通").click()
    # The article, read over two pages.
    expect(page.locator("h1")).to_have_text("鹰嘴岭隧道双向贯通")
    expect(page.locator(".continuation")).to_contain_text("04版：副刊")
    page.locator(".imprint a", has_text="改").first.click()
    expect(page.locator(".changes del")).to_have_text("计划")
    page.go_back()
    # Cited, in a form that leads back to this very text.
    page.locator(".cite").click()
    expect(page.locator(".references dd").first).to_contain_text("[N/OL]. 雪岭日报, 2026-01-07(01, 04)")
    reference = page.locator(".references dd").first.inner_text()
    page.goto(re.search(r"/articles/\d+/r/1/", reference)[0])
    expect(page.locator(".subhead")).to_have_text("——全线十月通车")
    page.locator(".revision-note a", has_text="版面").click()
    # Its section, and one of its reporters.
    page.locator(".imprint a", has_text="要闻").click()
    expect(page.locator("h1")).to_have_text("要闻")
    expect(page.locator(".day-head")).to_have_count(2)
    page.locator(".credits a", has_text="韩雪松").first.click()
    expect(page.locator("h1")).to_have_text("韩雪松")
    expect(page.locator(".facts")).to_contain_text("记者")
    # Searched for, narrowed and widened again.
    page.locator("#top-q").fill("灯光")
    page.locator(".top-search button").click()
    expect(page.locator(".hit")).to_have_count(5)
    page.locator(".facet a", has_text="综合").first.click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator("#q")).to_have_value("灯光")
    page.locator(".removable a").first.click()
    expect(page.locator(".hit")).to_have_count(5)
    # Followed by a feed that finds the same.
    feed = page.locator("link[type='application/atom+xml']").get_attribute("href")
    entries = feedparser.parse(page.request.get(f"{live_server.url}{feed}").text()).entries
    assert {entry.title for entry in entries} == set(page.locator(".hit .headline").all_inner_texts())
    # An article with what was looked for marked, and the next one.
    page.locator(".hit .headline a", has_text="冰灯初上").click()
    expect(page.locator(".text mark").first).to_have_text("灯光")
    page.locator("[rel=next]").click()
    expect(page.locator("h1")).to_have_text("贯通之后")
    page.locator(".languages button", has_text="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("贯通之后")


def test_a_search_for_nothing_leads_on(archive, open_page):
    page = open_page("/search/?q=没有这样的话&section=要闻", width="phone", script=False)
    page.locator(".help a", has_text="不加限定").first.click()
    expect(page.locator(".chips.removable")).to_have_count(0)
    page.locator(".help a", has_text="作者").first.click()
    expect(page.locator(".names")).to_contain_text(["韩雪松"])


@pytest.mark.parametrize(
    ("address", "status", "way"),
    [
        ("/xueling/2026-01-06/", 404, "2026-01-07"),
        ("/xueling/2026-01-07/03/", 404, "02版：综合"),
        ("/xueling/2026-01-07/01/3/", 410, "01版：要闻"),
        ("/nowhere/at/all/", 404, "最新"),
    ],
)
def test_what_is_not_there_says_so_and_leads_on(archive, open_page, address, status, way):
    page = open_page("/")
    assert page.goto(address).status == status
    page.locator("main a", has_text=way).first.click()
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator(".help")).to_have_count(0)
