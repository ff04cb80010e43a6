"""What is put down of many pairs of pieces at once is what each pair says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsroom.parsing import weights
from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.joins import far_pairs, near_candidates, near_joins, seams_again
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.seams import PageText, Pair, Seams
from tests.accuracy.render import gold_pages, render, resettled


def text_of(pieces: Sequence[str]) -> PageText:
    return PageText(pieces_of(fragments_of("\n\n".join(pieces))))


def cues_of(pieces: Sequence[str], pair: Pair) -> dict[str, float]:
    """The cues of one pair that are not 0."""
    (found,) = Seams(text_of(pieces), [pair]).cases()
    return {cue: value for cue, value in found.items() if value}


@pytest.mark.parametrize("page", list(gold_pages())[::5])
def test_each_cue_is_put_down_once_and_scored_as_if_every_pair_had_been_asked_alone(page: dict[str, object]) -> None:
    learned = weights.load()
    pieces = pieces_of(fragments_of(render(resettled(page, "wrapped", 1))))
    text = PageText(pieces)
    pairs = [(head_at, tail_at) for head_at in range(len(pieces)) for tail_at in near_candidates(pieces, head_at)]
    looks = [("join", Seams(text, pairs))]
    followed, near = near_joins(pieces, text, learned)
    text.settle((join.head, join.tail) for join in followed.values())
    looks.append(("far join again", seams_again(text, far_pairs(text, followed), near, learned)))
    for question, seams in looks:
        cases = seams.cases()
        assert seams.scores(question, learned).tolist() == learned.scores(question, cases)
        for (head_at, tail_at), case in zip(seams.pairs, cases, strict=True):
            assert len(case) == sum(map(len, (seams.of_head[head_at], seams.of_tail[tail_at], seams.together)))


def test_a_page_without_pairs_or_a_question_never_learned_has_no_odds() -> None:
    text = text_of(["冰雪节在镜泉湖畔开幕，三千多名游客赶来观看冰上", "表演，掌声持续了很久。"])
    assert Seams(text, []).scores("join", weights.load()).tolist() == Seams(text, []).cases() == []
    assert Seams(text, [(0, 1)]).scores("join", weights.Weights({})).tolist() == [0.0]


PIECES = [
    "开幕当晚，河东县歌舞团在镜泉湖畔的冰上舞台演出了《雪落",
    "据介绍，冰雪节期间全县新增客房八百多间，增开班车40",
    "8趟，镜泉湖畔的冰上舞台每晚都有演出，游客可以免费观看。",
    "归途》与《牧歌》两部作品，掌声持续了很久，游客迟迟不愿散去。",
]


def test_a_pair_is_told_by_what_the_head_leaves_open() -> None:
    closed = cues_of(PIECES, (0, 3))
    assert closed["closes what was open"] == 2.0
    assert "leaves it open" not in closed and "closes what was not open" not in closed
    assert cues_of(PIECES, (0, 2))["leaves it open"] == 2.0
    assert cues_of(PIECES, (1, 3))["closes what was not open"] == 1.0


def test_a_pair_is_told_by_what_is_read_across_the_seam() -> None:
    found = cues_of(PIECES, (1, 2))
    assert found["number or Latin across"] == 1.0 and "number breaks off" not in found
    assert cues_of(PIECES, (1, 3))["number breaks off"] == 1.0
    # 冰上舞 and 上舞台 stand in two other pieces.
    cut = cues_of([*PIECES, "散场时雪又下了起来，演员们站在湖边，没有走下冰上", "舞台，等着车来。"], (4, 5))
    assert cut["seam seen elsewhere"] == 2.0
    assert cues_of(PIECES, (0, 1))["no word across"] == 1.0


def test_a_pair_is_told_by_where_the_tail_stands() -> None:
    assert cues_of(PIECES, (0, 1))["next, gap"] == 1.0
    assert cues_of(PIECES, (0, 3))["after, passed over"] == 2 / 4
    back = cues_of(PIECES, (3, 1))
    assert back["before"] == 1.0 and back["before, distance"] == 2 / 20 and "after" not in back
