"""What is put down in columns is what the cases say that weights are learned from."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from newsroom.parsing import displays, rows
from newsroom.parsing.boundaries import QUESTION, BoundaryCues
from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.rows import Rows
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.units import units_of
from newsroom.parsing.weights import load

PAGE = (
    "河东县夜市搬进滨河路\n\n首晚一百二十个摊位开张\n\n"
    "本报讯（记者 王小雨）河东县夜市昨日搬进滨河路新址，首晚有一百二十个摊位开张，游人比往年多了三成。\n\n"
    "摊主贺同生说，新址有水有电，夜里收摊也不用再摸黑。\n\n"
    "水电到摊\n\n滨河路每个摊位都接了水电，县里派人夜里巡查，摊主只交卫生费。\n\n"
    "灯光到岸\n\n河岸新装了三百盏灯，沿河走一趟要半个小时，灯光一直亮到十一点。\n\n"
    "老城修表铺四十年\n\n本报记者 赵明\n\n"
    "1月5日，老城西巷口的修表铺开门，师傅贺同生每天八点卸下门板，把一盏台灯搬到窗前。\n\n"
    "他的手很稳，游丝断了也接得上，城里别处修不好的表，最后多半送到这里来。\n"
)


@pytest.fixture
def sheet() -> Sheet:
    sheet = Sheet(units_of(pieces_of(fragments_of(PAGE)), []))
    displays.score_displays(sheet, load())
    return sheet


def test_display_lines_are_scored_by_the_cues_that_are_learned_from(sheet: Sheet) -> None:
    cues = displays.DisplayCues(sheet)
    cases = cues.cases()
    assert len(cases) == len(sheet.lines)
    assert np.array_equal(load().values(displays.QUESTION, cases), cues.values(displays.QUESTION, load()))
    again = cues.values(rows.QUESTION, load())
    load().put(rows.QUESTION, again, Rows(sheet).columns())
    assert np.array_equal(load().values(rows.QUESTION, displays.cues_again(sheet, cues)), again)


def test_what_a_run_is_told_of_its_row_is_told_each_of_its_lines(sheet: Sheet) -> None:
    texts = [sheet.units[line].text for line in sheet.lines]
    cases = dict(zip(texts, displays.DisplayCues(sheet).cases(), strict=True))
    assert cases["水电到摊"]["runs of the same lengths"] == cases["灯光到岸"]["runs of the same lengths"] == 1.0
    assert cases["老城修表铺四十年"]["row above without it"] == 2.0
    assert cases["河东县夜市搬进滨河路"]["paragraphs to the next run"] == 2.0
    assert cases["首晚一百二十个摊位开张"]["paragraphs to the next run"] == 2.0
    assert cases["灯光到岸"]["paragraphs since an opening"] == 3.0


def test_a_page_without_display_lines_or_without_text_says_nothing_of_them() -> None:
    text = Sheet(
        units_of(pieces_of(fragments_of("夜市搬了，摊主很高兴。\n\n游人比往年多了三成，灯一直亮到十一点。\n")), [])
    )
    displays.score_displays(text, load())
    assert displays.cues_again(text, displays.DisplayCues(text)) == []
    assert [case["display lines on the page"] for case in BoundaryCues(text)] == [0.0]
    line = Sheet(units_of(pieces_of(fragments_of("河东县夜市搬进滨河路\n")), []))
    displays.score_displays(line, load())
    assert len(displays.cues_again(line, displays.DisplayCues(line))) == 1
    assert list(BoundaryCues(line)) == []


def test_gaps_are_scored_by_the_cues_that_are_learned_from(sheet: Sheet) -> None:
    cues = BoundaryCues(sheet)
    cases = list(cues)
    assert len(cases) == len(cues) == len(sheet.gaps)
    assert load().scores(QUESTION, cases) == cues.scores(load())


def test_gaps_know_where_they_stand_on_the_page(sheet: Sheet) -> None:
    cases = list(BoundaryCues(sheet))
    assert [case["paragraphs from the top"] for case in cases] == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert [case["paragraphs since an opening"] for case in cases] == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert {case["paragraphs to an opening"] for case in cases} == {30.0}
    assert all(above["paragraphs to the end"] - 1 == below["paragraphs to the end"] for above, below in pairwise(cases))


def test_display_lines_at_a_gap_are_held_against_the_text_on_both_sides(sheet: Sheet) -> None:
    gap, number = next(
        (gap, number) for number, gap in enumerate(sheet.gaps) if sheet.units[gap.left + 1].text == "灯光到岸"
    )
    lines = sheet.numbers_of([gap.left + 1])
    case = BoundaryCues(sheet)[number]
    assert case["display fits the next paragraph"] == sheet.shares.of_group(lines, number + 1, number + 2) > 0
    assert case["display fits what went before"] == sheet.shares.of_group(lines, 0, number + 1)
    assert BoundaryCues(sheet)[0]["display fits what follows"] == 0.0
