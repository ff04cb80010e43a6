"""Several processes edit and index at once, and some are killed in the middle: nothing is lost."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAKE = """
from tests.factories import make_article
for number in range(30):
    make_article(f"第{number}号", "雪落在山上。" * 20, page_number=number % 4 + 1)
"""

# Edits articles one after the other, withdraws and shows some; each commit is indexed by a thread of this process.
EDIT = """
import random
from django.db import transaction
from newsroom.models import Article, IndexTask
chance = random.Random({seed})
for number in range({count}):
    key = chance.choice(list(Article.objects.values_list("pk", flat=True)))
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=key)
        article.body = "".join(chance.choices("雪雨风山湖马羊车路桥", k=60))
        article.visible = chance.random() < 0.8
        article.save()
"""


@pytest.fixture
def newsroom(tmp_path):
    """Runs management commands on a database and an index of their own, as processes of their own."""
    environment = {**os.environ, "NEWSROOM_DATA": str(tmp_path), "NEWSROOM_INDEX_INLINE": "0", "PYTHONPATH": str(ROOT)}
    environment.pop("DATABASE_URL", None)

    def start(*arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(*arguments: str) -> str:
        process = start(*arguments)
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0, output
        return output

    run("migrate", "--verbosity", "0")
    run("shell", "--no-imports", "-c", MAKE)
    return start, run


def test_processes_edit_at_once_and_some_are_killed(newsroom):
    start, run = newsroom
    chance = random.Random(9)
    editors = [start("shell", "--no-imports", "-c", EDIT.format(seed=seed, count=25)) for seed in range(3)]
    while editors[0].poll() is None:
        indexer = start("update_index")
        time.sleep(chance.uniform(0.5, 1.5))
        indexer.kill()
        indexer.communicate()
    editors[1].kill()
    for editor in editors:
        output, _ = editor.communicate(timeout=120)
        assert editor is editors[1] or editor.returncode == 0, output
    run("update_index")
    assert "agrees with the database" in run("check_index")


def test_commands_build_the_index_in_two_processes(newsroom, monkeypatch):
    _, run = newsroom
    many = (
        "import newsroom.search.rebuilding as r; r.WORTH_A_PROCESS = 5; from django.core.management import call_command"
    )
    output = run("shell", "--no-imports", "-c", f"{many}; call_command('rebuild_index', processes=2)")
    assert "Indexed 30 articles." in output
    assert "30 articles" in run("check_index")
