"""Bylines (署名), sign-offs, photo credits and datelines, wherever a newspaper prints them.

All offsets are into the text given: one line or paragraph, already joined, not normalised. The functions are pure,
take linear time and raise nothing on any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsroom.parsing.credits import NOT_BYLINES, Credit, Zone, read_zone
from newsroom.parsing.datelines import dateline_at, dateline_day
from newsroom.parsing.folding import folded
from newsroom.parsing.names import confidence_of_name, is_ordinary_word, is_padded, names_in
from newsroom.parsing.types import Role

__all__ = [
    "Closing",
    "Credit",
    "CreditRun",
    "Opening",
    "dateline_day",
    "is_not_a_byline",
    "read_caption",
    "read_closing",
    "read_line",
    "read_opening",
]


@dataclass(frozen=True, slots=True)
class CreditRun:
    """A printed run that names contributors: text[start:end] with its brackets.

    ``confidence`` is 1 where a role word stands, lower for names alone or run together.
    ``photo``: it credits a picture.
    """

    start: int
    end: int
    credits: tuple[Credit, ...]
    confidence: float
    photo: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """How a body paragraph starts. Running text begins at ``body_start``; dateline and runs cover all before it."""

    dateline: tuple[int, int] | None
    runs: tuple[CreditRun, ...]
    body_start: int


@dataclass(frozen=True, slots=True)
class Closing:
    """How a body paragraph ends. Running text ends at ``body_end``."""

    runs: tuple[CreditRun, ...]
    body_end: int
    dateline: tuple[int, int] | None = None


# Longer lines are paragraphs; see MAX_ZONE.
MAX_LINE = 400
# How far a byline may reach into an opening: 本报北京1月15日讯 and three houses with a reporter each take 52 characters.
MAX_UNBRACKETED = 120

_BULLETS = "■□●◆◇◎○▲△▶►★☆※·—–-|│ 　"
_NOTE = re.compile(
    r"（ *(?:人民视觉|影像中国|视觉中国|中国体育图片|新华社[发稿]?|新华社照片|本报[发]?|资料图?片?|资料照片|图片|照片|[\u4e00-\u9fff]{0,6}传真照片|数码传真照片?|[\u4e00-\u9fff]{2,6}(?:图片|视觉|照片|发))[^（）]{0,6}）"
)
_PICTURE_HOUSE = re.compile(r"（ *(?:人民视觉|影像中国|视觉中国|新华社发|[\u4e00-\u9fff]{2,6}(?:图片|视觉)) *）")
_NOT_A_BYLINE = re.compile(
    rf"[（〔【]? *(?:{NOT_BYLINES} *[：/、]|{NOT_BYLINES} {{1,4}}\S|[（〔]? *(?:下转|上接|转|见|紧接)[^。]{{0,6}}第? ?[\d一二三四五六七八九十A-D]{{1,3}} ?[版页]"
    r"|作者(?:为|系|单位|是|曾)|作者[^：，。]{0,4}简介|资料图?片?|资料照片|受访者供图|网络图片|网络供图|图片来源|来源[：/]|记者手记|记者节|记者[^，。（）]{0,6}(?:从|在|了解|获悉|看到|发现|采访|见到|来到|走进|随))"
)
_ENDING_PUNCTUATION = re.compile(r"[。！？…]$")


def read_opening(text: str) -> Opening | None:
    """The dateline and byline a paragraph opens with. None where it opens with neither."""
    plain = folded(text[: MAX_LINE * 2])
    start = _past_bullets(plain)
    dateline = dateline_at(plain, start)
    position = start
    if dateline is not None:
        position = _past_spaces(plain, dateline.end)
    run = _bracketed_at(plain, position, behind_dateline=dateline is not None)
    if run is None and dateline is None:
        run = _source_and_bracket(plain, start)
    if run is None:
        run = _reporting(plain, position)
    if dateline is None and run is None:
        return None
    if run is not None:
        position = run.end
    return Opening((start, dateline.end) if dateline else None, (run,) if run else (), _past_spaces(plain, position))


def _past_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position] == " ":
        position += 1
    return position


def _past_bullets(text: str) -> int:
    position = 0
    while position < len(text) and text[position] in _BULLETS:
        position += 1
    return position


def _run(start: int, end: int, zone: Zone, confidence: float | None = None) -> CreditRun:
    return CreditRun(start, end, zone.credits, zone.confidence if confidence is None else confidence, zone.photo)


def _bracketed_at(text: str, start: int, *, behind_dateline: bool) -> CreditRun | None:
    """（记者 …） at ``start``."""
    if text[start : start + 1] not in ("（", "〔"):
        return None
    close = min((at for at in (text.find("）", start), text.find("〕", start)) if at >= 0), default=-1)
    if close < 0:
        return None
    zone = read_zone(text, start + 1, close, opening=behind_dateline)
    if zone is None or not zone.credits or not (zone.spoken or behind_dateline):
        return None
    return _run(start, close + 1, zone, zone.confidence if zone.spoken else min(zone.confidence, 0.9))


# 阿勒泰新闻网-阿勒泰地区融媒体中心(记者 …): where a web article came from.
_SOURCE = re.compile(r"[^，。；：！？“”（）]{2,40}?(?:网|报|社|台|中心|客户端|云|号|在线|融媒)(?= ?（)")


def _source_and_bracket(text: str, start: int) -> CreditRun | None:
    source = _SOURCE.match(text, start)
    if source is None:
        return None
    bracket = _bracketed_at(text, _past_spaces(text, source.end()), behind_dateline=False)
    if bracket is None or bracket.confidence < 0.8:
        return None
    named = tuple(
        Credit(credit.name, credit.role, credit.affiliation or source[0].strip()) for credit in bracket.credits
    )
    return CreditRun(start, bracket.end, named, bracket.confidence, bracket.photo)


_REPORTS = re.compile(r"(?:摄影|综合|联合|采访)?报道 ?(?P<mark>[：，。]| |$)")


def _reporting(text: str, start: int) -> CreditRun | None:
    """记者A、B报道： with no bracket around it."""
    stop = min(len(text), start + MAX_UNBRACKETED)
    for sentence_end in "。；！？“（":
        at = text.find(sentence_end, start, stop)
        stop = at if at >= 0 else stop
    report = _REPORTS.search(text, start, stop)
    if report is None:
        return None
    zone = read_zone(text, start, report.start())
    if zone is None or not zone.spoken or not zone.credits:
        return None
    return _run(start, report.end(), zone)


def read_closing(text: str, *, last: bool) -> Closing | None:
    """The sign-off, credit or dateline a paragraph ends with. Names alone are believed at an article's end (``last``) only."""
    plain, offset = _folded_end(text)
    end = len(plain.rstrip(" "))
    closing = _bracketed_sign_off(plain, end, last=last) or _open_sign_off(plain, end)
    if closing is None:
        return None
    runs = tuple(
        CreditRun(run.start + offset, run.end + offset, run.credits, run.confidence, run.photo) for run in closing.runs
    )
    dateline = closing.dateline and (closing.dateline[0] + offset, closing.dateline[1] + offset)
    body_end = closing.body_end + offset
    while body_end > 0 and text[body_end - 1].isspace():
        body_end -= 1
    return Closing(runs, body_end, dateline)


def _folded_end(text: str) -> tuple[str, int]:
    """The folded end of a text, as far as a sign-off can reach, and where it starts."""
    offset = max(0, len(text) - 2 * MAX_LINE)
    return folded(text[offset:]), offset


def _bracketed_sign_off(text: str, end: int, *, last: bool) -> Closing | None:
    close = end - 1 if text[:end].endswith("）") else end - 2
    if close < 1 or text[close] != "）" or text[close + 1 : end] not in ("", "。"):
        return None
    open_at = text.rfind("（", 0, close)
    if open_at < 0:
        return None
    run_end = end
    if _NOTE.fullmatch(text, open_at, close + 1) and text[:open_at].rstrip(" ").endswith("）"):
        # （某某摄）（新华社稿）: the note belongs to the credit before it.
        close = len(text[:open_at].rstrip(" ")) - 1
        open_at = text.rfind("（", 0, close)
        if open_at < 0:
            return None
    if _NOT_A_BYLINE.match(text, open_at) and "整理" not in text[open_at:close]:
        return None
    zone = read_zone(text, open_at + 1, close)
    if zone is None:
        return _unit_and_name(text, open_at, close, run_end) if last else None
    if not zone.spoken and zone.dateline is None:
        if not last or not _ends_a_sentence(text, open_at):
            return None
        return Closing((_names_alone(open_at, run_end, zone),), open_at)
    if not zone.credits:
        return Closing((), open_at, (open_at, run_end))
    if zone.dateline is None:
        return Closing((_run(open_at, run_end, zone),), open_at)
    return Closing((_run(zone.dateline[1], run_end, zone),), open_at, (open_at, zone.dateline[1]))


def _ends_a_sentence(text: str, end: int) -> bool:
    before = text[:end].rstrip(" ")
    return not before or before[-1] in "。！？…”’』」）；"


def _names_alone(start: int, end: int, zone: Zone) -> CreditRun:
    """Who signs an article wrote it."""
    authors = tuple(Credit(credit.name, Role.AUTHOR, credit.affiliation) for credit in zone.credits)
    return CreditRun(start, end, authors, min(zone.confidence, 0.7), False)


_UNIT = re.compile(
    r"(?P<unit>[^，。；：！？“”（）、]{2,30}(?:厂|局|委|院|校|队|部|市|县|区|州|旗|镇|乡|村|站|社|所|公司|处|报|室|中心|大学|学院|中学|小学|办|会|团|场|厅|馆|银行|集团|连|营|师|旅)) *(?P<names>[^，。；：！？“”（）]{2,12})"
)


def _unit_and_name(text: str, open_at: int, close: int, end: int) -> Closing | None:
    """（某县交警大队 某某）: a reader's letter signed with the unit it came from."""
    if not _ends_a_sentence(text, open_at):
        return None
    signed = _UNIT.fullmatch(text, open_at + 1, close)
    if signed is None:
        return None
    names = names_in(text, signed.start("names"), signed.end("names"), vouched=False)
    if names is None or any(name.confidence < 0.8 or is_ordinary_word(name.name) for name in names):
        return None
    credits = tuple(Credit(name.name, Role.AUTHOR, signed["unit"].strip()) for name in names)
    return Closing((CreditRun(open_at, end, credits, 0.6, False),), open_at)


# Where an unbracketed credit may begin: behind a sentence, a bracket or white space.
_BEFORE_CREDIT = re.compile(r"(?<=[。！？…”’』」） ])(?=[^。！？…”’』」） ])")


def _open_sign_off(text: str, end: int) -> Closing | None:
    """…。 实习记者 某某摄: a credit behind the last sentence, with no bracket around it."""
    start = _unbracketed_credit(text, end, sentence=True)
    return Closing((start,), start.start) if start is not None else None


def _unbracketed_credit(text: str, end: int, *, sentence: bool) -> CreditRun | None:
    stop = end
    if note := _trailing_note(text, end):
        stop = note
    if stop < 1 or text[stop - 1] in "。！？”’』」）：，；":
        return None
    for cut in _BEFORE_CREDIT.finditer(text, max(0, stop - 80), stop):
        if sentence and not _ends_a_sentence(text, cut.start()):
            continue
        zone = read_zone(text, cut.start(), stop)
        if zone is not None and zone.spoken and zone.credits and zone.dateline is None:
            return _run(cut.start(), end, zone)
    return None


def _trailing_note(text: str, end: int) -> int:
    """Where the text ends before a note such as （影像中国）; 0 where it ends with none."""
    open_at = text.rfind("（", 0, end)
    if open_at >= 0 and _NOTE.fullmatch(text, open_at, end):
        return len(text[:open_at].rstrip(" "))
    return 0


def read_caption(text: str) -> tuple[int, CreditRun | None]:
    """A caption, and the credit it ends in: (where the caption's own words end, the credit or None)."""
    plain, offset = _folded_end(text)
    end = len(plain.rstrip(" "))
    closing = _bracketed_sign_off(plain, end, last=False)
    run = closing.runs[0] if closing and closing.runs else _unbracketed_credit(plain, end, sentence=False)
    if run is None:
        return len(text), None
    caption_end = run.start + offset
    while caption_end > 0 and text[caption_end - 1].isspace():
        caption_end -= 1
    return caption_end, CreditRun(run.start + offset, run.end + offset, run.credits, run.confidence, run.photo)


def read_line(text: str) -> CreditRun | None:
    """A line that is nothing but a byline, a sign-off or a credit. Names alone come with a confidence below 0.7."""
    if len(text) > MAX_LINE or is_not_a_byline(text):
        return None
    plain = folded(text)
    start, end = _past_bullets(plain), len(plain.rstrip(" "))
    if start >= end:
        return None
    from_picture_house = _PICTURE_HOUSE.search(plain, start, end)
    bare = _NOTE.sub(lambda note: " " * len(note[0]), plain)
    inner_end = len(bare[:end].rstrip(" 。"))
    if inner_end <= start:
        return None
    inner_start = start
    if (
        bare[start] in "（〔"
        and bare[inner_end - 1] in "）〕"
        and not re.search("[（）〔〕]", bare[start + 1 : inner_end - 1])
    ):
        inner_start, inner_end = start + 1, inner_end - 1
    elif re.search("[（）〔〕]", bare[start:inner_end]):
        return _source_line(bare, start, end) or _country_and_name(bare, start, end)
    zone = read_zone(bare, inner_start, inner_end)
    if zone is None:
        return _unit_line(bare, start, inner_start, inner_end, end)
    if not zone.credits:
        return None
    if zone.spoken or zone.dateline:
        return _run(start, end, zone)
    return _names_line(bare, start, end, zone, picture=from_picture_house is not None)


def _names_line(text: str, start: int, end: int, zone: Zone, *, picture: bool) -> CreditRun | None:
    """A line of names alone: padded names are hardly anything else, two bare characters may be anything."""
    if picture:
        shot = tuple(Credit(credit.name, Role.PHOTOGRAPHER, credit.affiliation) for credit in zone.credits)
        return CreditRun(start, end, shot, 0.9, True)
    if any(is_ordinary_word(credit.name) for credit in zone.credits):
        return None
    run = _names_alone(start, end, zone)
    if is_padded(text[start:end]) or len(run.credits) > 1:
        return run
    confidence = 0.5 if len(run.credits[0].name) == 3 or "·" in run.credits[0].name else 0.35
    return CreditRun(start, end, run.credits, min(confidence, run.confidence), False)


def _source_line(text: str, start: int, end: int) -> CreditRun | None:
    run = _source_and_bracket(text, start)
    return run if run is not None and run.end >= len(text[:end].rstrip(" 。")) else None


_COUNTRY = re.compile(r"[（〔][\u4e00-\u9fff]{2,8}[）〕] *(?P<name>[^ ，。；：！？“”（）]{2,28})")


def _country_and_name(text: str, start: int, end: int) -> CreditRun | None:
    """（巴西）某某·某某: a foreign author."""
    found = _COUNTRY.fullmatch(text, start, end)
    if found is None or not ("·" in found["name"] or confidence_of_name(found["name"]) >= 0.9):
        return None
    return CreditRun(start, end, (Credit(found["name"], Role.AUTHOR),), 0.6, False)


def _unit_line(text: str, start: int, inner_start: int, inner_end: int, end: int) -> CreditRun | None:
    signed = _UNIT.fullmatch(text, inner_start, inner_end)
    if signed is None:
        return None
    apart = text[signed.start("names") - 1] == " "
    names = names_in(text, signed.start("names"), signed.end("names"), vouched=False)
    if not apart or names is None or any(name.confidence < 0.9 or is_ordinary_word(name.name) for name in names):
        return None
    credits = tuple(Credit(name.name, Role.AUTHOR, signed["unit"].strip()) for name in names)
    return CreditRun(start, end, credits, 0.6, False)


def is_not_a_byline(text: str) -> bool:
    """版式设计：某某, 责编 某某, 下转第三版, 作者为…, 资料图片: what looks like a byline and is none."""
    plain = folded(text[:MAX_LINE])
    return _NOT_A_BYLINE.match(plain, _past_bullets(plain)) is not None
