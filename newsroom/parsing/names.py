"""Personal names as newspapers print them: one by one, padded, run together, or in two parts with a middle dot.

Every function takes *folded* text (see ``folding``) and gives offsets into it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from newsroom.parsing.surnames import (
    COMPOUND_SURNAMES,
    GIVEN,
    NOT_A_NAME,
    SOUNDING,
    SURNAME_RANK,
    SURNAMES,
    is_ordinary_word,
    share_of_words,
)

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff○〇]"
# 古扎丽·阿布都热西提, 阿内·卡尔森, 贝·布托. The longest printed ones have four parts.
_DOTTED = re.compile(rf"{_HAN}{{1,10}}(?:·{_HAN}{{1,10}}){{1,4}}")
_HAN_RUN = re.compile(rf"{_HAN}+")
_PADDED = re.compile(rf"{_HAN} {{1,6}}{_HAN}")
# "A和B", "A及B", "A等": what joins and ends a list of names besides punctuation.
_JOINING = re.compile(r"[、，；,/ ]+")
# What stands in names and between them, for a pattern.
OF_NAMES = rf"·、，；,/ {_HAN[1:-1]}"
_NO_PART_OF_NAMES = re.compile(rf"[^{OF_NAMES}]")
_ET_AL = re.compile(r"等(?:人)?$")

# No printed byline in the samples names more than 26 people.
MAX_NAMES = 60

# Names run together look like words here and there (胡静波 holds 静波): of the runs in the samples, 95 in 100 do so for
# at most half of their characters, and only phrases for more than this share.
MAX_WORDS_IN_NAMES = 0.67

# What a name may cost (see ``_name_cost``) on the average of its run: nine in ten names of the samples cost less.
MAX_COST_OF_NAME = 3.4
# Where a role word says that these are names, they may cost more.
MAX_COST_OF_VOUCHED_NAME = 3.8
# What a name begins with that is believed for its surname; of names run together the first.
FIRST_OF_NAMES = frozenset([*SURNAME_RANK, *(surname[0] for surname in COMPOUND_SURNAMES)])
# Surnames from here on in the list are rarer than names that happen to start with them.
RARE_SURNAME = 250


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name and the characters ``start`` up to ``end`` it stands in, padding included."""

    name: str
    start: int
    end: int
    # 1 for a name set apart by punctuation and led by a known surname; lower for guesses.
    confidence: float


def names_in(text: str, start: int, end: int, *, vouched: bool) -> list[FoundName] | None:
    """The names that text[start:end] consists of, in order, or None where it holds anything else.

    ``vouched``: a role word says that these are names, so that one without a known surname is believed.
    """
    if end - start > 40 * MAX_NAMES or _NO_PART_OF_NAMES.search(text, start, end):
        return None
    found: list[FoundName] = []
    for piece_start, piece_end in _without_padding(text, _pieces(text, start, end)):
        piece = text[piece_start:piece_end].replace(" ", "")
        if found and _continues_name(found[-1], piece):
            found[-1] = FoundName(found[-1].name + piece, found[-1].start, piece_end, 0.8)
            continue
        names = _names_of_piece(piece, vouched=vouched)
        if names is None:
            return None
        for name, confidence in names:
            # Names run together share the piece's characters in order; only padded ones differ from the text.
            name_end = piece_end if len(names) == 1 else piece_start + len(name)
            found.append(FoundName(name, piece_start, name_end, confidence))
            piece_start = name_end
        if len(found) > MAX_NAMES:
            return None
    return found or None


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the parts between separators stand; a trailing 等 or 等人 belongs to none."""
    pieces = []
    position = start
    for separator in _JOINING.finditer(text, start, end):
        pieces.append((position, separator.start()))
        position = separator.end()
    pieces.append((position, end))
    trimmed = []
    for left, right in pieces:
        if right - left > 2 and (rest := _ET_AL.search(text[left:right])):
            right = left + rest.start()
        if right > left and text[left:right] not in ("等", "等人"):
            trimmed.append((left, right))
    return trimmed


def _without_padding(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """王　浩 is one name: characters that stand alone between spaces are put together, two and two or all three."""
    joined: list[tuple[int, int]] = []
    index = 0
    while index < len(pieces):
        stop = index
        while stop < len(pieces) and pieces[stop][1] - pieces[stop][0] == 1 and _only_spaces(text, pieces, index, stop):
            stop += 1
        alone = stop - index
        if alone >= 2:
            for size in _sizes(text, pieces[index:stop]):
                joined.append((pieces[index][0], pieces[index + size - 1][1]))
                index += size
        elif alone == 1 and _is_split_given_name(text, pieces, index):
            joined.append((pieces[index][0], pieces[index + 1][1]))
            index += 2
        else:
            joined.append(pieces[index])
            index += 1
    return joined


def _only_spaces(text: str, pieces: list[tuple[int, int]], first: int, last: int) -> bool:
    return last == first or not text[pieces[last - 1][1] : pieces[last][0]].strip()


def _is_split_given_name(text: str, pieces: list[tuple[int, int]], index: int) -> bool:
    """张 小明: a lone surname and two characters that are no name by themselves."""
    if index + 1 >= len(pieces) or not _only_spaces(text, pieces, index, index + 1):
        return False
    left, right = pieces[index + 1]
    return right - left == 2 and text[pieces[index][0]] in SURNAME_RANK and text[left] not in SURNAME_RANK


def _sizes(text: str, alone: list[tuple[int, int]]) -> list[int]:
    """How many lone characters each name takes: pairs, unless three times three reads better."""
    count = len(alone)
    if count == 3:
        return [3]
    pairs_lead = all(text[alone[at][0]] in SURNAME_RANK for at in range(0, count - 1, 2))
    if count % 3 == 0 and not (count % 2 == 0 and pairs_lead):
        return [3] * (count // 3)
    return [2] * (count // 2 - 1) + [2 + count % 2]


def _continues_name(previous: FoundName, piece: str) -> bool:
    """古扎丽·阿布都热 西提: a wrap cut the name in two, and the second half alone is no name with a surname."""
    if "·" not in previous.name or "·" in piece or len(piece) > 4 or len(previous.name) > 16:
        return False
    rare = SURNAME_RANK.get(piece[0], len(SURNAMES)) > RARE_SURNAME
    return rare and all(character in SOUNDING for character in piece)


def _names_of_piece(piece: str, *, vouched: bool) -> list[tuple[str, float]] | None:
    if piece in NOT_A_NAME:
        return None
    if _DOTTED.fullmatch(piece):
        return _dotted(piece, vouched=vouched)
    if not _HAN_RUN.fullmatch(piece):
        return _joined_by_a_word(piece, vouched=vouched)
    alone = confidence_of_name(piece)
    if alone >= 0.9 or (vouched and 2 <= len(piece) <= 3):
        return [(piece, max(alone, 0.7))] if vouched or alone > 0.5 else None
    if (linked := _joined_by_a_word(piece, vouched=vouched)) is not None:
        return linked
    most = MAX_COST_OF_VOUCHED_NAME if vouched else MAX_COST_OF_NAME
    together = split_names(piece, most=most) if len(piece) >= 4 else None
    if together is not None and share_of_words(piece) <= MAX_WORDS_IN_NAMES:
        return [(name, 0.8) for name in together]
    if not vouched or len(piece) > 12:
        return None
    return [(piece, 0.6)] if _is_sounded_out(piece) or (len(piece) == 4 and share_of_words(piece) < 0.5) else None


def _dotted(piece: str, *, vouched: bool) -> list[tuple[str, float]] | None:
    for cut in (3, 2):
        # 买买提·吐尔逊于小童, 周文彬买买提·吐尔逊: a name with a surname run together with one that is sounded out.
        if _stands_apart(piece[-cut:]) and _is_sounded_out(piece[:-cut].rsplit("·", 1)[-1]):
            return [(piece[:-cut], 0.8), (piece[-cut:], 0.8)]
        if _stands_apart(piece[:cut]) and _is_sounded_out(piece[cut:].split("·", 1)[0]):
            return [(piece[:cut], 0.8), (piece[cut:], 0.8)]
    confidence = confidence_of_name(piece)
    return [(piece, confidence)] if confidence > (0.0 if vouched else 0.5) else None


def _stands_apart(name: str) -> bool:
    """周文彬: led by a frequent surname, and not to be taken for sounds."""
    return (
        SURNAME_RANK.get(name[0], len(SURNAMES)) < RARE_SURNAME
        and confidence_of_name(name) >= 0.9
        and not all(character in SOUNDING for character in name)
    )


def _is_sounded_out(part: str) -> bool:
    return len(part) > 1 and all(character in SOUNDING for character in part)


def _joined_by_a_word(piece: str, *, vouched: bool) -> list[tuple[str, float]] | None:
    """张三和李四. 和 and 及 are also characters of names, so both sides must be names by themselves."""
    for at in range(2, len(piece) - 2):
        if piece[at] not in "和及与":
            continue
        left, right = piece[:at], piece[at + 1 :]
        if right.startswith("及"):
            right = right[1:]
        if confidence_of_name(left) >= 0.9 and confidence_of_name(right) >= 0.9:
            return [(left, 0.8), (right, 0.8)]
    return None


def _surname_length(name: str) -> int:
    if name[:2] in COMPOUND_SURNAMES and len(name) > 2:
        return 2
    return 1 if name[:1] in SURNAME_RANK else 0


def confidence_of_name(name: str) -> float:
    """How much a string looks like one person's name by its shape alone: 0 (not at all) to 1."""
    if "·" in name:
        if not _DOTTED.fullmatch(name):
            return 0.0
        # 首相特雷莎·梅 opens with a title: what sounds a name out does not hold more than one odd character.
        first = name.split("·")[0]
        odd = sum(character not in SOUNDING for character in first)
        return 0.0 if len(name) > 28 else 0.95 if odd <= 1 and odd < len(first) else 0.4
    if len(name) > 4 or not _HAN_RUN.fullmatch(name) or name in NOT_A_NAME:
        return 0.0
    surname = _surname_length(name)
    given = len(name) - surname
    if surname and 1 <= given <= 2:
        return 0.95 if surname == 2 or given == 2 else 0.9
    if len(name) == 4 and surname == 1 and name[1] in SURNAME_RANK:
        return 0.6
    return 0.0


def is_padded(text: str) -> bool:
    """王　浩: two characters set as wide as three. No ordinary word of a newspaper's body is."""
    name = text.strip(" ")
    return _PADDED.fullmatch(name) is not None and name[0] in SURNAME_RANK


def split_names(run: str, *, most: float = MAX_COST_OF_NAME) -> list[str] | None:
    """陈晓颜赵玉明 -> 陈晓颜, 赵玉明: the cut into names of two to four characters that costs least, or None.

    Frequent surnames cost little, names of three characters less than names of two. ``most`` is
    what a name may cost on the average.
    """
    size = len(run)
    if not 4 <= size <= 4 * MAX_NAMES:
        return None
    best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * size
    for start in range(size - 1):
        before = best[start][0]
        # No names lead up to here, or none can begin here.
        if before == math.inf or run[start] not in FIRST_OF_NAMES:
            continue
        for end in range(start + 2, min(start + 4, size) + 1):
            cost = before + _name_cost(run[start:end])
            if cost < best[end][0]:
                best[end] = (cost, start)
    cuts = [size]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    if best[size][0] > most * (len(cuts) - 1):
        return None
    return [run[left:right] for left, right in pairwise(cuts)]


def _name_cost(name: str) -> float:
    surname = _surname_length(name)
    given = name[surname:]
    if not surname or not 1 <= len(given) <= 2:
        return math.inf
    rare = 0.8 if surname == 2 else 1.0 + math.log2(1 + SURNAME_RANK[name[0]]) / 4
    unusual = sum(character not in GIVEN for character in given)
    a_word = 1.5 if len(name) == 2 and is_ordinary_word(name) else 0.0
    return rare + (0.2 if len(given) == 2 else 0.8) + 0.4 * unusual + a_word
