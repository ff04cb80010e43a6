"""Source text to fragments: unwrapped where columns were hard-wrapped, left alone where a line is a paragraph."""

from __future__ import annotations

from newsroom.parsing.layout import fragments_of, is_wrapped, lines_of
from newsroom.parsing.runs import join
from newsroom.parsing.types import Span

WIDTH = 16


def column(*paragraphs: str) -> str:
    """Paragraphs set in a column: the first line indented by two, the indent lost, a blank line after each."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines.append(paragraph[: WIDTH - 2])
        lines += [paragraph[at : at + WIDTH] for at in range(WIDTH - 2, len(paragraph), WIDTH)] + [""]
    return "\n".join(lines) + "\n"


FIRST = "河东县的冰雪节今年办到了第十届，来的人比往年都多，县城里的旅馆住满了，村里的人家也收拾出屋子来待客。"
SECOND = "老人们说，头一届只有三十几个人，雪橇是向邻村借来的，热茶是各家自己烧的，谁也没有想到会一直办到今天。"
THIRD = "新修的冰道有四百米长，从山坡上一直通到湖面。孩子们排着队等候，大人们站在一旁看着，说起的都是小时候"
WRAPPED = column(FIRST, SECOND, "冰上添了新玩法", THIRD[:46])


def test_a_line_is_a_paragraph_where_lines_end_sentences() -> None:
    source = "标题\n\n第一段写完了。\n第二段也写完了。\n第三段写完了。\n第四段写完了。\n"
    assert [fragment.text for fragment in fragments_of(source)] == source.split()


def test_hard_wrapped_columns_are_unwrapped_at_paragraph_ends() -> None:
    assert [fragment.text for fragment in fragments_of(WRAPPED)] == [FIRST, SECOND, "冰上添了新玩法", THIRD[:46]]


def test_a_paragraph_end_shows_without_its_blank_line() -> None:
    closed = WRAPPED.replace("\n\n", "\n", 1)
    assert [fragment.text for fragment in fragments_of(closed)][:2] == [FIRST, SECOND]


def test_a_fragment_knows_its_indent_and_whether_its_column_is_full() -> None:
    first, _, crosshead, cut = fragments_of(WRAPPED)
    assert first.shortfall == 2 and not first.fills_column
    assert crosshead.lines == 1 and crosshead.shortfall is None
    assert cut.fills_column


def test_stacked_headline_lines_stay_lines_but_an_open_quotation_keeps_them_together() -> None:
    source = WRAPPED + "\n河东县冰雪节\n迎来第十届\n\n山下有条“热\n闹街”通到湖边\n"
    texts = [fragment.text for fragment in fragments_of(source)]
    assert texts[-3:] == ["河东县冰雪节", "迎来第十届", "山下有条“热闹街”通到湖边"]


def test_every_kind_of_line_end_counts_and_none_is_text() -> None:
    lines = lines_of("甲\r\n乙\r丙\u2028丁\x0c戊\n\n己")
    assert [line.run.text for line in lines] == list("甲乙丙丁戊己")
    assert [line.after_gap for line in lines] == [True, False, False, False, False, True]


def test_a_run_cut_in_two_covers_the_same_characters() -> None:
    source = "甲乙丙\n丁戊 己"
    first, second = (line.run for line in lines_of(source))
    whole = join(first, second)
    assert whole.text == "甲乙丙丁戊 己"
    left, right = whole.cut(0, 5), whole.cut(5)
    assert (left.text, right.text) == ("甲乙丙丁戊", "己")
    assert left.spans == (Span(0, 3), Span(4, 6)) and right.spans == (Span(7, 8),)


def test_latin_words_that_met_at_a_line_end_keep_their_space() -> None:
    first, second = (line.run for line in lines_of("called the Snow\nFestival 冰雪"))
    assert join(first, second).printed().text == "called the Snow Festival 冰雪"


def test_short_texts_are_not_taken_for_columns() -> None:
    assert not is_wrapped(lines_of("标题\n副题\n正文写在这里，写完了。"))
