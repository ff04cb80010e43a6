"""A real Chromium, Debian's, driven by Playwright; tests are skipped where there is none."""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, sync_playwright

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor, Issue, Newspaper
from tests.factories import make_article, make_page

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"there is no Chromium at {CHROMIUM}"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's loop makes Django believe that every test is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """Opens a browser window on the site: ``open_page("/dates/", width="phone", script=False)``.

    Fails the test afterwards if a page asked anything of another host, or threw an error.
    """
    contexts, strangers, errors = [], [], []

    def open_one(address: str = "/", *, width: str | int = "desktop", script: bool = True, **options) -> Page:
        size = WIDTHS[width] if isinstance(width, str) else (width, 900)
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            **{"locale": "zh-CN", **options},
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request", lambda request: strangers.append(request.url) if live_server.url not in request.url else None
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not strangers
    assert not errors


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
        "/dates/2026-01/",
        "/dates/2026-01-06/",
        "/sections/",
        "/sections/要闻/",
        "/contributors/",
        person.get_absolute_url(),
        "/search/?q=灯光",
        "/search/?q=没有这样的话",
        "/nowhere/at/all/",
        "/xueling/2026-01-07/01/9/",
        f"/articles/{archive.pk}/report/",
        "/api/v1/docs/",
    ]
