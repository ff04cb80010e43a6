"""Two editors who save one correction after the other and keep what they were told was saved, for benchmarks to ask
for it again.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.program import ROOT

EDITORS = 2
# Every save adds a mark of its own, and is told only once the database has it.
EDIT = """
import json, os, random, time
from itertools import count
from django.contrib.auth.models import User
from newsroom.desk.revisions import Superseded, correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article
chance = random.Random(os.getpid())
author, _ = User.objects.get_or_create(username=f"editor {os.getpid()}")
keys = list(Article.objects.values_list("pk", flat=True))
print(json.dumps("editing"), flush=True)
for saved in count(1):
    article = Article.objects.get(pk=chance.choice(keys))
    mark = f"〔{os.getpid()}改{saved}〕"
    wanted = Snapshot.of(article).with_parts(body=article.body + mark)
    try:
        revision = correct(article.pk, wanted, based_on=article.revision_number, author=author, reason="核对")
    except Superseded:
        continue
    print(json.dumps([article.pk, revision.number, mark, wanted.body]), flush=True)
    time.sleep({pause})
"""
READ_BACK = """
import json, sys
from newsroom.models import Article, Revision
lost = overwritten = 0
for line in open({file!r}, encoding="utf-8"):
    key, number, mark, body = json.loads(line)
    revision = Revision.objects.filter(article=key, number=number).first()
    lost += revision is None or revision.snapshot["body"] != body
    overwritten += mark not in Article.objects.get(pk=key).body
print(json.dumps([lost, overwritten]))
"""


class Kept(NamedTuple):
    """Corrections that editors were told were saved; those of them whose revision is not there with that very text;
    those whose words have gone from the article since."""

    saved: int
    lost: int
    overwritten: int


class Editors:
    """Editors at work on the archive of an environment; ``file`` is where they keep what they were told. ``pause`` is
    for how many seconds each of them thinks between two saves."""

    def __init__(self, environment: Mapping[str, str], file: Path, pause: float = 0) -> None:
        self._environment = environment
        self._pause = pause
        self._file = file
        self._saved = 0

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """They edit from the beginning of the block to its end."""
        # Into files: an editor would wait for whoever reads a pipe.
        files = [self._file.with_suffix(f".{number}") for number in range(EDITORS)]
        editors = [self._started(EDIT.replace("{pause}", str(self._pause)), file) for file in files]
        try:
            while not all(file.stat().st_size for file in files):
                if any(editor.poll() is not None for editor in editors):
                    sys.exit("An editor could not begin.")
                time.sleep(0.1)
            yield
            if any(editor.poll() is not None for editor in editors):
                sys.exit("An editor stopped before the end.")
        finally:
            for editor in editors:
                editor.terminate()
                editor.wait()
        # A line that was being written when its editor was stopped had not been told.
        told = [line for file in files for line in file.read_text("utf-8").splitlines(keepends=True)[1:]]
        told = [line for line in told if line.endswith("\n")]
        self._file.write_text("".join(told), "utf-8")
        self._saved = len(told)

    def kept(self) -> Kept:
        """Reads every correction back from the database."""
        said = self._file.with_suffix(".said")
        if self._started(READ_BACK.format(file=str(self._file)), said).wait():
            sys.exit("The corrections could not be read back.")
        return Kept(self._saved, *json.loads(said.read_text("utf-8")))

    def _started(self, program: str, out: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", program]
        with out.open("w", encoding="utf-8") as stream:
            return subprocess.Popen(command, cwd=ROOT, env=dict(self._environment), stdout=stream)
