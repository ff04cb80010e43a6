"""The day a page was printed, as far as its text tells."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.parsing.dates import latest_day


def day_of(*texts):
    return latest_day(texts)[0]


def test_the_latest_day_reported_with_the_year_named_most():
    assert (
        day_of(
            "本报讯（记者 韩雪松）1月5日，红砾县的第一座风电场并网。项目2026年1月1日前完成调试。",
            "本报讯（记者 沈若溪）1月6日，镜海子开湖。2026年计划接待游客三十万人次，比2025年多一成。",
        )
        == "2026-01-06"
    )


def test_days_announced_are_not_reported():
    assert (
        day_of(
            "本报讯（记者 沈若溪）1月15日，记者从旅游部门获悉，2026年冰灯节将于1月18日开幕。",
            "冰灯节1月18日，我们不见不散！",
        )
        == "2026-01-15"
    )


def test_a_stretch_of_days_counts_for_its_last():
    assert day_of("本报讯（记者 郑一帆）1月13日至14日，2026第三届牧歌大会在鹿鸣县举行。") == "2026-01-14"


def test_a_december_page_that_plans_for_the_next_year():
    assert day_of(
        "本报讯（记者 郑一帆）12月27日，会议部署2026年工作。",
        "12月27日，会议现场。",
        "2026年要办好十件实事。2025年的账要算清。",
    ).startswith("2025-12-27")


def test_a_new_years_dateline_of_the_old_year_reads_as_the_day_before():
    assert (
        day_of(
            "本报讯（记者 郑一帆）1月1日，2026年第一趟列车到站。",
            "本报讯（记者 沈若溪）12月31日，2025年最后一趟列车离站，2026年1月1日凌晨到达。",
        )
        == "2026-01-01"
    )


@pytest.mark.parametrize(
    "text",
    [
        "雪下了一夜。",
        # A year long gone says nothing of the paper's own.
        "本报讯（记者 郑一帆）1月6日，建于1958年的黑松水库完成加固。",
        # A day in passing is not the day of the page.
        "他生于1986年3月2日。",
        # Only goals are named.
        "本报讯（记者 郑一帆）1月6日，规划说，到2035年全部建成。",
    ],
)
def test_what_the_text_does_not_tell_is_not_made_up(text):
    assert latest_day([text]) == ("", "")


@given(st.lists(st.text(st.sampled_from("0123456789年月日至将于本报讯（记者）。，２ "))))
def test_any_text_gives_a_day_of_the_calendar_or_none(texts):
    day, why = latest_day(texts)
    assert (day == "") == (why == "")
    if day:
        assert str(dt.date.fromisoformat(day).year) in "".join(texts).translate(str.maketrans("２", "2"))
