"""The database gone, full, locked or read-only; a data folder that cannot be used; a clock that goes backwards."""

import contextlib
import ctypes
import datetime as dt
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from manage import main
from newsroom.desk.reimport import last_imported
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, ImportRun, IndexTask, Revision
from newsroom.models.guards import lift_guards
from newsroom.search.health import examine
from newsroom.search.outbox import drain
from tests.factories import make_article
from tests.ingest.dumps import PENSIONS, issue_folder, write
from tests.program import ROOT, environment, manage, python

# Runs a command on a database that was opened with one statement more.
WITH = """
import sys
from newsroom import settings
settings.SQLITE_OPTIONS["init_command"] += sys.argv[1]
sys.argv[1:2] = []
import manage
manage.main()
"""


def managed_with(data_folder, statement, *arguments):
    return python(data_folder, "-c", WITH, statement, *arguments)


def told(done):
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr


def test_ctrl_c_ends_any_command_in_a_sentence(monkeypatch, capsys):
    def stop(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("django.core.management.execute_from_command_line", stop)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "已中断。没有留下写到一半的东西。\n"


@pytest.mark.parametrize(
    "command",
    [["import_issue", "seeds"], ["update_index"], ["check_index"], ["rebuild_index"], ["backup", "x.tar"], ["prepare"]],
    ids=lambda command: command[0],
)
def test_the_database_is_gone(tmp_path, command):
    gone = {**environment(tmp_path), "DATABASE_URL": "postgres://newsroom@127.0.0.1:9/newsroom"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=gone, capture_output=True, text=True, timeout=120
    )
    assert "The database failed: connection" in told(done)
    assert "run the same command again" in done.stderr or "No backup was made" in done.stderr


@pytest.mark.parametrize("command", ["update_index", "check_index", "backup x.tar"])
def test_the_database_has_no_tables(tmp_path, command):
    said = told(manage(tmp_path, *command.split()))
    assert "run manage.py migrate first" in said or "has no tables" in said


def test_the_disk_is_full_while_an_import_writes(data_folder, tmp_path):
    folder = issue_folder(tmp_path)
    # No page beyond those that the tables have already: what is free in them is soon full.
    full = told(managed_with(data_folder, "PRAGMA max_page_count=1;", "import_issue", folder))
    assert "database or disk is full" in full and "run the same command again" in full
    again = manage(data_folder, "import_issue", folder)
    assert again.returncode == 0 and ("imported, 3 pages" in again.stdout or "imported 3 pages" in again.stdout)
    assert "already imported, 3 pages" in manage(data_folder, "import_issue", folder).stdout


@pytest.mark.parametrize("command", ["import_issue", "update_index"])
def test_the_database_can_only_be_read(data_folder, tmp_path, command):
    folder = issue_folder(tmp_path)
    assert manage(data_folder, "import_issue", folder).returncode == 0
    (folder / "04-副刊.txt").write_text(
        "山村新事\n\n本报讯（记者 王浩）1月6日，白桦镇通了班车，老人们都说好。\n", "utf-8"
    )
    arguments = [command, folder] if command == "import_issue" else [command]
    python(
        data_folder,
        "-c",
        "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); "
        "d.execute('insert into newsroom_indextask (article_id, requested_at) values (1, 0)'); d.commit()",
        data_folder / "newsroom.sqlite3",
    )
    said = told(managed_with(data_folder, "PRAGMA query_only=1;", *arguments))
    assert "attempt to write a readonly database" in said and "run the same command again" in said
    assert manage(data_folder, *arguments).returncode == 0


def bound_by_permissions():
    """The superuser writes where nobody may; a process without these two rights does not."""
    capabilities = {"CAP_DAC_OVERRIDE": 1, "CAP_DAC_READ_SEARCH": 2}
    for number in capabilities.values():
        ctypes.CDLL(None).prctl(24, number, 0, 0, 0)  # PR_CAPBSET_DROP


@contextlib.contextmanager
def only_to_be_read(folder):
    paths = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in paths]
    for path, mode in zip(paths, modes, strict=True):
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="gives up the superuser's rights as Linux has them")
@pytest.mark.parametrize("command", ["import_issue", "rebuild_index", "backup", "check_index"])
def test_the_data_folder_can_only_be_read(data_folder, tmp_path, command):
    arguments = [command]
    if command == "import_issue":
        arguments.append(issue_folder(tmp_path))
    elif command == "backup":
        arguments.append(tmp_path / "kept.tar")
    before = {path: path.read_bytes() for path in data_folder.rglob("*") if path.is_file()}
    with only_to_be_read(data_folder):
        said = told(manage(data_folder, *arguments, preexec_fn=bound_by_permissions))
    assert "The database failed: attempt to write a readonly database." in said
    assert "run the same command again" in said or "No backup was made" in said
    assert not (tmp_path / "kept.tar").exists()
    assert {path: path.read_bytes() for path in data_folder.rglob("*") if path.is_file()} == before
    done = manage(data_folder, *arguments)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("NEWSROOM_DATA", "/proc/none", "No such file or directory"),
        ("DEBUG", "flase", "is neither yes nor no"),
        ("DATABASE_URL", "mysqlite://x", "DATABASE_URL"),
    ],
)
def test_settings_that_cannot_be(tmp_path, variable, value, why):
    wrong = {**environment(tmp_path), variable: value}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=wrong, capture_output=True, text=True, timeout=120
    )
    assert "Settings: " in told(done) and why in done.stderr


@pytest.mark.django_db
def test_a_clock_set_back_during_an_import_puts_nothing_out_of_order(indexed, clock_set_back, tmp_path, capsys):
    """Each revision is dated before the one it follows, each import ends before it began; what is newest is known."""
    folder = issue_folder(tmp_path)
    call_command("import_issue", folder)
    indexed()
    article = Article.objects.get(page__number=2)
    edited = Snapshot.of(article).with_parts(headline="改过的题")
    correct(article.pk, edited, based_on=0, author=User.objects.create_user("one"))
    for nobody in ("一个也没有", "一位也没有"):
        write(folder, {"02-民生.txt": PENSIONS.replace("一户也没有", nobody)})
        call_command("import_issue", folder)
        article.refresh_from_db()
        assert article.headline == "改过的题" and nobody in article.body
        assert nobody in last_imported(article).body
    revisions = list(article.revisions.newest_first())
    assert [revision.number for revision in revisions] == [3, 2, 1, 0]
    assert [revision.made_at for revision in revisions] == sorted(revision.made_at for revision in revisions)
    runs = list(ImportRun.objects.order_by("pk"))
    assert all(run.finished_at < run.started_at and run.state == ImportRun.State.FINISHED for run in runs)
    capsys.readouterr()
    call_command("import_issue", folder)
    assert "already imported, 3 pages" in capsys.readouterr().out and article.revisions.count() == 4
    drain()
    health = examine()
    assert health.is_good and health.waiting == 0


@pytest.mark.django_db
def test_a_clock_set_back_puts_no_edit_out_of_order(indexed):
    """The newest revision is the one with the highest number, whatever the clock said when it was made."""
    article, editor = make_article(), User.objects.create_user("one")
    indexed()
    correct(article.pk, Snapshot(headline="题", body="乙。"), based_on=0, author=editor)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    lift_guards()
    QuerySet(Revision).filter(number=1).update(made_at=tomorrow)
    IndexTask.objects.update(requested_at=tomorrow)
    correct(article.pk, Snapshot(headline="题", body="丙。"), based_on=1, author=editor)
    newest = article.revisions.newest_first()[0]
    assert (newest.number, newest.snapshot["body"]) == (2, "丙。")
    assert newest.made_at < article.revisions.get(number=1).made_at
    assert Article.objects.get(pk=article.pk).body == "丙。"
    drain()
    health = examine()
    assert health.is_good and health.waiting == 0
