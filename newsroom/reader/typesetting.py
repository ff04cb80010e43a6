"""Template filters that set text as a compositor would. Used as ``{% load typesetting %}``."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from itertools import pairwise

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from newsroom.search.analysis import pieces

register = template.Library()

# A shorter headline fits on one line of the narrowest column.
SHORTEST_TO_BREAK = 8
_OPENING, _CLOSING = "“‘（(《〈「『【〔", "”’）)》〉」』】〕"
# What browsers break at by themselves, or may not begin a line with.
_SIGN = re.compile(r"[\W_]")
# “牧区专列”: a name or a title between signs is kept in one line.
_TOGETHER = re.compile(r"[“‘《〈（(「『]([^“”‘’《》〈〉（）()「」『』]{1,8})[”’》〉）)」』]")
_TAG_OR_SIGN = re.compile(r"<[^>]*>|&[^;\s]{1,10};|.", re.DOTALL)
BREAK = "<wbr>"


@register.filter
def by_words(text: str) -> SafeString:
    """A headline that may be broken between its words only (the style sheet forbids it elsewhere).

    Takes plain text, which it escapes, or safe HTML with marks in it.
    """
    safe = conditional_escape(text)
    if len(safe) <= SHORTEST_TO_BREAK:
        return safe
    tokens = _TAG_OR_SIGN.findall(safe)
    plain = "".join("" if _is_tag(token) else unescape(token) for token in tokens)
    breaks = breaks_of(plain)
    if not breaks or len(plain) <= SHORTEST_TO_BREAK:
        return safe
    set_text, at = [], 0
    for token in tokens:
        if not _is_tag(token):
            if at in breaks:
                set_text.append(BREAK)
            at += len(unescape(token))
        set_text.append(token)
    return SafeString("".join(set_text))


def _is_tag(token: str) -> bool:
    return token.startswith("<") and len(token) > 1


@lru_cache(maxsize=8192)
def breaks_of(text: str) -> frozenset[int]:
    """Where a line of this text may end: between two words, before an opening sign and after a closing one.

    A character that stands alone (的, 个, the 岭 of 鹰嘴岭) belongs to its neighbours: to break beside it is what looks
    wrong, and the dictionary does not know every name. Nor is a figure parted from the characters around it: between
    them browsers set a quarter of a space, which a place to break at would take away.
    """
    found, at = set(), 0
    words = _with_measures(pieces(text))
    for before, after in pairwise(words):
        at += len(before)
        if _parts(before, after):
            found.add(at)
    kept_together = {at for held in _TOGETHER.finditer(text) for at in range(held.start() + 1, held.end())}
    return frozenset(found - kept_together)


def _with_measures(words: list[str]) -> list[str]:
    """132 | 个 -> 132个: a figure and the character it counts by are one word."""
    joined: list[str] = []
    for word in words:
        if joined and len(word) == 1 and joined[-1][-1].isdecimal() and not _SIGN.match(word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _parts(before: str, after: str) -> bool:
    if after in _OPENING:
        return not (before.isspace() or before in _OPENING)
    if before in _CLOSING:
        return not _SIGN.match(after)
    at_break = before[-1] + after[0]
    return (
        len(before) > 1
        and len(after) > 1
        and not at_break[0].isascii()
        and not at_break[1].isascii()
        and not _SIGN.search(at_break)
    )
