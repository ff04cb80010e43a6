"""A whole archive from one database into another, in one transaction, and proof that both are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from newsroom.models import NAMES, Article, IndexTask
from newsroom.upkeep import tables as archive
from newsroom.upkeep.databases import Unfit, frozen_view, is_same, migrate, migrations_lacking, shown
from newsroom.upkeep.proof import Proof, prove
from newsroom.upkeep.tables import Digest, Row, Table, as_line

# (table, rows dealt with since the last call)
Progress = Callable[[str, int], None]


class Unequal(Exception):
    """What was written is not what was read. Nothing was kept of it."""


@dataclass(frozen=True)
class Moved:
    """What was copied, or would be: rows by table, with what its own hashes prove."""

    digests: dict[str, Digest]
    proof: Proof

    @property
    def rows(self) -> int:
        return sum(digest.rows for digest in self.digests.values())


def move(source: str, target: str, *, write: bool, progress: Progress = lambda table, rows: None) -> Moved:
    """Copies the archive in ``source`` into the empty database ``target``; ``source`` is only read.

    Edits made meanwhile are not copied. Where ``write`` is False, only finds out whether it would work. Raises Unfit
    when a database cannot be used so, Unequal when the copy is not the original: then ``target`` is empty as before.
    """
    if is_same(source, target):
        raise Unfit(f"{shown(source)} is where the archive is already; name another database.")
    if lacking := list(migrations_lacking(source)):
        raise Unfit(f"{shown(source)} has not the newest tables ({lacking[0]}); run manage.py migrate first.")
    _refuse_unless_empty(target)
    with frozen_view(source) as frozen:
        tables = archive.tables_in(frozen)
        if not write:
            return Moved(_examine(frozen, tables, progress), prove(frozen))
        migrate(target)
        with transaction.atomic(target):
            copied = replace_all(frozen, target, tables, progress)
            proof = prove(target)
            if proof.broken:
                raise Unequal(f"{proof.broken} does not match its hash in {shown(source)}; nothing was copied.")
        return Moved(copied, proof)


def replace_all(
    source: str, target: str, tables: list[Table], progress: Progress = lambda table, rows: None
) -> dict[str, Digest]:
    """Puts everything of ``source`` in place of everything in ``target``, within the caller's transaction.

    Every article there was and every one there is now is to be indexed again, and its names are to be learned. Raises
    Unequal when what is read back is not what was read.
    """
    ours = archive.tables_in(target)
    touched = {NAMES, *Article.objects.using(target).values_list("pk", flat=True)}
    archive.empty(target, ours)
    wanted: dict[str, Digest] = {}
    for table in tables:
        wanted[table.label] = digest = Digest()
        for rows in table.batches(source):
            _take(table, rows, digest)
            table.insert(target, rows)
            progress(table.label, len(rows))
        table.continue_after(target, table.last_key(source))
    found = archive.digests(target, tables)
    if different := [label for label, digest in wanted.items() if digest != found[label]]:
        raise Unequal(f"{', '.join(different)} in {shown(target)} is not what was read; nothing was kept.")
    touched.update(Article.objects.using(target).values_list("pk", flat=True))
    IndexTask.objects.using(target).bulk_create([IndexTask(article_id=key) for key in sorted(touched)], batch_size=5000)
    return wanted


def _refuse_unless_empty(target: str) -> None:
    if not archive.is_empty(target, archive.tables_in(target)):
        raise Unfit(f"{shown(target)} holds an archive already; name an empty database.")


def _examine(source: str, tables: Iterable[Table], progress: Progress) -> dict[str, Digest]:
    found: dict[str, Digest] = {}
    for table in tables:
        found[table.label] = digest = Digest()
        for rows in table.batches(source):
            _take(table, rows, digest)
            progress(table.label, len(rows))
    return found


def _take(table: Table, rows: Iterable[Row], digest: Digest) -> None:
    """Counts and hashes rows on their way. Raises Unfit on one that not every database can hold."""
    for row in rows:
        if why := table.refusal(row):
            raise Unfit(f"{why}, which not every database can hold; correct it first.")
        digest.add(as_line(row))
