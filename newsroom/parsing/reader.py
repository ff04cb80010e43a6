"""A page of text read: fragments, joins, boundaries, headlines, articles, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsroom.parsing import dates, weights
from newsroom.parsing.arrange import Arranger
from newsroom.parsing.assemble import assemble
from newsroom.parsing.displays import score_displays
from newsroom.parsing.fragments import is_display, opening_of, pieces_of
from newsroom.parsing.joins import find_joins
from newsroom.parsing.layout import Fragment, laid_out
from newsroom.parsing.mastheads import newspaper_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.types import ParsedArticle, ParsedPage, Printed
from newsroom.parsing.units import units_of

# A full broadsheet page holds up to 14,000 characters. Longer text is several pages in one file and is read in
# strips, so that the time it takes grows with its length and no faster.
LONGEST_STRIP = 16_000
# Nor does one hold more pieces; a page of nothing but short lines would.
MOST_PIECES = 1_000


def read_page(text: str) -> ParsedPage:
    """Read the decoded text of one page, in any of the layouts dumps come in.

    Raises nothing, whatever the text. Every character that is not white space stands in exactly one part of one article
    or in ``unplaced``, where page furniture goes too; the same text gives the same page.
    """
    fragments, furniture = laid_out(text)
    articles: list[ParsedArticle] = []
    unplaced = [run.printed() for run in furniture]
    for strip in _strips(fragments):
        found, rest = _read_strip(strip)
        articles += found
        unplaced += rest
    lines = [*(run.text for run in furniture), *(fragment.text for fragment in fragments)]
    date, reason = dates.latest_day(lines)
    unplaced.sort(key=lambda printed: printed.spans[0])
    return ParsedPage(tuple(articles), tuple(unplaced), date, reason, newspaper_of(lines))


def _read_strip(fragments: Sequence[Fragment]) -> tuple[list[ParsedArticle], list[Printed]]:
    learned = weights.load()
    pieces = pieces_of(fragments)
    sheet = Sheet(units_of(pieces, find_joins(pieces, learned)))
    score_displays(sheet, learned)
    return assemble(sheet, Arranger(sheet, learned).arrange())


def _strips(fragments: Sequence[Fragment]) -> Iterator[Sequence[Fragment]]:
    """The fragments in strips of a page's length at most, cut above the head of an article rather than anywhere."""
    start = length = best = 0
    for index, fragment in enumerate(fragments):
        is_full = length + len(fragment.text) > LONGEST_STRIP or index - start >= MOST_PIECES
        if is_full and index > start:
            cut = best if best > start else index
            yield fragments[start:cut]
            start = cut
            length = sum(len(each.text) for each in fragments[start:index])
        if opening_of(fragment.text) is not None:
            best = index
            while best > start and is_display(fragments[best - 1].text):
                best -= 1
        length += len(fragment.text)
    if start < len(fragments):
        yield fragments[start:]
