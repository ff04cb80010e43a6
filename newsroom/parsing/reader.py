"""A page of text read: fragments, joins, boundaries, headlines, articles, one after the other."""

from __future__ import annotations

from newsroom.parsing import dates, weights
from newsroom.parsing.arrange import Arranger
from newsroom.parsing.assemble import assemble
from newsroom.parsing.displays import score_displays
from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.joins import find_joins
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.types import ParsedPage
from newsroom.parsing.units import units_of


def read_page(text: str) -> ParsedPage:
    """Read the decoded text of one page, in any of the layouts dumps come in.

    Raises nothing, whatever the text. Every character that is not white space stands in exactly one part of one article or in
    ``unplaced``; the same text gives the same page.
    """
    learned = weights.load()
    pieces = pieces_of(fragments_of(text))
    sheet = Sheet(units_of(pieces, find_joins(pieces, learned)))
    score_displays(sheet, learned)
    arrangement = Arranger(sheet, learned).arrange()
    articles, unplaced = assemble(sheet, arrangement)
    date, reason = dates.latest_day([unit.text for unit in sheet.units])
    return ParsedPage(articles=tuple(articles), unplaced=tuple(unplaced), date=date, date_reason=reason)
