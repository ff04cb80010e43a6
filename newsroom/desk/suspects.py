"""What looks misread in a text: structure that cannot be meant. Few and right beats many.

Pure functions over snapshots. On the three real documents the rules find a wrong quote and a tail of a column that was
not rejoined, and nothing else. Every rule looks at the article as a whole where it can: a quotation opened in one
paragraph and closed in another is no error, and what the whole article does is its habit, not a slip.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from newsroom.desk.known import NOTHING, Known
from newsroom.desk.misread import Mended, misread_names, misread_words
from newsroom.desk.snapshots import Snapshot
from newsroom.models.people import RADICALS

HAN = r"㐀-䶿一-鿿豈-﫿𠀀-𲎯"


class Rule(StrEnum):
    WRONG_WAY = "wrong-way quote"
    UNBALANCED = "unbalanced"
    SPLIT_NUMBER = "split number"
    LETTER_FOR_DIGIT = "letter for digit"
    DOUBLED = "doubled punctuation"
    STRAY_LETTER = "stray letter"
    STRAY_SPACE = "stray space"
    WIDTH = "width"
    GLYPH = "odd glyph"
    TAUGHT = "misread before"
    NAME = "misread name"
    WORD = "misread word"


# Where misreadings are looked for, in reading order.
IN_PARTS = ("kicker", "headline", "subhead", "body")


class Suspect(NamedTuple):
    """``text[start:end]`` of a part of the article; ``suggestion`` is what may be meant, None where nobody can say."""

    part: str
    start: int
    end: int
    rule: Rule
    suggestion: str | None = None


def suspects(snapshot: Snapshot, known: Known = NOTHING) -> list[Suspect]:
    """Everything suspicious in the headline parts and the body, in reading order."""
    found = []
    of_the_archive = (_taught(known.misreadings), _misread(Rule.NAME, lambda text: misread_names(text, known.names)))
    for part in IN_PARTS:
        text = getattr(snapshot, part)
        rules = (*of_the_archive, *EVERYWHERE, *(IN_RUNNING_TEXT if part == "body" else ()))
        # Where two rules meet at one place the first is the more telling.
        seen: set[int] = set()
        for rule in rules:
            for suspect in rule(text):
                if seen.isdisjoint(range(suspect.start, suspect.end)):
                    seen.update(range(suspect.start, suspect.end))
                    found.append(suspect._replace(part=part))
    return sorted(found, key=lambda suspect: (IN_PARTS.index(suspect.part), suspect.start))


# Pairs.

PAIRS = {"“": "”", "‘": "’", "《": "》", "（": "）", "(": ")", "「": "」", "『": "』", "【": "】", "〈": "〉"}
CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
# A round bracket may be opened in one width and closed in the other: that is for the rule on widths.
SAME = {"(": "（", ")": "）"}
QUOTES = frozenset("“”‘’")
# What ends a clause: after it a quotation closes, before it nothing opens.
CLAUSE_ENDS = frozenset("。！？，；…,!?;.")


def _pairs(text: str) -> Iterator[Suspect]:
    """Openers and closers that do not meet. A quotation may run on: each of its paragraphs may open it anew."""
    # Where each opener stands that still waits, by sign: a text may be nothing but marks.
    waiting: dict[str, list[int]] = defaultdict(list)
    for at, char in enumerate(text):
        sign = SAME.get(char, char)
        if char == "\n":
            # Only quotations run on over paragraphs.
            for start in sorted(start for sign in waiting.keys() - QUOTES for start in waiting.pop(sign)):
                yield _unbalanced(start)
        elif sign in PAIRS:
            open_already = bool(waiting[sign])
            if sign in QUOTES and open_already and at > 0 and text[at - 1] == "\n":
                continue  # a quotation that runs on opens each of its paragraphs anew
            if sign not in QUOTES or not open_already or _closed_next(text, at):
                waiting[sign].append(at)
            else:
                yield Suspect("", at, at + 1, Rule.WRONG_WAY, PAIRS[sign])
                waiting[sign].pop()
        elif sign in CLOSERS:
            opener = CLOSERS[sign]
            if waiting[opener]:
                waiting[opener].pop()
            elif sign == "’" and _apostrophe(text, at):
                continue
            elif sign in QUOTES and _opens_here(text, at):
                yield Suspect("", at, at + 1, Rule.WRONG_WAY, opener)
                waiting[opener].append(at)
            else:
                yield _unbalanced(at)
    for start in sorted(start for starts in waiting.values() for start in starts):
        yield _unbalanced(start)


def _unbalanced(at: int) -> Suspect:
    return Suspect("", at, at + 1, Rule.UNBALANCED)


def _closed_next(text: str, at: int) -> bool:
    """Whether the opener here has a closer before its like opens again, and something in between."""
    closer = text.find(PAIRS[text[at]], at + 1)
    again = text.find(text[at], at + 1)
    return closer > at + 1 and not (at < again < closer)


def _opens_here(text: str, at: int) -> bool:
    """A closing quote with nothing open, where an opening one would make sense: it is closed later on in the line."""
    line_end = text.find("\n", at)
    rest = text[at + 1 : line_end if line_end >= 0 else len(text)]
    return text[at] in rest and (at == 0 or text[at - 1] not in CLAUSE_ENDS or text[at - 1] in "，,：:")


def _apostrophe(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isascii() and text[at - 1].isalpha()


# Single places, each a pattern and what may be meant there.


def _places(rule: Rule, pattern: str, suggest: Callable[[str], str | None]) -> Callable[[str], Iterator[Suspect]]:
    compiled = re.compile(pattern)

    def look(text: str) -> Iterator[Suspect]:
        for found in compiled.finditer(text):
            yield Suspect("", found.start(), found.end(), rule, suggest(found[0]))

    return look


def _without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


# A space between digits that together are one number: a decimal, a year, thousands. Not a telephone number's.
_split_numbers = _places(
    Rule.SPLIT_NUMBER,
    r"\d+[ 　]+\.[ 　]*\d+|\d+\.[ 　]+\d+(?=[万亿元%％])"
    r"|(?<![\d-])\d{1,3}[ 　]+\d{1,3}(?=[年月日时分万亿元%％人个名吨公米])"
    r"|(?<!\d)(?:1 9|2 0|1|2)[ 　]\d{2,3}(?=年)",
    _without_space,
)
_letters_for_digits = _places(
    Rule.LETTER_FOR_DIGIT,
    r"(?<=\d)[Oo](?=[\d年月日时点分万亿元%％])|(?<=\d)[lI](?=[\d年月日时点分万亿元%％])|(?<![A-Za-z])[lI](?=\d)",
    lambda text: {"o": "0", "l": "1", "i": "1"}[text.lower()],
)
_doubled = _places(Rule.DOUBLED, r"([，、；：,;])\1+|。。(?!。)|[，、；：][。，、；：]|。[，、；：]", lambda text: None)
# Upper-case letters stand in words of their own (A股, B超, T恤); a small one between Han is a misread stroke.
_stray_letters = _places(Rule.STRAY_LETTER, rf"(?<=[{HAN}，。、；])[a-z](?=[{HAN}，。、；])", lambda text: None)
_odd_glyphs = _places(
    Rule.GLYPH,
    "[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd\u2e80-\u2fdf"
    "\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufad9"
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\ufeff]",
    lambda text: _plain_radical(text),
)


# Strokes and parts of characters that are no words: what is left of a character that was not recognised (亻尔 for 你).
# Not 丨, by which web articles part what stands side by side (编辑丨…).
_PIECES = "丶丿亅亠冂冖冫凵勹匚匸卩夂夊宀屮巛廴彐彑彡攵疒癶亻刂丬纟罒耂艹虍衤覀讠辶钅阝饣忄扌氵灬爫犭礻牜"
_pieces = _places(Rule.GLYPH, f"[{_PIECES}]", lambda text: None)


def _plain_radical(glyph: str) -> str | None:
    """The character that a radical from a PDF stands for; None for a glyph nobody can read."""
    plain = unicodedata.normalize("NFKC", glyph.translate(RADICALS))
    return plain if plain != glyph else None


# Between round brackets a space parts names, （记者 甲 乙）; in a crosshead, the halves of a couplet.
_SPACE_MEANT = re.compile(r"[（(][^（()）\n]*[)）]|^##.*$", re.MULTILINE)
_SPACE = re.compile(rf"(?<=[{HAN}，。、；：！？]) +(?=[{HAN}，。、；：！？])")


def _stray_spaces(text: str) -> Iterator[Suspect]:
    meant = [found.span() for found in _SPACE_MEANT.finditer(text)]
    for found in _SPACE.finditer(text):
        if not any(start < found.start() < end for start, end in meant):
            yield Suspect("", found.start(), found.end(), Rule.STRAY_SPACE, "")


FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
HALF_WIDTH = {full: half for half, full in FULL_WIDTH.items()}
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])[,;:?!.，；：？！。](?=[{HAN}]|$)", re.MULTILINE)
# One width is a habit when it has this share of at least so many signs between Han.
HABIT_SHARE, HABIT_SIGNS = 0.9, 10


def _is_habit(signs: int, of_all: int) -> bool:
    return of_all >= HABIT_SIGNS and signs >= HABIT_SHARE * of_all


def _widths(text: str) -> Iterator[Suspect]:
    """The few signs of the other width in an article that otherwise keeps to one."""
    signs = list(_BETWEEN_HAN.finditer(text))
    # Papers that keep to half width end their sentences with 。 all the same: it says nothing against that habit.
    telling = [found for found in signs if found[0] != "。"]
    if _is_habit(sum(found[0] in HALF_WIDTH for found in signs), len(signs)):
        others = FULL_WIDTH
    elif _is_habit(sum(found[0] in FULL_WIDTH for found in telling), len(telling)):
        signs, others = telling, HALF_WIDTH
    else:
        return
    for found in signs:
        if found[0] in others:
            yield Suspect("", found.start(), found.end(), Rule.WIDTH, others[found[0]])


# Words that were misread before.


def _taught(misreadings: Mapping[str, str]) -> Callable[[str], Iterator[Suspect]]:
    """Looks for what corrections of other articles put right. The longest of several at one place tells most."""
    lengths = sorted({len(misread) for misread in misreadings}, reverse=True)

    def look(text: str) -> Iterator[Suspect]:
        at = 0
        while at < len(text):
            for length in lengths:
                misread = text[at : at + length]
                right = misreadings.get(misread)
                if right is not None and not _reads_so(text, at, misread, right):
                    yield Suspect("", at, at + length, Rule.TAUGHT, right)
                    at += length - 1
                    break
            at += 1

    return look


def _reads_so(text: str, at: int, misread: str, right: str) -> bool:
    """Whether what is meant stands there already, holding the misread form within it (云山 in 白云山)."""
    within = right.find(misread)
    return within >= 0 and at >= within and text.startswith(right, at - within)


def _misread(rule: Rule, look_for: Callable[[str], Iterator[Mended]]) -> Callable[[str], Iterator[Suspect]]:
    def look(text: str) -> Iterator[Suspect]:
        for found in look_for(text):
            yield Suspect("", found.start, found.end, rule, found.word)

    return look


EVERYWHERE = (
    *(_odd_glyphs, _pairs, _letters_for_digits, _split_numbers, _doubled),
    _misread(Rule.WORD, misread_words),
)
IN_RUNNING_TEXT = (_pieces, _stray_letters, _stray_spaces, _widths)
