"""Dividing a page: when a paragraph without a headline is an article of its own."""

from __future__ import annotations

import pytest

from newsroom.parsing import weights
from newsroom.parsing.arrange import EVEN_IF_HEADLESS, EVEN_IF_SHORT, Arranger
from newsroom.parsing.displays import score_displays
from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.units import units_of

LONG = (
    "夜里十一点，最后一班车进了站，值班员老周把站台上的雪扫成三堆，又回屋给炉子添了一铲煤，"
    "这才在本子上写下当天的第一行字：全线正点，乘客六百一十二人，遗失手套一只，已经放在窗台上等人来领。"
    "他在这个小站干了二十六年，本子写满了四十多册，从第一册起，字迹一直没有变过，行距也没有变过。"
)


def divided(last: str, odds: float) -> list[tuple[int, int]]:
    """The articles of a page whose first story may end before a last paragraph, at those log odds."""
    page = (
        "县里商定今年的为民实事\n\n"
        "本报讯（记者 赵明）1月5日，云杉县召开会议，商定今年的十件为民实事，其中有三条牧道和两处饮水点。\n\n"
        f"{last}\n\n"
        "河滨夜市搬进新家\n\n"
        "本报讯（记者 王小雨）1月5日晚，河滨夜市搬进滨河路新址，首晚有一百二十个摊位开张。\n"
    )
    learned = weights.load()
    sheet = Sheet(units_of(pieces_of(fragments_of(page)), []))
    score_displays(sheet, learned)
    return Arranger(sheet, learned).settle([odds, 9.0]).stretches


@pytest.mark.parametrize(
    ("last", "least"),
    [("会上还商量了另外几件事，其中牧道怎样修最费口舌。", EVEN_IF_SHORT), (LONG, EVEN_IF_HEADLESS)],
    ids=["short", "long"],
)
def test_a_paragraph_without_a_headline_stands_alone_only_where_much_speaks_for_it(last: str, least: float) -> None:
    assert divided(last, least - 0.1) == [(0, 2), (2, 3)]
    assert divided(last, least + 0.1) == [(0, 1), (1, 2), (2, 3)]


def test_a_single_sentence_without_a_headline_never_stands_alone() -> None:
    assert divided("会上还商量了另外几件事。", 8.0) == [(0, 2), (2, 3)]


def test_text_that_breaks_off_is_not_taken_for_the_end_of_what_is_above() -> None:
    assert divided(LONG.removesuffix("。") + "，也没有", EVEN_IF_HEADLESS - 0.1) == [(0, 1), (1, 2), (2, 3)]
