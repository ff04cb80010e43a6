"""Page furniture: what stands on a page beside its articles. Folios (A03 民生新闻 2025年3月14日 星期五), the page's
editors, the paper's imprint, and the guide (导读) to what is on other pages.

A line is furniture only where all of it is. A name of two to six characters may stand among the rest, as page names do;
a day alone is none, as notices are dated so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsroom.parsing.folding import folded
from newsroom.parsing.mastheads import TITLE

# Longer lines are text, whatever they hold.
LONGEST = 120
_HAN = "\u3400-\u9fff"
_NUMBER = r"(?:\d{1,4}|[〇○零一二三四五六七八九十百]{1,5})"
_DAY = rf"(?:(?:19|20)\d\d ?[-年/.·] ?\d{{1,2}} ?[-月/.·] ?\d{{1,2}} ?日?|{_NUMBER}年{_NUMBER}月{_NUMBER}日)"
_ALMANAC = (
    rf"(?:星期|周|礼拜)[一二三四五六日天]|(?:农历|夏历|阴历)?[{_HAN}]{{2}}年 ?[{_HAN}]{{1,3}}月[{_HAN}]{{1,3}}"
    rf"|(?:农历|夏历|阴历)[{_HAN}]{{2,9}}"
)
_FOLIO = (
    rf"第 ?{_NUMBER} ?版|[A-DTＴ]?\d{{1,3}} ?版|[A-DT]\d{{1,3}}|0\d|(?:今日|本期|共)[共出]? ?{_NUMBER} ?版"
    r"|(?:总第|第) ?\d{1,6} ?期|(?:国内统一)?(?:连续出版物号|刊号)[： ]*CN ?[\d/-]+|CN ?\d\d-\d{4}(?:/\w*)?"
    r"|邮发代号[： ]*[\d-]+|(?:零售|定)价[： ]*[\d.]+ ?元|[Pp][Aa][Gg][Ee] ?\d{1,3}"
)
_PERSON = rf"(?:[{_HAN}]{{2,4}}|[{_HAN}] {{1,3}}[{_HAN}])"


def _credited(work: str) -> str:
    return rf"{work} ?[：/ ] ?{_PERSON}(?:[、， ]{{1,3}}{_PERSON}(?! ?[：/]))*"


_STAFF = (
    r"(?:本版|本期|值班|责任|执行|图片|文字|视觉|美术|版面|总|副|夜班|首席)?"
    r"(?:责编|编辑|编委|主编|美编|图编|校对|审读|审校|检校|组版|排版|主任|总监|一读|二读)"
)
_DESIGN = r"(?:版式|版面|美术)?(?:版式|设计)"
_REACH = (
    r"(?:新闻|报料|投诉|编辑部|发行|广告|订报|投稿|联系|服务|咨询)*"
    r"(?:热线|电话|传真|邮箱|信箱|QQ群?|微信|E-?mail|网址|邮编)(?:电话|号)? ?[： ] ?"
    r"(?:[\w.+-]+@[\w.-]+|(?:https?：?/?/?)?[\w-]+(?:\.[\w-]+)+(?:/[\w./-]*)?|[\d（）() -]{5,24}|[A-Za-z][\w-]{3,20})"
)
_IMPRINT = (
    rf"[《〈]?{TITLE}[》〉]?$|[《〈]?{TITLE}[》〉]?社?(?:有限(?:责任)?公司|传媒集团|编辑部|编委会)?(?:主管|主办|出版|承印|印刷)+"
    rf"|(?:主管|主办|出版|承办|承印|印刷)+(?:单位)?： ?[{_HAN}]{{4,24}}|(?:本报|社)?地址： ?[{_HAN}\d]{{4,30}}"
)
_ENDS = r"(?=[ ·/，；：。]|$)"
# What nothing but furniture says.
_TELLING = re.compile(rf"(?:{_credited(_STAFF)}|{_REACH}|{_IMPRINT}){_ENDS}")
# What a line needs two of to be furniture. A numbered page may have its name right behind: 03版要闻.
_ITEM = re.compile(rf"(?:{_DAY}|{_FOLIO}|{_ALMANAC}|{_credited(_DESIGN)}){_ENDS}|(?:[A-DT]\d\d|0\d ?版)(?=[{_HAN}])")
# Every item holds one of these, as printed; most lines of text hold none and are told at a glance.
_HINT = re.compile(
    r"[\d版期周年历编校审邮信址话真网报]|星期|礼拜|设计|美术|主[任管办编]|总监|[一二]读|组|热线|电[话邮子]|QQ|微信|[Mm]ail|承[办印]|印刷"
    r"|出版|CN|[Pp][Aa][Gg][Ee]|价"
)
_BETWEEN = re.compile(r"[ ·/，；：。—–-]+")
_NAME = re.compile(rf"[{_HAN}]{{2,6}}(?=[ ·/：]|[A-DT\d]|$)")
_PADDED = re.compile(rf"(?<![{_HAN}])(?:[{_HAN}] ){{1,5}}[{_HAN}](?![{_HAN}])")
_NAMES_STAFF = re.compile(_STAFF)

_GUIDE_TITLE = re.compile(r"[【■●◆]?(?:今日|本期|本报|要闻|新闻)?(?:导读|导航|要目|看点|重点推荐)[：:】]*")
_LONGEST_TITLE = 10
_PAGE = rf"(?:[A-DT]?\d{{1,3}}|{_NUMBER})"
_GUIDE_ENTRY = re.compile(rf".{{4,60}}?(?:(?:[>》»▶→…·—]+|[详请]?见| ) ?第? ?{_PAGE} ?版?|第?{_PAGE} ?版)[>》» ]*")


def is_furniture(text: str) -> bool:
    """Whether the whole line is a folio, names the page's editors, or tells where the paper is made."""
    if len(text) > LONGEST or "。" in text or not _HINT.search(text):
        return False
    plain = folded(text).strip()
    if " " in plain and not _NAMES_STAFF.search(plain):
        # 综 合 新 闻; between a page's editors the same spaces part two names.
        plain = _PADDED.sub(lambda found: found[0].replace(" ", ""), plain)
    at = telling = items = names = 0
    while at < len(plain):
        if between := _BETWEEN.match(plain, at):
            at = between.end()
            continue
        if found := _TELLING.match(plain, at):
            telling += 1
        elif found := _ITEM.match(plain, at):
            items += 1
        elif names == 0 and (found := _NAME.match(plain, at)):
            names += 1
        else:
            return False
        at = found.end()
    return telling > 0 or items > 1 or (items == 1 and names == 1)


def furniture_among(texts: Sequence[str]) -> set[int]:
    """Which of a page's lines, in order, are furniture; a box that guides to other pages is so with all its entries."""
    return {index for index, text in enumerate(texts) if is_furniture(text)} | _guides(texts)


def _guides(texts: Sequence[str]) -> set[int]:
    """The lines of boxes that say what other pages hold: 导读 and the entries under it, each ending in its page."""
    found: set[int] = set()
    for index, text in enumerate(texts):
        if len(text) > _LONGEST_TITLE or _GUIDE_TITLE.fullmatch(text) is None:
            continue
        end = index + 1
        while end < len(texts) and len(texts[end]) <= LONGEST and _GUIDE_ENTRY.fullmatch(texts[end]):
            end += 1
        if end > index + 1:
            found.update(range(index, end))
    return found
