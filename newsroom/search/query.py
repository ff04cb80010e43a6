"""The language readers search in -> a tree.

    冬捕节 福海              both
    冬捕 或 雪节 (OR, |)     either;  与 (AND, &) both;  非 雪节, NOT 雪节, -雪节: without
    “冬捕 文化”  "…"  「…」   exactly so, spaces and all
    标题:冬捕  作者:王浩      in one field;  (…) and （…） group

A query is never wrong: what cannot be understood is left out, or taken as the text it is, and said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from newsroom.search.folding import fold
from newsroom.search.nodes import AllOf, AnyOf, Between, Everything, Node, Not, Run

_CLOSING_QUOTE = {"“": "”", '"': '"', "「": "」", "『": "』", "＂": "＂", "”": "”", "〝": "〞"}
_OPEN, _CLOSE = "(（", ")）"
_OR = frozenset({"OR", "或", "|", "||", "｜"})
_AND = frozenset({"AND", "与", "與", "&", "&&", "＆", "+"})
_NOT = frozenset({"NOT", "非"})
_OPERATORS = _OR | _AND | _NOT
_MINUS = "-－"
# Its last bracket may be missing.
_RANGE = re.compile(r"(?P<open>[\[{])\s*(?P<low>\S*?)\s*\b(?:TO|to)\b\s*(?P<high>[^\]}]*?)\s*(?P<close>[\]}]|$)")
# Deeper nesting than anybody types; what a machine sends is read flat below that.
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Parsed:
    """``node`` is None when nothing was asked. ``ignored`` are sentences about what was left out."""

    node: Node | None
    ignored: tuple[str, ...] = ()


class _Token(NamedTuple):
    kind: str  # text, quoted, range, operator, minus, open, close
    text: str
    field: str = ""


@dataclass
class _Reading:
    tokens: list[_Token]
    default: str
    at: int = 0
    ignored: list[str] = field(default_factory=list)

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None


def parse(text: str, default: str, fields: Mapping[str, str]) -> Parsed:
    """What was typed -> the tree.

    ``fields`` maps names before a colon, folded, to field names; ``default`` is the field of all the rest.

    Never raises. Text that holds nothing but syntax is searched for as it stands.
    """
    text = text.replace("\0", "").replace("\n", " ").replace("\r", " ").strip()
    if not text:
        return Parsed(None)
    if text == "*":
        return Parsed(Everything())
    ignored: list[str] = []
    reading = _Reading(_balanced(_tokens(text, fields, ignored), ignored), default, ignored=ignored)
    node = _either(reading, 0)
    if node is None:
        return (
            Parsed(Run(default, text)) if fold(text) else Parsed(None, (_("The query holds nothing to search for."),))
        )
    return Parsed(node, tuple(dict.fromkeys(reading.ignored)))


def _tokens(text: str, fields: Mapping[str, str], ignored: list[str]) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char.isspace():
            at += 1
        elif char in _OPEN:
            tokens.append(_Token("open", char))
            at += 1
        elif char in _CLOSE:
            tokens.append(_Token("close", char))
            at += 1
        elif char in _MINUS and at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] not in _MINUS:
            tokens.append(_Token("minus", char))
            at += 1
        else:
            token, at = _operand(text, at, fields, ignored)
            if token is not None:
                tokens.append(token)
    return tokens


def _operand(text: str, at: int, fields: Mapping[str, str], ignored: list[str]) -> tuple[_Token | None, int]:
    """The run, quotation or range that begins here, with the field named before it; and where it ends."""
    name = ""
    named = re.match(r"([\w.]+)[:：]\s*", text[at:])
    if named and fold(named[1]) in fields:
        name = fields[fold(named[1])]
        at += named.end()
        if at == len(text):
            ignored.append(_("“%(text)s” with nothing after it was ignored.") % {"text": named[0]})
            return None, at
        if found := _RANGE.match(text, at):
            return _Token("range", found[0], name), found.end()
    if text[at] in _CLOSING_QUOTE:
        end = text.find(_CLOSING_QUOTE[text[at]], at + 1)
        if end > at + 1:
            return _Token("quoted", text[at + 1 : end], name), end + 1
        ignored.append(_("A quotation mark without its partner was ignored."))
        return None, at + 1 if end < 0 else end + 1
    end = at
    depth = 0
    # A bracket within a run is part of it (电（记者); one that closes a group opened outside is not.
    while end < len(text) and not text[end].isspace():
        if text[end] in _OPEN:
            depth += 1
        elif text[end] in _CLOSE:
            if depth == 0 and not text[end + 1 : end + 2].strip(_CLOSE + " 　"):
                break
            depth -= 1
        end += 1
    run = text[at:end]
    if not name and run in _OPERATORS:
        return _Token("operator", run), end
    return _Token("text", run, name), max(end, at + 1)


def _balanced(tokens: list[_Token], ignored: list[str]) -> list[_Token]:
    """Without the brackets that have no partner."""
    opened: list[int] = []
    lost: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(at)
        elif token.kind == "close":
            if opened:
                opened.pop()
            else:
                lost.add(at)
    lost |= set(opened)
    if lost:
        ignored.append(_("A bracket without its partner was ignored."))
    return [token for at, token in enumerate(tokens) if at not in lost]


def _either(reading: _Reading, depth: int) -> Node | None:
    parts = [_both(reading, depth)]
    while (token := reading.peek()) and token.kind == "operator" and token.text in _OR:
        reading.at += 1
        parts.append(_both(reading, depth))
    if len(parts) > 1 and None in parts:
        reading.ignored.append(_("“OR” with nothing before or after it was ignored."))
    kept = [part for part in parts if part is not None]
    return AnyOf(tuple(kept)) if len(kept) > 1 else (kept[0] if kept else None)


def _both(reading: _Reading, depth: int) -> Node | None:
    parts: list[Node] = []
    while token := reading.peek():
        if token.kind == "close" or (token.kind == "operator" and token.text in _OR):
            break
        if token.kind == "operator" and token.text in _AND:
            reading.at += 1
            after = reading.peek()
            if (
                not parts
                or after is None
                or after.kind == "close"
                or (after.kind, after.text in _OR) == ("operator", True)
            ):
                reading.ignored.append(_("“AND” with nothing before or after it was ignored."))
            continue
        part = _one(reading, depth)
        if part is not None:
            parts.append(part)
    return AllOf(tuple(parts)) if len(parts) > 1 else (parts[0] if parts else None)


def _one(reading: _Reading, depth: int) -> Node | None:
    token = reading.peek()
    if token is None:
        return None
    reading.at += 1
    if token.kind == "minus" or (token.kind == "operator" and token.text in _NOT):
        after = reading.peek()
        if after is None or after.kind == "close" or (after.kind == "operator" and after.text not in _NOT):
            reading.ignored.append(_("“NOT” with nothing after it was ignored."))
            return None
        part = _one(reading, depth)
        return Not(part) if part is not None else None
    if token.kind == "open":
        if depth >= MAX_DEPTH:
            return None  # its words are read as if the bracket were not there
        part = _either(reading, depth + 1)
        if (closing := reading.peek()) and closing.kind == "close":
            reading.at += 1
        return part
    if token.kind == "close":
        return None
    if token.kind == "range":
        return _range(token)
    if not fold(token.text):
        reading.ignored.append(_("“%(text)s” was ignored: it holds nothing to search for.") % {"text": token.text})
        return None
    return Run(token.field or reading.default, token.text, quoted=token.kind == "quoted")


def _range(token: _Token) -> Node | None:
    found = _RANGE.match(token.text)
    if found is None:
        return None
    low, high = (None if bound in {"", "*"} else bound.strip('"') for bound in (found["low"], found["high"]))
    return Between(token.field, low, high, found["open"] == "[", found["close"] != "}")
