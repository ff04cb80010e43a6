"""What every reader gives: the pages that one file holds, each with the text it is read from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from newsroom.parsing.types import ParsedPage, SectionChoice


class Unfit(ValueError):
    """The file is not what its reader takes it for. The message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file itself states of a page, outside the running text. Empty and None: it does not say."""

    newspaper: str = ""
    newspaper_inferred: bool = False
    date: dt.date | None = None
    date_inferred: bool = False
    edition: int | None = None
    number: int | None = None
    page: int | None = None
    page_inferred: bool = False
    page_name: str = ""
    # The section of each article, where the file states sections at all.
    sections: tuple[SectionChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page, or one article of a page, as a file holds it.

    ``data`` is what is kept as the source: ``data`` decoded by ``encoding``, without byte order mark, is ``text``, and
    all spans of ``read()`` count in it. ``file`` is the name of the file the page came from in the first place.
    ``is_article``: the page may have further articles, in files of their own.
    """

    file: str
    data: bytes
    encoding: str
    text: str
    read: Callable[[], ParsedPage]
    stated: Stated = Stated()
    is_article: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """One format. ``split`` takes a file's name, its bytes and the encoding if the operator gave one.

    It raises Undecodable or Unfit, and leaves the costly part to each page's ``read``. ``recognises`` is asked of the
    bytes of files with one of the ``suffixes``. A ``sovereign`` format states all places itself: the path says nothing.
    """

    name: str
    suffixes: frozenset[str]
    most_bytes: int
    split: Callable[[str, bytes, str | None], list[SourcePage]]
    recognises: Callable[[bytes], bool] = lambda data: True
    sovereign: bool = False
