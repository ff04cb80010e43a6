"""The language readers search in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.search.filters import FIELD_NAMES, read_query
from newsroom.search.nodes import AllOf, AnyOf, Between, Everything, Not, Run
from newsroom.search.query import MAX_DEPTH, parse

SYNTAX = st.text('雪山 "“”「」()（）-－:：*[]{}|&!或与非ORANDNT标题作者版日期.,，0', max_size=60)


def text(value, **options):
    return Run("text", value, **options)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("雪", text("雪")),
        ("雪 山", AllOf((text("雪"), text("山")))),
        ("雪　山", AllOf((text("雪"), text("山")))),
        ("雪 AND 山", AllOf((text("雪"), text("山")))),
        ("雪 与 山", AllOf((text("雪"), text("山")))),
        ("雪 OR 山", AnyOf((text("雪"), text("山")))),
        ("雪 或 山 湖", AnyOf((text("雪"), AllOf((text("山"), text("湖")))))),
        ("雪 NOT 山", AllOf((text("雪"), Not(text("山"))))),
        ("雪 非 山", AllOf((text("雪"), Not(text("山"))))),
        ("雪 -山", AllOf((text("雪"), Not(text("山"))))),
        ("-(雪 山)", Not(AllOf((text("雪"), text("山"))))),
        ("“雪 山”", text("雪 山", quoted=True)),
        ("「雪 山」湖", AllOf((text("雪 山", quoted=True), text("湖")))),
        ("（雪 或 山） 湖", AllOf((AnyOf((text("雪"), text("山"))), text("湖")))),
        ("标题:雪", Run("headline", "雪")),
        ("标题：“雪 山” 作者:王浩", AllOf((Run("headline", "雪 山", quoted=True), Run("credits", "王浩")))),
        ("Title:雪", Run("headline", "雪")),
        ("日期:[2025-01-01 TO 2025-12-31]", Between("date", "2025-01-01", "2025-12-31")),
        ("电（记者王浩）", text("电（记者王浩）")),
        ("非遗", text("非遗")),
        ("或许", text("或许")),
        ("2026-01-07", text("2026-01-07")),
        ("时间:12", text("时间:12")),
        ("非", text("非")),
        ("AND OR", text("AND OR")),
        ("——", text("——")),
        ("*", Everything()),
        ("", None),
    ],
)
def test_is_read_as_meant(query, expected):
    assert parse(query, "text", FIELD_NAMES).node == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("“雪", text("雪")),
        ("(雪", text("雪")),
        ("雪)", text("雪")),
        ("雪 或", text("雪")),
        ("与 雪", text("雪")),
        ("雪 NOT", text("雪")),
        ("雪 “” 山", AllOf((text("雪"), text("山")))),
    ],
)
def test_what_is_left_out_is_said(query, expected):
    parsed = parse(query, "text", FIELD_NAMES)
    assert parsed.node == expected
    assert len(parsed.ignored) == 1


@given(SYNTAX | st.text(max_size=80))
def test_no_query_is_wrong(query):
    parsed = read_query(query)
    assert parsed.node is not None or not query.strip() or parsed.ignored or not query.replace("\0", "").strip()


def test_deep_nesting_is_read_flat():
    assert parse("(" * 300 + "雪" + ")" * 300, "text", {}).node == text("雪")
    assert MAX_DEPTH < 300
