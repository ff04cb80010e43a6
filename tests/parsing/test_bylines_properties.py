"""What holds for any text at all: no exception, offsets inside the text, runs that say what they cover, linear time."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsroom.parsing.byline_lines import may_be_byline, read_unit_and_names
from newsroom.parsing.bylines import (
    CreditRun,
    dateline_day,
    is_not_a_byline,
    read_caption,
    read_closing,
    read_line,
    read_opening,
)
from newsroom.parsing.credits import read_zone
from newsroom.parsing.folding import folded
from newsroom.parsing.names import names_in, split_names
from newsroom.parsing.trade import DONE, MARK, OF_A_MARK, OF_THE_TRADE, SPOKEN

WORDS = (
    "记者 通讯员 实习 参与 本报 新华社 讯 电 摄 文 图 / 、 ， , （ ） ( ) 。 ： : · • 周文彬 孙丽 欧阳 阿依古丽 1月5日 "
    "北京 报道 整理 供图 作者为 下转 版 影像中国 ■ —— ⽂ ０ 𠮷 😀 \ud800 a"
)
NAMES = (
    "赵国强 孙丽 孙 丽 欧阳 修远 阿依古丽 等 等人 和 、 ， / 。 ： —— ■ 据 由 均为 综合报道 本版稿件由 日报 "
    "对此稿有贡献 5 “"
)
TRADE = (
    "记者 记音 记考 纪者 汜者 参与采写 参与报道 融媒体 实习 见习 实习生 通讯员 通迅员 通汛员 通讯贝 特约 评论员 "
    "撰稿人 摄 摄于 摄影 视频 撰文 图文 文并图 译 供图 提供 航拍 速写 照片 作者 口述 讲述 朗诵 主持 责编 第二版 编审 "
    "版式设计 书法 题字 来源 周文彬 孙丽 北京 / ： 、 ，"
)
PIECES = [*WORDS.split(), *" 　\n\t\u200b"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60)


def check_run(run: CreditRun, text: str) -> None:
    assert 0 <= run.start < run.end <= len(text)
    assert run.credits
    assert 0 < run.confidence <= 1
    covered = "".join(
        printed
        for printed, plain in zip(text[run.start : run.end], folded(text[run.start : run.end]), strict=True)
        if plain != " "
    )
    for credit in run.credits:
        # Every name stands in its run, padding left out.
        assert credit.name
        assert credit.name in covered


@given(TEXTS | st.lists(st.sampled_from(NAMES.split()), max_size=5).map("".join))
@example("据赵国强")
@example("等、赵国强。")
@example("——赵国强对此稿有贡献")
@settings(max_examples=600, deadline=None)
def test_what_is_passed_over_at_a_glance_names_nobody(text: str) -> None:
    plain = folded(text)
    if not may_be_byline(plain):
        assert read_zone(plain, 0, len(plain)) is None
        assert read_unit_and_names(plain, 0, len(plain), apart=True) is None


@given(st.lists(st.sampled_from([*TRADE.split(), " "]), max_size=6).map("".join))
@example("摄影/孙丽")
@example("摄影：孙丽")
@example("书法、孙丽")
@example("摄影 孙丽")
@settings(max_examples=600, deadline=None)
def test_the_words_of_the_trade_are_told_at_a_glance(text: str) -> None:
    plain = folded(text)
    if MARK.search(plain):
        assert OF_A_MARK.search(plain)
        assert OF_THE_TRADE.search(plain)
    if DONE.search(plain):
        assert SPOKEN.search(plain)
    if (zone := read_zone(plain, 0, len(plain))) and zone.spoken:
        assert SPOKEN.search(plain)


@given(TEXTS)
@example("（）")
@example("本报讯（")
@example("（作者为")
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    if opening := read_opening(text):
        assert 0 <= opening.body_start <= len(text)
        parts = [*([opening.dateline] if opening.dateline else []), *((run.start, run.end) for run in opening.runs)]
        assert all(end <= opening.body_start for _, end in parts)
        for run in opening.runs:
            check_run(run, text)
    for last in (False, True):
        if closing := read_closing(text, last=last):
            assert 0 <= closing.body_end <= len(text)
            assert closing.runs or closing.dateline
            for run in closing.runs:
                check_run(run, text)
                assert run.start >= closing.body_end
    if run := read_line(text):
        check_run(run, text)
        assert not text[run.end :].strip()
    caption_end, credit = read_caption(text)
    assert 0 <= caption_end <= len(text)
    if credit:
        check_run(credit, text)
        assert caption_end <= credit.start
    assert is_not_a_byline(text) in (True, False)
    day = dateline_day(text)
    assert day is None or (1 <= day[0] <= 12 and 1 <= day[1] <= 31)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_an_opening_takes_off_is_dateline_run_or_separator(text: str) -> None:
    opening = read_opening(text)
    if opening is None:
        return
    taken = set(range(opening.body_start))
    if opening.dateline:
        taken -= set(range(*opening.dateline))
    for run in opening.runs:
        taken -= set(range(run.start, run.end))
    assert set(folded("".join(text[at] for at in taken))) <= set(" ■□●◆◇◎○▲△▶►★☆※·—–-|│")


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text("王李张刘陈欧阳明国华小红丽", max_size=40))
@settings(max_examples=300, deadline=None)
def test_a_cut_run_of_names_is_that_run(run: str) -> None:
    names = split_names(run)
    if names is not None:
        assert "".join(names) == run
        assert all(2 <= len(name) <= 4 for name in names)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_names_stand_where_they_are_said_to(text: str) -> None:
    plain = folded(text)
    for found in names_in(plain, 0, len(plain), vouched=True) or []:
        assert plain[found.start : found.end].replace(" ", "").replace("等", "") == found.name.replace("等", "")


@pytest.mark.parametrize(
    "unit",
    [
        "（",
        "）",
        "记者",
        "记者王",
        "王明",
        "王 ",
        " ",
        "、",
        "本报",
        "摄",
        "本报北京",
        "（记者王明）",
        "王明摄 ",
        "阿·",
        "，王明参与采写",
        "1月",
        "。 王明",
        "部长",
    ],
)
def test_a_hundred_thousand_characters_of_spite_take_no_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    read_line("王明")  # the dictionary is loaded before the clock starts
    started = time.perf_counter()
    for hostile in (text, "本报讯（" + text, text + "）", "（" + text + "）", "记者" + text + "报道"):
        read_opening(hostile)
        read_closing(hostile, last=True)
        read_caption(hostile)
        read_line(hostile)
        read_line(hostile[:400])
        is_not_a_byline(hostile)
        dateline_day(hostile)
    # 35 calls take about 0.05 s; quadratic time on this length would take minutes.
    assert time.perf_counter() - started < 2
