"""Bylines (署名), sign-offs, photo credits and datelines, wherever a newspaper prints them.

All offsets are into the text given: one line or paragraph, already joined, not normalised. The functions are pure,
take linear time and raise nothing on any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from newsroom.parsing.byline_lines import (
    MAX_LINE,
    is_not_a_byline,
    names_alone,
    past_bullets,
    past_spaces,
    pen_name,
    read_line,
    read_unit_and_names,
    source_and_bracket,
)
from newsroom.parsing.credits import Credit, CreditRun, read_zone, run_as_printed
from newsroom.parsing.datelines import dateline_at, dateline_day
from newsroom.parsing.folding import folded
from newsroom.parsing.surnames import is_ordinary_word
from newsroom.parsing.trade import NOTE_BEHIND_SHOT, PICTURE_NOTE, SPOKEN, is_no_byline_at
from newsroom.parsing.types import Role

__all__ = [
    "Closing",
    "Credit",
    "CreditRun",
    "Opening",
    "dateline_day",
    "inner_openings",
    "is_not_a_byline",
    "opens_with_dateline",
    "read_caption",
    "read_closing",
    "read_line",
    "read_opening",
    "spans_cut",
]

# How far a byline without brackets may reach: three houses and five reporters take 37 characters.
MAX_UNBRACKETED = 120
# How far the names of a bracket that lost its other half may reach.
MAX_UNCLOSED = 60
# How far back a photo credit without a bracket may begin: a house, a role and four names with room to spare.
MAX_CREDIT = 80


@dataclass(frozen=True, slots=True)
class Opening:
    """How a body paragraph starts. Running text begins at ``body_start``; dateline and runs cover all before it."""

    dateline: tuple[int, int] | None
    runs: tuple[CreditRun, ...]
    body_start: int


@dataclass(frozen=True, slots=True)
class Closing:
    """How a body paragraph ends. Running text ends at ``body_end``; ``runs`` is empty where a dateline stands alone."""

    runs: tuple[CreditRun, ...]
    body_end: int
    dateline: tuple[int, int] | None = None


# Without one of these near its start no text opens with a dateline or a byline. Each is an alternative of its own, as
# that makes for the quickest search.
_OPENS = re.compile(r"讯|汛|迅|电|消息|报道|（|\(|〔|\[|［|【")


@lru_cache(maxsize=1024)
def read_opening(text: str) -> Opening | None:
    """The dateline and byline a paragraph opens with. None where it opens with neither."""
    if _OPENS.search(text, 0, MAX_UNBRACKETED + 60) is None:
        return None
    plain = folded(text[: 2 * MAX_LINE])
    start = past_bullets(plain)
    found = dateline_at(plain, start)
    dateline = (start, found.end) if found else None
    position = past_spaces(plain, found.end) if found else start
    runs = _brackets_at(plain, position, behind_dateline=found is not None)
    if not runs:
        run = source_and_bracket(plain, start) if found is None else None
        run = run or _reporting(plain, position) or (_unclosed(plain, position) if found else None)
        runs = [run] if run else []
    if not runs and dateline is None:
        return None
    body_start = past_spaces(plain, runs[-1].end if runs else position)
    return Opening(dateline, tuple(run_as_printed(run, text, plain) for run in runs), body_start)


def opens_with_dateline(text: str) -> bool:
    """Whether ``read_opening`` would find a dateline; asked of every line of a column."""
    if _OPENS.search(text, 0, MAX_UNBRACKETED + 60) is None:
        return False
    plain = folded(text[: 2 * MAX_LINE])
    return dateline_at(plain, past_bullets(plain)) is not None


def spans_cut(head: str, tail: str) -> bool:
    """Whether a bracketed byline that ``head`` breaks off in closes in ``tail``: （本报记者 某某、某 | 某、某某）."""
    left, right = folded(head[-MAX_LINE:]).rstrip(" "), folded(tail[:MAX_LINE]).lstrip(" ")
    start, close = left.rfind("（"), right.find("）")
    if start < 0 or close < 0 or "）" in left[start:]:
        return False
    whole = left[start + 1 :] + right[:close]
    zone = read_zone(whole, 0, len(whole), behind_dateline=dateline_at(left[:start].lstrip(" ")) is not None)
    return zone is not None and bool(zone.credits) and zone.spoken


_INNER_DATELINE = re.compile(
    r"(?:据 ?)?(?:本报|新华社|中新社|人民网|本网)[^，。；：！？“”（）《》]{0,40}?[电讯] {0,2}（"
)


_SENT_BRACKET = re.compile(r"[电讯]\s{0,2}[（(]")


def inner_openings(text: str) -> list[int]:
    """Where further reports begin inside a text: every dateline with its reporters' bracket that does not open it.

    A dump may set a column of short reports, headlines and all, in one line.
    """
    if _SENT_BRACKET.search(text) is None:
        return []
    plain = folded(text)
    found = []
    for candidate in _INNER_DATELINE.finditer(plain, 1):
        dateline = dateline_at(plain, candidate.start())
        if dateline is None or plain[candidate.start() - 1] in "据《“（":
            continue
        run = _bracketed_at(plain, past_spaces(plain, dateline.end), behind_dateline=True)
        if run is not None and run.confidence >= 0.7:
            found.append(candidate.start())
    return found


def _brackets_at(text: str, start: int, *, behind_dateline: bool) -> list[CreditRun]:
    """（记者 …） at ``start``, and （摄影 …） behind it."""
    runs: list[CreditRun] = []
    while run := _bracketed_at(text, start, behind_dateline=behind_dateline and not runs):
        runs.append(run)
        start = past_spaces(text, run.end)
    return runs


def _bracketed_at(text: str, start: int, *, behind_dateline: bool) -> CreditRun | None:
    """（记者 …） at ``start``; names alone only behind a dateline, where a misread name does not hide the others."""
    if text[start : start + 1] not in ("（", "〔"):
        return None
    close = min((at for at in (text.find("）", start), text.find("〕", start)) if at >= 0), default=-1)
    zone = read_zone(text, start + 1, close, behind_dateline=behind_dateline) if close > 0 else None
    if zone is None and behind_dateline and 0 < close - start <= MAX_UNBRACKETED:
        zone = read_zone(text, start + 1, close, behind_dateline=True, forgiving=True)
    if zone is None or not zone.credits or not (zone.spoken or behind_dateline):
        return None
    return zone.as_run(start, close + 1, at_most=1.0 if zone.spoken else 0.9)


_REPORTS = re.compile(r"(?:摄影|综合|联合|采访)?报道 ?(?:[：，。]| |$)")


def _reporting(text: str, start: int) -> CreditRun | None:
    """记者A、B报道： with no bracket around it."""
    stop = min(len(text), start + MAX_UNBRACKETED)
    sentence_end = re.compile("[。；！？“（]").search(text, start, stop)
    report = _REPORTS.search(text, start, sentence_end.start() if sentence_end else stop)
    zone = read_zone(text, start, report.start()) if report else None
    if report is None or zone is None or not zone.spoken or not zone.credits:
        return None
    return zone.as_run(start, report.end())


# What running text opens with behind a byline whose closing bracket the scan lost.
_TEXT_OPENS = re.compile(r" *(?:\d{1,4} ?[年月日]|近日|日前|今[日天年]|昨[日天]|连日来|去年|目前|[“《])")


def _unclosed(text: str, start: int) -> CreditRun | None:
    """本报讯（记者 某某 1月5日，…: a bracket lost, so that the date behind the names tells where they end."""
    inner = start + 1 if text[start : start + 1] in ("（", "〔") else start
    stop = min(len(text), inner + MAX_UNCLOSED)
    close = text.find("）", inner, stop)
    if close >= 0 and inner == start and "（" not in text[inner:close]:
        zone = read_zone(text, inner, close)
        return zone.as_run(start, close + 1, at_most=0.7) if zone and zone.spoken and zone.credits else None
    for opens in _TEXT_OPENS.finditer(text, inner, stop):
        if text[opens.start() - 1] in "从在于对向到随就":
            # 记者某某从日前…获悉 is a sentence, whatever stands before its date.
            return None
        zone = read_zone(text, inner, opens.start())
        if zone is not None and zone.spoken and zone.credits:
            return zone.as_run(start, opens.start(), at_most=0.7)
    return None


# Nothing but running text ends like this.
_SENTENCE_ENDS = re.compile(r"(?:(?<![）) ])[。！？!?：:，,；;]|[”’])\s*$")


@lru_cache(maxsize=1024)
def read_closing(text: str, *, last: bool) -> Closing | None:
    """The sign-off, credit or dateline a paragraph ends with.

    Names alone are believed behind a full stop; a word that may be a pen name only where the article ends (``last``).
    """
    if _SENTENCE_ENDS.search(text[-40:]):
        return None
    plain, offset = _folded_end(text)
    end = len(plain.rstrip(" "))
    closing = _bracketed_sign_off(plain, end, last=last)
    if closing is None and (run := _unbracketed_credit(plain, end, behind_sentence=True)):
        closing = Closing((run,), run.start)
    if closing is None:
        return None
    dateline = closing.dateline and (closing.dateline[0] + offset, closing.dateline[1] + offset)
    runs = tuple(_moved(run, text, plain, offset) for run in closing.runs)
    return Closing(runs, _without_space(text, closing.body_end + offset), dateline)


@lru_cache(maxsize=1024)
def read_caption(text: str) -> tuple[int, CreditRun | None]:
    """A caption, and the credit it ends in: (where the caption's own words end, the credit or None)."""
    plain, offset = _folded_end(text)
    end = len(plain.rstrip(" "))
    closing = _bracketed_sign_off(plain, end, last=False)
    run = closing.runs[0] if closing and closing.runs else _unbracketed_credit(plain, end, behind_sentence=False)
    if run is None:
        return len(text), None
    return _without_space(text, run.start + offset), _moved(run, text, plain, offset)


def _folded_end(text: str) -> tuple[str, int]:
    """The folded end of a text, as far as a sign-off can reach, and where it starts."""
    offset = max(0, len(text) - 2 * MAX_LINE)
    return folded(text[offset:]), offset


def _moved(run: CreditRun, text: str, plain: str, offset: int) -> CreditRun:
    """A run found in the folded end of a text, as it stands in the text."""
    run = run_as_printed(run, text[offset:], plain)
    return replace(run, start=run.start + offset, end=run.end + offset)


def _without_space(text: str, end: int) -> int:
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def _bracketed_sign_off(text: str, end: int, *, last: bool) -> Closing | None:
    """…。（记者 某某）, …。（某某摄）（新华社稿）, （新华社北京2月4日电）, and at an article's end （某某）."""
    close = end - 1 if text.endswith("）", 0, end) else end - 2
    if close < 1 or text[close] != "）" or text[close + 1 : end] not in ("", "。"):
        return None
    start = _matching_bracket(text, close)
    if PICTURE_NOTE.fullmatch(text, start, close + 1) and text[:start].rstrip(" ").endswith("）"):
        # The note belongs to the credit before it.
        close = len(text[:start].rstrip(" ")) - 1
        start = _matching_bracket(text, close)
    if start < 0 or is_no_byline_at(text, start, close + 1):
        return None
    zone = read_zone(text, start + 1, close)
    if zone is not None and zone.dateline is not None:
        if not zone.credits:
            return Closing((), start, (start, end))
        return Closing((zone.as_run(zone.dateline[1], end),), start, (start, zone.dateline[1]))
    if zone is not None and zone.spoken:
        if issued := _ISSUED.search(text, max(0, start - 8), start):
            # 新华社发（某某摄）: the agency belongs to the credit.
            start = issued.start()
        return Closing((zone.as_run(start, end),), start)
    if not _ends_a_sentence(text, start):
        return None
    if zone is not None and (last or not any(is_ordinary_word(credit.name) for credit in zone.credits)):
        return Closing((names_alone(start, end, zone),), start)
    if signed := read_unit_and_names(text, start + 1, close, apart=False):
        return Closing((CreditRun(start, end, signed, 0.6, False),), start)
    if last and (name := pen_name(text, start + 1, close)):
        return Closing((CreditRun(start, end, (Credit(name, Role.AUTHOR),), 0.4, False),), start)
    return None


_ISSUED = re.compile(r"(?:新华社|中新社|人民图片|视觉中国)发? *$")


def _matching_bracket(text: str, close: int) -> int:
    """Where the bracket closed at ``close`` was opened, over those inside it (赴刚果（金）医疗队); -1 if nowhere."""
    depth = 0
    for at in range(close, max(-1, close - MAX_LINE), -1):
        depth += (text[at] == "）") - (text[at] == "（")
        if not depth:
            return at
    return -1


def _ends_a_sentence(text: str, end: int) -> bool:
    before = text[:end].rstrip(" ")
    return not before or before[-1] in "。！？…”’』」）；"


# Where a credit without a bracket may begin: behind a sentence, a bracket or white space; in a caption behind a comma.
_BEFORE_CREDIT = re.compile(r"(?<=[。！？…”’』」） ])(?=[^。！？…”’』」） ])")
_BEFORE_CAPTION_CREDIT = re.compile(r"(?<=[。！？…”’』」） ，])(?=[^。！？…”’』」） ，])")


def _unbracketed_credit(text: str, end: int, *, behind_sentence: bool) -> CreditRun | None:
    """…。 实习记者 某某摄: a credit with no bracket around it; ``behind_sentence``: only behind a full stop."""
    stop = _before_note(text, end)
    if not behind_sentence and text.endswith(("摄。", "摄影。", "供图。"), 0, stop):
        stop -= 1
    if stop < 1 or text[stop - 1] in "。！？”’』」）：，；":
        return None
    if SPOKEN.search(text, max(0, stop - MAX_CREDIT), stop) is None:
        return None
    before = _BEFORE_CREDIT if behind_sentence else _BEFORE_CAPTION_CREDIT
    for cut in before.finditer(text, max(0, stop - MAX_CREDIT), stop):
        behind_comma = text[cut.start() - 1] == "，"
        if behind_sentence and not _ends_a_sentence(text, cut.start()):
            continue
        if behind_comma and "，" in text[cut.start() : stop]:
            continue
        zone = read_zone(text, cut.start(), stop)
        if zone is not None and zone.spoken and zone.credits and zone.dateline is None:
            return zone.as_run(cut.start(), end)
    return None


def _before_note(text: str, end: int) -> int:
    """Where the text ends before a note such as （影像中国）, or ``end``."""
    start = text.rfind("（", 0, end)
    if start >= 0 and (PICTURE_NOTE.fullmatch(text, start, end) or NOTE_BEHIND_SHOT.fullmatch(text, start, end)):
        return len(text[:start].rstrip(" "))
    return end
