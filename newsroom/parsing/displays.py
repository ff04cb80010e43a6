"""Display lines: how much each looks like (part of) a headline rather than a crosshead inside an article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from newsroom.parsing.fragments import Kind
from newsroom.parsing.names import confidence_of_name
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import Weights

# A column tag in brackets closes the headlines of regular columns: （今日谈）, (记者手记).
COLUMN_TAG = re.compile(r"[（(][^（）()，。]{2,60}[）)]$")
# 【人物】某某, 【点评】: the parts that a feature is made of.
PART_TAG = re.compile(r"【[^】]{1,10}】")
# 85.94亿笔, 20.9%, 9000列: what a subhead adds to a headline more often than the other way round.
AMOUNT = re.compile(
    r"(?<![\d.,—-])\d(?:[\d.,—-]*)(?:[%％万亿多余个项家倍元人名条公里吨成列次座户年岁天种类期起件部届]|$)"
)
# A line that says no subject of its own goes on with the line above.
GOES_ON = re.compile(
    r"(?:为|将|已|仍|并|共|均|让|把|被|向|对|以|从|在|使|促|助|其中|包括|涉及|覆盖|超|达|首|认为|要求|呼吁|表示|确保|力争|有望|不再|不得|旨在|推动|加快|实现"
    r"|今年|去年|明年|年底|年内|目前|预计|累计|同比|比上年|较|近|约|逾|\d)"
)
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
# Who said it stands over what was said; who was there, and the like, under what took place.
SAYS = re.compile(r"(?:强调|指出|要求|提出|表示|认为|号召|呼吁|批示|谈到|说)[：:]?$")
ATTENDS = re.compile(r"出席|主持|致辞|讲话|会见|陪同|参加|作报告|颁奖|发来贺信|致信")
TAKES_PLACE = re.compile(
    r"(?:召开|举行|举办|开幕|闭幕|落幕|印发|发布|公布|揭晓|启动|启用|开通|通车|开工|竣工|投产|投用|成立|揭牌|上线|首发|问世|出版|开展|开赛|夺冠|获奖|逝世)$"
)
BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")
IN_QUOTATION_MARKS = re.compile(r"[“「].*[”」]$")
SPEAKER = re.compile(r"(?:——|--|—)\s*(?P<name>[一-鿿·\s]{2,8})$")
SURE_NAME = 0.9
# Log odds taken off for a line that names who said what stands above it.
NAMES_SPEAKER = 4.0
BUILD = re.compile(r"[，,：: \u3000—“”《》、？?！!]")
WIDE = str.maketrans(",:?! ", "，：？！\u3000")
DASH_START = ("——", "--", "—")
DASH_END = ("——", "--")
# Neighbouring lines, and runs of lines, that are looked at for a row of crossheads.
NEIGHBOURS = 4
# Paragraphs that a crosshead speaks for.
SECTION = 6


def score_displays(sheet: Sheet, weights: Weights) -> None:
    """Give every display line of the sheet its log odds of belonging to a headline."""
    cases = all_display_cues(sheet)
    for line, odds in zip(sheet.lines, weights.scores("headline line", cases), strict=True):
        text = sheet.units[line].text
        notice = NOTICE if is_notice_title(text) else 0.0
        speaker = NAMES_SPEAKER if "names a speaker" in word_cues(text) else 0.0
        sheet.headline_scores[line] = odds + notice - speaker


def is_notice_title(text: str) -> bool:
    """更正, 公 告, 遗失声明 …"""
    return len(text) <= 12 and NOTICE_TITLE.match("".join(text.split())) is not None


def all_display_cues(sheet: Sheet) -> list[dict[str, float]]:
    """The cues of every display line, in the order of the page."""
    shared = iter(shared_around(sheet))
    return [
        display_cues(sheet, run_number, place, next(shared))
        for run_number, run in enumerate(sheet.runs)
        for place in range(len(run))
    ]


def display_cues(sheet: Sheet, run_number: int, place: int, shared: Sequence[float]) -> dict[str, float]:
    """What a display line's words, length, neighbours and text below say of it."""
    run = sheet.runs[run_number]
    line = run[place]
    found = dict(word_cues(sheet.units[line].text))
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
    _share_cues(found, sheet, run, line, shared)
    return found


@lru_cache(maxsize=1024)
def word_cues(text: str) -> Mapping[str, float]:
    """Cues from a display line's own words; asked again wherever the line is somebody's neighbour."""
    found = {"characters": float(min(len(text), 40))}
    if COLUMN_TAG.search(text):
        found["column tag"] = 1.0
    if BOX_TITLE.match(text):
        found["box title"] = 1.0
    if HEAD_BOX.match(text):
        found["head box title"] = 1.0
    if PART_TAG.match(text):
        found["opens with a part's name"] = 1.0
    if AMOUNT.search(text):
        found["names an amount"] = 1.0
    if GOES_ON.match(text):
        found["goes on from above"] = 1.0
    if BULLET.match(text):
        found["has a bullet"] = 1.0
    if NUMBERED.match(text):
        found["numbered"] = 1.0
    if (speaker := SPEAKER.match(text)) and confidence_of_name("".join(speaker["name"].split())) >= SURE_NAME:
        found["names a speaker"] = 1.0
    elif text.startswith(DASH_START):
        found["opens with a dash"] = 1.0
    if text.endswith(DASH_END):
        found["ends with a dash"] = 1.0
    if IN_QUOTATION_MARKS.match(text):
        found["all in quotation marks"] = 1.0
    if text[-1] in "？?":
        found["asks"] = 1.0
    elif text[-1] in "！!":
        found["exclaims"] = 1.0
    if SAYS.search(text):
        found["ends before what was said"] = 1.0
    elif TAKES_PLACE.search(text):
        found["ends in what took place"] = 1.0
    if ATTENDS.search(text):
        found["tells who was there"] = 1.0
    if BRACKETED.match(text):
        found["all in brackets"] = 1.0
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
    row = _alike(sheet, run_number)
    found["runs alike"] = float(len(row))
    found["runs of the same build"] = float(_of_same_build(sheet, run_number))
    found["runs of the same lengths"] = float(sum(same for _, same in row))
    starts = sheet.numbers_after_runs
    at = starts[run_number]
    found["paragraphs since the last run"] = float(min(20, at - (starts[run_number - 1] if run_number else 0)))
    following = starts[run_number + 1] if run_number + 1 < len(starts) else len(sheet.bodies)
    found["paragraphs to the next run"] = float(min(20, following - at))
    found["display lines on the page"] = float(min(len(sheet.lines), 30))
    found["display lines at the end"] = float(min(sheet.after_last, 20))
    opened = bisect_left(sheet.opened, at)
    found["paragraphs since an opening"] = float(min(30, at - sheet.opened[opened - 1])) if opened else 30.0
    found["length against the row"] = length / sheet.usual_length
    if sheet.units[line].wrapped:
        found["wrapped"] = 1.0


def _alike(sheet: Sheet, run_number: int) -> list[tuple[int, bool]]:
    """Runs near one that have lines of about the same lengths, each with whether these are the very same."""
    shape = sheet.lengths_of_runs[run_number]
    found = []
    for other in range(max(0, run_number - NEIGHBOURS), min(len(sheet.runs), run_number + NEIGHBOURS + 1)):
        lengths = sheet.lengths_of_runs[other]
        if (
            other != run_number
            and len(lengths) == len(shape)
            and all(abs(one - two) <= max(1, one // 5) for one, two in zip(lengths, shape, strict=True))
        ):
            found.append((other, lengths == shape))
    return found


def _of_same_build(sheet: Sheet, run_number: int) -> int:
    """How many runs near one have as many lines with the same marks in them: 甲方，某事 … 乙方，某事."""
    shape = [_build(sheet.units[line].text) for line in sheet.runs[run_number]]
    if not any(shape):
        return 0
    near = range(max(0, run_number - NEIGHBOURS), min(len(sheet.runs), run_number + NEIGHBOURS + 1))
    return sum(
        other != run_number and [_build(sheet.units[line].text) for line in sheet.runs[other]] == shape
        for other in near
    )


@lru_cache(maxsize=1024)
def _build(text: str) -> str:
    """The marks inside a line, without the text between them."""
    return "".join(BUILD.findall(text)).translate(WIDE)


def _share_cues(found: dict[str, float], sheet: Sheet, run: list[int], line: int, shared: Sequence[float]) -> None:
    paragraph, ahead, behind, whole = shared
    found["shared with the next paragraph"] = paragraph
    found["shared with the next section"] = ahead
    found["shared with the last section"] = behind
    found["shared with the page"] = whole
    found["shared elsewhere only"] = whole - max(ahead, behind)
    at = sheet.number_after(run[-1])
    if 0 < at < len(sheet.bodies):
        found["text above and below alike"] = sheet.subjects.near[at - 1]
        found["wide text above and below alike"] = sheet.subjects.wide[at - 1]


def shared_around(sheet: Sheet) -> list[list[float]]:
    """For each display line its share in the next paragraph, the sections after and before it, and the page."""
    if not sheet.lines:
        return []
    at = np.array([sheet.number_after(run[-1]) for run in sheet.runs for _ in run])
    nothing = np.zeros_like(at)
    firsts = np.stack((at, at, at - SECTION, nothing), axis=1)
    lasts = np.stack((at + 1, at + SECTION, at, nothing + len(sheet.bodies)), axis=1)
    return sheet.shares.of_lines(firsts, lasts).tolist()
