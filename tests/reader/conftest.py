import datetime as dt

import pytest

from newsroom.models import Issue, Newspaper
from tests.factories import make_article, make_page


@pytest.fixture
def english(client):
    """A reader whose browser asks for English: tests then read the message ids."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def issue(db) -> Issue:
    """Pages 1, 2 and 4 of one day; 3 is not in the archive. The lead jumps from page 1 to page 4."""
    page = make_page(newspaper="xueling", date="2026-01-07", number=1, name="要闻")
    Newspaper.objects.filter(slug="xueling").update(name="雪岭日报", cn_number="CN 00-0001")
    make_article(
        "隧道贯通",
        "最后一声炮响过后，两侧的灯光照到一起。\n## 山那边\n车程缩短到一个半小时。\n> 资料由指挥部提供",
        page=page,
        kicker="抓项目",
        subhead="——全线十月通车",
        dateline="本报讯",
        section="要闻",
        bylines=[("韩雪松", "记者"), ("赵新民", "通讯员"), ("唐文霞", "通讯员")],
        continues_on=4,
        continues_on_as_printed="（下转第四版）",
    )
    make_article("水库补水", page=page, section="要闻", bylines=["韩雪松"])
    make_article(page_number=2, page_name="综合", newspaper="xueling", headline="冰灯初上", section="综合")
    make_article(
        "隧道贯通之后",
        "工人们收拾行装。",
        page_number=4,
        newspaper="xueling",
        continued_from=1,
        continued_from_as_printed="（上接第一版）",
    )
    return Issue.objects.select_related("newspaper").get(date=dt.date(2026, 1, 7))
