"""A program for test_killed: does one kind of work over and over, each time killed at another point, and finishes it.

``python -m tests.faults.killing WORK COUNT`` kills WORK (SIGKILL, from inside) at COUNT points spread over its whole
course: every statement sent to a database and every file made, renamed or removed is such a point. After each kill it
looks whether the archive is whole, does the same work again, and looks whether all is as if nobody had disturbed it.
Prints one line a point and fails on the first difference.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402
from haystack import connections as engines  # noqa: E402

from newsroom.desk.revisions import correct  # noqa: E402
from newsroom.desk.snapshots import Snapshot  # noqa: E402
from newsroom.models import Article, IndexTask, Revision, index_work_requested  # noqa: E402
from newsroom.search.health import examine  # noqa: E402
from newsroom.search.outbox import drain  # noqa: E402
from newsroom.search.rebuilding import rebuild  # noqa: E402
from newsroom.upkeep import databases  # noqa: E402
from newsroom.upkeep.backup import verify, write_backup  # noqa: E402
from newsroom.upkeep.copying import move  # noqa: E402
from newsroom.upkeep.databases import database_at  # noqa: E402
from newsroom.upkeep.exporting import MANIFEST, export_archive  # noqa: E402
from newsroom.upkeep.proof import prove  # noqa: E402
from newsroom.upkeep.reading_back import Damaged as DamagedExport  # noqa: E402
from newsroom.upkeep.reading_back import check, read_back  # noqa: E402
from newsroom.upkeep.selection import Selection  # noqa: E402
from newsroom.upkeep.tables import MADE_WITH_TABLES, digests, empty, is_empty, tables_in  # noqa: E402
from tests.factories import make_article  # noqa: E402
from tests.tables import MadeOnce  # noqa: E402

FILES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "shutil.move"}
DATA = Path(settings.DATA_DIR)
BACKUP, COPY, EXPORT = DATA / "kept.tar", DATA / "copy.sqlite3", DATA / "export"
START = DATA.with_name("start")
ARTICLES, ISSUES = 6, 3


class Points:
    """Counts what a work does to databases and files, and kills the process when it comes to the point it was given."""

    def __init__(self, last: int | None = None) -> None:
        self.count, self.last = 0, last
        sent = CursorWrapper._execute_with_wrappers

        def execute(cursor, *arguments, **more):
            self.passed()
            return sent(cursor, *arguments, **more)

        CursorWrapper._execute_with_wrappers = execute
        sys.addaudithook(lambda event, arguments: self.passed() if self._changes_files(event, arguments) else None)

    @staticmethod
    def _changes_files(event: str, arguments: tuple) -> bool:
        written = event == "open" and isinstance(arguments[1], str) and set("wax+") & set(arguments[1])
        return event in FILES or bool(written)

    def passed(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def in_a_child(work: Callable[[], object], last: int | None = None) -> tuple[int, int]:
    """Does the work in a child process; gives how it ended and at how many points it came by."""
    connections.close_all()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        points = Points(last)
        code = 1
        try:
            work()
            code = 0
        except Exception:
            traceback.print_exc()
        finally:
            os.write(writer, str(points.count).encode())
            os._exit(code)
    os.close(writer)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    counted = os.read(reader, 20)
    os.close(reader)
    return ended, int(counted or 0)


def contents(alias: str = "default") -> dict[str, object]:
    return digests(alias, tables_in(alias))


def start_again() -> None:
    connections.close_all()
    shutil.rmtree(DATA)
    shutil.copytree(START, DATA)
    engines["default"].get_backend().setup_complete = False


def make_the_start(begin: Callable[[], object]) -> None:
    User.objects.create_user("one")
    for number in range(ARTICLES):
        make_article(
            f"第{number}号",
            "昨夜一场初雪落在山城。" * 5,
            date=f"2026-01-0{1 + number % ISSUES}",
            bylines=["王浩"],
            photos=[("雪景", "王浩 摄")],
        )
    drain()
    write_backup(BACKUP)
    change("第5号", "备份之后改的。")
    begin()
    drain()
    connections.close_all()
    shutil.copytree(DATA, START)


def change(headline: str, body: str) -> None:
    """An edit that has reached the database and not yet the index; every article is to be indexed with it."""
    with transaction.atomic():
        Article.objects.filter(headline=headline).update(body=body)
        IndexTask.objects.request(Article.objects.values_list("pk", flat=True))


# Each work: what is done, and what must hold at any moment, besides the archive being whole, and at the end.
def save() -> None:
    article = Article.objects.order_by("pk")[0]
    wanted = Snapshot.of(article).with_parts(headline="改过的题", body="改过的文。")
    correct(article.pk, wanted, based_on=article.revision_number, author=User.objects.get(), reason="核对")


def saved() -> None:
    article = Article.objects.order_by("pk")[0]
    assert (article.headline, article.body, article.revision_number) == ("改过的题", "改过的文。", 1)
    drain()


def index() -> None:
    change("第1号", "等着编入索引。")
    drain()


def swap() -> None:
    rebuild()


def back_up() -> None:
    fresh = DATA / "fresh.tar"
    if not fresh.exists():
        write_backup(fresh)


def backed_up() -> None:
    assert verify(DATA / "fresh.tar").rows_of("newsroom.article") == ARTICLES
    assert not (DATA / "fresh.tar.part").exists()


def no_half_backup() -> None:
    if (DATA / "fresh.tar").exists():
        backed_up_whole = verify(DATA / "fresh.tar")
        assert backed_up_whole.rows_of("newsroom.article") == ARTICLES


def put_back() -> None:
    call_command("restore", str(BACKUP), replace=True, stdout=StringIO())


def was_put_back() -> None:
    assert not Article.objects.filter(body="备份之后改的。").exists()
    assert {entry.label: entry.rows for entry in verify(BACKUP).tables} == {
        label: digest.rows for label, digest in contents().items()
    }


def move_house() -> None:
    with database_at(f"sqlite:///{COPY}") as there:
        if is_empty(there, tables_in(there)):
            move("default", there, write=True)


def moved() -> None:
    with database_at(f"sqlite:///{COPY}") as there:
        assert contents(there) == contents()


def export() -> None:
    if not (EXPORT / MANIFEST).exists():
        call_command("export_archive", str(EXPORT), stdout=StringIO())


def no_half_export() -> None:
    """What is not finished is not taken for an export."""
    try:
        check(EXPORT)
    except (DamagedExport, OSError):
        assert not (EXPORT / MANIFEST).exists()
    else:
        exported()


def exported() -> None:
    check(EXPORT)
    assert len(list((EXPORT / "texts").rglob("*.txt"))) == ARTICLES
    assert not list(EXPORT.rglob("*.part"))


def only_the_export_is_left() -> None:
    export()
    made = list(Article.objects.values_list("pk", flat=True))
    with transaction.atomic():
        empty("default", [table for table in tables_in("default") if table.label not in MADE_WITH_TABLES])
        IndexTask.objects.request(made)


def read() -> None:
    call_command("import_issue", str(EXPORT), stdout=StringIO())


def no_half_issue() -> None:
    """Each is there as it was exported, or not there at all."""
    found = read_back(EXPORT, write=False)
    assert not found.refused
    assert Article.objects.count() == ARTICLES // ISSUES * len(found.known)


def was_read() -> None:
    again = DATA / "again"
    export_archive(again, Selection())
    assert {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()} == {
        path.relative_to(EXPORT): path.read_bytes() for path in EXPORT.rglob("*") if path.is_file()
    }


def nothing_more() -> None:
    """Only that the archive is whole."""


class Work(NamedTuple):
    do: Callable[[], object]
    meanwhile: Callable[[], object] = nothing_more
    at_the_end: Callable[[], object] = nothing_more
    begin: Callable[[], object] = nothing_more
    fewest: int = ARTICLES  # that there are at any moment


WORKS = {
    "save": Work(save, at_the_end=saved),
    "index": Work(index),
    "swap": Work(swap),
    "backup": Work(back_up, no_half_backup, backed_up),
    "restore": Work(put_back, at_the_end=was_put_back),
    "move": Work(move_house, at_the_end=moved),
    "export": Work(export, no_half_export, exported),
    "read": Work(read, no_half_issue, was_read, only_the_export_is_left, fewest=0),
}


def is_whole(fewest: int = ARTICLES) -> None:
    """Every article reads as its newest revision says, every revision hashes to what it carries, and none is lost."""
    assert fewest <= Article.objects.count() <= ARTICLES
    proof = prove("default")
    assert proof.broken == "" and proof.revisions == Revision.objects.count() >= Article.objects.count()
    for article in Article.objects.exclude(body__in=["备份之后改的。", "等着编入索引。"]):
        newest = article.revisions.order_by("-number")[0]
        assert (article.revision_number, Snapshot.of(article).sha256) == (newest.number, newest.sha256)


def main(name: str, count: int) -> None:
    index_work_requested.disconnect(dispatch_uid="newsroom-index-work")
    databases._python = MadeOnce(DATA.with_name("tables.sqlite3"))
    work = WORKS[name]
    make_the_start(work.begin)
    ended, points = in_a_child(work.do)
    assert ended == 0 and points >= count, (ended, points)
    for number in range(count):
        start_again()
        last = 1 + number * (points - 1) // (count - 1)
        ended, _ = in_a_child(work.do, last)
        # Another moment may have fewer points: then the work was done, and doing it again must do no harm.
        assert ended in (-signal.SIGKILL, 0), ended
        is_whole(work.fewest)
        work.meanwhile()
        assert in_a_child(work.do)[0] == 0
        is_whole()
        work.at_the_end()
        drain()
        health = examine()
        assert health.is_good and health.waiting == 0, health
        print(f"{name} killed at point {last} of {points}: whole, and finished by the same command", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
