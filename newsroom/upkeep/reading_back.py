"""An export read back: every file checked against its hash before a row is written, then issue by issue.

An issue is one transaction, and what was stored is read again and compared with the file. So what is there is either
whole and equal or not there, and the same command finishes what was stopped.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, DatabaseError, models, transaction
from django.db.models import Q

from newsroom.models import NAMES, Article, IndexTask, Section, SourceText
from newsroom.upkeep.exporting import CLOSING, FILES, FORMAT, MANIFEST, OPENING, UNFINISHED, VERSION, lines_of
from newsroom.upkeep.records import AUTHOR, KNOWN, LINK, Record, as_row, author_columns, issue_records, table_of

# A name that an export writes: it leads nowhere else.
NAME = re.compile(r"[\w.-]+(?:/[\w.-]+){0,3}")
BLOCK = 2**20
LONGEST_LINE = 100 * 2**20
AT_A_TIME = 200

# A file was checked, or an issue dealt with.
Progress = Callable[[str], None]


class Damaged(Exception):
    """The folder does not hold what was exported. Nothing was read from it."""


class Occupied(Exception):
    """The archive holds something else under the keys of the export. The message says what."""


@dataclass
class ReadBack:
    """Issues by what became of them, by the names of their files."""

    imported: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    articles: int = 0


def is_export(folder: Path) -> bool:
    """Whether a folder is an export, finished or not, whole or damaged."""
    return folder.is_dir() and any((folder / name).is_file() for name in (FILES, UNFINISHED))


def check(folder: Path, progress: Progress = lambda name: None) -> None:
    """Raises Damaged with the first file that is not what was written; OSError where one cannot be read."""
    if not (folder / MANIFEST).is_file():
        if (folder / UNFINISHED).is_file():
            raise Damaged("it is unfinished; run export_archive again with the same folder to finish it")
        raise Damaged(f"{MANIFEST} is missing")
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        form, version, listed = manifest["format"], manifest["version"], manifest[FILES]
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{MANIFEST} cannot be read") from error
    if form != FORMAT or version != VERSION:
        raise Damaged(f"{MANIFEST} says {form} {version}; this program reads {FORMAT} {VERSION}")
    if _hash_of(folder, FILES) != listed:
        raise Damaged(f"{FILES} is not what {MANIFEST} says")
    try:
        for sha256, name in lines_of(folder / FILES):
            if not NAME.fullmatch(name) or ".." in name:
                raise Damaged(f"{name!r} is no name of a file in it")
            if _hash_of(folder, name) != sha256:
                raise Damaged(f"{name} is not what was written")
            progress(name)
    except ValueError as error:
        raise Damaged(f"{FILES} holds a line that names no file") from error


def _hash_of(folder: Path, name: str) -> str:
    path, digest = folder / name, hashlib.sha256()
    if any(each.is_symlink() for each in (path, *path.parents) if each.is_relative_to(folder) and each != folder):
        raise Damaged(f"{name} is a link")
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except FileNotFoundError as error:
        raise Damaged(f"{name} is missing") from error
    return digest.hexdigest()


def read_back(folder: Path, *, write: bool, progress: Progress = lambda name: None) -> ReadBack:
    """Puts a checked export into the archive. With ``write`` False only finds out what is there already.

    Raises Occupied when the archive holds other things; what was finished stays. Issues that stand there with other
    contents, corrected since for instance, are left as they are.
    """
    reader, done = _Reader(folder), ReadBack()
    if write:
        reader.store_opening()
    for sha256, name in lines_of(folder / FILES):
        if not name.startswith("issues/"):
            continue
        key = reader.issue_of(name)
        if (there := _hash_stored(key)) is not None:
            (done.known if there == sha256 else done.refused).append(name)
        else:
            if write:
                done.articles += reader.store_issue(name, sha256)
            done.imported.append(name)
        progress(name)
    if write and not done.refused:
        reader.store_closing()
    return done


def _hash_stored(issue: int) -> str | None:
    """The hash that an export of the issue as it is stored would have; None where it is not there."""
    digest, found = hashlib.sha256(), False
    for record in issue_records(DEFAULT_DB_ALIAS, issue):
        digest.update(record.line())
        found = True
    return digest.hexdigest() if found else None


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authors: dict[str, int] = {}

    def issue_of(self, name: str) -> int:
        return int(next(self._records(name)).row["id"])

    @transaction.atomic
    def store_opening(self) -> None:
        """Editors, newspapers, sections and whatever else issues share. What is there already must be the same."""
        if not Article.objects.exists():
            Section.objects.all().delete()  # those that every new archive begins with
        self._store(self._records(OPENING))

    @transaction.atomic
    def store_closing(self) -> None:
        self._store(self._records(CLOSING))

    @transaction.atomic
    def store_issue(self, name: str, sha256: str) -> int:
        """Returns how many articles it has. Raises Occupied when what is stored then is not what the file holds."""
        self._store(self._records(name))
        key = self.issue_of(name)
        if _hash_stored(key) != sha256:
            raise Occupied(
                f"{name} could not be stored as it is: something of it stands in the archive with other contents"
            )
        articles = list(Article.objects.filter(page__issue=key).values_list("pk", flat=True))
        IndexTask.objects.request([NAMES, *articles])
        return len(articles)

    def _records(self, name: str) -> Iterator[Record]:
        with (self.folder / name).open("rb") as file:
            while line := file.readline(LONGEST_LINE):
                try:
                    record = Record(**json.loads(line))
                except (ValueError, TypeError) as error:
                    raise Damaged(f"{name} holds a line that is no record") from error
                if record.model == SourceText._meta.label_lower:
                    record.row["data"] = self._source(record.row["sha256"])
                yield record

    def _source(self, sha256: str) -> str:
        data = (self.folder / "sources" / sha256[:2] / sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged(f"source {sha256} is not what was received")
        return base64.b64encode(data).decode("ascii")

    def _store(self, records: Iterable[Record]) -> None:
        for label, group in groupby(records, key=lambda record: record.model):
            while some := list(islice(group, AT_A_TIME)):
                if label == AUTHOR:
                    self._store_authors(some)
                elif label == LINK:
                    self._store_links(some)
                elif label in KNOWN:
                    self._store_rows(KNOWN[label], some)
                else:
                    raise Damaged(f"it holds {label!r}, which this program does not know")

    def _store_rows(self, model: type[models.Model], records: list[Record]) -> None:
        """Adds the rows that are not there. One that is, and differs, is somebody else's."""
        table = table_of(model)
        self._know_authors(model, records)
        try:
            rows = [as_row(record, self.authors) for record in records]
        except KeyError as error:
            raise Damaged(f"its {table.label} has other columns than this program's: {error}") from error
        keys = [row[0] for row in rows]
        there = {row[0]: row for row in table.rows(DEFAULT_DB_ALIAS, Q(pk__in=keys))}
        if other := [key for key, row in zip(keys, rows, strict=True) if key in there and there[key] != row]:
            raise Occupied(f"{table.label} {other[0]} stands in the archive with other contents")
        fresh = [row for row in rows if row[0] not in there]
        try:
            with transaction.atomic():
                table.insert(DEFAULT_DB_ALIAS, fresh)
        except DatabaseError as error:
            if isinstance(error, models.ProtectedError) or "UNIQUE" in str(error).upper():
                raise Occupied(f"something that only {table.label} may be called is there already: {error}") from error
            raise
        table.continue_after(DEFAULT_DB_ALIAS, max([table.last_key(DEFAULT_DB_ALIAS), *keys]))

    def _know_authors(self, model: type[models.Model], records: list[Record]) -> None:
        names = {record.row.get(column) for record in records for column in author_columns(model)} - {None}
        if unknown := names - self.authors.keys():
            self.authors.update(User.objects.filter(username__in=unknown).values_list("username", "pk"))

    def _store_authors(self, records: list[Record]) -> None:
        """An account of the same name is that editor; else one is made that nobody can log in with."""
        for record in records:
            names = {key: record.row[key] for key in ("first_name", "last_name")}
            user, made = User.objects.get_or_create(
                username=record.row["username"], defaults={**names, "is_active": False}
            )
            if made:
                user.set_unusable_password()
                user.save(update_fields=["password"])

    def _store_links(self, records: list[Record]) -> None:
        for record in records:
            row = record.row
            rows = KNOWN[row["of"]]._base_manager.filter(pk=row["id"])
            rows.filter(**{row["column"]: None}).update(**{row["column"]: row["article_id"]})
