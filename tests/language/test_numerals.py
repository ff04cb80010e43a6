"""Numbers in figures and Chinese numerals, and what is none."""

import pytest

from newsroom.language.numerals import number_of
from newsroom.parsing.datelines import dateline_day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("4", 4), ("１２", 12), ("四", 4), ("〇", 0), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31)],
        *[("二〇", 20), ("一○", 10), ("二〇二六", 2026), ("二零一九", 2019)],
        # Twelve, or 一、二 with its comma lost; and what nobody prints.
        *[("一二", None), ("一二十", None), ("十十", None), ("十〇", None), ("〇二", None), ("", None), ("A3", None)],
        *[("²", None), ("两", None)],
    ],
)
def test_what_a_numeral_states(text, number):
    assert number_of(text) == number


def test_a_malformed_day_is_none():
    assert dateline_day("新华社北京一月二十一日电（记者王浩）") == (1, 21)
    assert dateline_day("新华社北京一月一二日电（记者王浩）") is None
