"""Lines that are nothing but a byline, a sign-off or a photo credit.

A line of names alone may be anything, so it comes with a confidence below 0.7; what stands around it decides.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from newsroom.parsing.credits import Credit, CreditRun, Zone, read_zone, run_as_printed
from newsroom.parsing.datelines import SENT
from newsroom.parsing.folding import folded
from newsroom.parsing.names import (
    FIRST_OF_NAMES,
    OF_NAMES,
    RARE_SURNAME,
    confidence_of_name,
    is_padded,
    names_in,
)
from newsroom.parsing.surnames import SURNAME_RANK, is_ordinary_word, is_place
from newsroom.parsing.trade import (
    COLLECTIVE,
    CREDITED,
    LEADING_WORDS,
    NOTE_BEHIND_SHOT,
    OF_THE_TRADE,
    PICTURE_NOTE,
    POST_END,
    UNIT_END,
    is_no_byline_at,
)
from newsroom.parsing.types import Role

# Longer lines are paragraphs; see MAX_ZONE.
MAX_LINE = 400
# A line of names alone has not been longer than a dozen of them.
LONGEST_NAMES = 60
# Names with nothing between them have not been more than four.
LONGEST_RUN_TOGETHER = 16
# The longest unit before a name in the samples has 19 characters.
MAX_UNIT = 30

# Longer lines that end in 作 name more than one, or a role.
LONGEST_WORK = 5

_BULLETS = "■□●◆◇◎○▲△▶►★☆※·—–-|│ "
# Papers set it before the author of a piece, whatever the pen name: □ 南山.
_AUTHORS_MARK = "□"
_PICTURE_HOUSE = re.compile(r"（ *(?:新华社发|[\u4e00-\u9fff]{2,6}(?:图片|视觉)|影像中国|视觉中国) *）")
# ——某某 is who said it; 某某： is about to speak; a full stop ends a sentence.
_SPEAKER = re.compile(r"^ *[—–]|[：。] *$")
_BRACKETS = re.compile(r"[（）〔〕]")
# A line without one of these can but hold names with nothing or a comma between them, …
_MORE_THAN_NAMES = re.compile(rf"（|）|〔|〕| |·|{_AUTHORS_MARK}|{SENT.pattern}|{OF_THE_TRADE.pattern}")
_AROUND = re.escape(_BULLETS + "、，；。：,/")
_FIRST = "".join(sorted(FIRST_OF_NAMES)) + "等"
# … and then is made of what names are made of.
_LIKE_NAMES = re.compile(rf"[{_AROUND}]*+{LEADING_WORDS.pattern}[{_AROUND}]*+[{_FIRST}][{OF_NAMES}]*+[{_AROUND}]*+")


def past_bullets(text: str) -> int:
    """Where a folded line begins behind its ■, ● or ——."""
    position = 0
    while position < len(text) and text[position] in _BULLETS:
        position += 1
    return position


def is_not_a_byline(text: str) -> bool:
    """版式设计：某某, 责编 某某, 下转第三版, 作者为…, 资料图片: what looks like a byline and is none."""
    plain = folded(text[:MAX_LINE])
    return is_no_byline_at(plain, past_bullets(plain), len(plain))


_STOPS = re.compile(r"[。；！？!?;”]")
_NAME_SEPARATOR = re.compile(r"[\s、，,；;/·•・‧.．（(]")
_BYLINE_WORD = re.compile(r"者|员|摄|文|图|整理|译|参与|绘|画|作")


def _is_prose(text: str) -> bool:
    """Sentences, told at a glance from bylines, so that running text costs next to nothing."""
    if text.lstrip()[:1] in "（([〔【":
        return False
    if _STOPS.search(text, 0, max(0, len(text.rstrip()) - 1)):
        return True
    longest = LONGEST_NAMES if _NAME_SEPARATOR.search(text) else LONGEST_RUN_TOGETHER
    return len(text) > longest and _BYLINE_WORD.search(text) is None


def may_be_byline(plain: str) -> bool:
    """Whether a folded line has what every byline has; most headlines have not, which is seen at a glance."""
    return _MORE_THAN_NAMES.search(plain) is not None or _LIKE_NAMES.fullmatch(plain) is not None


@lru_cache(maxsize=1024)
def read_line(text: str) -> CreditRun | None:
    """The byline, sign-off or credit that a line is; None for any other line. The run spans the whole line.

    Asked of the same line at several steps of reading, as the readers in ``bylines`` are.
    """
    if len(text) > MAX_LINE or _is_prose(text):
        return None
    plain = folded(text)
    if not may_be_byline(plain) or (is_not_a_byline(text) and not CREDITED.search(text)):
        return None
    # A bullet is no part of a name and hides no role word.
    opened = past_bullets(plain)
    run = _read_folded_line(" " * opened + plain[opened:], is_speaker=bool(_SPEAKER.search(plain)))
    if (
        run is None
        and plain[:opened].strip() == _AUTHORS_MARK
        and (name := pen_name(plain, opened, len(plain.rstrip()), marked=True))
    ):
        run = CreditRun(opened, len(plain.rstrip()), (Credit(name, Role.AUTHOR),), 0.6, False)
    if run is None:
        return None
    return replace(run_as_printed(run, text, plain), start=len(text) - len(text.lstrip()), end=len(text.rstrip()))


def _read_folded_line(plain: str, *, is_speaker: bool) -> CreditRun | None:
    start, end = past_bullets(plain), len(plain.rstrip(" "))
    # （影像中国） tells who sold a picture, not who took it.
    bare = plain
    if "（" in plain:
        for note_pattern in (PICTURE_NOTE, NOTE_BEHIND_SHOT):
            bare = note_pattern.sub(lambda note: " " * len(note[0]), bare)
    inner_start, inner_end = start, len(bare[:end].rstrip(" 。"))
    if inner_end <= inner_start:
        return None
    if bare[inner_start] in "（〔" and bare[inner_end - 1] in "）〕":
        inner_start, inner_end = inner_start + 1, inner_end - 1
    if _BRACKETS.search(bare, inner_start, inner_end) and not bare.startswith("作者", inner_start):
        found = _source_line(bare, start, end) or _country_and_name(bare, start, end)
        return found or (None if is_speaker else _name_and_unit(plain, start, end))
    if COLLECTIVE.fullmatch(bare, inner_start, inner_end):
        return CreditRun(start, end, (Credit(bare[inner_start:inner_end], Role.COMMENTATOR),), 0.9, False)
    zone = read_zone(bare, inner_start, inner_end)
    if zone is not None and (zone.spoken or zone.dateline):
        if len(bare[inner_start:inner_end]) <= LONGEST_WORK and _WORK.search(bare, inner_start, inner_end):
            return None
        return zone.as_run(start, end) if zone.credits else None
    if is_speaker:
        return None
    if zone is None:
        signed = read_unit_and_names(bare, inner_start, inner_end, apart=inner_start == start)
        return CreditRun(start, end, signed, 0.6, False) if signed else None
    return _names_line(plain, start, end, zone)


# 未完, 待续 and the like stand in brackets at an article's end as names do.
_NO_PEN_NAMES = frozenset(
    {"未完", "待续", "完", "下转", "图文", "综合", "据新", "转载", "节选", "摘编", "有删节", "略", "全文完"}
)


_TWO_OR_THREE = re.compile(r"[\u4e00-\u9fff]{2,3}")


def pen_name(text: str, start: int, end: int, *, marked: bool = False) -> str:
    """The name of two or three characters, surname or none, that text[start:end] may be; "" where it cannot be one.
    ``marked``: something beside it says that it is a name, so it may be a word too.
    """
    name = text[start:end].replace(" ", "")
    if _TWO_OR_THREE.fullmatch(name) is None or name in _NO_PEN_NAMES:
        return ""
    return name if marked or confidence_of_name(name) or not is_ordinary_word(name) else ""


def names_alone(start: int, end: int, zone: Zone, *, at_most: float = 0.7) -> CreditRun:
    """Who signs an article wrote it."""
    authors = tuple(Credit(credit.name, Role.AUTHOR, credit.affiliation) for credit in zone.credits)
    return CreditRun(start, end, authors, min(zone.confidence, at_most), False)


# 某某某某出席 stands over a headline, 安保工作 and 警民合作 are no pictures of anybody's.
_WERE_THERE = re.compile(r"(?:出席|参加|陪同|主持|会见|致辞|讲话|作报告|强调|同志)$")
_WORK = re.compile(r"(?:工|合|创|操|制|写|动|运|协|耕|著|劳)作$")


def _names_line(text: str, start: int, end: int, zone: Zone) -> CreditRun | None:
    """A line of names alone: padded names are hardly anything else, two bare characters may be anything."""
    if _WERE_THERE.search(text, start, end):
        return None
    if _PICTURE_HOUSE.search(text, start, end):
        shot = tuple(Credit(credit.name, Role.PHOTOGRAPHER, credit.affiliation) for credit in zone.credits)
        return CreditRun(start, end, shot, 0.9, True)
    if any(is_ordinary_word(credit.name) for credit in zone.credits):
        return None
    if is_padded(text[start:end]) or len(zone.credits) > 1:
        return names_alone(start, end, zone)
    name = zone.credits[0].name
    if len(name) == 3 and SURNAME_RANK.get(name[0], RARE_SURNAME) >= RARE_SURNAME and is_ordinary_word(name[1:]):
        return None
    return names_alone(start, end, zone, at_most=0.5 if len(name) == 3 or "·" in name else 0.35)


# 阿勒泰新闻网-阿勒泰地区融媒体中心(记者 …), 新华社发（某某摄）: where it came from, and in brackets from whom.
_SOURCE = re.compile(r"(?P<house>[^，。；：！？“”（）]{2,40}?(?:网|报|社|台|中心|客户端|云|号|在线|融媒))发? ?(?=（)")


def source_and_bracket(text: str, start: int) -> CreditRun | None:
    """A source and the bracket behind it, whose people belong to that house; ``text`` is folded."""
    source = _SOURCE.match(text, start)
    if source is None:
        return None
    close = text.find("）", source.end(), source.end() + MAX_LINE)
    zone = read_zone(text, source.end() + 1, close) if close > 0 else None
    if zone is None or not zone.spoken or not zone.credits:
        return None
    house = source["house"].strip()
    credits = tuple(Credit(credit.name, credit.role, credit.affiliation or house) for credit in zone.credits)
    return Zone(credits, zone.confidence, True).as_run(start, close + 1)


def _source_line(text: str, start: int, end: int) -> CreditRun | None:
    run = source_and_bracket(text, start)
    return run if run is not None and not text[run.end : end].strip(" 。") else None


_COUNTRY = re.compile(r"[（〔][\u4e00-\u9fff]{2,8}[）〕] *(?P<name>[^ ，。；：！？“”（）]{2,28})")


_NAME_AND_UNIT = re.compile(r"(?P<name>[^ ，。；：！？“”（）]{2,28}) *（(?P<unit>[^，。；：！？“”（）]{2,30})）")


def _name_and_unit(text: str, start: int, end: int) -> CreditRun | None:
    """某某（福海县融媒体中心）: the unit behind the name."""
    found = _NAME_AND_UNIT.fullmatch(text, start, end)
    if found is None or not _is_unit(found["unit"]) or confidence_of_name(found["name"]) < 0.9:
        return None
    if is_ordinary_word(found["name"]):
        return None
    return CreditRun(start, end, (Credit(found["name"], Role.AUTHOR, found["unit"]),), 0.6, False)


def _country_and_name(text: str, start: int, end: int) -> CreditRun | None:
    """（巴西）某某·某某: a foreign author."""
    found = _COUNTRY.fullmatch(text, start, end)
    if found is None or not ("·" in found["name"] or confidence_of_name(found["name"]) >= 0.9):
        return None
    return CreditRun(start, end, (Credit(found["name"], Role.AUTHOR),), 0.6, False)


_NO_PART_OF_A_UNIT = re.compile("[，。；：！？“”《》、]")


def read_unit_and_names(text: str, start: int, end: int, *, apart: bool) -> tuple[Credit, ...] | None:
    """某县交警大队 某某, （某部部长某某）: who wrote, behind the unit or post; ``text`` is folded.

    ``apart``: a line that no bracket sets off. There a unit has white space behind it, and a post does not count: it
    introduces who speaks, or stands above a headline.
    """
    start = past_spaces(text, start)
    if end - start > MAX_UNIT + 20 or _NO_PART_OF_A_UNIT.search(text, start, end):
        return None
    for cut in range(end - 2, start + 1, -1):
        if apart and " " not in (text[cut - 1], text[cut]):
            continue
        unit = text[start:cut].rstrip(" ")
        is_unit = _is_unit(unit) or (not apart and POST_END.search(unit))
        if len(unit) > MAX_UNIT or unit.startswith(("综合", "据")) or not is_unit:
            continue
        names = names_in(text, cut, end, vouched=False)
        if names and all(name.confidence >= 0.8 and not is_ordinary_word(name.name) for name in names):
            return tuple(Credit(name.name, Role.AUTHOR, unit) for name in names)
    return None


def _is_unit(text: str) -> bool:
    return UNIT_END.search(text) is not None or is_place(text)


def past_spaces(text: str, position: int) -> int:
    """Where folded text goes on behind white space."""
    while position < len(text) and text[position] == " ":
        position += 1
    return position
