"""The lines of a dump that an article was read from, so that an editor sees what the dump itself said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from newsroom.models import Article, PageSource

# What stands between two lines of a dump, whichever machine wrote it.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


class LinePiece(NamedTuple):
    """A run of one line: ``part`` names what of the article it became, empty where it is none of it."""

    text: str
    part: str


class SourceLine(NamedTuple):
    """A line of the dump; ``number`` counts from 1. ``apart`` where lines with other text were left out before it."""

    number: int
    pieces: tuple[LinePiece, ...]
    apart: bool


class SourceExcerpt(NamedTuple):
    """The lines of one dump that an article was read from. ``name`` is its file."""

    name: str
    lines: tuple[SourceLine, ...]


def source_lines(article: Article) -> list[SourceExcerpt]:
    """What each dump says where the article was read from it, the newest dump first. Two queries."""
    spans = article.spans.select_related("source").order_by("-source_id", "start")
    names = dict(PageSource.objects.filter(page=article.page_id).values_list("source", "name"))
    excerpts = []
    for source, placed in groupby(spans, key=lambda span: span.source):
        marked = [(span.start, span.end, span.part) for span in placed]
        excerpts.append(SourceExcerpt(names.get(source.pk, str(source)), tuple(excerpt(source.text, marked))))
    return excerpts


def excerpt(text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[SourceLine]:
    """The lines that hold any of the spans (start, end, part), which are in order and do not overlap."""
    shown = left_out = False
    for number, found in enumerate(_LINE.finditer(text), 1):
        start, end = found.start(), found.start() + len(found[0].rstrip("\r\n"))
        within = [span for span in spans if span[0] < end and span[1] > start]
        if within:
            yield SourceLine(number, tuple(_pieces(text, start, end, within)), shown and left_out)
            shown, left_out = True, False
        elif found[0].strip():
            left_out = True


def _pieces(text: str, start: int, end: int, spans: Iterable[tuple[int, int, str]]) -> Iterator[LinePiece]:
    at = start
    for span_start, span_end, part in spans:
        if span_start > at:
            yield LinePiece(text[at:span_start], "")
        yield LinePiece(text[max(at, span_start) : min(end, span_end)], part)
        at = max(at, min(end, span_end))
    if at < end:
        yield LinePiece(text[at:end], "")
