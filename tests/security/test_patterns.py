"""No text a stranger writes keeps a regular expression busy: none of ours needs time with the square of its length."""

import re

from tests.security.patterns import Use, busy, every_pattern

# Patterns that would, but are only ever shown so many characters, and where that is seen to.
SHOWN_AT_MOST = {
    "newsroom.parsing.bylines._TEXT_OPENS": 60,  # _unclosed: MAX_UNCLOSED
    "newsroom.parsing.datelines._DATELINE": 200,  # dateline_at and the search beside it
    "newsroom.parsing.furniture._GUIDE_ENTRY": 120,  # _guides: LONGEST
    "newsroom.parsing.trade.LEADING_WORDS": 400,  # one credit; _matched_end asks at one place only
    "newsroom.parsing.trade.TRAILING_WORDS": 12,  # _trailing: the last dozen
}


def test_no_pattern_is_kept_busy():
    uses = every_pattern()
    assert len(uses) > 100
    slow = {use.place: text for use in uses if (text := busy(use, SHOWN_AT_MOST.get(use.place, 20_000)))}
    assert slow == {}


def test_those_shown_little_are_still_there():
    assert set(SHOWN_AT_MOST) <= {use.place for use in every_pattern()}


def test_the_watch_sees_a_bad_one():
    assert busy(Use("here", re.compile("(a+)+$"), True))
    assert busy(Use("here", re.compile(r"\s+$"), True))
    assert not busy(Use("here", re.compile(r"\s+$"), False))
