"""A pair of a head and a tail weighed against the others that would have either of them."""

from __future__ import annotations

import numpy as np
import pytest

from newsroom.parsing.rivals import NONE, SUREST, Contest
from newsroom.parsing.seams import Pair

# Head 1 would like tail 4 best, which head 3 would carry on better; tail 5 is wanted by head 1 alone.
ODDS = {(1, 4): 1.0, (1, 5): 0.5, (3, 4): 3.0, (3, 6): -2.0, (7, 6): -4.0}


@pytest.fixture
def contest() -> Contest:
    return Contest(ODDS)


def cues_of(contest: Contest, pair: Pair) -> dict[str, float]:
    """What the rivals of one pair say of it, asked about together with all the others."""
    pairs = list(ODDS)
    return {cue: np.asarray(column)[pairs.index(pair)] for cue, column in contest.cues(pairs).items()}


def test_a_pair_knows_the_best_of_its_rivals(contest: Contest) -> None:
    found = cues_of(contest, (1, 4))
    assert found["odds so far"] == 1.0
    assert found["head's best rival"] == 0.5
    assert found["odds against the head's rival"] == 0.5
    assert found["tail's best rival"] == 3.0
    assert found["odds against the tail's rival"] == -2.0


def test_a_rival_that_is_better_served_is_known_as_such(contest: Contest) -> None:
    found = cues_of(contest, (1, 5))
    assert found["head's rival is wanted by another"] == 3.0 - 1.0
    assert found["tail's rival has another tail"] == 0.0
    assert cues_of(contest, (1, 4))["tail's rival has another tail"] == -2.0 - 3.0


def test_what_has_no_rival_is_told_so(contest: Contest) -> None:
    found = cues_of(contest, (1, 5))
    assert found["tail's best rival"] == NONE
    assert cues_of(contest, (7, 6))["head's best rival"] == NONE


def test_heads_that_nothing_likely_carries_on_are_counted(contest: Contest) -> None:
    assert cues_of(contest, (1, 4))["heads without a likely tail"] == 1.0
    assert Contest({(1, 2): 1.0}).cues([(1, 2)])["heads without a likely tail"] == [0.0]


def test_one_sure_pair_says_no_more_than_another() -> None:
    odds = Contest({(1, 2): 30.0, (1, 3): -30.0}).cues([(1, 2), (1, 3)])["odds so far"]
    assert np.asarray(odds).tolist() == [SUREST, NONE]
