"""The tables of characters at the edges of text: well made, and telling beginnings and ends from what a cut leaves."""

from __future__ import annotations

import math

import pytest

from newsroom.parsing import edges


def test_tables_hold_one_or_two_characters_each_with_a_moderate_number() -> None:
    tables = edges.tables()
    assert set(tables) == {"paragraph begins", "line ends", "story begins"}
    for name, table in tables.items():
        assert table, name
        for string, told in table.items():
            assert 1 <= len(string) <= 2
            assert math.isfinite(told) and 0 < abs(told) < 8


@pytest.mark.parametrize(
    ("beginning", "rest"), [("近日，市里", "的人们都"), ("据了解，", "了一个下午"), ("今年以来", "们在路上")]
)
def test_a_paragraph_begins_otherwise_than_what_a_cut_leaves(beginning: str, rest: str) -> None:
    assert edges.paragraph_begins(beginning) > 0 > edges.paragraph_begins(rest)


@pytest.mark.parametrize(
    ("line", "broken"), [("冰雪节开幕", "三千多名游客赶来观看的"), ("加快发展（湖上走笔）", "村民们把粮食送到")]
)
def test_a_headline_ends_otherwise_than_a_text_that_breaks_off(line: str, broken: str) -> None:
    assert edges.line_ends(line) > 0 > edges.line_ends(broken)


def test_a_story_begins_otherwise_than_its_later_paragraphs() -> None:
    assert sum(edges.story_begins("近日，河东县")) > 0 > sum(edges.story_begins("他说，这一年"))


def test_full_width_marks_count_as_their_plain_forms() -> None:
    assert edges.line_ends("（湖上走笔）") == edges.line_ends("(湖上走笔)") > 0


def test_nothing_and_what_is_not_in_a_table_tell_nothing() -> None:
    assert edges.paragraph_begins("") == edges.line_ends("") == 0.0
    assert edges.story_begins("") == edges.story_begins("\U00020000") == (0.0, 0.0)
