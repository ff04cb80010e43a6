"""What characters are: which end a sentence, which open and close, which can stand at neither end of a line."""

from __future__ import annotations

import re
from collections import defaultdict

# A quotation mark or bracket after a full stop still ends the sentence.
STOPS = frozenset("。！？!?…．")
CLOSERS = "”’」』）)》〉】〕]}｝＂"
OPENERS = frozenset("“‘「『（(《〈【〔[{｛")
PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
}
PARTNER = {closing: opening for opening, closing in PAIRS.items()} | {")": "（", "）": "（"}
MARK = re.compile("[" + re.escape("".join([*PAIRS, *PARTNER])) + "]")
# No line of print begins with these, so text that does carries on from somewhere else.
NEVER_FIRST = frozenset("，。、；：？！,;:?!”’）)》〉】〕」』％%…·")
INNER_STOPS = frozenset("，。；：、,;")
ASCII_STOP = "."


def ends_sentence(text: str) -> bool:
    """Whether the text closes with a full stop, a question or exclamation mark, or an ellipsis, quoted or not."""
    bare = text.rstrip().rstrip(CLOSERS)
    if not bare:
        return False
    return bare[-1] in STOPS or (bare[-1] == ASCII_STOP and len(bare) > 1 and not bare[-2].isdigit())


def open_marks(text: str) -> list[str]:
    """Opening marks that the text leaves open, outermost first."""
    return unmatched(text)[0]


def stray_closers(text: str) -> list[str]:
    """Closing marks that the text has no opening for, in order, each given as the opening mark it wants."""
    return unmatched(text)[1]


def unmatched(text: str) -> tuple[list[str], list[str]]:
    """``open_marks`` and ``stray_closers``."""
    found = MARK.findall(text)
    if not found:
        return [], []
    still_open: list[str] = []
    strays: list[str] = []
    # How often each stands among those still open: a text may be nothing but marks.
    waiting: defaultdict[str, int] = defaultdict(int)
    for character in found:
        if character in PAIRS:
            still_open.append("（" if character == "(" else character)
            waiting[still_open[-1]] += 1
        else:
            wanted = PARTNER[character]
            if waiting[wanted]:
                while (closed := still_open.pop()) != wanted:
                    waiting[closed] -= 1
                waiting[wanted] -= 1
            else:
                strays.append(wanted)
    return still_open, strays


def width(text: str) -> float:
    """Columns of print the text takes, in halves: one for a Han character or full-width mark, half for the rest."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))
