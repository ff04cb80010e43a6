"""The inside of a byline: role words, houses, names, and what the named did.

``记者 胡某 通讯员 张某 王某`` · ``本报记者A文 B摄`` · ``新华社记者A、本报记者B`` · ``执笔记者：A、B；参与记者：C`` · ``A B参与采写``.
Every function takes *folded* text (see ``folding``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsroom.parsing.datelines import dateline_at
from newsroom.parsing.names import FoundName, confidence_of_name, is_ordinary_word, names_in
from newsroom.parsing.types import Role


@dataclass(frozen=True, slots=True)
class Credit:
    """One contributor: the name as credited without padding, the role, and the house or unit printed before it."""

    name: str
    role: Role
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """What the inside of a byline says. ``credits`` may be empty where it is a dateline alone."""

    credits: tuple[Credit, ...]
    confidence: float
    # A role word or a word for what was done stands there: not names alone.
    spoken: bool
    dateline: tuple[int, int] | None = None

    @property
    def photo(self) -> bool:
        return bool(self.credits) and all(credit.role in PICTURE_ROLES for credit in self.credits)


PICTURE_ROLES = frozenset({Role.PHOTOGRAPHER, Role.PICTURE_SUPPLIER, Role.ILLUSTRATOR})

# Longer zones are sentences. The longest byline of the samples, with 41 names, has 190 characters.
MAX_ZONE = 400

# Words that name a role and stand before the names, whatever follows.
_ROLE_WORDS = (
    r"(?:参与采写的?|参与报道的?|参与|执笔|文字|摄影|视频|图片|特约|特派|特邀|首席|高级|资深|全媒体|融媒体|融媒|见习|实习|驻地|随军){0,2}记者"
    r"|(?:本报|特约|特邀)?通讯员|实习生|(?:特约|特邀)?评论员|(?:特约|特邀)?撰稿人|参与采写(?= ?：)|参与报道(?= ?：)"
)
# Words that name what was done; before names they need a colon, a stroke or a space after them.
_DEEDS = {
    "文字整理": Role.COMPILER,
    "采访整理": Role.COMPILER,
    "书面采访整理": Role.COMPILER,
    "搜集整理": Role.COMPILER,
    "数据整理": Role.COMPILER,
    "资料整理": Role.COMPILER,
    "参与整理": Role.COMPILER,
    "整理": Role.COMPILER,
    "编译": Role.TRANSLATOR,
    "翻译": Role.TRANSLATOR,
    "摄影报道": Role.PHOTOGRAPHER,
    "摄影": Role.PHOTOGRAPHER,
    "摄制": Role.PHOTOGRAPHER,
    "摄像": Role.PHOTOGRAPHER,
    "航拍": Role.PHOTOGRAPHER,
    "拍摄": Role.PHOTOGRAPHER,
    "摄": Role.PHOTOGRAPHER,
    "图片": Role.PHOTOGRAPHER,
    "配图": Role.PHOTOGRAPHER,
    "图": Role.PHOTOGRAPHER,
    "供图": Role.PICTURE_SUPPLIER,
    "提供": Role.PICTURE_SUPPLIER,
    "绘图": Role.ILLUSTRATOR,
    "绘制": Role.ILLUSTRATOR,
    "绘画": Role.ILLUSTRATOR,
    "漫画": Role.ILLUSTRATOR,
    "插图": Role.ILLUSTRATOR,
    "插画": Role.ILLUSTRATOR,
    "速写": Role.ILLUSTRATOR,
    "画": Role.ILLUSTRATOR,
    "绘": Role.ILLUSTRATOR,
    "文": Role.AUTHOR,
    "撰文": Role.AUTHOR,
    "撰稿": Role.AUTHOR,
    "供稿": Role.AUTHOR,
    "采写": Role.AUTHOR,
    "采访": Role.AUTHOR,
    "书面采访": Role.AUTHOR,
    "执笔": Role.AUTHOR,
    "文字": Role.AUTHOR,
    "作者": Role.AUTHOR,
    "报道": Role.AUTHOR,
    "综合报道": Role.AUTHOR,
    "联合报道": Role.AUTHOR,
    "参与采写": Role.CONTRIBUTING_REPORTER,
    "参与报道": Role.CONTRIBUTING_REPORTER,
    "参与采访": Role.CONTRIBUTING_REPORTER,
}
# Text and pictures by the same hand.
_BOTH = r"(?:文字?|图片?|摄影|摄)[/、](?:文字?|图片?|摄影|摄)|文图|图文|文并图|图并文|文并摄|文、摄影|摄影、文字|撰文/摄影|文字/摄影"
# What is credited on a page and is no byline.
NOT_BYLINES = (
    r"(?:本版|本期|本报|本栏|栏目|值班|版面|执行|责任|图片|文字|视觉|题图|总|副)?(?:版式设计|版式|制图|题图设计|题图|设计|责编|美编|编辑|编审|统筹|策划|监制"
    r"|校对|检校|审核|审校|终审|主编|主任|组版|排版|栏题|音频|视频|剪辑|主持人?)"
)
_DEED_WORDS = "|".join(sorted(_DEEDS, key=len, reverse=True))
_MARK = re.compile(
    rf"(?P<role>{_ROLE_WORDS})(?: ?[：/])?"
    rf"|(?<![^ 、，；/])(?:(?P<both>{_BOTH})(?: ?[：/]| (?=\S))|(?P<other>{NOT_BYLINES})(?: ?[：/、]| (?=\S))"
    rf"|(?P<deed>{_DEED_WORDS})(?: ?[：/]|(?<=..) (?=\S)))"
)
_DONE = re.compile(rf"(?:{_BOTH}|{_DEED_WORDS})(?=[ 、，；/]|$)")
# One character glued to a name may belong to it: 李建文, 张宏图.
_MAY_END_A_NAME = frozenset({"文", "图", "书", "作"})

_HOUSE_END = re.compile(
    r"(?:本报|本网|本台|本刊|新华社|中新社|央视|总台|[\u4e00-\u9fffA-Za-z]{1,12}?(?:报|社|网|台|台站|中心|客户端|周刊|杂志|广播|电讯|在线|融媒|云))"
    r"(?:驻[^ 、，；：]{1,8})?(?:特派|特约)?$"
)
_KNOWN_HOUSE_END = re.compile(
    r"(?:本报|本网|本台|本刊|本社|新华社|中新社|人民日报|人民网|新华网|央视|央广网?|总台|解放军报|光明日报|经济日报|工人日报|农民日报|科技日报"
    r"|法制日报|中国青年报|中国日报|环球时报|新华每日电讯|中央广播电视总台)(?:驻[^ 、，；：]{1,8})?(?:特派|特约)?$"
)
_UNIT_END = re.compile(
    r"(?:厂|局|委|院|校|队|部|市|县|区|州|旗|镇|乡|村|站|社|所|公司|处|报|室|中心|大学|学院|中学|小学|办|会|团|场|厅|馆|银行|集团|连|营|师|旅|网|台)$"
)
_SENTENCE = re.compile(r"[。！？“”《》：…]")
_LEADING_NOTE = re.compile(r"^(?:见|图|左|右|上|下|附|题|压|作者|综合|本文|资料|照片)")
_LEADING_WORDS = re.compile(
    r"^ *(?:综合报道|综合|均为|均由|均据|由|据|题为|图为|照片为|照片由|图片由|图片为|本版图片由|本文图片由|[本题压]{1,2}[头题版文]?(?:照片|图片)[为由均]{1,2})? *"
)


def read_zone(text: str, start: int, end: int, *, opening: bool = False) -> Zone | None:
    """What text[start:end], the inside of a bracket or a line, credits; None where it is anything but a byline.

    ``opening``: it stands behind a dateline, so that a house nobody has heard of is believed before a role word.
    """
    start, end = _trimmed(text, start, end)
    if not 0 < end - start <= MAX_ZONE:
        return None
    dateline = dateline_at(text, start, end)
    if dateline is not None:
        names_start = _past(text, dateline.end, end, " ，、；：")
        if names_start >= end:
            return Zone((), 1.0, False, (start, end))
        inner = _Reader(text, names_start, end, vouched=True).read()
        return inner and Zone(inner.credits, inner.confidence, inner.spoken, (start, dateline.end))
    return _Reader(text, start, end, vouched=opening).read()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ·、，；。":
        start += 1
    while end > start and text[end - 1] in " ·、，；。：":
        end -= 1
    return start, end


def _past(text: str, start: int, end: int, characters: str) -> int:
    while start < end and text[start] in characters:
        start += 1
    return start


class _Reader:
    """Reads one zone from left to right; ``read`` gives up (None) at the first thing that is no byline."""

    def __init__(self, text: str, start: int, end: int, *, vouched: bool) -> None:
        self.text, self.start, self.end, self.vouched = text, start, end, vouched
        self.credits: list[Credit] = []
        self.confidence = 1.0
        self.spoken = False

    def read(self) -> Zone | None:
        marks = list(_MARK.finditer(self.text, self.start, self.end))
        if not marks:
            start = self.start + len(_LEADING_WORDS.match(self.text[self.start : self.end])[0])  # type: ignore[index]
            if not self._read_segment(start, self.end, None, ""):
                return None
            return self._zone()
        house = self._read_head(self.start, marks[0].start(), marks[0])
        if house is None:
            return None
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            segment_end = following.start() if following else self.end
            next_house = ""
            if following is not None and following["role"]:
                segment_end, next_house = self._house_before(mark.end(), segment_end)
            if mark["other"]:
                house = next_house
                continue
            self.spoken = True
            segment_start = _past(self.text, mark.end(), segment_end, " ：/、")
            if segment_start >= segment_end and following is not None and (mark["both"] or mark["deed"]):
                house = next_house or house
                continue
            if not self._read_segment(segment_start, segment_end, _role_of(mark), house):
                return None
            house = next_house
        return self._zone()

    def _zone(self) -> Zone | None:
        if not self.credits or len(self.credits) > 80:
            return None
        return Zone(tuple(dict.fromkeys(self.credits)), self.confidence, self.spoken)

    def _read_head(self, start: int, end: int, mark: re.Match[str]) -> str | None:
        """What stands before the first role word: names, a note (见图), a house. Returns the house, None to give up."""
        head = self.text[start:end]
        if not head.strip():
            return ""
        if not mark["role"]:
            return "" if self._read_segment(start, end, None, "") else None
        *before, house = re.split(r"[，；。]", head)
        position = start
        for part in before:
            if part.strip() and not _LEADING_NOTE.match(part.strip()):
                if not self._read_segment(position, position + len(part), None, ""):
                    return None
            position += len(part) + 1
        house = house[len(_LEADING_WORDS.match(house)[0]) :].strip()  # type: ignore[index]
        if _SENTENCE.search(house) or len(house) > 40:
            return None
        if not house or _HOUSE_END.search(house) or _UNIT_END.search(house):
            return house
        done = self._names_then_house(position, end)
        if done is not None:
            return done
        if self.vouched and len(house) <= 20:
            return house
        return None

    def _names_then_house(self, start: int, end: int) -> str | None:
        """王某 李某 本报记者 …: names without a role before a house with one."""
        segment_end, house = self._house_before(start, end)
        return house if self._read_segment(start, segment_end, None, "") else None

    def _house_before(self, start: int, end: int) -> tuple[int, str]:
        """The house at the end of text[start:end], before a role word: where it starts, and its name ("" if none)."""
        stop = end
        while stop > start and self.text[stop - 1] == " ":
            stop -= 1
        piece_start = stop
        while piece_start > start and self.text[piece_start - 1] not in "、，； ":
            piece_start -= 1
        piece = self.text[piece_start:stop]
        if not piece:
            return end, ""
        if known := _KNOWN_HOUSE_END.search(piece):
            return piece_start + known.start(), known[0]
        if confidence_of_name(piece) >= 0.9:
            return end, ""
        if _HOUSE_END.fullmatch(piece) or (len(piece) >= 4 and (_UNIT_END.search(piece) or _HOUSE_END.search(piece))):
            return piece_start, piece
        return end, ""

    def _read_segment(self, start: int, end: int, role: Role | None, house: str) -> bool:
        """Names with what they did after them, or names alone, who then have the ``role`` that stood before."""
        position = start
        deeds = list(_DONE.finditer(self.text, start, end))
        for deed in deeds:
            if deed.start() < position:
                continue
            if not self._is_deed(deed, position, role, several=len(deeds) > 1):
                continue
            names_start = position
            done = _DEEDS.get(deed[0], Role.AUTHOR)
            if done is Role.CONTRIBUTING_REPORTER or deed[0] == "参与整理":
                split = max(
                    self.text.rfind("，", position, deed.start()), self.text.rfind("；", position, deed.start())
                )
                if split > position:
                    if not self._add(position, split, role, house):
                        return False
                    names_start = split + 1
            if done is Role.AUTHOR and role is not None:
                done = role
            if not self._add(names_start, deed.start(), done, house):
                return False
            self.spoken = True
            position = _past(self.text, deed.end(), end, " 、，；/")
        if position < end and self.text[position:end].strip(" 、，；/"):
            return self._add(position, end, role, house)
        return position > start

    def _is_deed(self, deed: re.Match[str], start: int, role: Role | None, *, several: bool) -> bool:
        word = deed[0]
        glued = deed.start() > start and self.text[deed.start() - 1] not in " /"
        if word in _MAY_END_A_NAME and glued and not several:
            return False
        return bool(self.text[start : deed.start()].strip(" 、，；/"))

    def _add(self, start: int, end: int, role: Role | None, house: str) -> bool:
        if role is Role.PICTURE_SUPPLIER and (supplier := self._supplier(start, end)):
            self.credits.append(Credit(supplier, role, house))
            return True
        house, start = self._own_house(start, end, house)
        names = names_in(self.text, start, end, vouched=role is not None or self.vouched)
        if names is None:
            return False
        for name in names:
            if not self._believable(name, role):
                return False
            self.credits.append(Credit(name.name, Role.NONE if role is None else role, house))
            self.confidence = min(self.confidence, name.confidence if role is None else max(name.confidence, 0.8))
        return True

    def _own_house(self, start: int, end: int, house: str) -> tuple[str, int]:
        """新华社 张某 摄: a house without a role word before the names."""
        first = re.compile(r"[^ 、，；]+").match(self.text, start, end)
        if first and first.end() < end and self.text[first.end()] == " " and _HOUSE_END.fullmatch(first[0]):
            return first[0], first.end()
        return house, start

    def _believable(self, name: FoundName, role: Role | None) -> bool:
        if confidence_of_name(name.name) >= 0.9:
            return role is not None or not is_ordinary_word(name.name)
        return not is_ordinary_word(name.name)

    def _supplier(self, start: int, end: int) -> str:
        """地区工会供图: an organisation that supplied a picture, as one contributor."""
        supplier = self.text[start:end].strip(" 由、，")
        if " " in supplier or not 2 <= len(supplier) <= 24 or _SENTENCE.search(supplier):
            return ""
        return (
            supplier
            if _UNIT_END.search(supplier) or supplier.endswith(("工会", "组织", "部门", "单位", "协会"))
            else ""
        )


def _role_of(mark: re.Match[str]) -> Role:
    if mark["both"]:
        return Role.AUTHOR
    if mark["deed"]:
        return _DEEDS[mark["deed"]]
    word: str = mark["role"]
    if word.startswith("参与"):
        return Role.CONTRIBUTING_REPORTER
    if "实习生" in word:
        return Role.INTERN
    if word.endswith("记者"):
        return Role.TRAINEE_REPORTER if "实习" in word or "见习" in word else Role.REPORTER
    if word.endswith("通讯员"):
        return Role.CORRESPONDENT
    return Role.COMMENTATOR if word.endswith("评论员") else Role.AUTHOR
