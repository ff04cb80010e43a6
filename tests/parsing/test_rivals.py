"""A pair of a head and a tail weighed against the others that would have either of them."""

from __future__ import annotations

import pytest

from newsroom.parsing.rivals import NONE, SUREST, Contest

# Head 1 would like tail 4 best, which head 3 would carry on better; tail 5 is wanted by head 1 alone.
ODDS = {(1, 4): 1.0, (1, 5): 0.5, (3, 4): 3.0, (3, 6): -2.0, (7, 6): -4.0}


@pytest.fixture
def contest() -> Contest:
    return Contest(ODDS)


def test_a_pair_knows_the_best_of_its_rivals(contest: Contest) -> None:
    found = contest.cues((1, 4))
    assert found["odds so far"] == 1.0
    assert found["head's best rival"] == 0.5
    assert found["odds against the head's rival"] == 0.5
    assert found["tail's best rival"] == 3.0
    assert found["odds against the tail's rival"] == -2.0


def test_a_rival_that_is_better_served_is_known_as_such(contest: Contest) -> None:
    found = contest.cues((1, 5))
    assert found["head's rival is wanted by another"] == 3.0 - 1.0
    assert "tail's rival has another tail" not in found
    assert contest.cues((1, 4))["tail's rival has another tail"] == -2.0 - 3.0


def test_what_has_no_rival_is_told_so(contest: Contest) -> None:
    found = contest.cues((1, 5))
    assert found["tail's best rival"] == NONE
    assert contest.cues((7, 6))["head's best rival"] == NONE


def test_heads_that_nothing_likely_carries_on_are_counted(contest: Contest) -> None:
    assert contest.cues((1, 4))["heads without a likely tail"] == 1.0
    assert Contest({(1, 2): 1.0}).cues((1, 2))["heads without a likely tail"] == 0.0


def test_one_sure_pair_says_no_more_than_another() -> None:
    contest = Contest({(1, 2): 30.0, (1, 3): -30.0})
    assert contest.cues((1, 2))["odds so far"] == SUREST
    assert contest.cues((1, 3))["odds so far"] == NONE
