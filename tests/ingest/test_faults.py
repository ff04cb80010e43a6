"""Killed at any moment, run twice at once, its database gone: the same command always finishes the work."""

import sqlite3
import subprocess
import sys

from tests.ingest.dumps import FISHING, PENSIONS, SKIING, issue_folder, write
from tests.program import ROOT, environment, manage, python


def count(data_folder, table):
    with sqlite3.connect(data_folder / "newsroom.sqlite3") as database:
        return database.execute(f"SELECT count(*) FROM newsroom_{table}").fetchone()[0]


def two_issues(root):
    issue_folder(root)
    texts = {"01-要闻.txt": FISHING + "次日。", "02-民生.txt": PENSIONS + "次日。", "03-影像.txt": SKIING + "次日。"}
    write(root / "雪岭日报" / "2026-01-08", texts)
    return root / "雪岭日报"


def test_killed_at_any_moment_a_rerun_completes_it(data_folder, tmp_path):
    points = 12
    done = python(data_folder, "-m", "tests.ingest.killing", two_issues(tmp_path), points)
    assert done.returncode == 0, done.stderr[-3000:]
    stored = [line.split(" with ")[1].split(" ")[0] for line in done.stdout.splitlines()]
    assert len(stored) == points
    assert {"0", "3"} <= set(stored)  # before the first issue was stored, and between the two


def test_two_imports_of_one_issue_at_once_make_one(data_folder, tmp_path):
    folder = two_issues(tmp_path)
    both = [
        subprocess.Popen(
            [sys.executable, "manage.py", "import_issue", str(folder)],
            cwd=ROOT,
            env=environment(data_folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (count(data_folder, "issue"), count(data_folder, "page")) == (2, 6)
    assert count(data_folder, "sourcetext") == count(data_folder, "pagesource") == 6
    assert count(data_folder, "revision") == count(data_folder, "article")
    assert manage(data_folder, "import_issue", folder).returncode == 0
    assert count(data_folder, "page") == 6


def test_a_database_that_another_program_holds_is_told_and_waited_for_no_longer_than_it_must(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    holder = sqlite3.connect(data_folder / "newsroom.sqlite3")
    holder.execute("BEGIN IMMEDIATE")
    script = (
        "import django; from django.conf import settings; settings.DATABASES['default']['OPTIONS']['timeout'] = 0.2;"
        "django.setup(); import sys; from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'import_issue', sys.argv[1]])"
    )
    refused = python(data_folder, "-c", script, folder)
    holder.rollback()
    holder.close()
    assert refused.returncode == 1
    assert "database is locked" in refused.stderr and "run the same command again" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert count(data_folder, "page") == 0
    assert manage(data_folder, "import_issue", folder).returncode == 0
    assert count(data_folder, "page") == 3


def test_a_disk_that_fills_up_is_told_and_nothing_is_half_written(data_folder, tmp_path):
    folder = two_issues(tmp_path)
    # No file may grow any more: what a full disk comes to for a program.
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY));"
        "from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'import_issue', sys.argv[2]])"
    )
    # SQLite writes to a log beside the database first; one issue needs more than this.
    refused = python(data_folder, "-c", script, 65_536, folder)
    assert refused.returncode == 1, refused.stderr
    assert "The database failed: " in refused.stderr and "run the same command again to finish" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert count(data_folder, "page") in (0, 3)
    assert count(data_folder, "sourcetext") == count(data_folder, "page")
    assert manage(data_folder, "import_issue", folder).returncode == 0
    assert (count(data_folder, "issue"), count(data_folder, "page")) == (2, 6)


def test_a_database_that_may_not_be_written_is_told(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    script = (
        "import django, sys; from django.conf import settings;"
        "settings.DATABASES['default']['OPTIONS']['init_command'] = 'PRAGMA query_only = 1'; django.setup();"
        "from django.core.management import execute_from_command_line as run;"
        "run(['manage.py', 'import_issue', sys.argv[1]])"
    )
    refused = python(data_folder, "-c", script, folder)
    assert refused.returncode == 1
    assert "The database failed: attempt to write a readonly database" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert count(data_folder, "page") == 0
    assert manage(data_folder, "import_issue", folder).returncode == 0


def test_a_database_that_is_gone_or_none_is_told(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    database = data_folder / "newsroom.sqlite3"
    kept = database.read_bytes()
    database.write_bytes("这不是数据库。".encode() * 1000)
    refused = manage(data_folder, "import_issue", folder)
    assert refused.returncode == 1 and "The database failed: file is not a database" in refused.stderr
    assert "Traceback" not in refused.stderr
    database.unlink()
    refused = manage(data_folder, "import_issue", folder)
    assert refused.returncode == 2 and "run manage.py migrate first" in refused.stderr
    database.write_bytes(kept)
    assert manage(data_folder, "import_issue", folder).returncode == 0
    assert count(data_folder, "page") == 3
