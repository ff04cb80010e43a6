"""Display lines: how much each looks like (part of) a headline rather than a crosshead inside an article."""

from __future__ import annotations

import re

from newsroom.parsing.fragments import Kind
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import Weights

# A column tag in brackets closes the headlines of regular columns: （今日谈）, (记者手记).
COLUMN_TAG = re.compile(r"[（(][^（）()，。]{2,22}[）)]$")
NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:、|$)|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十]|[①-⑳]"
)
BULLET = re.compile(r"[●■◆▲★□○◇▶►]")
# Titles of the boxes that stand at the head of an article, and of those set into or after one.
HEAD_BOX = re.compile(
    r"[【■●◆]?(?:核心阅读|阅读提示|内容提要|编者按|编者的话|开栏的话|开栏语|导读|核心提示|提要)[：:—】]*$"
)
BOX_TITLE = re.compile(
    r"[【■●◆]?(?:人物小传|人物简介|延伸阅读|相关链接|新闻链接|链接|背景|小贴士|提示|编后|短评|人物名片|名片|新闻背景|数说|专家点评|点评|原声|声音|评论|案例|基本案情|典型意义)[：:—】]*$"
)
# What notices are headed with; papers set spaces into the short ones.
NOTICE_TITLE = re.compile(
    r"(?:[一-鿿]{0,6}(?:更正|致歉|启事|公告|通告|声明|讣告|告示|勘误)|(?:拍卖|招标|征稿)[一-鿿]{0,4})$"
)
# Log odds added for them: national dailies, from which the rest was learned, print none.
NOTICE = 4.0
SPOKEN = re.compile(r"[“「].*[”」]$")
SPEAKER = re.compile(r"(?:——|--|—)\s*[一-鿿·\s]{2,8}$")
DASH_START = ("——", "--", "—")
DASH_END = ("——", "--")
# Neighbouring lines, and runs of lines, that are looked at for a row of crossheads.
NEIGHBOURS = 4
# Paragraphs that a crosshead speaks for.
SECTION = 6


def score_displays(sheet: Sheet, weights: Weights) -> None:
    """Give every display line of the sheet its log odds of belonging to a headline."""
    for run_number, run in enumerate(sheet.runs):
        for place in range(len(run)):
            cues = display_cues(sheet, run_number, place)
            odds = weights.score("headline line", cues)
            if is_notice_title(sheet.units[run[place]].text):
                odds += NOTICE
            sheet.headline_scores[run[place]] = odds


def is_notice_title(text: str) -> bool:
    """更正, 公 告, 遗失声明 …"""
    return len(text) <= 12 and NOTICE_TITLE.match("".join(text.split())) is not None


def display_cues(sheet: Sheet, run_number: int, place: int) -> dict[str, float]:
    """What a display line's words, length, neighbours and text below say of it."""
    run = sheet.runs[run_number]
    line = run[place]
    found = word_cues(sheet.units[line].text)
    found["lines in the run"] = float(min(len(run), 6))
    found["lines above in the run"] = float(min(place, 6))
    found["lines below in the run"] = float(min(len(run) - 1 - place, 6))
    for away, other in ((-1, place - 1), (1, place + 1)):
        if 0 <= other < len(run):
            side = "above" if away < 0 else "below"
            found.update(
                (f"line {side}: {cue}", value) for cue, value in word_cues(sheet.units[run[other]].text).items()
            )
    if place and not sheet.units[line].after_gap:
        found["stacked under a line"] = 1.0
    _neighbour_cues(found, sheet, run)
    _row_cues(found, sheet, run_number, line)
    _share_cues(found, sheet, run, line)
    return found


def word_cues(text: str) -> dict[str, float]:
    """Cues from a display line's own words."""
    found = {"characters": float(min(len(text), 40))}
    if COLUMN_TAG.search(text):
        found["column tag"] = 1.0
    if BOX_TITLE.match(text):
        found["box title"] = 1.0
    if HEAD_BOX.match(text):
        found["head box title"] = 1.0
    if BULLET.match(text):
        found["has a bullet"] = 1.0
    if NUMBERED.match(text):
        found["numbered"] = 1.0
    if SPEAKER.match(text) and len(text) < 10:
        found["names a speaker"] = 1.0
    elif text.startswith(DASH_START):
        found["opens with a dash"] = 1.0
    if text.endswith(DASH_END):
        found["ends with a dash"] = 1.0
    if SPOKEN.match(text):
        found["all in quotation marks"] = 1.0
    if text[-1] in "？?":
        found["asks"] = 1.0
    elif text[-1] in "！!":
        found["exclaims"] = 1.0
    if "，" in text or "," in text:
        found["has a comma"] = 1.0
    if " " in text or "\u3000" in text:
        found["has a space"] = 1.0
    if "：" in text or ":" in text:
        found["has a colon"] = 1.0
    if any(character.isdigit() for character in text):
        found["has a digit"] = 1.0
    return found


def _neighbour_cues(found: dict[str, float], sheet: Sheet, run: list[int]) -> None:
    units = sheet.units
    above = units[run[0] - 1] if run[0] else None
    below = units[run[-1] + 1] if run[-1] + 1 < len(units) else None
    if above is None:
        found["top of the page"] = 1.0
    elif above.kind not in (Kind.BODY, Kind.CAPTION):
        found[f"{above.kind.value} above"] = 1.0
    if below is None or run[0] > sheet.last_body:
        found["bottom of the page"] = 1.0
    elif below.kind not in (Kind.BODY, Kind.CAPTION):
        found[f"{below.kind.value} below"] = 1.0
    after = sheet.number_after(run[-1])
    if after < len(sheet.bodies):
        found.update((f"next: {cue}", value) for cue, value in sheet.first_words[after].items())
    if after > 0:
        found.update((f"before: {cue}", value) for cue, value in sheet.last_words[after - 1].items())


def _row_cues(found: dict[str, float], sheet: Sheet, run_number: int, line: int) -> None:
    """Crossheads come in rows: runs of like build, each with a few paragraphs after it."""
    length = len(sheet.units[line].text)
    shape = [len(sheet.units[index].text) for index in sheet.runs[run_number]]
    alike = same = 0
    for other in range(max(0, run_number - NEIGHBOURS), min(len(sheet.runs), run_number + NEIGHBOURS + 1)):
        if other == run_number:
            continue
        lengths = [len(sheet.units[index].text) for index in sheet.runs[other]]
        if len(lengths) == len(shape):
            if all(abs(one - two) <= max(1, one // 5) for one, two in zip(lengths, shape, strict=True)):
                alike += 1
            if lengths == shape:
                same += 1
    found["runs alike"] = float(alike)
    found["runs of the same lengths"] = float(same)
    at = sheet.number_after(line)
    starts = [sheet.number_after(run[-1]) for run in sheet.runs]
    found["paragraphs since the last run"] = float(min(20, at - (starts[run_number - 1] if run_number else 0)))
    following = starts[run_number + 1] if run_number + 1 < len(starts) else len(sheet.bodies)
    found["paragraphs to the next run"] = float(min(20, following - at))
    found["display lines on the page"] = float(min(len(sheet.lines), 30))
    found["display lines at the end"] = float(min(sheet.after_last, 20))
    openings = [number for number in sheet.opened if number < at]
    found["paragraphs since an opening"] = float(min(30, at - openings[-1])) if openings else 30.0
    found["length against the row"] = _against(length, [len(sheet.units[other].text) for other in sheet.lines])
    if sheet.units[line].wrapped:
        found["wrapped"] = 1.0


def _against(length: int, others: list[int]) -> float:
    ordered = sorted(others)
    return length / max(1, ordered[len(ordered) // 2])


def _share_cues(found: dict[str, float], sheet: Sheet, run: list[int], line: int) -> None:
    at = sheet.number_after(run[-1])
    strings = sheet.line_strings[line]
    found["shared with the next paragraph"] = sheet.share(strings, at, at + 1)
    found["shared with the next section"] = ahead = sheet.share(strings, at, at + SECTION)
    found["shared with the last section"] = behind = sheet.share(strings, at - SECTION, at)
    found["shared with the page"] = whole = sheet.share(strings, 0, len(sheet.bodies))
    found["shared elsewhere only"] = whole - max(ahead, behind)
    if 0 < at < len(sheet.bodies):
        vocabulary = sheet.vocabulary
        found["text above and below alike"] = min(6.0, vocabulary.likeness(*_sides(sheet, at, 3)))
        found["wide text above and below alike"] = min(6.0, vocabulary.likeness(*_sides(sheet, at, 8)))


def _sides(sheet: Sheet, at: int, reach: int) -> tuple[set[str], set[str]]:
    return sheet.pairs_between(at - reach, at), sheet.pairs_between(at, at + reach)
