"""``issue.toml``: what the operator knows about an issue and the dumps do not say.

    newspaper = "雪岭日报"        # a title; with slug, cn_number, publisher, place if you like
    slug = "xueling"             # its address: /xueling/2026-01-07/
    date = 2026-01-07
    number = 12345               # 期号
    edition = 1
    section = "要闻"              # the section of every page that names none

    [[pages]]
    number = 1
    name = "要闻"                 # 版名
    section = "要闻"
    file = "scan-a.txt"          # only where the file's name does not start with the page number

    [[sections]]
    name = "要闻"
    page_names = ["头版", "时政"]  # pages so named belong to it
    words = ["常委会", "党组"]     # articles that use such words are proposed for it

Every key may be left out. A file beside the dumps speaks for them; one in a folder above speaks where that is silent.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from newsroom.ingest.files import MANIFEST, Unreadable, bytes_of, shown

MAX_NUMBER = 32767


class BadManifest(Exception):
    """An issue.toml that cannot be followed. The message is one sentence and names the file."""


@dataclass(frozen=True, slots=True)
class ManifestPage:
    number: int
    name: str = ""
    section: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class ManifestSection:
    name: str
    page_names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """One issue.toml, or several laid over each other. Empty and None mean that it does not say."""

    newspaper: str = ""
    slug: str = ""
    cn_number: str = ""
    publisher: str = ""
    place: str = ""
    date: dt.date | None = None
    edition: int | None = None
    number: int | None = None
    section: str = ""
    pages: tuple[ManifestPage, ...] = ()
    sections: tuple[ManifestSection, ...] = ()

    def over(self, farther: Manifest) -> Manifest:
        """This manifest, with what it does not say taken from one in a folder above."""
        return replace(self, **{f.name: getattr(self, f.name) or getattr(farther, f.name) for f in fields(self)})

    def page_of(self, file_name: str, number: int | None) -> ManifestPage | None:
        """The entry that names this file, else the entry for this page number."""
        for page in self.pages:
            if page.file == file_name:
                return page
        return next((page for page in self.pages if number is not None and page.number == number), None)


SILENT = Manifest()


def manifest_in(folder: Path) -> Manifest:
    """The folder's issue.toml, or SILENT where there is none. Raises BadManifest."""
    path = folder / MANIFEST
    if path.is_symlink():
        raise BadManifest(f"{shown(path)} is a link, and links are not followed; put the file itself there")
    if not path.is_file():
        return SILENT
    try:
        return read_manifest(tomllib.loads(bytes_of(path).decode("utf-8-sig")))
    except RecursionError as error:
        raise BadManifest(f"{shown(path)} cannot be followed: it is nested too deeply") from error
    except (Unreadable, ValueError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise BadManifest(f"{shown(path)} cannot be followed: {error}") from error


def read_manifest(data: dict[str, Any]) -> Manifest:
    """What ``tomllib`` gave -> Manifest. Raises ValueError with what is wrong."""
    _only(data, {field.name for field in fields(Manifest)}, "")
    return Manifest(
        **{key: _text(data, key) for key in ("newspaper", "slug", "cn_number", "publisher", "place", "section")},
        date=_date(data.get("date")),
        edition=_count(data, "edition", MAX_NUMBER),
        number=_count(data, "number", 2**31 - 1),
        pages=_pages(_tables(data, "pages")),
        sections=tuple(_section(table) for table in _tables(data, "sections")),
    )


def _pages(tables: list[dict[str, Any]]) -> tuple[ManifestPage, ...]:
    pages = []
    for table in tables:
        _only(table, {"number", "name", "section", "file"}, " in [[pages]]")
        number = _count(table, "number", MAX_NUMBER)
        if number is None:
            raise ValueError("a page in [[pages]] has no number")
        file = _text(table, "file")
        if Path(file).name != file:
            raise ValueError(f"file = {file!r} is no plain file name")
        pages.append(ManifestPage(number, _text(table, "name"), _text(table, "section"), file))
    numbers = [page.number for page in pages]
    if twice := {number for number in numbers if numbers.count(number) > 1}:
        raise ValueError(f"page {min(twice)} is listed twice")
    return tuple(pages)


def _section(table: dict[str, Any]) -> ManifestSection:
    _only(table, {"name", "page_names", "words"}, " in [[sections]]")
    if not (name := _text(table, "name")):
        raise ValueError("a section in [[sections]] has no name")
    return ManifestSection(name, _lines(table, "page_names"), _lines(table, "words"))


def _lines(table: dict[str, Any], key: str) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(each, str) and each.isprintable() for each in values):
        raise ValueError(f"{key} is no list of lines of text")
    return tuple(each.strip() for each in values if each.strip())


def _only(data: dict[str, Any], allowed: set[str], where: str) -> None:
    if unknown := sorted(set(data) - allowed):
        raise ValueError(f"{unknown[0]!r}{where} is no key of it; those are {', '.join(sorted(allowed))}")


def _tables(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    tables = data.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"{key} is no list of tables; write [[{key}]]")
    return tables


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError(f"{key} = {value!r} is no line of text")
    return value.strip()


def _count(data: dict[str, Any], key: str, most: int) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise ValueError(f"{key} = {value!r} is no number from 1 to {most}")
    return value


def _date(value: object) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f"date = {value!r} is no date such as 2026-01-07")
