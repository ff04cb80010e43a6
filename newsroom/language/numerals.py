"""Small numbers as papers print them: 4, ４, 四, 十二, 二十一, 二〇.

One rule for what is malformed: it is no number. Two digits side by side without a nought (一二) may be twelve, or
一、二 with its comma lost, and nobody is to be told a number that nobody printed.
"""

from __future__ import annotations

import re

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
# Digit by digit, as years and old dates are set: 二〇, 二〇二六. The nought tells that they are.
_BY_DIGITS = re.compile("[一二三四五六七八九](?=[零〇○一二三四五六七八九]*[零〇○])[零〇○一二三四五六七八九]+")


def number_of(text: str) -> int | None:
    """The number that figures or Chinese numerals state; None for anything else, also for malformed ones."""
    if text.isdecimal():
        return int(text)
    if found := _TENS.fullmatch(text):
        return DIGITS.get(found[1], 1) * 10 + DIGITS.get(found[2], 0)
    if len(text) == 1:
        return DIGITS.get(text)
    if _BY_DIGITS.fullmatch(text):
        return int("".join(str(DIGITS[character]) for character in text))
    return None
