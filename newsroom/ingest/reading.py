"""One page of a dump read: its bytes, its text, and what its reader made of it. Nothing is written here."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

from newsroom.ingest.epaper import Listed
from newsroom.ingest.files import Dump, Unreadable, bytes_of
from newsroom.ingest.fitting import storable
from newsroom.ingest.places import Place, Title
from newsroom.models.newspapers import EARLIEST_DATE
from newsroom.parsing.decode import Undecodable
from newsroom.parsing.readers import SourcePage, Stated, Unfit, reader_of
from newsroom.parsing.types import ParsedPage


@dataclass(frozen=True, slots=True)
class Reading:
    """A page of a dump, where it belongs, and what it says.

    ``said`` is what operator, issue.toml and path say of its place; ``place`` is that, filled up by what the file
    states and what its text tells. ``page`` is empty where the source was only glanced at.
    """

    dump: Dump
    said: Place
    place: Place
    source: SourcePage
    sha256: str
    page: ParsedPage
    # The order of its article among those of the page, where the e-paper's own list tells.
    position: int | None = None
    warnings: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return self.source.file


def sources_of(dump: Dump, encoding: str | None) -> list[SourcePage]:
    """The pages a dump holds, their text decoded but not read. Raises Unreadable."""
    data = bytes_of(dump.path)
    try:
        return reader_of(dump.path.name, data).split(dump.path.name, data, encoding)
    except (Undecodable, Unfit) as error:
        raise Unreadable(str(error)) from error


def glance(dump: Dump, source: SourcePage, said: Place) -> Reading:
    """The source with its hash, its text unread."""
    return Reading(dump, said, said, source, hashlib.sha256(source.data).hexdigest(), ParsedPage())


def read(dump: Dump, source: SourcePage, said: Place, listed: Listed | None, latest: dt.date) -> Reading:
    """Reads a source, and fills up what is said of its place.

    First by what the file itself states and the e-paper's list of articles tells, then from the text. A date after
    ``latest`` is no issue's, and not taken.
    """
    stated = source.stated
    page = storable(source.read())
    inferred = _inferred_date(page, latest)
    date = said.date or _plausible(stated.date, latest) or inferred
    title = said.title or Title(name=stated.newspaper) or Title(name=page.newspaper)
    date_inferred = date is not None and said.date is None and date != stated.date
    warnings = [said.remark, *page.warnings]
    if date_inferred:
        warnings.append(
            f"the issue's date, {date}, is inferred" + (f": {page.date_reason}" if page.date_reason else "")
        )
    if said.date and stated.date and said.date != stated.date:
        warnings.append(f"it is dated {stated.date} itself, and taken for {said.date} as path or operator say")
    title_inferred = bool(title and not said.title and not stated.newspaper)
    if title_inferred:
        warnings.append(f"the newspaper, {title.name}, is inferred: the page prints that name")
    return replace(
        glance(dump, source, said),
        place=replace(
            _filled(said, stated, listed),
            title=title,
            title_inferred=title_inferred or said.title_inferred,
            date=date,
            date_inferred=date_inferred or said.date_inferred,
        ),
        page=page,
        position=listed.position if listed else None,
        warnings=tuple(f"{dump}: {sentence}" for sentence in warnings if sentence),
    )


def said_by(source: SourcePage, options: Place) -> Place:
    """The place of a page whose file states it in full, where ``options`` do not say otherwise."""
    stated = source.stated
    return replace(
        _filled(options, stated, None),
        title=options.title or Title(name=stated.newspaper),
        title_inferred=stated.newspaper_inferred and not options.title,
        date=options.date or stated.date,
        date_inferred=stated.date_inferred and not options.date,
        page_inferred=stated.page_inferred and not options.page,
    )


def _filled(said: Place, stated: Stated, listed: Listed | None) -> Place:
    """The place with its number, page and page name from the file where nobody else says them."""
    return replace(
        said,
        edition=said.edition or stated.edition or 1,
        number=said.number or stated.number,
        page=said.page or (listed.page if listed else None) or stated.page,
        page_name=said.page_name or (listed.page_name if listed else "") or stated.page_name,
    )


def _inferred_date(page: ParsedPage, latest: dt.date) -> dt.date | None:
    return _plausible(dt.date.fromisoformat(page.date), latest) if page.date else None


def _plausible(date: dt.date | None, latest: dt.date) -> dt.date | None:
    return date if date and EARLIEST_DATE <= date <= latest else None
