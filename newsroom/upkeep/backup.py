"""A backup: one tar file that holds the archive independently of the database it came from.

``tables/<table>/<part>.jsonl.gz`` hold rows, one JSON array a line in the form of newsroom.upkeep.tables;
``manifest.json``, written last, names every part with its SHA-256, the columns, rows and digest of every table, and the
migrations that made the tables. ``manifest.sha256`` is the hash of that.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import DEFAULT_DB_ALIAS, transaction

from newsroom.upkeep import tables as archive
from newsroom.upkeep.copying import Unequal, replace_all
from newsroom.upkeep.databases import (
    Unfit,
    frozen_view,
    migrate,
    migrate_as_far_as,
    migrations_in,
    models_after,
    scratch_database,
    shown,
)
from newsroom.upkeep.proof import prove
from newsroom.upkeep.tables import Digest, Table, as_line

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
# Bytes of rows in one part: what is held in memory at a time.
PART_BYTES = 8 * 2**20
# Level 1 is five times as fast as the default and makes a tenth more of Chinese text.
COMPRESSION = 1

# (table, rows dealt with since the last call)
Progress = Callable[[str, int], None]


class Damaged(Exception):
    """A backup is not what was written. The message says what of it is wrong."""


@dataclass
class TableEntry:
    label: str
    columns: list[str]
    rows: int = 0
    digest: str = ""
    last_key: int = 0
    parts: list[tuple[str, str]] = field(default_factory=list)  # (name, SHA-256)


@dataclass
class Manifest:
    made_at: str
    migrations: list[tuple[str, str]]
    tables: list[TableEntry]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def rows_of(self, label: str) -> int:
        return next((table.rows for table in self.tables if table.label == label), 0)

    @property
    def figures(self) -> dict[str, int]:
        """How much there is, by what a person calls it."""
        articles, revisions = self.rows_of("newsroom.article"), self.rows_of("newsroom.revision")
        return {"articles": articles, "revisions": revisions, "rows": self.rows}

    @property
    def parts(self) -> dict[str, str]:
        return dict(part for table in self.tables for part in table.parts)


def write_backup(path: Path, progress: Progress = lambda table, rows: None) -> Manifest:
    """Writes everything as it stands at this moment; the site goes on meanwhile.

    The file has its name only once it is whole and on disk. Raises FileExistsError, OSError, and BlockingIOError where
    another backup to the same name is at work; Unfit where there is no archive.
    """
    if path.exists():
        raise FileExistsError(path)
    with _appearing(path) as file, frozen_view() as frozen:
        migrations = sorted(migrations_in(frozen))
        if not migrations:
            raise Unfit(f"{shown(DEFAULT_DB_ALIAS)} has no tables: is DATABASE_URL or NEWSROOM_DATA right?")
        manifest = Manifest(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), migrations, [])
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for table in archive.tables_in(frozen):
                manifest.tables.append(_write_table(tar, table, frozen, progress))
            described = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
            _add(tar, MANIFEST, described)
            _add(tar, SEAL, hashlib.sha256(described).hexdigest().encode())
    return manifest


def _write_table(tar: tarfile.TarFile, table: Table, alias: str, progress: Progress) -> TableEntry:
    entry = TableEntry(table.label, list(table.columns), last_key=table.last_key(alias))
    digest, lines, size = Digest(), list[bytes](), 0

    def finish_part() -> None:
        nonlocal size
        name = f"tables/{table.label}/{len(entry.parts) + 1:06d}.jsonl.gz"
        packed = gzip.compress(b"\n".join(lines) + b"\n", COMPRESSION, mtime=0)
        entry.parts.append((name, hashlib.sha256(packed).hexdigest()))
        _add(tar, name, packed)
        progress(table.label, len(lines))
        lines.clear()
        size = 0

    for row in table.rows(alias):
        line = as_line(row)
        digest.add(line)
        lines.append(line)
        size += len(line)
        if size >= PART_BYTES:
            finish_part()
    if lines:
        finish_part()
    entry.rows, entry.digest = digest.rows, digest.hexadecimal
    return entry


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


@contextlib.contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when all is written and safe on disk; readable by its owner only."""
    half = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(half, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            file.truncate()  # what a backup that was killed left
            yield file
            file.flush()
            os.fsync(file.fileno())
            if path.exists():
                raise FileExistsError(path)
            half.rename(path)
        except BaseException:
            half.unlink()
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def verify(path: Path) -> Manifest:
    """Reads the whole file and hashes every part again. Raises Damaged, and OSError where it cannot be read."""
    try:
        with tarfile.open(path, "r:") as tar:
            names = [member.name for member in tar]
            manifest = _manifest(tar, names)
            for name, sha256 in manifest.parts.items():
                if hashlib.sha256(_read(tar, name)).hexdigest() != sha256:
                    raise Damaged(f"{name} does not match its hash")
    except (tarfile.TarError, EOFError, ValueError, TypeError, KeyError) as error:
        raise Damaged(f"it is no whole backup ({error})") from error
    if strangers := set(names) - {MANIFEST, SEAL, *manifest.parts}:
        raise Damaged(f"it holds {sorted(strangers)[0]}, which its manifest does not know")
    return manifest


def _manifest(tar: tarfile.TarFile, names: list[str]) -> Manifest:
    if SEAL not in names:
        raise Damaged("it breaks off before its end, or is no backup of a newsroom")
    described = _read(tar, MANIFEST)
    if hashlib.sha256(described).hexdigest() != _read(tar, SEAL).decode():
        raise Damaged(f"{MANIFEST} does not match its hash")
    read: dict[str, Any] = json.loads(described)
    if read["format"] != FORMAT:
        raise Damaged(f"its format is {read['format']}, and this newsroom reads format {FORMAT}")
    return Manifest(
        read["made_at"],
        [(app, name) for app, name in read["migrations"]],
        [TableEntry(**{**entry, "parts": [tuple(part) for part in entry["parts"]]}) for entry in read["tables"]],
    )


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise Damaged(f"{name} is no file")
    return file.read()


def restore(path: Path, scratch: Path, *, replace: bool, progress: Progress = lambda table, rows: None) -> Manifest:
    """Puts the archive of a backup in place of the present one.

    All is read, checked and brought to the newest tables in a database beside, in the folder ``scratch``; then it takes
    the place of the old in one transaction. Until then nothing is touched. Raises Damaged, Unfit (also where there is
    an archive and ``replace`` is False) and OSError.
    """
    manifest = verify(path)
    models_after(DEFAULT_DB_ALIAS, manifest.migrations)  # a backup of a newer newsroom is refused before anything else
    if not replace and not archive.is_empty(DEFAULT_DB_ALIAS, archive.tables_in(DEFAULT_DB_ALIAS)):
        raise Unfit("There is an archive here already; --replace puts the backup in its place.")
    migrate(DEFAULT_DB_ALIAS)
    with (
        tempfile.TemporaryDirectory(prefix="restoring-", dir=scratch) as folder,
        scratch_database(Path(folder) / "restored.sqlite3") as restored,
    ):
        _fill(restored, path, manifest, progress)
        migrate(restored)
        proof = prove(restored)
        if proof.broken:
            raise Damaged(f"{proof.broken} does not match its own hash")
        try:
            with transaction.atomic():
                replace_all(restored, DEFAULT_DB_ALIAS, archive.tables_in(restored))
        except Unequal as error:
            raise Damaged(str(error)) from error
    return manifest


def _fill(alias: str, path: Path, manifest: Manifest, progress: Progress) -> None:
    """Makes the tables as they were when the backup was made, puts its rows in, and compares what then is there."""
    migrate_as_far_as(alias, manifest.migrations)
    tables = {table.label: table for table in archive.tables_after(alias, manifest.migrations)}
    with tarfile.open(path, "r:") as tar, transaction.atomic(alias):
        archive.empty(alias, tables.values())
        for entry in manifest.tables:
            table = tables[entry.label]
            for name, _ in entry.parts:
                rows = [json.loads(line) for line in gzip.decompress(_read(tar, name)).splitlines()]
                for start in range(0, len(rows), table.rows_at_a_time):
                    table.insert(alias, rows[start : start + table.rows_at_a_time])
                progress(entry.label, len(rows))
            table.continue_after(alias, entry.last_key)
    for entry in manifest.tables:
        digest = tables[entry.label].digest(alias)
        if (digest.rows, digest.hexadecimal) != (entry.rows, entry.digest):
            raise Damaged(f"{entry.label} came out other than it went in")
