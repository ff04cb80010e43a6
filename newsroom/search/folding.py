"""The search copy of a text: what printing, typing and scanning vary without meaning anything is made one.

Full and half width, traditional and simplified, Kangxi radicals, case, the many quotes, dashes and middle dots are
folded; white space is dropped except between two words of Latin letters or digits. Text on display is never folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

# Radicals (U+2E80–2EF3) that PDF extraction puts for whole characters and NFKC leaves alone: Unicode's
# EquivalentUnifiedIdeograph. The Kangxi radicals proper (U+2F00–2FD5) are NFKC's.
_RADICALS = dict(
    zip(
        "⺁⺈⺊⺌⺍⺎⺒⺓⺝⺟⺠⺧⺮⺶⺼⺽⻁⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂刀卜小小兀巳幺月母民牛竹羊月臼虎西见角角贝足车长长门阜雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
# Variant characters beyond OpenCC's table that stand in names.
_VARIANTS = {"𠮷": "吉", "戸": "户", "髙": "高", "濵": "滨", "吿": "告", "爲": "为"}
_QUOTES = dict.fromkeys("“”„‟«»〝〞〟「」『』﹁﹂﹃﹄", '"') | dict.fromkeys("‘’‚‛′‵", "'")
_DASHES = dict.fromkeys("‐‑‒–—―─━﹘﹣－−", "-")
_DOTS = dict.fromkeys("•・‧∙⋅●⸱ᐧ‣･\u0387", "·")
# NFKC would make full stops of them.
_KEPT = frozenset("…‥")
_LOOSE_SPACE = re.compile(r" (?![a-z0-9])|(?<![a-z0-9]) ")


@cache
def _simplified() -> dict[str, str]:
    """Traditional character -> simplified, from OpenCC's TSCharacters (``乾\t干 乾``: the first is the usual one)."""
    table = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8")
    rows = (line.split() for line in table.splitlines())
    return {row[0]: row[1] for row in rows if len(row) > 1 and len(row[0]) == 1}


@cache
def _fold_of(code: int) -> str:
    """What stands for one character in the search copy: mostly one character, sometimes none or several."""
    char = chr(code)
    if char in _KEPT:
        return char
    return "".join(_folded(piece) for piece in unicodedata.normalize("NFKC", _plain(char)))


def _plain(char: str) -> str:
    for table in (_RADICALS, _VARIANTS, _QUOTES, _DASHES, _DOTS):
        char = table.get(char, char)
    return char


def _folded(char: str) -> str:
    if char == "\n":
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) in {"Cf", "Cc", "Cs"}:
        return ""
    char = _plain(char).casefold()
    return _simplified().get(char, char)


# Code point -> code point, or one of the marks below; filled in as characters are met.
_TABLE = np.zeros(0x110000, np.uint32)
_DROPPED, _SEVERAL = np.uint32(0xFFFFFFFE), np.uint32(0xFFFFFFFF)


def _learn(codes: np.ndarray[Any, np.dtype[np.uint32]]) -> None:
    for code in np.unique(codes[_TABLE[codes] == 0]).tolist():
        folded = _fold_of(code)
        _TABLE[code] = ord(folded) if len(folded) == 1 else _SEVERAL if folded else _DROPPED


def fold(text: str) -> str:
    """Text -> its search copy. Line breaks are kept: nothing is found across them.

    ``fold(fold(x)) == fold(x)``; what stands in a line stands, folded, in the folded line.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = _TABLE[codes]
    if not folded.all():
        _learn(codes)
        folded = _TABLE[codes]
    if len(folded) and folded.max() >= _DROPPED:
        if (folded == _SEVERAL).any():
            return _tightened("".join(map(_fold_of, codes.tolist())))
        folded = folded[folded != _DROPPED]
    return _tightened(folded.tobytes().decode("utf-32-le"))


def _tightened(text: str) -> str:
    """Without the spaces that do not hold two Latin words apart."""
    return _LOOSE_SPACE.sub("", re.sub(" +", " ", text)) if " " in text else text


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The search copy, and for each of its characters the index in ``text`` it came from; one more for the end."""
    folded: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        for piece in _fold_of(ord(char)):
            if piece == " " and folded and folded[-1] == " ":
                continue
            folded.append(piece)
            offsets.append(index)
    kept = [at for at in range(len(folded)) if folded[at] != " " or _holds_words_apart(folded, at)]
    return "".join(folded[at] for at in kept), [*(offsets[at] for at in kept), len(text)]


def _holds_words_apart(folded: list[str], at: int) -> bool:
    """Whether the space there stands between two Latin letters or digits."""
    before = folded[at - 1] if at else ""
    after = folded[at + 1] if at + 1 < len(folded) else ""
    return _is_latin(before) and _is_latin(after)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
