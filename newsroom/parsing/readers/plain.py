"""A page dump: running text as extraction or OCR left it."""

from __future__ import annotations

from dataclasses import replace

from newsroom.parsing import read_page
from newsroom.parsing.decode import decode
from newsroom.parsing.readers.source import Reader, SourcePage, Unfit
from newsroom.parsing.types import ParsedPage, Printed, Span

# Two hundred thousand characters in columns of ten, more than any issue has, come to twenty thousand lines.
MOST_LINES = 20_000


def split(file: str, data: bytes, encoding: str | None) -> list[SourcePage]:
    decoded = decode(data, encoding)
    if (lines := decoded.text.count("\n")) > MOST_LINES and (lines := _printed_lines(decoded.text)) > MOST_LINES:
        raise Unfit(
            f"holds {lines} lines; no page does, and more than {MOST_LINES} are not read: give each page its file"
        )
    return [SourcePage(file, data, decoded.encoding, decoded.text, lambda: read_whole(decoded.text))]


def _printed_lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())


def read_whole(text: str) -> ParsedPage:
    """``read_page``, and whatever of the text that should leave out among the unplaced fragments, with a warning."""
    return keep_everything(read_page(text), text)


def keep_everything(page: ParsedPage, text: str) -> ParsedPage:
    """The page with every run of the text that no part of it covers among the unplaced fragments, and a warning."""
    covered = bytearray(len(text))
    for span in (
        *(s for article in page.articles for s in article.spans),
        *(s for p in page.unplaced for s in p.spans),
    ):
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    left: list[Printed] = []
    start = 0
    for end in range(len(text) + 1):
        if end == len(text) or covered[end]:
            if run := text[start:end].strip():
                begin = text.index(run, start)
                left.append(Printed(run, (Span(begin, begin + len(run)),)))
            start = end + 1
    if not left:
        return page
    characters = sum(visible_characters(printed.text) for printed in left)
    warning = f"{characters} characters stood in no part of the page as it was read; they are kept as unplaced"
    return replace(page, unplaced=(*page.unplaced, *left), warnings=(*page.warnings, warning))


def visible_characters(text: str) -> int:
    """How many characters are not white space."""
    return sum(1 for character in text if not character.isspace())


# A page of a broadsheet holds up to twenty thousand characters, some 60 kB; a dump many times that size is none.
READER = Reader("page dump", frozenset({".txt"}), 1_000_000, split)
