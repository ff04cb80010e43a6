"""HTML taken apart into its visible text, each character with the place it has in the markup.

Tags are read for where lines break and for nothing else: nothing in a page is followed, loaded or run. Broken markup
costs at worst some tag's text among the visible. Time is linear in the length of the page.
"""

from __future__ import annotations

import codecs
import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from newsroom.parsing.decode import Decoded, Undecodable, decode, encoding_named, reads_like_chinese
from newsroom.parsing.types import (
    Jump,
    ParsedArticle,
    ParsedByline,
    ParsedPage,
    ParsedPhoto,
    Printed,
    Span,
)

CHARSET = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
# Encodings that browsers take for the larger one.
LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "iso8859-1": "cp1252"}
# How far into a page its encoding is declared: browsers look at 1,024 bytes, authors are less careful.
DECLARED_WITHIN = 4096

TAG, TAG_BYTES = re.compile(r"<[^<>]*+>"), re.compile(rb"<[^<>]*+>")
# Possessive throughout: a tag that never ends is given up after one look.
TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)[^<>]*+>|<[!?/][^<>]*+>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|[^<&]++|[<&]"
)
UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "select", "textarea"})
LINE_BREAKING = frozenset(
    {"address", "article", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "figcaption", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p"}
    | {"pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"}
)


class Tag(NamedTuple):
    """A tag, where it stands in the markup, and how much visible text stands before it."""

    name: str
    closing: bool
    start: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class Markup:
    """Visible text; ``places[i]`` is where its character i stands in the markup, from and up to."""

    text: str
    places: tuple[tuple[int, int], ...]
    tags: tuple[Tag, ...]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Where the visible characters from ``start`` up to ``end`` stand in the markup. Line breaks stand nowhere."""
        spans: list[Span] = []
        for first, last in self.places[start:end]:
            if first == last:
                continue
            if spans and spans[-1].end == first:
                spans[-1] = Span(spans[-1].start, last)
            else:
                spans.append(Span(first, last))
        return tuple(spans)

    def printed(self, start: int, end: int) -> Printed:
        """The visible characters from ``start`` up to ``end``, without white space around them."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        return Printed(text, self.spans(start, start + len(text))) if text else Printed()

    def lines(self) -> Iterator[tuple[int, int]]:
        """Every line that holds more than white space, as (start, end) in the visible text."""
        for line in re.finditer(r"[^\n]+", self.text):
            if line[0].strip():
                yield line.span()

    def tags_within(self, start: int, end: int) -> Iterator[Tag]:
        """The tags between two places of the visible text."""
        first = bisect_left(self.tags, start, key=lambda tag: tag.at)
        for tag in self.tags[first:]:
            if tag.at > end:
                return
            yield tag


def visible(markup: str, start: int = 0, end: int | None = None) -> Markup:
    """The visible text of markup[start:end]; places count from the beginning of the markup."""
    stop = len(markup) if end is None else end
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    tags: list[Tag] = []
    never_closed: set[str] = set()
    position = start

    def past(mark: str, from_: int) -> int:
        """Behind the next ``mark``, or -1; that there is none is found out only once."""
        if mark in never_closed:
            return -1
        found = lowered.find(mark, from_, stop)
        if found < 0:
            never_closed.add(mark)
        return found + len(mark) if found >= 0 else -1

    lowered = markup.lower() if len(markup.lower()) == len(markup) else markup
    while position < stop:
        if markup.startswith("<!--", position) and (behind := past("-->", position + 4)) > 0:
            position = behind
            continue
        token = TOKEN.match(markup, position, stop)
        if token is None:  # no other character is left over
            position += 1
            continue
        position = token.end()
        if name := (token[2] or "").lower():
            tags.append(Tag(name, bool(token[1]), token.start(), token.end(), len(characters)))
            if name in UNSEEN and not token[1] and (behind := past(f"</{name}", position)) > 0:
                position = behind - len(f"</{name}")
            elif name in LINE_BREAKING:
                characters.append("\n")
                places.append((token.start(), token.start()))
        elif token[0].startswith("&") and (meant := html.unescape(token[0])) != token[0]:
            characters += meant
            places += ([token.span()] + [(token.end(), token.end())] * (len(meant) - 1))[: len(meant)]
        elif not (token[0].startswith("<") and len(token[0]) > 1):
            for offset, character in enumerate(token[0], token.start()):
                # Line breaks of the markup are white space of the page.
                characters.append(" " if character in "\r\n\t\f" else character)
                places.append((offset, offset + 1))
    return Markup("".join(characters), tuple(places), tuple(tags))


def decode_markup(data: bytes, encoding: str | None) -> Decoded:
    """The text of an HTML file: as the operator says, else as it declares itself, else as its bytes look.

    Raises Undecodable, and LookupError for an encoding there is none of.
    """
    if encoding:
        return decode(data, encoding)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_utf_16(data)
    if declared := CHARSET.search(data[:DECLARED_WITHIN]):
        try:
            name = encoding_named(declared[1].decode("ascii"))
            return decode(data, LARGER.get(name, name))
        except (LookupError, Undecodable):
            pass  # pages often declare an encoding they are not in
    return decode(data, decode(TAG_BYTES.sub(b"", data)).encoding)


def _decode_utf_16(data: bytes) -> Decoded:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise Undecodable("it starts like UTF-16 but breaks off that encoding further on") from error
    if not reads_like_chinese(TAG.sub("", text)):
        raise Undecodable("it starts like UTF-16 but does not read like text; name its encoding with --encoding")
    return Decoded(text, "utf-16")


def placed_in(page: ParsedPage, markup: Markup) -> ParsedPage:
    """A page that was read from visible text, its spans moved to where that text stands in the markup."""
    return _moved(page, lambda spans: tuple(place for span in spans for place in markup.spans(*span)))


def _moved(page: ParsedPage, move: Callable[[tuple[Span, ...]], tuple[Span, ...]]) -> ParsedPage:
    def printed(part: Printed) -> Printed:
        return replace(part, spans=move(part.spans))

    def byline(part: ParsedByline) -> ParsedByline:
        return replace(part, as_printed=printed(part.as_printed))

    def photo(part: ParsedPhoto) -> ParsedPhoto:
        bylines = tuple(byline(each) for each in part.bylines)
        return ParsedPhoto(printed(part.caption), printed(part.credit), bylines)

    def jump(part: Jump | None) -> Jump | None:
        return part and replace(part, as_printed=printed(part.as_printed))

    def article(part: ParsedArticle) -> ParsedArticle:
        return replace(
            part,
            kicker=printed(part.kicker),
            headline=printed(part.headline),
            subhead=printed(part.subhead),
            dateline=printed(part.dateline),
            paragraphs=tuple(replace(each, spans=move(each.spans)) for each in part.paragraphs),
            bylines=tuple(byline(each) for each in part.bylines),
            photos=tuple(photo(each) for each in part.photos),
            continued_from=jump(part.continued_from),
            continues_on=jump(part.continues_on),
        )

    return replace(
        page,
        articles=tuple(article(each) for each in page.articles),
        unplaced=tuple(printed(each) for each in page.unplaced),
    )
