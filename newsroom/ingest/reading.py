"""One dump read: its bytes, its text, and what the page reader made of it. Nothing is written here."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import CharField

from newsroom.ingest.files import Dump, Unreadable, bytes_of
from newsroom.ingest.places import Place, Title
from newsroom.models import Article, Byline, Photo, contributor_key
from newsroom.models.newspapers import EARLIEST_DATE
from newsroom.parsing import read_page
from newsroom.parsing.decode import Undecodable, decode
from newsroom.parsing.types import NOTHING, Jump, ParsedArticle, ParsedPage, ParsedPhoto, Printed, Span

# A jump line names a page of the same issue; a number beyond any issue is misread.
LAST_PAGE = 999


@dataclass(frozen=True, slots=True)
class Reading:
    """A dump, where it belongs, and what it says.

    ``said`` is what operator, issue.toml and path say of its place; ``place`` is that, and what was read from the text.
    ``text`` holds the characters that all spans count in.
    """

    dump: Dump
    said: Place
    place: Place
    data: bytes
    sha256: str
    encoding: str
    text: str
    page: ParsedPage
    warnings: tuple[str, ...] = ()

    @property
    def date_inferred(self) -> bool:
        return self.said.date is None and self.place.date is not None


def read_dump(dump: Dump, said: Place, encoding: str | None, today: dt.date) -> Reading:
    """Reads a dump, and fills in from its text what nobody says of its place. Raises Unreadable.

    A date after ``today`` is no issue's, and not taken.
    """
    data = bytes_of(dump.path)
    try:
        decoded = decode(data, encoding)
    except Undecodable as error:
        raise Unreadable(str(error)) from error
    page = keep_everything(storable(read_page(decoded.text)), decoded.text)
    date = said.date or _inferred_date(page, today)
    title = said.title or Title(name=page.newspaper)
    warnings = [said.remark, *page.warnings]
    if date and not said.date:
        warnings.append(f"the issue's date, {date}, is inferred: {page.date_reason}")
    if title and not said.title:
        warnings.append(f"the newspaper, {title.name}, is inferred: the page prints that name")
    return Reading(
        dump=dump,
        said=said,
        place=replace(said, title=title, date=date),
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        page=page,
        warnings=tuple(f"{dump}: {sentence}" for sentence in warnings if sentence),
    )


def glance(dump: Dump, said: Place) -> Reading:
    """A dump's bytes and hash, its text unread. Raises Unreadable."""
    data = bytes_of(dump.path)
    return Reading(dump, said, said, data, hashlib.sha256(data).hexdigest(), encoding="", text="", page=ParsedPage())


def _inferred_date(page: ParsedPage, today: dt.date) -> dt.date | None:
    if not page.date:
        return None
    date = dt.date.fromisoformat(page.date)
    return date if EARLIEST_DATE <= date <= today else None


def storable(page: ParsedPage) -> ParsedPage:
    """The page with every part that is too long to be what it was taken for among the unplaced fragments instead."""
    misread: list[Printed] = []
    articles = tuple(_storable_article(article, misread) for article in page.articles)
    return replace(page, articles=articles, unplaced=(*page.unplaced, *misread))


def _storable_article(article: ParsedArticle, misread: list[Printed]) -> ParsedArticle:
    dateline = article.dateline
    if len(dateline.text) > _longest(Article, "dateline"):
        misread.append(dateline)
        dateline = NOTHING
    too_long = dict.fromkeys(
        byline.as_printed for byline in article.bylines if not _is_name(byline.name) or not _fits(byline.affiliation)
    )
    misread += too_long
    return replace(
        article,
        dateline=dateline,
        bylines=tuple(byline for byline in article.bylines if byline.as_printed not in too_long),
        photos=tuple(_storable_photo(photo, misread) for photo in article.photos),
        continued_from=_storable_jump(article.continued_from, "continued_from_as_printed", misread),
        continues_on=_storable_jump(article.continues_on, "continues_on_as_printed", misread),
    )


def _storable_photo(photo: ParsedPhoto, misread: list[Printed]) -> ParsedPhoto:
    if len(photo.credit.text) > _longest(Photo, "credit"):
        misread.append(photo.credit)
        return ParsedPhoto(caption=photo.caption)
    named = tuple(byline for byline in photo.bylines if _is_name(byline.name) and _fits(byline.affiliation))
    return replace(photo, bylines=named)


def _storable_jump(jump: Jump | None, column: str, misread: list[Printed]) -> Jump | None:
    if jump is None:
        return None
    if len(jump.as_printed.text) > _longest(Article, column):
        misread.append(jump.as_printed)
        return None
    return jump if jump.page is None or 1 <= jump.page <= LAST_PAGE else replace(jump, page=None)


def _is_name(name: str) -> bool:
    return 0 < len(contributor_key(name)) <= _longest(Byline, "name") and len(name) <= _longest(Byline, "name")


def _fits(affiliation: str) -> bool:
    return len(affiliation) <= _longest(Byline, "affiliation")


def _longest(model: type[Article | Byline | Photo], column: str) -> int:
    """How many characters a column of ours holds."""
    field = model._meta.get_field(column)
    assert isinstance(field, CharField) and field.max_length
    return field.max_length


def keep_everything(page: ParsedPage, text: str) -> ParsedPage:
    """The page with every run of the text that no part of it covers among the unplaced fragments, and a warning."""
    covered = bytearray(len(text))
    for span in spans_of(page):
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


def spans_of(page: ParsedPage) -> Iterable[Span]:
    """Every span of every part of a page."""
    for article in page.articles:
        yield from article.spans
    for printed in page.unplaced:
        yield from printed.spans


def visible_characters(text: str) -> int:
    return sum(1 for character in text if not character.isspace())
