"""export_archive and back: byte-identical, never half-believed, finished by the same command."""

import hashlib
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction

from newsroom.desk.passages import Passage
from newsroom.desk.proposals import propose
from newsroom.desk.publication import withdraw
from newsroom.desk.review import approve
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.structure import split
from newsroom.models import NAMES, Article, Contributor, IndexTask, Issue, Newspaper, Revision, Section
from newsroom.upkeep import exporting
from newsroom.upkeep.exporting import FILES, MANIFEST, UNFINISHED, export_archive
from newsroom.upkeep.reading_back import Occupied, check, read_back
from newsroom.upkeep.records import KNOWN
from newsroom.upkeep.selection import Selection
from newsroom.upkeep.tables import empty, tables_in
from tests.factories import make_article, make_page

SEEDS = Path(__file__).parents[2] / "seeds"
REAL = Path(__file__).parents[3] / "shared" / "seeds"
# No part of what was printed or made of it: the outbox, the state of one database, what an editor likes to look at.
LEFT_OUT = {"newsroom.indextask", "newsroom.archivestate", "newsroom.savedqueue"}


@pytest.fixture
def worked_over(archive):
    """The archive of the other upkeep tests, with a second edition, a withdrawn article, a review, a split, …"""
    with transaction.atomic():
        work_over(archive)
    return archive


def work_over(archive):
    wang = User.objects.create_user("wang", first_name="浩", last_name="王")
    correct(
        archive.pk,
        Snapshot.of(archive_now(archive)).with_parts(body="昨夜一场大雪。\n路已通。"),
        based_on=1,
        author=wang,
    )
    approve(archive.pk, based_on=2, reviewer=User.objects.create_user("reviewer"))
    second = make_article("号外", page=make_page(edition=2), section="要闻")
    withdraw([second.pk])
    page = make_page(date="2026-01-08", number=2, name="综合/../ 版")
    other = make_article("两篇连排", "头一篇的话。\n第二篇的话。\n第二篇又一句。", page=page, bylines=["王浩"])
    split(other.pk, at=1, based_on={other.pk: 0}, author=wang)
    propose(archive.revisions.get(number=2), Passage("body", 0, "昨夜"), "前夜", sender="0a1b")


def archive_now(article):
    return Article.objects.get(pk=article.pk)


def files_in(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def empty_archive():
    kept = {"contenttypes.contenttype", "auth.permission", "auth.group", "auth.group_permissions"}
    with transaction.atomic():
        empty("default", [table for table in tables_in("default") if table.label not in kept])


def run(command, *arguments, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, **options)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{err.getvalue()}{error}"
    return 0, out.getvalue() + err.getvalue()


def assert_identical_after_a_way_round(tmp_path):
    export_archive(tmp_path / "a", Selection())
    empty_archive()
    assert not Article.objects.exists()
    code, said = run("import_issue", tmp_path / "a")
    assert code == 0, said
    export_archive(tmp_path / "b", Selection())
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")


def test_out_and_back_is_byte_identical(worked_over, tmp_path, monkeypatch):
    before, asked = archive_now(worked_over), []
    monkeypatch.setattr(IndexTask.objects, "request", asked.extend)
    assert_identical_after_a_way_round(tmp_path)
    now = archive_now(worked_over)
    assert (now.body, now.text_state, now.revision_number) == (before.body, "reviewed", 2)
    assert now.modified_at == before.modified_at
    assert set(asked) == {NAMES, *Article.objects.values_list("pk", flat=True)}
    # Editors who were not here are named, and nobody can log in as them.
    wang = User.objects.get(username="wang")
    assert (wang.last_name, wang.is_active, wang.has_usable_password()) == ("王", False, False)
    assert Revision.objects.filter(author=wang).exists()
    # The next row gets a key of its own.
    assert make_article("其后").pk > before.pk
    assert Contributor.objects.create(name="新人").pk


def test_the_sample_issues_come_back_as_they_were(transactional_db, tmp_path):
    run("import_issue", SEEDS)
    article = Article.objects.get(headline="炉火")
    assert Section.objects.filter(name="文旅").exists()
    correct(article.pk, Snapshot.of(article).with_parts(headline="炉中火"), based_on=0, author=None)
    assert_identical_after_a_way_round(tmp_path)


@pytest.mark.skipif(not REAL.is_dir(), reason="the three real documents are not here")
def test_the_real_documents_come_back_as_they_were(transactional_db, tmp_path):
    run("import_issue", REAL, newspaper="阿勒泰日报")
    assert Article.objects.count() == 12
    assert_identical_after_a_way_round(tmp_path)


def test_every_model_is_exported_or_left_out_on_purpose():
    ours = {model._meta.label_lower for model in apps.get_app_config("newsroom").get_models()}
    assert ours - set(KNOWN) == LEFT_OUT


def test_the_folder_says_what_it_holds_and_hashes_it(worked_over, tmp_path):
    code, said = run("export_archive", tmp_path / "a")
    assert code == 0 and "exported 3 issues" in said
    for line in (tmp_path / "a" / FILES).read_text().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "a" / name).read_bytes()).hexdigest() == sha256
    manifest = json.loads((tmp_path / "a" / MANIFEST).read_text())
    assert manifest["counts"]["newsroom.revision"] == Revision.objects.count()
    texts = [path.read_text() for path in sorted((tmp_path / "a" / "texts").rglob("*.txt"))]
    assert any("昨夜一场大雪。" in text and "古丽娜·叶尔兰" in text for text in texts)
    assert not any("号外" in text for text in texts)  # withdrawn
    assert run("export_archive", tmp_path / "a") == (
        1,
        f"{tmp_path / 'a'} holds a finished export; name another folder.",
    )


def test_a_dry_run_counts_and_writes_nothing(worked_over, tmp_path):
    code, said = run("export_archive", tmp_path / "a", "--dry-run")
    assert code == 0 and "would export 3 issues, 5 articles" in said
    assert not (tmp_path / "a").exists()
    export_archive(tmp_path / "a", Selection())
    empty_archive()
    assert "would import 3 issues" in run("import_issue", tmp_path / "a", "--dry-run")[1]
    assert not Issue.objects.exists() and not User.objects.exists()


class Killed(Exception):
    """The process ends here."""


def test_a_stopped_export_goes_on_and_comes_to_the_same(worked_over, tmp_path, monkeypatch):
    export_archive(tmp_path / "whole", Selection())
    for point in (1, 2):
        left = iter([None] * (point - 1))

        def stop(issue, left=left):
            if next(left, "no more") == "no more":
                raise Killed

        with pytest.raises(Killed):
            export_archive(tmp_path / str(point), Selection(), stop)
        assert (tmp_path / str(point) / UNFINISHED).exists()
        code, said = run("import_issue", tmp_path / str(point))
        assert code == 1 and "unfinished; run export_archive again" in said
        # What was being written when the power went.
        with (tmp_path / str(point) / f"{FILES}.part").open("a") as file:
            file.write("0123")
        done = export_archive(tmp_path / str(point), Selection())
        assert done.found_written == point
        assert files_in(tmp_path / str(point)) == files_in(tmp_path / "whole")


def test_a_stopped_export_of_an_archive_that_changed_begins_anew(worked_over, tmp_path):
    def stop(issue):
        raise Killed

    with pytest.raises(Killed):
        export_archive(tmp_path / "a", Selection(), stop)
    other = Article.objects.get(headline="白桦镇")
    correct(other.pk, Snapshot.of(other).with_parts(headline="白桦镇发津贴"), based_on=0, author=None)
    assert export_archive(tmp_path / "a", Selection()).found_written == 0
    export_archive(tmp_path / "b", Selection())
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")


def test_no_folder_of_something_else_is_touched(worked_over, tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    code, said = run("export_archive", tmp_path)
    assert code == 1 and "holds other files" in said
    assert files_in(tmp_path) == {"note.txt": b"mine"}


def test_a_full_disk_is_told_and_the_same_command_finishes(worked_over, tmp_path, monkeypatch):
    real = exporting._Export._write_file
    left = [3]

    def full(self, name, pieces):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        real(self, name, pieces)

    with monkeypatch.context() as disk:
        disk.setattr(exporting._Export, "_write_file", full)
        code, said = run("export_archive", tmp_path / "a")
    assert code == 1 and "No space left on device" in said and "run the same command again" in said
    assert run("export_archive", tmp_path / "a")[0] == 0
    check(tmp_path / "a")


def damage_in(folder, way):
    issue = next((folder / "issues").rglob("*.jsonl"))
    match way:
        case "a flipped byte":
            issue.write_bytes(issue.read_bytes().replace("大雪".encode(), "小雪".encode()) + b" ")
        case "a missing source":
            next(path for path in (folder / "sources").rglob("*") if path.is_file()).unlink()
        case "a cut list":
            (folder / FILES).write_bytes((folder / FILES).read_bytes()[:-40])
        case "no manifest":
            (folder / MANIFEST).unlink()
        case "a manifest of another program":
            (folder / MANIFEST).write_text("{}")
        case "a link":
            shutil.move(issue, folder.parent / "elsewhere")
            issue.symlink_to(folder.parent / "elsewhere")
        case "a way out":
            listed = (folder / FILES).read_text() + "0" * 64 + "  ../../etc/passwd\n"
            (folder / FILES).write_text(listed)
            manifest = json.loads((folder / MANIFEST).read_text())
            manifest[FILES] = hashlib.sha256(listed.encode()).hexdigest()
            (folder / MANIFEST).write_text(json.dumps(manifest))


WAYS = ["a flipped byte", "a missing source", "a cut list", "no manifest", "a manifest of another program", "a link"]


@pytest.mark.parametrize("way", [*WAYS, "a way out"])
def test_a_damaged_export_is_refused_before_anything_is_read(worked_over, tmp_path, way):
    export_archive(tmp_path / "a", Selection())
    empty_archive()
    damage_in(tmp_path / "a", way)
    code, said = run("import_issue", tmp_path / "a")
    assert code == 1
    assert "this export is damaged" in said and "Nothing was read from it" in said
    assert not Issue.objects.exists() and not User.objects.exists()


def test_a_stopped_import_is_finished_by_the_same_command(worked_over, tmp_path):
    export_archive(tmp_path / "a", Selection())
    empty_archive()

    def stop(name):
        raise Killed

    with pytest.raises(Killed):
        read_back(tmp_path / "a", write=True, progress=stop)
    assert Issue.objects.count() == 1
    code, said = run("import_issue", tmp_path / "a")
    assert code == 0 and "already imported, 1 issues" in said and "imported 2 issues" in said
    export_archive(tmp_path / "b", Selection())
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")


def test_what_was_corrected_since_is_left_as_it_is(worked_over, tmp_path):
    export_archive(tmp_path / "a", Selection())
    article = Article.objects.get(headline="白桦镇")
    correct(article.pk, Snapshot.of(article).with_parts(headline="改过"), based_on=0, author=None)
    code, said = run("import_issue", tmp_path / "a")
    assert code == 1 and "the archive holds this issue with other contents, which stay as they are" in said
    assert archive_now(article).headline == "改过"


def test_an_archive_of_something_else_is_not_mixed_with_it(worked_over, tmp_path):
    export_archive(tmp_path / "a", Selection())
    empty_archive()
    opening = map(json.loads, (tmp_path / "a" / "opening.jsonl").read_text().splitlines())
    key = next(line["row"]["id"] for line in opening if line["model"] == "newsroom.newspaper")
    Newspaper.objects.create(pk=key, name="别的报纸", slug="other")
    with pytest.raises(Occupied, match="newspaper"):
        read_back(tmp_path / "a", write=True)
    assert [str(paper) for paper in Newspaper.objects.all()] == ["别的报纸"]
    assert not Issue.objects.exists() and not User.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "issues"),
    [
        (["--newspaper", "northern-herald", "--since", "2026-01-08"], {"2026-01-08"}),
        (["--until", "2026-01-07"], {"2026-01-07", "2026-01-07-e2"}),
    ],
)
def test_a_part_of_the_archive_stands_by_itself(worked_over, tmp_path, arguments, issues):
    assert run("export_archive", tmp_path / "a", *arguments)[0] == 0
    assert {path.stem for path in (tmp_path / "a" / "issues").rglob("*.jsonl")} == issues
    empty_archive()
    code, said = run("import_issue", tmp_path / "a")
    assert code == 0, said
    assert {issue.stamp for issue in Issue.objects.all()} == issues


def test_a_selection_of_nothing_is_told(worked_over, tmp_path):
    code, said = run("export_archive", tmp_path / "a", "--newspaper", "没有的报")
    assert code == 1 and "no such issue" in said and not (tmp_path / "a").exists()
