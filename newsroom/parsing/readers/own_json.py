"""What ``import_issue --json`` prints (see ``parsing.as_json``), read back without loss.

The keys of the published structure are enough: spans, ``source_text`` and what else only the program itself prints may
be left out. A page without ``source_text`` is its own source: the page's JSON is kept as what was received.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from newsroom.parsing.decode import Undecodable, decode, encoding_named
from newsroom.parsing.readers.source import Reader, SourcePage, Stated, Unfit
from newsroom.parsing.types import (
    NOTHING,
    ArticleKind,
    Doubt,
    Jump,
    ParagraphKind,
    ParsedArticle,
    ParsedByline,
    ParsedPage,
    ParsedParagraph,
    ParsedPhoto,
    Printed,
    Role,
    SectionChoice,
    Span,
)

Json = dict[str, Any]
Value = TypeVar("Value")
# How far into a file the key stands that tells our JSON from any other.
HEAD = 200


def split(file: str, data: bytes, encoding: str | None) -> list[SourcePage]:
    try:
        document = json.loads(decode(data, encoding or "utf-8").text)
    except Undecodable:
        raise
    except RecursionError as error:
        raise Unfit("is no JSON of ours: it is nested too deeply") from error
    except ValueError as error:
        raise Unfit(f"is no JSON: {error}") from error
    pages = [
        _page(page, issue, f"issue {i} page {p}")
        for i, issue in enumerate(_list(document, "issues", "the document"), 1)
        for p, page in enumerate(_list(issue, "pages", f"issue {i}"), 1)
    ]
    if not pages:
        raise Unfit("holds no pages")
    return pages


def _page(page: Json, issue: Json, where: str) -> SourcePage:
    articles = _list(page, "articles", where)
    data, encoding, text = _source(page, where)
    has_text = "source_text" in page
    stated = Stated(
        newspaper=_text(issue, "newspaper", where),
        newspaper_inferred=_of(bool, issue, "newspaper_inferred", where, False),
        date=_date(issue, where),
        date_inferred=_of(bool, issue, "date_inferred", where, False),
        edition=_count(issue, "edition", where) or 1,
        number=_count(issue, "number", where),
        page=_count(page, "number", where),
        page_inferred=_of(bool, page, "number_inferred", where, False),
        page_name=_text(page, "name", where),
        sections=tuple(_section(article, where) for article in articles),
    )
    parsed = _Spans(text if has_text else None).page(page, where)
    is_article = not _of(bool, page, "whole", where, True)
    return SourcePage(_text(page, "source", where), data, encoding, text, lambda: parsed, stated, is_article)


def _source(page: Json, where: str) -> tuple[bytes, str, str]:
    """The page's source: its bytes, their encoding, and their text."""
    if "source_text" not in page:
        text = json.dumps(page, ensure_ascii=False, sort_keys=True, indent=1)
        return text.encode("utf-8", "backslashreplace"), "utf-8", text
    kept = _of(dict, page, "source_text", where)
    try:
        encoding = encoding_named(_text(kept, "encoding", where))
        if "base64" in kept:
            data = base64.b64decode(_text(kept, "base64", where), validate=True)
        else:
            data = _text(kept, "text", where).encode(encoding)
        decoded = decode(data, encoding)
    except (LookupError, UnicodeError, binascii.Error, Undecodable) as error:
        raise Unfit(f"its source_text cannot be had back, {where}: {error}") from error
    return data, encoding, decoded.text


class _Spans:
    """Reads parts and their spans; without a source's text there are no spans but those of unplaced fragments."""

    def __init__(self, text: str | None) -> None:
        self.text = text

    def page(self, page: Json, where: str) -> ParsedPage:
        return ParsedPage(
            articles=tuple(
                self.article(article, f"{where} article {number}")
                for number, article in enumerate(_list(page, "articles", where), 1)
            ),
            unplaced=tuple(self.fragment(fragment, page, where) for fragment in _list(page, "unplaced", where)),
        )

    def article(self, data: Json, where: str) -> ParsedArticle:
        part = partial(self.part, data, spans=_of(dict, data, "part_spans", where, {}), where=where)
        return ParsedArticle(
            kind=_member(ArticleKind, data, "kind", where),
            kicker=part("kicker"),
            headline=part("headline"),
            subhead=part("subhead"),
            dateline=part("dateline"),
            paragraphs=tuple(self.paragraph(each, where) for each in _list(data, "paragraphs", where)),
            bylines=tuple(self.byline(each, where) for each in _list(data, "bylines", where)),
            photos=tuple(self.photo(each, where) for each in _list(data, "photos", where)),
            continued_from=self.jump(data, "continued_from", where),
            continues_on=self.jump(data, "continues_on", where),
            doubts=tuple(_doubt(each, where) for each in _list(data, "doubts", where)),
            section=_text(data, "section", where),
            joins=_of(int, data, "joins", where, 0),
        )

    def part(self, data: Json, key: str, *, spans: Json, where: str) -> Printed:
        text = _text(data, key, where)
        return Printed(text, self.spans(spans, key, where)) if text else NOTHING

    def paragraph(self, data: Json, where: str) -> ParsedParagraph:
        text = _text(data, "text", where)
        if "\n" in text:
            raise Unfit(f"a paragraph holds a line break, {where}")
        return ParsedParagraph(_member(ParagraphKind, data, "kind", where), text, self.spans(data, "spans", where))

    def byline(self, data: Json, where: str) -> ParsedByline:
        as_printed = Printed(_text(data, "as_printed", where), self.spans(data, "spans", where))
        role = _member(Role, data, "role", where)
        return ParsedByline(_text(data, "name", where), role, as_printed, _text(data, "affiliation", where))

    def photo(self, data: Json, where: str) -> ParsedPhoto:
        part = partial(self.part, data, spans=_of(dict, data, "part_spans", where, {}), where=where)
        bylines = tuple(self.byline(each, where) for each in _list(data, "bylines", where))
        return ParsedPhoto(part("caption"), part("credit"), bylines)

    def jump(self, data: Json, key: str, where: str) -> Jump | None:
        page = _count(data, key, where)
        line = self.part(
            _of(dict, data, "jump_lines", where, {}), key, spans=_of(dict, data, "part_spans", where, {}), where=where
        )
        return Jump(page, line) if page or line else None

    def fragment(self, data: Json, page: Json, where: str) -> Printed:
        text = _text(data, "text", where)
        if self.text is not None:
            return Printed(text, self.spans({"spans": [data.get("span")]}, "spans", where))
        whole, quoted = _source(page, where)[2], json.dumps(text, ensure_ascii=False)[1:-1]
        start = whole.find(quoted)
        return Printed(text, (Span(start, start + len(quoted)),) if start >= 0 else ())

    def spans(self, data: Json, key: str, where: str) -> tuple[Span, ...]:
        if self.text is None:
            return ()
        spans = []
        for pair in _list(data, key, where, of=list):
            match pair:
                case [int(start), int(end)] if 0 <= start < end <= len(self.text):
                    spans.append(Span(start, end))
                case _:
                    raise Unfit(f"{pair!r} is no span of its source, {where}")
        return tuple(spans)


def _section(data: Json, where: str) -> SectionChoice:
    return SectionChoice(
        _text(data, "section", where),
        _text(data, "section_source", where),
        _text(data, "section_evidence", where),
        None if data.get("section_confidence") is None else _confidence(data, "section_confidence", where),
    )


def _doubt(data: Json, where: str) -> Doubt:
    what = _text(data, "what", where)[:40]
    return Doubt(what, _text(data, "why", where), _confidence(data, "confidence", where))


def _confidence(data: Json, key: str, where: str) -> float:
    value = data.get(key)
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Unfit(f"{key} is no number from 0 to 1, {where}")
    return float(value)


def _of(kind: type[Value], data: Json, key: str, where: str, default: Value | None = None) -> Value:
    value = data.get(key, default)
    if not isinstance(value, kind):
        raise Unfit(f"{key} is missing or wrong, {where}")
    return value


def _list(data: Any, key: str, where: str, of: type = dict) -> list[Any]:
    values = data.get(key, []) if isinstance(data, dict) else None
    if not isinstance(values, list) or not all(isinstance(value, of) for value in values):
        raise Unfit(f"{key} is missing or wrong, {where}")
    return values


def _text(data: Json, key: str, where: str) -> str:
    """A string; what no database can hold is refused."""
    value = _of(str, data, key, where, "")
    if "\0" in value or not _is_unicode(value):
        raise Unfit(f"{key} holds characters that are none, {where}")
    return value


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _count(data: Json, key: str, where: str) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 2**31 - 1:
        raise Unfit(f"{key} is no number, {where}")
    return value


def _date(data: Json, where: str) -> dt.date | None:
    value = data.get("date")
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(_text(data, "date", where))
    except ValueError as error:
        raise Unfit(f"date is none, {where}") from error


def _member(kind: Callable[[str], Value], data: Json, key: str, where: str) -> Value:
    try:
        return kind(_text(data, key, where))
    except ValueError as error:
        raise Unfit(f"{key} {data.get(key)!r} is unknown, {where}") from error


READER = Reader(
    "JSON as import_issue prints it",
    frozenset({".json"}),
    # A year of a daily in one file is some 60 MB.
    100_000_000,
    split,
    recognises=lambda data: b'"issues"' in data[:HEAD],
    sovereign=True,
)
