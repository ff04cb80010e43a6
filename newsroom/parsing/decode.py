"""Bytes to text. A wrong guess is an error, never mojibake.

UTF-8 proves itself: text in any other encoding is hardly ever valid UTF-8. GB18030 and UTF-16 prove nothing, for they
decode almost anything; what they yield is believed only when it reads like Chinese.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import cache

BYTE_ORDER_MARK = "\ufeff"

# Of the visible non-ASCII characters on 63 real pages at least 98.9 % are common ones. Text read in a wrong encoding
# (Big5, UTF-8 or UTF-16 as GB18030, or the other way round) reached 83 % in runs of 30 characters, 59 % in runs of 100.
LEAST_COMMON_SHARE = 0.85
# In runs shorter than this a wrong encoding may hit common characters throughout, so every one must be common.
SHORT_TEXT_CHARS = 30
# Every 30-character run of a real page but name lists has a tenth or more of these; Korean and Japanese text read as
# GB18030 yields common characters all through, but these only by chance.
LEAST_EVERYDAY_SHARE = 0.08
EVERYDAY = frozenset(
    "的一是不了在有人这這中大来來上个個国國到们們为為和地出时時年要以会會对對后後多日于於发發成作文开開"
    "十三二用主行本经經公同动動两兩长長工民市区區县縣月前新生学學将將全等记記者报報"
    "，。、：；“”《》（）"
)
# A Chinese page may quote Latin letters; a Western page in a one-byte encoding has nothing but them and some accents.
LEAST_CHINESE_SHARE = 0.2
# Extraction from PDF leaves a stray control character here and there; a binary file is full of them.
MOST_CONTROL_SHARE = 0.05


class Undecodable(ValueError):
    """These bytes cannot be read as text. The message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """``encoding`` is the codec whose decoding, without a leading byte order mark, gives ``text`` again."""

    text: str
    encoding: str


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a dump: UTF-8 or UTF-16 with or without byte order mark, or GB18030.

    ``encoding`` is any text encoding Python knows, taken instead of guessing; it is refused where what it yields does
    not read like Chinese while another encoding does. Raises Undecodable when the bytes are empty, binary, or cannot
    be read for certain, and LookupError when there is no such encoding.
    """
    if not data.strip():
        raise Undecodable("the file is empty; extract its page again, or leave it out")
    decoded = _read_as(data, encoding) if encoding else _guess(data)
    if not decoded.text.strip():
        raise Undecodable("the file holds nothing but white space; extract its page again, or leave it out")
    _refuse_binary(decoded.text)
    return decoded


def encoding_named(name: str) -> str:
    """``GBK``, ``utf8`` … → Python's name for that encoding. Raises LookupError when it is none, or not one of text."""
    found = codecs.lookup(name)
    if not found._is_text_encoding:
        raise LookupError(f"{name} is no encoding of text")
    return found.name


def _guess(data: bytes) -> Decoded:
    if data.startswith(codecs.BOM_UTF8):
        return _decoded(data, "utf-8-sig") or _refuse("it starts like UTF-8 but breaks off that encoding further on")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _if_chinese(_decoded(data, "utf-16")) or _refuse("it starts like UTF-16 but does not read like text")
    if (utf_8 := _decoded(data, "utf-8")) and "\0" not in utf_8.text:
        return utf_8
    for encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        if found := _if_chinese(_decoded(data, encoding)):
            return found
    return _refuse("it is neither UTF-8 nor, for all one can tell, GB18030 or UTF-16")


def _read_as(data: bytes, encoding: str) -> Decoded:
    given = _decoded(data, encoding_named(encoding))
    if given is None:
        raise Undecodable(f"it is not {encoding}; leave --encoding out or name another")
    if reads_like_chinese(given.text):
        return given
    try:
        better = _guess(data)
    except Undecodable:
        return given
    if better.text != given.text:
        raise Undecodable(
            f"as {encoding} it makes no sense, but as {better.encoding} it does; leave --encoding out or name another"
        )
    return given


def _refuse(why: str) -> Decoded:
    raise Undecodable(f"{why}; if it is text, name its encoding with --encoding")


def _refuse_binary(text: str) -> None:
    if "\0" in text:
        raise Undecodable(
            "it holds NUL characters: a binary file to be left out, or text in another encoding than --encoding says"
        )
    controls = sum(1 for character in text if _is_control(character))
    if controls > MOST_CONTROL_SHARE * len(text):
        raise Undecodable("it is full of control characters: a binary file; leave it out, or extract its text")


def _is_control(character: str) -> bool:
    code = ord(character)
    return (code < 0x20 and character not in "\t\n\v\f\r") or 0x7F <= code < 0xA0


def _decoded(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding).removeprefix(BYTE_ORDER_MARK), encoding)
    except UnicodeError:
        return None


def _if_chinese(decoded: Decoded | None) -> Decoded | None:
    return decoded if decoded and reads_like_chinese(decoded.text) else None


def reads_like_chinese(text: str) -> bool:
    """Whether text is made of the characters Chinese is made of, as text read in a wrong encoding is not."""
    visible = [character for character in text if not character.isspace()]
    chinese = [character for character in visible if ord(character) >= 0x80]
    if len(chinese) < LEAST_CHINESE_SHARE * len(visible) or not chinese:
        return False
    common = sum(1 for character in chinese if character in _common_characters()) / len(chinese)
    everyday = sum(1 for character in chinese if character in EVERYDAY) / len(chinese)
    if len(chinese) < SHORT_TEXT_CHARS:
        return common == 1 and everyday > 0
    return common >= LEAST_COMMON_SHARE and everyday >= LEAST_EVERYDAY_SHARE


@cache
def _common_characters() -> frozenset[str]:
    """The 3,755 characters of GB 2312's level 1, the 5,401 of Big5's, and the punctuation of both."""
    return (
        _characters("gb2312", first=range(0xB0, 0xD8), second=range(0xA1, 0xFF))
        | _characters("gb2312", first=range(0xA1, 0xAA), second=range(0xA1, 0xFF))
        | _characters("big5", first=range(0xA1, 0xC7), second=range(0x40, 0xFF))
    )


def _characters(encoding: str, *, first: range, second: range) -> frozenset[str]:
    pairs = (bytes((lead, trail)).decode(encoding, errors="ignore") for lead in first for trail in second)
    return frozenset(character for character in pairs if len(character) == 1 and ord(character) >= 0x80)
