"""What the words of one display line say of it, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from newsroom.parsing import edges
from newsroom.parsing.names import confidence_of_name

# A column tag in brackets closes the headlines of regular columns: （今日谈）, (记者手记), (长三角见证·安徽篇(上)).
COLUMN_TAG = re.compile(r"[（(][^（）()，。]{2,60}(?:[（(][^（）()，。]{1,4}[）)])?[）)]$")
# 财经短波, 新闻速递, 来论: over several short pieces that have headlines of their own, yet are one article.
ROUND_UP = re.compile(
    r"[一-鿿]{0,6}(?:短波|资讯|速递|速览|速读|短讯|简讯|快讯|要讯|集萃|集锦|荟萃|汇总|一览|传真|播报|扫描|链接|掠影|撷英|摘编|摘登|来论|来信|建议|反馈|故事|之声|观点|快评|微评|简评|信箱|专家谈[一-鿿]{2,4})$"
)
LONGEST_ROUND_UP = 8
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
# 便民栏, 法律专栏: lines that say themselves that they name a column stand over what is printed in it.
NAMES_COLUMN = re.compile(r"[一-鿿]{1,5}(?:专?栏目?|专版|专页)")
# What notices are headed with; papers set spaces into the short ones.
NOTICE_TITLE = re.compile(
    r"(?:[一-鿿]{0,6}(?:更正|致歉|启事|公告|通告|声明|讣告|告示|勘误)|(?:拍卖|招标|征稿)[一-鿿]{0,4})$"
)
# Who said it stands over what was said; who was there, and the like, under what took place.
SAYS = re.compile(r"(?:强调|指出|要求|提出|表示|认为|号召|呼吁|批示|谈到|说)[：:]?$")
ATTENDS = re.compile(r"出席|主持|致辞|讲话|会见|陪同|参加|作报告|颁奖|发来贺信|致信")
TAKES_PLACE = re.compile(
    r"(?:召开|举行|举办|开幕|闭幕|落幕|印发|发布|公布|揭晓|启动|启用|开通|通车|开工|竣工|投产|投用|成立|揭牌|上线|首发|问世|出版|开展|开赛|夺冠|获奖|逝世)$"
)
# Who did it stands in the line above: 宣读贺信并发表主旨演讲.
DOES = re.compile(
    r"(?:宣读|听取|表决|决定|讨论|介绍|发表|强调|出席|主持|会见|签署|讲话|通过|审议|部署|研究|见证|共同|同意|致辞|作出|展示|吸引|签约|达成)"
)
PARTS = re.compile(r"[ \u3000，,]")
SHORTEST_PART = 3
BRACKETED = re.compile(r"[（(［\[〔][^（）()]*[）)］\]〕]$")
# ［十三届］第十号, 第三十六号: which of its kind a decree or notice is.
OF_NOTICE = re.compile(r"(?:[［\[〔][^］\]〕]{1,12}[］\]〕])?\s*第?[〇零一二三四五六七八九十百\d]{1,6}号$")
IN_QUOTATION_MARKS = re.compile(r"[“「].*[”」]$")
# The marks that shape a line; crossheads of one set have the same.
BUILD = re.compile(r"[，,：: \u3000—“”《》、？?！!]")
WIDE = str.maketrans(",;:?! ", "，；：？！\u3000")
SPEAKER = re.compile(r"(?:——|--|—)\s*(?P<name>[一-鿿·\s]{2,8})$")
SURE_NAME = 0.9
DASH_START = ("——", "--", "—")
DASH_END = ("——", "--")


@lru_cache(maxsize=1024)
def build_of(text: str) -> str:
    """The marks inside a line, without the text between them."""
    return "".join(BUILD.findall(text)).translate(WIDE)


def is_notice_title(text: str) -> bool:
    """更正, 公 告, 遗失声明 …"""
    return len(text) <= 12 and NOTICE_TITLE.match("".join(text.split())) is not None


def is_title(text: str) -> bool:
    """Whether a line is the whole title of a notice or a box, whatever comes below."""
    return is_notice_title(text) or HEAD_BOX.match(text) is not None or BOX_TITLE.match(text) is not None


@lru_cache(maxsize=1024)
def word_cues(text: str) -> Mapping[str, float]:
    """Cues from a display line's own words; asked again wherever the line is somebody's neighbour."""
    found = {"characters": float(min(len(text), 40)), "ends as lines do": edges.line_ends(text)}
    if COLUMN_TAG.search(text):
        found["column tag"] = 1.0
    if BOX_TITLE.match(text):
        found["box title"] = 1.0
    if HEAD_BOX.match(text):
        found["head box title"] = 1.0
    if len(text) <= LONGEST_ROUND_UP and ROUND_UP.match(text):
        found["names a round-up"] = 1.0
    if PART_TAG.match(text):
        found["opens with a part's name"] = 1.0
    if any(map(str.isdigit, text)):
        found["has a digit"] = 1.0
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
    if BRACKETED.match(text) or OF_NOTICE.match(text):
        found["all in brackets"] = 1.0
    if "，" in text or "," in text:
        found["has a comma"] = 1.0
    if DOES.match(text):
        found["opens with what was done"] = 1.0
    if _is_balanced(text):
        found["parts of one length"] = 1.0
    if " " in text or "\u3000" in text:
        found["has a space"] = 1.0
    if "：" in text or ":" in text:
        found["has a colon"] = 1.0
    return found


@lru_cache(maxsize=2048)
def word_cues_of(which: str, text: str) -> Mapping[str, float]:
    """The cues from the words of a line that is the first, the one above … of something."""
    return {f"{which}: {cue}": value for cue, value in word_cues(text).items()}


def _is_balanced(text: str) -> bool:
    """Whether a line, but for the name of its column, is made of parts of one length: 炉火正旺 年味正浓."""
    if PARTS.search(text) is None:
        return False
    lengths = {len(part) for part in PARTS.split(COLUMN_TAG.sub("", text))}
    return len(lengths) == 1 and SHORTEST_PART <= lengths.pop() < len(text) // 2 + 1
