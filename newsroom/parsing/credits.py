"""The inside of a byline: role words, houses, names, and what the named did.

``记者 胡某 通讯员 张某 王某`` · ``本报记者A文 B摄`` · ``新华社记者A、本报记者B`` ·
``执笔记者：A、B；参与记者：C`` · ``A B参与采写``.
Every function takes *folded* text (see ``folding``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsroom.parsing.datelines import dateline_at
from newsroom.parsing.names import FoundName, confidence_of_name, names_in
from newsroom.parsing.surnames import SURNAMES, is_ordinary_word, is_place, share_of_words
from newsroom.parsing.trade import (
    AUTHOR_IS,
    DONE,
    HOUSE_END,
    KNOWN_HOUSE_END,
    LEADING_NOTE,
    LEADING_WORDS,
    MARK,
    MAY_END_A_NAME,
    OF_A_MARK,
    OF_THE_TRADE,
    PICTURE_HOUSES,
    PRINTED_ON,
    SENTENCE_MARKS,
    TRAILING_WORDS,
    UNIT_END,
    role_of_deed,
)
from newsroom.parsing.types import Role


@dataclass(frozen=True, slots=True)
class Credit:
    """One contributor: the name as credited without padding, the role, and the house or unit printed before it."""

    name: str
    role: Role
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class CreditRun:
    """A printed run that names contributors: text[start:end] with its brackets, at least one credit.

    ``confidence`` is near 1 where a role word stands, lower for names alone or run together. ``photo``: it credits a
    picture and nothing else.
    """

    start: int
    end: int
    credits: tuple[Credit, ...]
    confidence: float
    photo: bool


def run_as_printed(run: CreditRun, text: str, plain: str) -> CreditRun:
    """The run with names and houses in the characters of ``text``, where it was read from its folded form ``plain``."""
    where = [at for at in range(run.start, run.end) if plain[at] != " "]
    if all(text[at] == plain[at] for at in where):
        return run
    unspaced = "".join(plain[at] for at in where)

    def printed(words: str) -> str:
        at = unspaced.find(words.replace(" ", ""))
        if at < 0 or " " in words:
            return words
        return "".join(text[place] for place in where[at : at + len(words)])

    credits = tuple(Credit(printed(credit.name), credit.role, printed(credit.affiliation)) for credit in run.credits)
    return replace(run, credits=credits)


@dataclass(frozen=True, slots=True)
class Zone:
    """What the inside of a byline says. ``credits`` is empty where it is a dateline and nothing else."""

    credits: tuple[Credit, ...]
    confidence: float
    # A role word or a word for what was done stands there: not names alone.
    spoken: bool
    dateline: tuple[int, int] | None = None

    def as_run(self, start: int, end: int, *, at_most: float = 1.0) -> CreditRun:
        pictures = all(credit.role in PICTURE_ROLES for credit in self.credits)
        return CreditRun(start, end, self.credits, min(self.confidence, at_most), pictures)


PICTURE_ROLES = frozenset({Role.PHOTOGRAPHER, Role.PICTURE_SUPPLIER, Role.ILLUSTRATOR})

# Longer zones are sentences. The longest byline of the samples has 109 characters, with 26 names.
MAX_ZONE = 400
# Longer than any house or unit printed before a role word in the samples; those have up to 19 characters.
MAX_HOUSE = 40

# So many names behind a role word vouch for one another.
MANY_NAMES = 4

_SEPARATORS = " 、，；/"
_PIECES = re.compile(r"[ 、，；/]+")
_PIECE = re.compile(r"[^ 、，；/]+")
_OWN_HOUSE = re.compile(r"[^ 、，；]{1,200}(?= )")


def read_zone(
    text: str, start: int, end: int, *, behind_dateline: bool = False, forgiving: bool = False
) -> Zone | None:
    """What text[start:end], the inside of a bracket or a line, credits; None where it is anything but a byline.

    ``behind_dateline``: only names can stand there, so they are believed without a role word. ``forgiving``: what is no
    name is passed over, as where the scan misread one of several.
    """
    while start < end and text[start] in " ·、，；。":
        start += 1
    while end > start and text[end - 1] in " ·、，；。：":
        end -= 1
    if not 0 < end - start <= MAX_ZONE:
        return None
    if dated := PRINTED_ON.match(text, start, end):
        start = dated.end()
    if trailing := TRAILING_WORDS.search(text, max(start, end - 12), end):
        end = trailing.start()
    dateline = dateline_at(text, start, end)
    if dateline is None:
        return _ZoneReader(text, start, end, vouched=behind_dateline, forgiving=forgiving).read()
    names_start = _past(text, dateline.end, end, " ，、；：")
    if names_start >= end:
        return Zone((), 1.0, False, (start, end))
    inner = _ZoneReader(text, names_start, end, vouched=True).read()
    return inner and Zone(inner.credits, inner.confidence, inner.spoken, (start, dateline.end))


def _past(text: str, start: int, end: int, characters: str) -> int:
    while start < end and text[start] in characters:
        start += 1
    return start


class _ZoneReader:
    """Reads one zone from left to right; ``read`` gives up (None) at the first thing that is no byline."""

    def __init__(self, text: str, start: int, end: int, *, vouched: bool, forgiving: bool = False) -> None:
        self.text, self.start, self.end = text, start, end
        self.vouched, self.forgiving = vouched, forgiving
        self.credits: list[Credit] = []
        self.confidence = 1.0
        self.spoken = False
        self.has_words = OF_THE_TRADE.search(text, start, end) is not None
        # 摄影 of 摄影：本报记者 某某, until its names come.
        self.announced: Role | None = None

    def read(self) -> Zone | None:
        if AUTHOR_IS.match(self.text, self.start, self.end):
            # （作者为某校教师，本报记者某某采访整理）: only the last part credits anybody.
            last_part = max(self.text.rfind(mark, self.start, self.end) for mark in "，。；") + 1
            if not last_part:
                return None
            self.start = last_part
        marks = self._marks()
        if not marks:
            names_start = _matched_end(LEADING_WORDS, self.text, self.start, self.end)
            return self._zone() if self._read_segment(names_start, self.end, None, "") else None
        house = self._read_head(marks[0])
        if house is None:
            return None
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            segment_end, next_house = self.end, ""
            if following is not None:
                segment_end = following.start()
                if following["role"]:
                    segment_end, next_house = self._house_before(mark.end(), segment_end)
            if not self._read_marked(mark, segment_end, house, last=following is None):
                return None
            house = next_house or (house if mark["both"] else "")
        return self._zone()

    def _marks(self) -> list[re.Match[str]]:
        """The marks that stand before names. In 张某 摄影 李某 撰文 the words without a colon stand behind them."""
        if not self.has_words or OF_A_MARK.search(self.text, self.start, self.end) is None:
            return []
        marks = list(MARK.finditer(self.text, self.start, self.end))
        first = marks[0] if marks else None
        if first and first["deed"] and first.start() > self.start and self.text[first.end()] not in "：/":
            return [mark for mark in marks if not mark["deed"] or self.text[mark.end()] in "：/"]
        return marks

    def _zone(self) -> Zone | None:
        if not self.credits:
            return None
        return Zone(tuple(dict.fromkeys(self.credits)), self.confidence, self.spoken)

    def _read_marked(self, mark: re.Match[str], end: int, house: str, *, last: bool) -> bool:
        """The names behind one mark; none behind 文/图 when a role word follows. A designer's are left out."""
        if mark["other"]:
            self.announced = None
            return True
        self.spoken = True
        start = _past(self.text, mark.end(), end, " ：/、")
        role = _role_of(mark)
        if not last and self.text[start:end].strip(" ，；、") in ("报道", "综合报道"):
            # 综合本社驻外记者报道，参与记者：… names nobody before its comma.
            return True
        if start >= end and not last and not mark["role"]:
            self.announced = None if role is Role.AUTHOR else role
            return True
        role, self.announced = self.announced or role, None
        return self._read_segment(start, end, role, house)

    def _read_head(self, mark: re.Match[str]) -> str | None:
        """What stands before the first mark: names, a note (见图), a house. Returns the house, None to give up."""
        end = mark.start()
        if not self.text[self.start : end].strip():
            return ""
        if not mark["role"]:
            return "" if self._read_segment(self.start, end, None, "") else None
        *before, house = re.split(r"[，；。]", self.text[self.start : end])
        position = self.start
        for part in before:
            note = not part.strip() or LEADING_NOTE.match(part.strip())
            if not note and not self._read_segment(position, position + len(part), None, ""):
                return None
            position += len(part) + 1
        house = house[_matched_end(LEADING_WORDS, house, 0, len(house)) :].strip()
        if SENTENCE_MARKS.search(house) or len(house) > MAX_HOUSE:
            return None
        names_end, house_at_end = self._house_before(position, end)
        if " " in house and self._read_segment(position, names_end, None, ""):
            return house_at_end
        if not house or HOUSE_END.search(house) or UNIT_END.search(house):
            return house
        return house if self.vouched and len(house) <= MAX_HOUSE // 2 else None

    def _house_before(self, start: int, end: int) -> tuple[int, str]:
        """The house at the end of text[start:end], before a role word: where it starts, and its name ("" if none)."""
        stop = end
        while stop > start and self.text[stop - 1] == " ":
            stop -= 1
        piece_start = stop
        while piece_start > start and self.text[piece_start - 1] not in "、，； ":
            piece_start -= 1
        piece = self.text[piece_start:stop]
        if known := KNOWN_HOUSE_END.search(piece):
            return piece_start + known.start(), known[0]
        if not piece or confidence_of_name(piece) >= 0.9:
            return end, ""
        if len(piece) > 6 and piece[0] in SURNAMES and HOUSE_END.fullmatch(piece):
            for length in (3, 2, 4):
                # 刘某新中央人民广播电台记者: no separator between a name and the next house.
                if confidence_of_name(piece[:length]) >= 0.9 and share_of_words(piece[length:]) == 1:
                    return piece_start + length, piece[length:]
        if HOUSE_END.fullmatch(piece) or (len(piece) >= 4 and (UNIT_END.search(piece) or HOUSE_END.search(piece))):
            return piece_start, piece
        return end, ""

    def _read_segment(self, start: int, end: int, role: Role | None, house: str) -> bool:
        """Names with what they did behind them, or names alone, who then have the ``role`` that stood before."""
        position = start
        deeds = list(DONE.finditer(self.text, start, end)) if self.has_words else []
        several = len({deed[0] for deed in deeds}) > 1
        for deed in deeds:
            if deed.start() < position or not self._is_deed(deed, position, several=several):
                continue
            done = role_of_deed(deed[0])
            if deed[0].startswith("参与"):
                # 记者A、B，C参与采写: it is said of those behind the comma.
                comma = max(self.text.rfind(mark, position, deed.start()) for mark in "，；")
                if comma > position:
                    if not self._add(position, comma, role, house):
                        return False
                    position = comma + 1
            if done is Role.AUTHOR and role is not None:
                done = role
            if done is None:
                # 某某口述: told it to somebody who is credited.
                position = _past(self.text, deed.end(), end, _SEPARATORS)
                continue
            if not self._add(position, deed.start(), done, house):
                return False
            self.spoken = True
            position = _past(self.text, deed.end(), end, _SEPARATORS)
        if self.text[position:end].strip(_SEPARATORS):
            return self._add(position, end, role, house)
        return position > start

    def _is_deed(self, deed: re.Match[str], start: int, *, several: bool) -> bool:
        """文 at the end of 张 文 and 李建文 is part of the name; in 张某某文 and 张某文 李某摄 it is what they did."""
        pieces = [piece for piece in _PIECES.split(self.text[start : deed.start()]) if piece]
        if not pieces:
            return False
        if len(deed[0]) > 1:
            return True
        last = pieces[-1]
        if len(last) == 1:
            padded = len(pieces) > 1 and len(pieces[-2]) == 1
            return padded and (several or deed[0] not in MAY_END_A_NAME)
        if deed[0] not in MAY_END_A_NAME or several or self.text[deed.start() - 1] in " /":
            return True
        return len(last) == 3 and confidence_of_name(last) >= 0.9

    def _add(self, start: int, end: int, role: Role | None, house: str) -> bool:
        """Credits the names of text[start:end]; False where it holds anything else."""
        if role is Role.PICTURE_SUPPLIER:
            own_part = max(start, self.text.rfind("，", start, end) + 1)
            supplier = self.text[_matched_end(LEADING_WORDS, self.text, own_part, end) : end].strip(" 、，")
            if supplier in PICTURE_HOUSES:
                return True
            if _is_organisation(supplier):
                self.credits.append(Credit(supplier, role, house))
                return True
        own_house = _OWN_HOUSE.match(self.text, start, end)
        if own_house and (HOUSE_END.fullmatch(own_house[0]) or self._is_unit(own_house[0], role)):
            # 新华社 张某 摄, 通讯员 福海县 张某: a house without a role word before the names.
            house, start = own_house[0], own_house.end()
        names = self._names(start, end, role)
        if names is None and self.forgiving and role is not None:
            pieces = [piece.span() for piece in _PIECE.finditer(self.text, start, end)]
            names = [name for piece in pieces for name in self._names(*piece, role) or []]
            self.confidence = min(self.confidence, 0.5)
        if names is None:
            return False
        for name in names:
            self.credits.append(Credit(name.name, Role.NONE if role is None else role, house))
            self.confidence = min(self.confidence, name.confidence if role is None else max(name.confidence, 0.8))
        return True

    def _names(self, start: int, end: int, role: Role | None) -> list[FoundName] | None:
        names = names_in(self.text, start, end, vouched=role is not None or self.vouched)
        if not names:
            return None
        # Among many names one may be a word of the language, or be like none: 扎西, 黄河.
        believable = sum(self._is_believable(name, role) for name in names)
        return names if believable == len(names) or (role is not None and believable >= MANY_NAMES) else None

    def _is_unit(self, text: str, role: Role | None) -> bool:
        if role is None or (confidence_of_name(text) >= 0.9 and not is_place(text)):
            return False
        return is_place(text) or (len(text) > 2 and UNIT_END.search(text) is not None)

    def _is_believable(self, name: FoundName, role: Role | None) -> bool:
        """A drawing's title is no name (木版年 画); a word of the language needs a surname and a role word."""
        has_surname = confidence_of_name(name.name) >= 0.9
        if role is Role.ILLUSTRATOR and not has_surname:
            return False
        vouched = role is not None
        return (has_surname and (vouched or self.vouched)) or not is_ordinary_word(name.name, vouched=vouched)


def _matched_end(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where a match at ``start`` ends; ``start`` where there is none."""
    found = pattern.match(text, start, end)
    return found.end() if found else start


def _is_organisation(text: str) -> bool:
    """地区工会 supplied a picture: one contributor, though no person."""
    if not 2 <= len(text) <= 24 or " " in text or SENTENCE_MARKS.search(text):
        return False
    return UNIT_END.search(text) is not None or text.endswith(("工会", "协会", "博物馆", "使馆"))


def _role_of(mark: re.Match[str]) -> Role:
    if mark["both"] or mark["deed"]:
        return role_of_deed(mark["both"] or mark["deed"]) or Role.AUTHOR
    word = mark["role"].replace(" ", "")
    if word.startswith("参与"):
        return Role.CONTRIBUTING_REPORTER
    if word == "实习生":
        return Role.INTERN
    if word.endswith("评论员"):
        return Role.COMMENTATOR
    if "通" in word:
        return Role.CORRESPONDENT
    if word.endswith("撰稿人"):
        return Role.AUTHOR
    return Role.TRAINEE_REPORTER if "实习" in word or "见习" in word else Role.REPORTER
