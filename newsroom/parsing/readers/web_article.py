"""A saved web page with one article on it.

Which of its text is the article, and not navigation, advertisement or comment, is trafilatura's to say; what it finds
is looked up in the page's visible text, so that every character keeps its place in the markup, and read like a dump.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import chain, pairwise

from newsroom.parsing.readers.markup import Markup, decode_markup, placed_in, visible
from newsroom.parsing.readers.plain import read_whole
from newsroom.parsing.readers.source import Reader, SourcePage, Stated, Unfit
from newsroom.parsing.types import ParsedPage

PUBLISHED = re.compile(
    r"<meta\b(?=[^<>]*\b(?:article:published_time|publishdate|pubdate|og:release_date|datePublished)\b)"
    r"[^<>]*\bcontent\s*=\s*[\"']?\s*(\d{4})[-/](\d{1,2})[-/](\d{1,2})",
    re.IGNORECASE,
)


def split(file: str, data: bytes, encoding: str | None) -> list[SourcePage]:
    decoded = decode_markup(data, encoding)
    article, missed = article_of(decoded.text)
    if not article.text:
        raise Unfit("is a web page without an article that could be found")

    def read() -> ParsedPage:
        page = placed_in(read_whole(article.text), article)
        warnings = (f"{missed} characters of the article could not be placed in the page's markup",) if missed else ()
        return ParsedPage(page.articles, page.unplaced, page.date, page.date_reason, page.newspaper, warnings)

    stated = Stated(date=_published(decoded.text))
    return [SourcePage(file, data, decoded.encoding, decoded.text, read, stated)]


def article_of(markup: str) -> tuple[Markup, int]:
    """The article's text, a paragraph a line with a blank line between, placed in the markup.

    Also how many characters the extractor gave that do not stand in the page, which it should never do.
    """
    shown = visible(markup)
    where = [at for at, character in enumerate(shown.text) if not character.isspace()]
    solid = "".join(shown.text[at] for at in where)
    lines: list[tuple[int, int]] = []
    missed = position = 0
    for line in _extracted(markup):
        wanted = "".join(line.split())
        found = solid.find(wanted, position)
        if found < 0:
            missed += len(wanted)
            continue
        position = found + len(wanted)
        lines.append((where[found], where[position - 1] + 1))
    if lines and (title := _heading_before(shown, lines[0][0])):
        lines.insert(0, title)
    parts = [(shown.text[start:end].replace("\n", " "), shown.places[start:end]) for start, end in lines]
    text = "\n\n".join(text for text, _ in parts)
    breaks = [((places[-1][1],) * 2,) * 2 for _, places in parts]
    places = chain.from_iterable(chain(places, gap) for (_, places), gap in zip(parts, breaks, strict=True))
    return Markup(text, tuple(places)[: len(text)], ()), missed


def _extracted(markup: str) -> list[str]:
    """The article's paragraphs, as the extractor gives them. Raises Unfit where it fails."""
    from trafilatura import bare_extraction  # half a second to import

    try:
        document = bare_extraction(markup, include_comments=False, favor_recall=True)
    except Exception as error:  # whatever a hostile page does to the extractor, the rest of the run goes on
        raise Unfit(f"is a web page that cannot be taken apart: {type(error).__name__}") from error
    text = getattr(document, "text", None) or ""
    return [line for line in text.split("\n") if line.strip()]


def _heading_before(shown: Markup, first: int) -> tuple[int, int] | None:
    """The page's <h1>, where the extractor left it out."""
    for opening, closing in pairwise(tag for tag in shown.tags if tag.name == "h1"):
        if (
            not opening.closing
            and closing.closing
            and closing.at <= first
            and shown.text[opening.at : closing.at].strip()
        ):
            inside = shown.text[opening.at : closing.at]
            start = opening.at + len(inside) - len(inside.lstrip())
            return start, start + len(inside.strip())
    return None


def _published(markup: str) -> dt.date | None:
    found = PUBLISHED.search(markup[:100_000])
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


READER = Reader("saved web article", frozenset({".htm", ".html"}), 2_000_000, split)
