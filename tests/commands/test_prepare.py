"""One command makes a working newsroom of an empty folder, and changes nothing the second time."""

import re
import sqlite3
from pathlib import Path

import pytest

from tests.program import manage

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newsroom")
    return folder, manage(folder, "prepare", SEEDS / "xueling" / "2025-01-07")


def rows(folder, table):
    with sqlite3.connect(folder / "newsroom.sqlite3") as database:
        return database.execute(f"select count(*) from {table}").fetchone()[0]


def test_it_imports_indexes_and_tells_the_password_once(prepared):
    folder, done = prepared
    assert done.returncode == 0, done.stderr
    assert re.search(r"Name: editor   Password: \S{8,}", done.stdout)
    assert rows(folder, "newsroom_article") > 0
    assert rows(folder, "newsroom_indextask") == 0
    assert "There is no search index" not in done.stderr
    assert "agrees" in manage(folder, "check_index").stdout


def test_a_second_time_it_changes_nothing(prepared):
    folder, _ = prepared
    before = rows(folder, "newsroom_article"), rows(folder, "newsroom_revision"), rows(folder, "auth_user")
    again = manage(folder, "prepare", SEEDS / "xueling" / "2025-01-07")
    assert again.returncode == 0, again.stderr
    assert "already imported" in again.stdout
    assert "Password" not in again.stdout
    assert before == (rows(folder, "newsroom_article"), rows(folder, "newsroom_revision"), rows(folder, "auth_user"))
