"""The paper a page belongs to, where the page itself names it: its masthead, its own office, its own dispatches.

A page names other papers too, whose reports it reprints or quotes. So a name counts only where a paper names itself,
and not at all where two names do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsroom.parsing.folding import folded

TITLE = r"[\u3400-\u9fff]{2,8}?(?:日报|晚报|晨报|早报|时报|商报|都市报|周报|青年报|农民报|法治报|法制报|新闻网)"
# 雪岭日报, 雪 岭 日 报, with the day behind or not; 雪岭日报编辑部, 《雪岭日报》社: a line of its own.
_MASTHEAD = re.compile(
    rf"[《〈]?(?P<title>{TITLE})[》〉]?"
    r"(?:社|编辑部|编委会|本社|发行部|广告部|副刊部|总编室|通联部)?"
    r"(?:出版|主办|印刷)?(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日.{0,12})?"
)
# 主办单位：雪岭日报社, 出版：雪岭日报社.
_PUBLISHED = re.compile(rf"(?:出版|主办|主管主办|承办)(?:单位)?[：:][《〈]?(?P<title>{TITLE})[》〉]?社?")
# 雪岭日报讯（记者, 阿勒泰新闻网-阿勒泰地区融媒体中心(记者: a dispatch of its own.
_WITH = r"(?:[-－—–·/ ]{1,3}[\u3400-\u9fff]{2,14}(?:中心|客户端|社|台|报))?"
_DISPATCH = re.compile(
    rf"(?P<title>{TITLE})(?:{_WITH}(?=（(?:见习|实习)?(?:记者|通讯员))|讯(?=[ （]))",
)
# More characters than what tells a dispatch of its own takes.
LONGEST_DISPATCH = 64
_OWN = re.compile("[本木]报(?:讯|记者|通讯员|[\u3400-\u9fff]{2,6}\\d{1,2}月)")
# National houses, whose dispatches every paper prints; a masthead of theirs is their own all the same.
_NATIONAL = re.compile("(?:人民|光明|经济|工人|农民|科技|法[治制]|中国)日报|中国青年报|环球时报|中国新闻网")


def newspaper_of(lines: Iterable[str]) -> str:
    """The paper that the lines of a page name as their own; "" where they name none, or more than one."""
    named: set[str] = set()
    dispatched: set[str] = set()
    own_dispatches = False
    for line in lines:
        solid = "".join(line.split())
        if found := _MASTHEAD.fullmatch(solid) or _PUBLISHED.fullmatch(solid):
            named.add(found["title"])
        if found := _DISPATCH.match(folded(line[:LONGEST_DISPATCH])):
            dispatched.add(found["title"])
        own_dispatches = own_dispatches or _OWN.match(solid) is not None
    if len(named) == 1:
        return named.pop()
    # A page that says 本报 has a name of its own, and does not tell it by what others sent.
    if not named and not own_dispatches and len(dispatched) == 1:
        (title,) = dispatched
        return "" if _NATIONAL.fullmatch(title) else title
    return ""
