"""The words of the newspaper trade around a byline: roles, what was done, houses, units and posts.

All are matched against *folded* text (see ``folding``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsroom.parsing.types import Role


def _words(text: str) -> list[str]:
    return text.split()


def _padded(word: str) -> str:
    """A pattern for a word set as wide as its neighbours: 通　讯　员."""
    return " {0,3}".join(word)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(_padded, sorted(words, key=len, reverse=True)))


# Words that name a role and stand before the names, whatever follows.
_KINDS_OF_REPORTER = _words(
    "参与采写 参与采写的 参与报道 参与报道的 参与 执笔 文字 摄影 视频 图片 特约 特派 特邀 首席 高级 资深 全媒体 融媒体 "
    "融媒 见习 实习 驻地 随军"
)
# As printed, and as scans misread them.
_REPORTER = rf"(?:{_padded('记者')}|[纪汜]者|记[音考])"
_CORRESPONDENT = rf"(?:{_padded('通讯员')}|通[迅汛]员|通讯[贝负])"
ROLE_WORDS = (
    rf"(?:{_any_of(_KINDS_OF_REPORTER)}){{0,2}} ?{_REPORTER}"
    rf"|(?:本报|特约|特邀|实习)?{_CORRESPONDENT}|{_padded('实习生')}|(?:特约|特邀|首席)?{_padded('评论员')}"
    rf"|(?:特约|特邀)?{_padded('撰稿人')}|参与采写(?= ?：)|参与报道(?= ?：)"
)

# Words that name what was done. They stand behind the names; before names only with a colon, a stroke or a space.
DEEDS: dict[str, Role] = {
    **dict.fromkeys(
        _words("整理 文字整理 采访整理 书面采访整理 搜集整理 数据整理 资料整理 综合整理 参与整理"), Role.COMPILER
    ),
    **dict.fromkeys(_words("编译 翻译 译"), Role.TRANSLATOR),
    **dict.fromkeys(_words("摄 摄影 摄影报道 摄制 摄像 航拍 拍摄 图 图片 配图"), Role.PHOTOGRAPHER),
    **dict.fromkeys(_words("照片 照片摄影 压题照片 题头照片"), Role.PHOTOGRAPHER),
    **dict.fromkeys(_words("供图 提供"), Role.PICTURE_SUPPLIER),
    **dict.fromkeys(_words("绘 画 作 绘图 绘制 绘画 漫画 插图 插画 速写 题图速写"), Role.ILLUSTRATOR),
    **dict.fromkeys(_words("文 文字 撰文 撰稿 供稿 采写 采访 书面采访 执笔 作者 报道 综合报道 联合报道"), Role.AUTHOR),
    **dict.fromkeys(_words("参与采写 参与报道 参与采访"), Role.CONTRIBUTING_REPORTER),
}
_LONG_DEEDS = [word for word in DEEDS if len(word) > 1]
# These stand before names only: 照片 at the end of 本报电视照片 is no deed of 本报电视.
_ONLY_BEFORE = frozenset(_words("照片 照片摄影 压题照片 题头照片 题图速写 文字 作者"))
# Those who did this are named and not credited.
_UNCREDITED = _words("口述 讲述 主持 朗诵 口述实录")

# Text and pictures by the same hand.
_HALVES = _words("文字 文 图片 图 摄影 摄像 摄 视频 撰文")
_AND_ANOTHER = rf"[/、](?:{'|'.join(_HALVES)})"
BOTH = "|".join([*(half + _AND_ANOTHER for half in _HALVES), *_words("文图 图文 文并图 图并文 文并摄")])

# What is credited on a page and is no byline.
_DESIGNERS = _words(
    "版式设计 版式 制图 题图设计 题图 设计 责编 美编 编辑 编审 统筹 策划 监制 校对 检校 审核 审校 终审 主编 主任 组版 "
    "排版 栏题 音频 视频 剪辑 主持 主持人 口述 讲述 讲述人 朗诵 出品 出品人 来源 书法 题字"
)
_OF_THE_PAGE = _words("本版 本期 本报 本栏 栏目 值班 版面 执行 责任 图片 文字 视觉 题图 美术 总 副 AI")
NOT_BYLINES = rf"(?:第?[一二三四五六七八九十\d]{{1,3}}版|{_any_of(_OF_THE_PAGE)})?(?:{_any_of(_DESIGNERS)})"

# What stands before names: a role word anywhere; another word only where a word can begin. 本版 says how far it holds.
MARK = re.compile(
    rf"(?P<role>{ROLE_WORDS})(?: ?[：/])?"
    rf"|(?<![\u4e00-\u9fffA-Za-z\d])(?:(?P<both>{BOTH})(?: ?[：/]| (?=\S))"
    rf"|(?P<other>{NOT_BYLINES})(?: ?[：/、]| (?=\S))"
    rf"|(?!{BOTH})(?:本[版组期文])?(?P<deed>(?:{_any_of(DEEDS)})(?= ?[：/])|(?:{_any_of(_LONG_DEEDS)})(?= \S)))"
)
# What stands behind names.
DONE = re.compile(
    rf"(?:{BOTH}|摄于[^，。：；、 ]{{1,16}}|{_any_of((set(DEEDS) - _ONLY_BEFORE) | set(_UNCREDITED))})(?=[ 、，；/]|$)"
)
# What tells at a glance that there is nothing to be found: a search for alternatives that each begin with a plain
# character takes a twentieth of one for ``MARK``. One of these stands in whatever names a role, …
_OF_ROLES = _words("记 纪者 汜者 通讯 通迅员 通汛员 实习 评论员 撰稿 参与")
# … one of these in whatever says that somebody is credited, …
SPOKEN = re.compile(_any_of({*_OF_ROLES, *DEEDS, *_UNCREDITED, "视频"}))
# … one of these in whatever ``MARK`` and ``DONE`` match, and one of these in whatever ``MARK`` does.
OF_THE_TRADE = re.compile(rf"{SPOKEN.pattern}|{_any_of(_DESIGNERS)}")
OF_A_MARK = re.compile(rf"{_any_of(_OF_ROLES)}|：|/|、| ")
# One character glued to a name may belong to it: 李建文, 张宏图.
MAY_END_A_NAME = frozenset("文图")
# A page's furniture may stand on one line with a byline: 责编 某某 记者 某某.
CREDITED = re.compile(
    r"(?<=[ \u3000])(?:本报)?(?:记者|通讯员|作者|文字|摄影|整理)[ \u3000：:/]*[\u4e00-\u9fff]{2}|摄[）)。]?$"
)


def role_of_deed(printed: str) -> Role | None:
    """The role that 摄影, 文/图, 摄于北京 … gives; None for one that credits nobody (口述)."""
    word = printed.replace(" ", "")
    if word in _UNCREDITED:
        return None
    if word.startswith("摄于") or (("/" in word or "、" in word) and "文" not in word):
        return Role.PHOTOGRAPHER
    return DEEDS.get(word, Role.AUTHOR)


_POSTED = r"(?:驻[^ 、，；：]{1,8})?(?:特派|特约)?$"
# A house by the end of its name, and the houses told from a name before them with no separator between.
HOUSE_END = re.compile(
    r"(?:本报|本网|本台|本刊|新华社|中新社|央视|总台"
    r"|[\u4e00-\u9fffA-Za-z]{1,12}?(?:报|社|网|台|台站|中心|客户端|周刊|杂志|广播|电讯|在线|融媒|云))" + _POSTED
)
KNOWN_HOUSE_END = re.compile(
    r"(?:本报|本网|本台|本刊|本社|新华社|中新社|人民日报|人民网|新华网|央视|央广网?|总台|解放军报|光明日报|经济日报"
    r"|工人日报|农民日报|科技日报|法制日报|中国青年报|中国日报|环球时报|新华每日电讯|中央广播电视总台)" + _POSTED
)

_UNITS = (
    "厂|局|委|院|校|队|部|市|县|区|州|旗|镇|乡|村|站|社|所|公司|处|报|室|中心|大学|学院|中学|小学|办|会|团|场|厅|馆"
    "|银行|分行|支行|集团|连|营|师|旅|网|台"
)
_POSTS = (
    "部长|行长|主任|局长|厅长|院长|校长|会长|理事长|总经理|董事长|总裁|主席|秘书长|书记|市长|县长|省长|专员|院士|教授"
    "|研究员|大使|司长|处长|站长|社长|所长|队长|团长|博士|专家|委员|代表|律师|医生|老师|教师|学生"
)
UNIT_END = re.compile(rf"(?:{_UNITS})$")
POST_END = re.compile(rf"(?:{_POSTS})$")

# Agencies that picture editors buy from: a note beside the photographer, nobody's byline.
PICTURE_HOUSES = frozenset(
    {"影像中国", "人民视觉", "视觉中国", "新华社", "中国体育图片", "资料", "受访者", "受访单位", "受访方", "网络"}
)
# A bracketed note behind a credit: （影像中国）, （新华社发）, （数码传真照片）.
PICTURE_NOTE = re.compile(
    r"（ *(?:人民视觉|影像中国|视觉中国|中国体育图片|新华社[发稿]?|新华社照片|本报发?|资料(?:图片?|照片)|图片|照片"
    r"|[\u4e00-\u9fff]{0,6}传真照片|[\u4e00-\u9fff]{2,6}(?:图片|视觉|照片|发))(?:供图|提供|发)? *）"
)

# Any short note right behind 摄 says where a picture came from: 某某摄（影像雪岭）.
NOTE_BEHIND_SHOT = re.compile(r"(?<=[摄图]) *（[^（）。，]{2,10}）")
# A house speaking for itself.
COLLECTIVE = re.compile(r"(?:本报|本刊|本台|新华社|中新社|[\u4e00-\u9fff]{2,8}(?:日报|晚报))(?:特约|首席)?评论员")

# Words before a house or a name that belong to neither: 综合本报记者…报道, 图片由…提供.
_PICTURES_BY = r"[以本题压]?[上下文版组栏图题头]{0,2}(?:图片|照片|图)(?:均|皆|都)?[由为]"
LEADING_WORDS = re.compile(
    rf" *(?:综合报道|综合|均[为由据]|由|据|题为|{_PICTURES_BY}|资料(?:图片?|照片)(?= )"
    r"|本[版组期文](?:稿件|图片|照片|文字|报道)(?:除署名外)?(?:均|皆|都)?[由为])? *"
)
# 2026-01-07 10:20 in front of a web article's source line.
PRINTED_ON = re.compile(r"\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?: +\d{1,2}：\d{2}(?:：\d{2})?)? +")
# A part before the house that is a note and credits nobody: 见图，本报记者….
LEADING_NOTE = re.compile(r"见|图|左|右|上|下|附|题|压|作者|综合|本文|资料|照片|剧照")
# （实习生某某对本文亦有贡献）
TRAILING_WORDS = re.compile(r" *[对为](?:本|此|该)(?:文|报道|稿)(?:亦|也)?有(?:所)?贡献$")
AUTHOR_IS = re.compile(r"作者(?:为|系|是|单位|曾)")
SENTENCE_MARKS = re.compile(r"[。！？“”《》：…]")

# Lines and brackets that look like bylines and are none.
NOT_A_BYLINE = re.compile(
    rf"[（〔【]? *(?:{NOT_BYLINES} *[：/、]|{NOT_BYLINES} {{1,4}}\S"
    r"|(?:下转|上接|转|见|紧接)[^。]{0,6}?第? ?[\d一二三四五六七八九十A-D]{1,3} ?[版页]"
    r"|作者(?:为|系|单位|是|曾)|作者[^：，。]{0,4}简介|资料(?:图片?|照片)[）。]? *$"
    r"|[^（），。]{0,12}(?:另发|全文|附后|连载|有删节|摘要)[）。]{1,2} *$"
    r"|受访(?:者|单位|方)供图|网络图片|网络供图|图片来[源自]|图据"
    r"|记者手记(?! *$)|记者节)"
)
# 记者从市住建局获悉: a sentence about a reporter is neither byline nor note.
REPORTER_TELLS = re.compile(r" *记者[^，。（）]{0,6}(?:从|在|了解|获悉|看到|发现|采访|见到|来到|走进|随)")
# （作者为某校教师，本报记者某某采访整理）: behind the author's post, the reporter who wrote it down.
_WRITTEN_DOWN = re.compile(r"[，。；][^，。；：]{2,40}(?:整理|编译|采访|翻译)[）。]{0,2} *$")


def is_no_byline_at(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] only looks like a byline: 版式设计：某某, 下转第三版, 作者为…."""
    if REPORTER_TELLS.match(text, start, end):
        return True
    if not NOT_A_BYLINE.match(text, start, end):
        return False
    return not _WRITTEN_DOWN.search(text[max(start, end - 80) : end])
