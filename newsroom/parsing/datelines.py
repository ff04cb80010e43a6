"""Datelines (电头): 本报讯, 新华社北京1月5日电, 石榴云/新疆日报讯, 本报巴黎、东京2月9日电.

Every function takes *folded* text (see ``folding``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsroom.language.numerals import number_of
from newsroom.parsing.folding import folded

# Who sends. A house that is not named here is known by the end of its name.
_HOUSE = (
    r"(?:[本木]报|本网|本台|本刊|本社|本站|新华社|新华网|中新社|中新网|中国新闻社|人民日报|人民网|央视|央广网?|总台|光明网|中央社|"
    r"法新社|路透社|美联社|共同社|塔斯社|俄新社|韩联社|彭博社|德新社|埃菲社|安莎社|"
    r"[\u4e00-\u9fff]{1,12}(?:日报|晚报|早报|时报|商报|都市报|晨报|法治报|法制报|新闻网|网|融媒体中心|融媒|广播电视台|电视台|电台|客户端|在线|云))"
)
# 石榴云/新疆日报: one report sent by several houses.
_HOUSES = rf"{_HOUSE}(?:[/、 ]{{1,2}}{_HOUSE}){{0,2}}"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十○〇]{1,3})"
_DAY = rf"(?:(?:(?P<year>\d{{4}}) ?年 ?)?(?P<month>{_NUMBER}) ?月 ?)?(?P<day>{_NUMBER}) ?日"
# 本报墨西哥城、东京、约翰内斯堡: where it was sent from. The samples name up to twelve cities in 51 characters.
_PLACE = r"[^，。：；（）！？“”《》\d]{0,60}?"
# 电 that opens 电话, 电视, 电子 … is no dateline's end.
_SENT = r"(?:专电|电讯|[讯汛迅](?![员息问期速号])|消息|电(?![话视子影力脑站台厂网信气动器池缆商梯压费机源波能线车报]))"

_DATELINE = re.compile(rf"〔?(?:据 ?)?(?P<house>{_HOUSES})(?P<place>{_PLACE}) ?(?:{_DAY})? ?(?P<sent>{_SENT})〕?")
# Every dateline ends in one of these.
SENT = re.compile("讯|汛|迅|电|消息")
# Without a day, and with a place, only the mark of the trade that follows tells a dateline from a sentence.
_NO_PLACE = re.compile("记者|编辑|读者|来$|致$")
_TRADE_MARK = re.compile(r" *(?:$|（|[，。：]|(?:[^，。：；（） ]{0,12})(?:记者|通讯员))| {1,4}\S")

_BARE_DATELINE = re.compile(r"讯 ?(?=（[^（）]{0,12}(?:记者|通讯员))")
LONGEST_DATELINE = 140
# Where a month is named, so is the day, and right behind it stands that it was sent.
_DAY_AND_SENT = re.compile(rf"日 ?{_SENT}")

# Houses that open with 消息; behind another word it is a piece of news (网上消息).
_HOUSES_OF_NEWS = re.compile("本[报网台站]|央视|央广网?|新华社|人民网")


@dataclass(frozen=True, slots=True)
class Dateline:
    end: int
    house: str


def dateline_at(text: str, start: int = 0, end: int | None = None) -> Dateline | None:
    """The dateline that begins at ``start``, if one does."""
    stop = len(text) if end is None else end
    reach = min(stop, start + LONGEST_DATELINE)
    if SENT.search(text, start, reach) is None:
        return None
    found = _DATELINE.match(text, start, reach)
    if found is None:
        return _bare_dateline(text, start, stop)
    place, dated = found["place"].strip(), found["day"] is not None
    if not place and not dated and found["sent"] == "消息" and not _HOUSES_OF_NEWS.fullmatch(found["house"]):
        return None
    needs_mark = not dated and (place != "" or found["sent"] == "电")
    if _NO_PLACE.search(place):
        return None
    if needs_mark and not _TRADE_MARK.match(text, found.end(), stop):
        return None
    # 本报巴黎、东京、罗马电 names many places; a single one is not longer than a dozen characters.
    if not dated and len(place) > 12 and "、" not in place:
        return None
    return Dateline(found.end(), found["house"])


def _bare_dateline(text: str, start: int, end: int) -> Dateline | None:
    """讯（记者 …: the house fell to the scan; only a reporter behind it makes it a dateline."""
    found = _BARE_DATELINE.match(text, start, end)
    return Dateline(found.end(), "") if found else None


def dateline_day(text: str) -> tuple[int, int] | None:
    """(month, day) that a dateline states: 新华社北京1月15日电 -> (1, 15). None where it names no month."""
    plain = folded(text[:200])
    found = _DATELINE.search(plain) if _DAY_AND_SENT.search(plain) else None
    if found is None or not found["month"]:
        return None
    month, day = number_of(found["month"]) or 0, number_of(found["day"]) or 0
    return (month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
