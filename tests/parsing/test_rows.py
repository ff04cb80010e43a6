"""The second look at display lines: what those around a line say of it."""

from __future__ import annotations

import pytest

from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.rows import Rows
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.units import units_of

FEATURE = (
    "巷口的修表铺\n\n本报记者 赵明\n\n"
    "老城西巷口的修表铺开了四十年，师傅贺同生每天八点卸下门板，把一盏台灯搬到窗前。\n\n"
    "一盏灯\n\n那盏灯是他出师那年买的，灯罩换过三回，灯座上的漆磨得发亮，街坊都认得它。\n\n"
    "一双手\n\n他的手很稳，游丝断了也接得上，城里别处修不好的表，最后多半送到这里来。\n\n"
    "夜市搬进新家\n\n本报讯（记者 王小雨）河东县夜市昨日搬进滨河路新址，首晚有一百二十个摊位开张。\n"
)


def cues_of(text: str, scores: list[float]) -> dict[str, dict[str, float]]:
    """The cues of each display line of a page, by its text, if they have those scores."""
    sheet = Sheet(units_of(pieces_of(fragments_of(text)), []))
    sheet.headline_scores = dict(zip(sheet.lines, scores, strict=True))
    texts = [sheet.units[line].text for line in sheet.lines]
    return dict(zip(texts, Rows(sheet).cues(), strict=True))


def test_a_line_knows_what_stands_between_it_and_the_headlines_around_it() -> None:
    cues = cues_of(FEATURE, [4.0, -1.0, -0.5, 3.0])
    first, second = cues["一盏灯"], cues["一双手"]
    assert first["openings since the last headline"] == 1.0
    assert first["openings before the next headline"] == 0.0
    assert (first["crossheads since the last headline"], second["crossheads since the last headline"]) == (0.0, 1.0)
    assert (first["crossheads to the next headline"], second["crossheads to the next headline"]) == (1.0, 0.0)
    assert (first["paragraphs since the last headline"], first["paragraphs to the next headline"]) == (1.0, 2.0)
    assert first["odds of the next run"] == first["mean odds of the row"] == -0.5
    assert cues["夜市搬进新家"]["openings before the next headline"] == 1.0
    assert cues["巷口的修表铺"]["odds of the last run"] == 0.0


def test_what_a_line_is_told_of_the_others_follows_their_scores() -> None:
    cues = cues_of(FEATURE, [4.0, 2.0, -0.5, 3.0])
    assert cues["一双手"]["crossheads since the last headline"] == 0.0
    assert cues["一双手"]["paragraphs since the last headline"] == 1.0
    assert cues["一双手"]["openings since the last headline"] == 0.0
    assert cues["一双手"]["stories that are signed"] == pytest.approx(2 / 3)


def test_without_a_likely_headline_nothing_is_signed() -> None:
    cues = cues_of(FEATURE, [-4.0, -2.0, -0.5, -3.0])
    assert cues["一盏灯"]["stories that are signed"] == -1.0
    assert cues["一盏灯"]["crossheads to the next headline"] == 2.0
