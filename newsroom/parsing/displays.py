"""Display lines: how much each looks like (part of) a headline rather than a crosshead inside an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.parsing.fragments import Kind
from newsroom.parsing.units import Unit
from newsroom.parsing.weights import load

# A column tag in brackets closes the headlines of regular columns: （今日谈）, (记者手记).
COLUMN_TAG = re.compile(r"[（(][^（）()，。]{2,22}[）)]$")
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十])"
)
BOX_TITLE = re.compile(
    r"(?:核心阅读|人物小传|人物简介|延伸阅读|相关链接|新闻链接|链接|背景|小贴士|提示|编者按|编后|编者的话|记者手记|短评|阅读提示|内容提要|名片|新闻背景|数说|观点|专家点评|点评)[：:—]*$"
)
SPOKEN = re.compile(r"[“「].*[”」]$")
# Neighbouring display lines that are looked at for a row of crossheads.
NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Display:
    """A display line. ``headline_score``: log odds that it belongs to a headline group and is no crosshead."""

    unit: int
    text: str
    headline_score: float
    cues: dict[str, float]


def displays_of(units: Sequence[Unit]) -> list[Display]:
    """The display lines of a page with what they look like."""
    lines = [index for index, unit in enumerate(units) if unit.kind is Kind.DISPLAY]
    last_body = max((index for index, unit in enumerate(units) if unit.kind in (Kind.BODY, Kind.CAPTION)), default=-1)
    weights = load()
    found = []
    for number, index in enumerate(lines):
        cues = display_cues(units, lines, number, last_body)
        found.append(Display(index, units[index].text, weights.score("headline line", cues), cues))
    return found


def display_cues(units: Sequence[Unit], lines: Sequence[int], number: int, last_body: int) -> dict[str, float]:
    """What a display line's words, length and neighbours say of it."""
    index = lines[number]
    text = units[index].text
    found: dict[str, float] = {"bias": 1.0}
    _word_cues(found, text)
    above = units[index - 1] if index else None
    below = units[index + 1] if index + 1 < len(units) else None
    if above is None:
        found["top of the page"] = 1.0
    elif above.kind is Kind.DISPLAY:
        found["display line above"] = 1.0
    elif above.kind in (Kind.BYLINE, Kind.NOTE, Kind.CREDIT, Kind.JUMP_TO):
        found["article's end above"] = 1.0
    elif above.closing is not None:
        found["signed text above"] = 1.0
    elif above.opening is not None:
        found["opening paragraph above"] = 1.0
    if below is None or index > last_body:
        found["bottom of the page"] = 1.0
    elif below.kind is Kind.DISPLAY:
        found["display line below"] = 1.0
    elif below.kind in (Kind.BYLINE, Kind.JUMP_FROM, Kind.CAPTION, Kind.CREDIT):
        found[f"{below.kind.value} below"] = 1.0
    elif below.opening is not None:
        found["dateline below" if below.opening.dateline else "opening byline below"] = 1.0
    _row_cues(found, units, lines, number)
    return found


def _word_cues(found: dict[str, float], text: str) -> None:
    length = len(text)
    for limit in (5, 8, 12, 16, 20, 26):
        if length <= limit:
            found[f"up to {limit} characters"] = 1.0
            break
    else:
        found["longer"] = 1.0
    if COLUMN_TAG.search(text):
        found["column tag"] = 1.0
    if BOX_TITLE.match(text):
        found["box title"] = 1.0
    if NUMBERED.match(text):
        found["numbered"] = 1.0
    if text.startswith(("——", "--")):
        found["opens with a dash"] = 1.0
    if text.endswith(("——", "--")):
        found["ends with a dash"] = 1.0
    if SPOKEN.match(text):
        found["all in quotation marks"] = 1.0
    if text[-1] in "？?":
        found["asks"] = 1.0
    if "，" in text or "," in text:
        found["has a comma"] = 1.0
    if " " in text or "\u3000" in text:
        found["has a space"] = 1.0
    if "：" in text or ":" in text:
        found["has a colon"] = 1.0
    if any(character.isdigit() for character in text):
        found["has a digit"] = 1.0


def _row_cues(found: dict[str, float], units: Sequence[Unit], lines: Sequence[int], number: int) -> None:
    """Crossheads come in rows: single lines of like length, each with a few paragraphs after it."""
    length = len(units[lines[number]].text)
    alike = 0
    for other in range(max(0, number - NEIGHBOURS), min(len(lines), number + NEIGHBOURS + 1)):
        if other == number or not _stands_alone(units, lines[other]):
            continue
        if abs(len(units[lines[other]].text) - length) <= max(1, length // 6):
            alike += 1
    if _stands_alone(units, lines[number]):
        found["stands alone"] = 1.0
        found["row of like lines"] = min(alike, 4) / 2


def _stands_alone(units: Sequence[Unit], index: int) -> bool:
    above = index == 0 or units[index - 1].kind is not Kind.DISPLAY
    below = index + 1 == len(units) or units[index + 1].kind is not Kind.DISPLAY
    return above and below
