"""How an article is set for reading."""

import datetime as dt

import pytest

from newsroom.desk.snapshots import BylineText, Snapshot
from newsroom.models import Contributor
from newsroom.reader.almanac import almanac
from newsroom.reader.reading import CreditPart, Piece, Reading, credit_parts, ems, grouped, shortened
from tests.factories import make_article


def names(credits):
    return [(group.role, group.affiliation, [credited.name for credited in group.names]) for group in credits]


def test_bylines_are_grouped_by_role_and_affiliation_in_printed_order():
    bylines = [
        BylineText("甲", "记者"),
        BylineText("乙", "记者"),
        BylineText("丙", "记者", "雪岭广播"),
        BylineText("丁", ""),
        BylineText("戊", "记者"),
    ]
    reporter = grouped([BylineText("甲", "记者")], {})[0].role
    assert names(grouped(bylines, {})) == [
        (reporter, "", ["甲", "乙"]),
        (reporter, "雪岭广播", ["丙"]),
        ("", "", ["丁"]),
        (reporter, "", ["戊"]),
    ]


def test_a_photo_credit_links_its_names_and_loses_no_character():
    wang, bai = Contributor(name="王岚"), Contributor(name="白亦舟")
    credited = [BylineText("王岚", photo=1), BylineText("白亦舟", photo=1)]
    parts = credit_parts("通讯员 王岚 白亦舟 摄", credited, {"王岚": wang, "白亦舟": bai})
    assert parts == (
        CreditPart("通讯员 "),
        CreditPart("王岚", wang),
        CreditPart(" "),
        CreditPart("白亦舟", bai),
        CreditPart(" 摄"),
    )


def test_a_name_printed_otherwise_than_credited_follows_the_credit():
    bai = Contributor(name="白舟")
    assert credit_parts("白　舟 摄", [BylineText("白舟", photo=1)], {"白舟": bai}) == (
        CreditPart("白　舟 摄"),
        CreditPart("白舟", bai),
    )


@pytest.mark.parametrize(("text", "width"), [("山城初雪", 4), ("12月", 3), ("", 0), ("雪" * 80, 30)])
def test_a_headline_is_measured_in_full_width_characters(text, width):
    assert ems(text) == width


def test_a_text_is_cut_only_when_it_is_too_long():
    assert shortened("山城初雪", 4) == "山城初雪"
    assert shortened("山城初雪夜", 4) == "山城初雪…"


@pytest.mark.django_db
def test_the_dateline_stands_before_the_first_running_paragraph_only():
    snapshot = Snapshot(headline="题", dateline="本报讯", body="## 小标题\n第一段。\n第二段。")
    reading = Reading.of(snapshot, make_article())
    assert [(p.kind, p.dateline) for p in reading.paragraphs] == [("crosshead", ""), ("text", "本报讯"), ("text", "")]


@pytest.mark.django_db
def test_a_photo_without_headline_goes_by_its_caption():
    piece = Piece.of(make_article("", "", kind="photo", photos=[("一群黄羊越过雪原", "王岚 摄")]))
    assert (piece.title, piece.opening) == ("一群黄羊越过雪原", "一群黄羊越过雪原")


def test_the_masthead_knows_the_traditional_calendar():
    eve = almanac(dt.date(2026, 2, 17))
    assert (eve.year, eve.day) == ("丙午", "正月初一")
    assert "春节" in eve.marked_by
    assert almanac(dt.date(2025, 7, 26)).day == "闰六月初二"
    assert almanac(dt.date(2026, 1, 20)).marked_by == ("大寒",)
