from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.differences import Kind, Piece, compare, differing_parts
from newsroom.desk.edits import LONGEST_COMPARED
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot

# Few letters, so that runs repeat and edits overlap.
texts = st.text("雪山河\n ，", max_size=40)


def read(pieces, without):
    return "".join(piece.text for piece in pieces if piece.kind is not without)


@given(texts, texts)
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = compare(before, after)
    assert read(pieces, Kind.ADDED) == before
    assert read(pieces, Kind.REMOVED) == after


@given(texts, texts)
def test_pieces_are_whole_and_in_order(before, after):
    pieces = compare(before, after)
    assert all(piece.text for piece in pieces)
    for piece, following in pairwise(pieces):
        assert piece.kind is not following.kind
        assert (piece.kind, following.kind) != (Kind.ADDED, Kind.REMOVED)


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert all(piece.kind is Kind.SAME for piece in compare(text, text))


def test_only_the_misread_character_is_marked():
    assert compare("本报记者石福云", "本报记者石榴云") == [
        Piece(Kind.SAME, "本报记者石"),
        Piece(Kind.REMOVED, "福"),
        Piece(Kind.ADDED, "榴"),
        Piece(Kind.SAME, "云"),
    ]


def test_repetition_does_not_hide_a_single_change():
    text = "冰雪节冰雪节" * 400
    changed = text[:1000] + "火" + text[1001:]
    assert [piece for piece in compare(text, changed) if piece.kind is not Kind.SAME] == [
        Piece(Kind.REMOVED, text[1000]),
        Piece(Kind.ADDED, "火"),
    ]


def test_a_text_too_long_to_compare_is_replaced_whole():
    before, after = "雪" * LONGEST_COMPARED, "雪" * LONGEST_COMPARED + "山"
    assert compare(before, after) == [Piece(Kind.REMOVED, before), Piece(Kind.ADDED, after)]


def test_parts_that_differ_come_in_printed_order():
    before = Snapshot(headline="初雪", body="山上下雪。", bylines=(BylineText("石福云", "记者"),))
    after = Snapshot(headline="初雪", body="山上下了雪。", kicker="寒潮", bylines=(BylineText("石榴云", "记者"),))
    assert [change.part for change in differing_parts(before, after)] == ["kicker", "body", "bylines"]
    assert differing_parts(before, before) == []


@pytest.mark.parametrize(
    "after",
    [
        Snapshot(bylines=(BylineText("王浩", "记者", "记者站", "王浩摄"),), photos=(PhotoText(1, "雪景", "王浩摄"),)),
        Snapshot(bylines=(BylineText("王浩", "摄影", "记者站", "王浩"),), photos=(PhotoText(1, "雪景", "王浩摄"),)),
        Snapshot(bylines=(BylineText("王浩", "摄影", "", "王浩摄"),), photos=(PhotoText(1, "雪景", "王浩摄"),)),
        Snapshot(
            bylines=(BylineText("王浩", "摄影", "记者站", "王浩摄", 1),), photos=(PhotoText(1, "雪景", "王浩摄"),)
        ),
        Snapshot(bylines=(BylineText("王浩", "摄影", "记者站", "王浩摄"),), photos=(PhotoText(1, "雪景", "王浩"),)),
        Snapshot(bylines=(BylineText("王浩", "摄影", "记者站", "王浩摄"),), photos=(PhotoText(2, "雪景", "王浩摄"),)),
    ],
)
def test_every_detail_of_a_byline_or_photo_shows(after):
    before = Snapshot(
        bylines=(BylineText("王浩", "摄影", "记者站", "王浩摄"),), photos=(PhotoText(1, "雪景", "王浩摄"),)
    )
    assert len(differing_parts(before, after)) == 1
