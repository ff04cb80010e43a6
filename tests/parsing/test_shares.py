"""What is worked out for a whole page at once is what one would find by looking at one case after another."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.language import words
from newsroom.parsing.cohesion import Vocabulary, pairs_of
from newsroom.parsing.grams import Grams
from newsroom.parsing.shares import LineShares
from newsroom.parsing.subjects import NEAR, WIDE, Windows, subjects_of
from newsroom.parsing.weights import Weights

TEXTS = [
    "河东县第十届冰雪节在镜泉湖畔开幕，游客观看马拉爬犁表演。",
    "冰雪节设冰雕展、雪地足球、马拉爬犁等活动。",
    "",
    "沙枣乡粮站兑付余款，种粮户领到了钱。",
    "粮站站长说，种粮户领到的余款比去年多。",
    "镜泉湖畔的客房全部订满，AI 导览开通。",
] * 3


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("冰雪节粮站湖\x00𠮷\ud800 ，a"), max_size=8), max_size=6))
def test_strings_are_found_wherever_they_stand(texts: list[str]) -> None:
    wanted = ["冰", "雪", "冰雪", "雪节", "粮站湖", "冰雪节", "𠮷湖"]
    for length in (1, 2, 3):
        strings = [string for string in wanted if len(string) == length]
        found, numbers = Grams(texts).find(strings, length)
        assert sorted(zip(found.tolist(), numbers.tolist(), strict=True)) == sorted(
            (strings.index(string), number)
            for string in strings
            for number, text in enumerate(texts)
            for at in range(len(text))
            if text.startswith(string, at)
        )


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("冰雪节\x00𠮷\ud800，"), min_size=1, max_size=5), min_size=1, max_size=8))
def test_strings_across_a_seam_are_seen_where_they_stand_unbroken(texts: list[str]) -> None:
    lefts, rights = np.indices((len(texts), len(texts))).reshape(2, -1)
    for left, right, seen in zip(lefts, rights, Grams(texts).seen_across(lefts, rights), strict=True):
        across = (texts[left][-2:] + texts[right][:1], texts[left][-1:] + texts[right][:2])
        assert seen == sum(len(string) == 3 and any(string in text for text in texts) for string in across)


LINES = [{"冰雪": 2.0, "雪节": 3.0, "镜泉湖": 5.0}, {}, {"粮站": 1.0, "AI": 1.5, "没有的": 4.0}]


def share(line: dict[str, float], first: int, last: int) -> float:
    said = "\n".join(TEXTS[max(0, first) : max(0, last)])
    return sum(weight for string, weight in line.items() if string in said) / (sum(line.values()) or 1)


def test_shares_of_many_lines_are_those_of_each() -> None:
    shares = LineShares(LINES, TEXTS)
    firsts, lasts = np.array([[-3, 0, 5], [0, 2, 9], [3, 4, 17]]), np.array([[1, 4, 6], [20, 2, 12], [5, 99, 18]])
    found = shares.of_lines(firsts, lasts)
    for number, line in enumerate(LINES):
        for at in range(3):
            assert found[number, at] == pytest.approx(share(line, int(firsts[number, at]), int(lasts[number, at])))
    same = shares.of_lines(firsts[0], lasts[0])
    assert same == pytest.approx(shares.of_lines(firsts[[0] * 3], lasts[[0] * 3]))
    both = share({**LINES[0], **LINES[2]}, 0, 4)
    assert LineShares([LINES[0], LINES[2]], TEXTS).of_group(range(2), 0, 4) == pytest.approx(both)


def test_fit_of_many_groups_is_that_of_each() -> None:
    shares = LineShares(LINES, TEXTS)
    cases = [(range(2), (0, 3)), (range(2, 3), (3, 18)), (range(3), (0, 18)), (range(1), (2, 4))]
    edges = [(group.start, group.stop, *stretch) for group, stretch in cases]
    fit = shares.fit(*np.array(edges, dtype=np.intp).T, lead=2)
    for at, (group, (first, last)) in enumerate(cases):
        assert fit.whole[at] == pytest.approx(shares.of_group(group, first, last))
        assert fit.lead[at] == pytest.approx(shares.of_group(group, first, min(first + 2, last)))
        assert fit.least[at] == pytest.approx(min(share(LINES[number], first, last) for number in group))
        assert fit.alone[at] <= fit.whole[at] + 1e-9
    assert fit.alone[2] == pytest.approx(fit.whole[2])
    held = shares.holders(np.array([0, 0]), np.array([1, 3]))
    for at in range(len(TEXTS)):
        alone = [share(LINES[0], at, at + 1), shares.of_group(range(3), at, at + 1)]
        assert held[:, at] == pytest.approx(alone)


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("冰雪节的䷀鿿\n\x00𠮷\ud800，aZ09Ａ１"), max_size=9), max_size=6))
def test_the_vocabulary_of_a_page_holds_the_pairs_of_its_texts(texts: list[str]) -> None:
    vocabulary = Vocabulary(texts)
    held = [pairs_of(text) for text in texts]
    known = frozenset[str]().union(*held)
    for pair in {*known, "冰", "冰雪节", "雪的", "节\n", "a0"}:
        holders = [number for number, pairs in enumerate(held) if pair in pairs]
        assert vocabulary.holders_of(pair) == holders
        assert vocabulary.weight(pair) == words.rarity(pair) * math.log(1 + max(2, len(texts)) / (1 + len(holders)))
    weights = vocabulary.weights_of(np.arange(len(known)))
    assert sorted(weights) == sorted(vocabulary.weight(pair) for pair in known)


def test_subjects_of_every_gap_are_what_the_vocabulary_says_of_the_windows() -> None:
    vocabulary = Vocabulary(TEXTS)

    def said(first: int, last: int) -> set[str]:
        return set().union(*(pairs_of(text) for text in TEXTS[max(0, first) : max(0, last)]))

    subjects = subjects_of(Windows(vocabulary))
    assert len(subjects.near) == len(TEXTS) - 1
    for gap in range(len(TEXTS) - 1):
        for likenesses, reach in ((subjects.neighbours, 1), (subjects.near, NEAR), (subjects.wide, WIDE)):
            before, after = said(gap - reach + 1, gap + 1), said(gap + 1, gap + 1 + reach)
            assert likenesses[gap] == pytest.approx(min(8.0, vocabulary.likeness(before, after)), abs=2e-3)
        assert 0.0 <= subjects.said[gap] <= 1.0
    # Every pair of the second text's that is said again was said in the first or will be in the third round.
    assert subjects.said[6] == pytest.approx(1.0)


def test_stretches_of_the_whole_page_are_compared_alike() -> None:
    vocabulary = Vocabulary(TEXTS)
    windows = Windows(vocabulary)
    one, other = windows.of(np.array([0]), np.array([6])), windows.of(np.array([6]), np.array([12]))
    pairs = set().union(*(pairs_of(text) for text in TEXTS))
    assert windows.likeness(one, other) == [pytest.approx(min(8.0, vocabulary.likeness(pairs, pairs)), abs=2e-3)]
    assert windows.part(one, other) == [1.0]


def test_one_text_is_compared_with_many_as_with_each() -> None:
    vocabulary = Vocabulary(TEXTS)
    others = list(range(1, len(TEXTS)))
    alike = Windows(vocabulary).kinship(0, others)
    wanted = [vocabulary.likeness(pairs_of(TEXTS[0]), pairs_of(TEXTS[other])) for other in others]
    assert any(wanted) and alike == pytest.approx(wanted, abs=2e-3)


TREES = [["long", 2.5, -0.5, ["asks", 0.5, 0.25, 1.125]], 0.5, ["asks", 0.5, ["long", 9, -1.0, 0.0], 2.0]]


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["long", "asks", "unknown"]), st.floats(-20, 20)), max_size=6))
def test_trees_add_up_as_one_walks_them(cases: list[dict[str, float]]) -> None:
    def walk(tree: object, cues: dict[str, float]) -> float:
        if not isinstance(tree, list):
            return float(tree)  # type: ignore[arg-type]
        cue, limit, below, above = tree
        return walk(above if cues.get(cue, 0.0) > limit else below, cues)

    weights = Weights({"question": {"start": -1.0, "trees": TREES}})
    wanted = [-1.0 + sum(walk(tree, cues) for tree in TREES) for cues in cases]
    assert weights.scores("question", cases) == pytest.approx(wanted)
    assert [weights.score("question", cues) for cues in cases] == weights.scores("question", cases)
    assert weights.scores("never learned", cases) == [0.0] * len(cases)
    values = weights.values("question", [{}] * len(cases))
    names = {cue for cues in cases for cue in cues}
    weights.put("question", values, {cue: np.array([cues.get(cue, 0.0) for cues in cases]) for cue in names})
    assert weights.scores_of("question", values) == weights.scores("question", cases)


def test_joining_two_halves_of_a_word_gains_what_the_word_is_worth() -> None:
    whole = words.best_splits("伟大")[-1] - words.best_splits("伟")[-1] - words.best_splits("大")[-1]
    assert words.gain_of_joining("伟", "大") == pytest.approx(whole) and whole > 0
    assert words.gain_of_joining("中华民族伟", "大复兴的梦") > 0
    assert words.gain_of_joining("湖畔", "，开幕") == words.gain_of_joining("", "大") == 0.0
    assert words.gain_of_joining("湖畔的", "冰") == 0.0
    for left in ("伟", "中华民族伟", "湖畔的", ""):
        rights = ["大", "大复兴的梦", "冰", ""]
        assert words.gains_of_joining(left, rights) == [words.gain_of_joining(left, right) for right in rights]
    assert words.best_rests("镜泉湖")[0] == pytest.approx(words.best_splits("镜泉湖")[-1])
    assert math.isfinite(words.gain_of_joining("𠮷", "\ud800"))
