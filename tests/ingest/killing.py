"""A program for test_faults: imports a folder over and over, each time killed at another point, and compares.

``python -m tests.ingest.killing FOLDER COUNT`` kills the import (SIGKILL, from inside, at COUNT statements spread over
its whole course), then runs it to its end, and compares the archive with that of an import nobody disturbed.
Prints one line a point and fails on the first difference.
"""

import os
import shutil
import signal
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from newsroom.models import NAMES, Article, IndexTask, Page, index_work_requested  # noqa: E402
from tests.ingest.dumps import contents  # noqa: E402

DATABASE = Path(settings.DATABASES["default"]["NAME"])
EMPTY = DATABASE.with_name("empty.sqlite3")


class Statements:
    """Counts the statements of an import, and kills the process when it comes to the one it was given."""

    def __init__(self, last=None):
        self.count, self.last = 0, last

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def start_empty():
    connections.close_all()
    for name in (DATABASE.name, f"{DATABASE.name}-wal", f"{DATABASE.name}-shm"):
        DATABASE.with_name(name).unlink(missing_ok=True)
    shutil.copy(EMPTY, DATABASE)


def import_killed(folder, last):
    """Imports in a child process that dies at the given statement, and returns how it ended."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        with connection.execute_wrapper(Statements(last)):
            import_quietly(folder)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def import_quietly(folder):
    with Path(os.devnull).open("w") as nowhere:
        call_command("import_issue", folder, stdout=nowhere, stderr=nowhere)


def main(folder, points):
    index_work_requested.disconnect(dispatch_uid="newsroom-index-work")  # requests stay where they can be counted
    connections.close_all()
    shutil.copy(DATABASE, EMPTY)
    import_quietly(folder)  # what a process asks once and keeps is not counted
    start_empty()
    counter = Statements()
    with connection.execute_wrapper(counter):
        import_quietly(folder)
    undisturbed = contents()
    pages = Page.objects.count()
    for point in range(points):
        last = 1 + point * (counter.count - 1) // (points - 1)
        start_empty()
        assert import_killed(folder, last) == -signal.SIGKILL
        between = Page.objects.count()
        assert between in (0, pages // 2, pages), between
        import_quietly(folder)
        assert contents() == undisturbed
        asked_for = set(IndexTask.objects.values_list("article_id", flat=True)) - {NAMES}
        assert asked_for == set(Article.objects.values_list("pk", flat=True))
        print(f"killed at statement {last} of {counter.count} with {between} of {pages} pages stored: completed")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
