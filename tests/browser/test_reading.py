"""A reader's day at the newspaper, and what no page may do to a reader."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor, Issue, Newspaper
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "雪落在山口的老路上，除雪车一趟一趟地开过去，灯光照着路边的反光桩，养路工把铁锹插在雪里歇一口气。" * 6


@pytest.fixture
def archive() -> Article:
    """Two issues with a day missing between them, a jump, photos, long names, one correction and one withdrawal."""
    page = make_page(newspaper="xueling", date="2026-01-07", number=1, name="要闻")
    Newspaper.objects.update(name="雪岭日报", cn_number="CN 00-0001", publisher="雪岭日报社")
    lead = make_article(
        "鹰嘴岭隧道双向贯通", f"{LONG}\n## 山那边\n{LONG}\n> 资料由指挥部提供", page=page, kicker="抓项目 促开局",
        subhead="——全线计划十月通车", dateline="本报讯", section="要闻", continues_on=4,
        continues_on_as_printed="（下转第四版）",
        bylines=[("韩雪松", "记者"), ("古丽努尔·哈木拉提", "通讯员")], photos=[("隧道里的灯光", "韩雪松 摄")],
    )  # fmt: skip
    make_article("萨亚河冬季补水", LONG, page=page, section="要闻", bylines=["顾明川"])
    make_article("撤下的稿子", LONG, page=page, section="要闻", visible=False)
    make_article("冰灯初上", LONG, newspaper="xueling", page_number=2, page_name="综合", section="综合")
    make_article("贯通之后", LONG, newspaper="xueling", page_number=4, page_name="副刊", continued_from=1)
    make_article("鹰嘴岭开工", LONG, newspaper="xueling", date="2026-01-05", section="要闻", bylines=["韩雪松"])
    Issue.objects.filter(date=dt.date(2026, 1, 7)).update(number=9086)
    Issue.objects.filter(date=dt.date(2026, 1, 5)).update(number=9084)
    editor = User.objects.create(username="editor")
    snapshot = Snapshot.of(lead)
    correct(lead.pk, snapshot.with_parts(subhead="——全线十月通车"), based_on=0, author=editor)
    return lead


@pytest.fixture
def addresses(archive) -> list[str]:
    person = Contributor.objects.get(name="韩雪松")
    return [
        "/",
        "/xueling/",
        "/xueling/2026-01-07/",
        "/xueling/2026-01-07/01/",
        "/xueling/2026-01-07/01/1/",
        "/xueling/2026-01-07/01/3/",
        "/xueling/2026-01-06/",
        f"/articles/{archive.pk}/r/0/",
        f"/articles/{archive.pk}/r/1/",
        f"/articles/{archive.pk}/r/1/cite/",
        "/dates/",
        "/dates/2026-01-06/",
        "/sections/",
        "/sections/要闻/",
        "/contributors/",
        person.get_absolute_url(),
        "/search/?q=灯光",
        "/search/?q=没有这样的话",
        "/nowhere/at/all/",
    ]


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_readers_day(archive, open_page, width, script):
    page = open_page("/dates/2026/", width=width, script=script)
    page.locator(".month td a").last.click()
    expect(page.locator(".nameplate")).to_have_text("雪岭日报")
    page.locator(".sheet-head a").first.click()
    expect(page).to_have_url(f"{page.url.split('/xueling')[0]}/xueling/2026-01-07/01/")
    page.locator(".headline a", has_text="鹰嘴岭隧道双向贯通").click()
    expect(page.locator("h1")).to_have_text("鹰嘴岭隧道双向贯通")
    page.locator(".cite").click()
    expect(page.locator(".references dd").first).to_contain_text("[N/OL]. 雪岭日报, 2026-01-07(01, 04)")
    page.locator("h1 a").click()
    page.locator(".credits a", has_text="韩雪松").first.click()
    expect(page.locator("h1")).to_have_text("韩雪松")
    page.locator("#top-q").fill("灯光")
    page.locator(".top-search button").click()
    expect(page.locator(".hit")).to_have_count(5)
    page.locator(".facet a", has_text="综合").first.click()
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator("#q")).to_have_value("灯光")
    page.locator(".removable a").first.click()
    expect(page.locator(".hit")).to_have_count(5)
    page.locator(".hit .headline a", has_text="冰灯初上").click()
    expect(page.locator(".text mark").first).to_have_text("灯光")
    page.locator("[rel=next]").click()
    expect(page.locator("h1")).to_have_text("贯通之后")
    page.locator(".languages button", has_text="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("贯通之后")


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280, 3840])
def test_nothing_is_wider_than_the_window(addresses, open_page, width):
    page = open_page("/", width=width)
    for address in addresses:
        page.goto(address)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{address} is {over} px too wide at {width}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nobody_is_kept_out(addresses, open_page, language, scheme):
    page = open_page("/", locale=language, color_scheme=scheme)
    found = {}
    for address in addresses:
        page.goto(address)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[address] = [(v["id"], v["nodes"][0]["html"][:200]) for v in violations]
    assert not found


def test_the_check_for_barriers_sees_one(archive, open_page):
    page = open_page("/")
    page.evaluate(
        "document.querySelector('#top-q').labels[0].remove(); document.querySelector('#top-q').placeholder = ''"
    )
    assert "label" in {violation["id"] for violation in Axe().run(page).response["violations"]}


def test_the_first_tab_offers_to_skip_to_the_text(archive, open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_print_shows_the_text_and_nothing_to_press(archive, open_page):
    page = open_page(archive.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.locator(".article h1")).to_be_visible()
    for gone in (".top", ".bottom", ".ways", ".beside-article"):
        expect(page.locator(gone)).to_be_hidden()


def test_a_headline_is_set_to_fill_one_line(archive, open_page):
    """At desktop width the nine characters of the lead stand on one line, in type larger than the text's."""
    page = open_page(archive.get_absolute_url())
    lines = page.evaluate(
        "() => { const h = document.querySelector('h1'); const s = getComputedStyle(h);"
        " return [Math.round(h.clientHeight / parseFloat(s.lineHeight)), parseFloat(s.fontSize)] }"
    )
    assert lines[0] == 1
    assert lines[1] > 36


def type_size(page) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)")


def test_the_type_can_be_set_larger_without_script(archive, open_page):
    page = open_page(archive.get_absolute_url(), script=False)
    page.locator("label[for=type-large]").click()
    expect(page.locator("#type-large")).to_be_checked()
    larger = page.locator(".text").first.bounding_box()["height"]
    page.locator("label[for=type-small]").click()
    assert page.locator(".text").first.bounding_box()["height"] < larger


def test_the_chosen_type_size_is_kept(archive, open_page):
    page = open_page(archive.get_absolute_url())
    normal = type_size(page)
    page.locator("label[for=type-large]").click()
    assert type_size(page) > normal
    page.goto("/xueling/2026-01-07/02/1/")
    expect(page.locator("#type-large")).to_be_checked()
    assert type_size(page) > normal


def test_arrow_keys_turn_pages_but_not_while_typing(archive, open_page):
    page = open_page("/xueling/2026-01-07/01/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/xueling/2026-01-07/02/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/xueling/2026-01-07/01/")
    page.locator("#top-q").fill("雪")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+ArrowRight")
    page.wait_for_timeout(200)
    assert page.url.endswith("/xueling/2026-01-07/01/")


def test_a_browser_would_run_no_script_that_slipped_into_a_page(archive, open_page):
    page = open_page("/")
    page.evaluate(
        "() => { const evil = document.createElement('script'); evil.textContent = 'window.slipped = 1';"
        " document.body.append(evil) }"
    )
    assert page.evaluate("window.slipped") is None
