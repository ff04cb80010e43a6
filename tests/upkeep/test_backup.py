"""A backup holds everything as it stood at one moment, tells when it is damaged, and comes back on any database."""

import datetime as dt
import json
import tarfile
from io import StringIO
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from newsroom.models import Article, IndexTask, Revision, SourceText
from newsroom.search.outbox import drain
from newsroom.upkeep import backup
from newsroom.upkeep.backup import MANIFEST, Damaged, restore, verify, write_backup
from newsroom.upkeep.databases import scratch_database
from newsroom.upkeep.tables import empty, tables_in


def told(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def wipe():
    with transaction.atomic():
        empty("default", tables_in("default"))
    assert not User.objects.exists()


def test_what_was_wiped_comes_back_exactly(archive, contents, tmp_path, indexed):
    indexed()
    before, revision = contents(), Revision.objects.get(article=archive, number=1)
    file = tmp_path / "a.tar"
    assert "2 articles, 3 revisions" in told("backup", str(file))
    wipe()
    drain()
    said = told("restore", str(file))
    assert "restored: 2 articles, 3 revisions" in said and "Indexed 2 articles." in said
    assert contents() == before
    again = Revision.objects.get(article=archive, number=1)
    assert (again.pk, again.sha256, again.snapshot) == (revision.pk, revision.sha256, revision.snapshot)
    assert User.objects.get(username="主编").check_password("雪岭-8736")
    assert bytes(SourceText.objects.get().data) == b"\x00\xff\xd1\xa9\n"
    assert "agrees with the database: 2 articles" in told("check_index")


def test_nobody_but_its_owner_reads_it_and_no_login_is_in_it(archive, client, tmp_path):
    client.force_login(User.objects.get())
    file = tmp_path / "a.tar"
    write_backup(file)
    assert file.stat().st_mode & 0o777 == 0o600
    with tarfile.open(file) as tar:
        assert not [name for name in tar.getnames() if "session" in name]


def test_an_archive_is_replaced_only_when_that_is_asked_for(archive, contents, tmp_path, indexed):
    indexed()
    file = tmp_path / "a.tar"
    write_backup(file)
    Article.objects.filter(pk=archive.pk).update(body="备份之后改的")
    later = contents()
    with pytest.raises(CommandError, match="There is an archive here already; --replace"):
        told("restore", str(file))
    assert contents() == later
    told("restore", str(file), "--replace")
    assert "备份之后改的" not in Article.objects.get(pk=archive.pk).body
    assert "agrees" in told("check_index")


def test_the_index_is_never_trusted(archive, tmp_path, indexed, monkeypatch):
    """Killed between the archive's return and the building of the index, the next update still puts all right."""
    indexed()
    file = tmp_path / "a.tar"
    write_backup(file)
    wipe()
    drain()
    monkeypatch.setattr("newsroom.management.commands.restore.rebuild", mock.Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        told("restore", str(file))
    assert IndexTask.objects.count() == 3  # with the names
    assert "Did 3 pieces" in told("update_index")
    assert "agrees with the database: 2 articles" in told("check_index")


def test_edits_made_while_it_is_written_are_not_in_it(archive, tmp_path, contents):
    edited = []

    def edit(table, rows):
        if not edited:
            edited.append(Article.objects.filter(pk=archive.pk).update(body="后来改的"))

    before = contents()
    manifest = write_backup(tmp_path / "a.tar", edit)
    assert edited == [1] and contents() != before
    assert {entry.label: (entry.rows, entry.digest) for entry in manifest.tables} == before


def test_every_damaged_byte_that_matters_is_noticed(archive, tmp_path):
    file, broken = tmp_path / "a.tar", tmp_path / "b.tar"
    whole = write_backup(file)
    data = file.read_bytes()
    noticed = 0
    for place in range(7, len(data), 61):
        broken.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
        try:
            assert verify(broken) == whole, place  # what fills up a tar file's blocks means nothing
        except Damaged:
            noticed += 1
    assert noticed > 50
    for length in (0, 1, 511, 512, len(data) // 2, len(data) - 10240):
        broken.write_bytes(data[:length])
        with pytest.raises(Damaged):
            verify(broken)


def test_a_damaged_backup_touches_nothing(archive, contents, tmp_path):
    file = tmp_path / "a.tar"
    write_backup(file)
    data = file.read_bytes()
    place = data.index(b"tables/newsroom.article/") + 512 + 40  # past the header of that part
    file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    before = contents()
    with pytest.raises(CommandError, match=r"does not match its hash\. The present archive is untouched"):
        told("restore", str(file), "--replace")
    with pytest.raises(CommandError, match="does not match its hash"):
        told("restore", str(file), "--dry-run")
    assert contents() == before


def rewrite(file, change):
    """The backup with another manifest, sealed as if it had been written so."""
    with tarfile.open(file) as tar:
        parts = [(member.name, tar.extractfile(member).read()) for member in tar]
    manifest = json.loads(dict(parts)[MANIFEST])
    change(manifest)
    described = json.dumps(manifest).encode()
    with tarfile.open(file, "w") as tar:
        for name, data in parts:
            if name == MANIFEST:
                data = described
            elif name == backup.SEAL:
                data = backup.hashlib.sha256(described).hexdigest().encode()
            backup._add(tar, name, data)


def test_what_comes_out_other_than_it_went_in_is_not_taken(archive, contents, tmp_path):
    file = tmp_path / "a.tar"
    write_backup(file)

    def promise_another(manifest):
        entry = next(each for each in manifest["tables"] if each["label"] == "newsroom.photo")
        entry["digest"] = "0" * 64

    rewrite(file, promise_another)
    before = contents()
    with pytest.raises(CommandError, match=r"newsroom\.photo came out other than it went in"):
        told("restore", str(file), "--replace")
    assert contents() == before


def test_a_backup_of_a_newer_newsroom_is_refused(archive, tmp_path):
    file = tmp_path / "a.tar"
    write_backup(file)
    rewrite(file, lambda manifest: manifest["migrations"].append(["newsroom", "0999_facsimiles"]))
    with pytest.raises(CommandError, match=r"newer newsroom \(newsroom\.0999_facsimiles\); update this one first"):
        told("restore", str(file), "--replace")


def test_a_backup_of_an_older_newsroom_is_brought_up_to_date(archive, contents, tmp_path, monkeypatch):
    """Made when the tables were those of an earlier migration: here of one that knew no reviews."""
    file = tmp_path / "old.tar"
    older = [("newsroom", name) for name in ("0001_initial", "0002_article_suspects", "0003_later_dumps")]
    with scratch_database(tmp_path / "old.sqlite3") as alias:
        others = [(app, name) for app, name in backup.migrations_in("default") if app != "newsroom"]
        backup.migrate_as_far_as(alias, [*others, *older])
        assert "newsroom.review" not in {table.label for table in tables_in(alias)}
        newspapers = next(table for table in tables_in(alias) if table.label == "newsroom.newspaper")
        newspapers.model.objects.using(alias).create(name="雪岭日报", slug="xueling")
        with monkeypatch.context() as older_days:
            older_days.setattr(backup, "frozen_view", lambda: scratch_database(tmp_path / "old.sqlite3"))
            write_backup(file)
    restore(file, tmp_path, replace=True)
    assert contents()["newsroom.newspaper"][0] == 1
    assert contents()["newsroom.review"] == (0, "0" * 64)
    assert not Article.objects.exists()


def test_a_folder_gets_dated_backups_and_keeps_the_newest(archive, tmp_path):
    for day in range(1, 5):
        (tmp_path / f"newsroom-2025010{day}-030000.tar").write_bytes(b"")
    (tmp_path / "letters.tar").write_bytes(b"")
    said = told("backup", str(tmp_path), "--keep", "2")
    assert said.count("removed") == 3
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left[:2] == ["letters.tar", "newsroom-20250104-030000.tar"] and len(left) == 3
    verify(tmp_path / left[2])


def test_a_clock_set_back_overwrites_and_removes_no_newer_backup(archive, tmp_path, clock_set_back):
    for so_many in (1, 2, 3):
        assert "removed" not in told("backup", str(tmp_path), "--keep", "1")
        assert len([verify(file) for file in tmp_path.iterdir()]) == so_many


def test_a_clock_set_back_onto_the_second_of_another_backup(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(timezone, "localtime", lambda: dt.datetime(2026, 1, 7, 3, 0, 0))
    told("backup", str(tmp_path))
    [first] = tmp_path.iterdir()
    before = first.read_bytes()
    told("backup", str(tmp_path))
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "newsroom-20260107-030000.tar",
        "newsroom-20260107-030001.tar",
    ]
    assert first.read_bytes() == before


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.write_text("mine"), "exists already; name another file"),
        (lambda path: path.parent.rmdir(), "could not be written: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_made(archive, tmp_path, make, why):
    path = tmp_path / "there" / "a.tar"
    path.parent.mkdir()
    make(path)
    with pytest.raises(CommandError, match=why):
        told("backup", str(path))


def test_a_backup_that_fails_halfway_leaves_nothing(archive, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    file = tmp_path / "a.tar"
    with monkeypatch.context() as disk:
        disk.setattr(backup.os, "fsync", full)
        with pytest.raises(CommandError, match=r"No space left on device\. No backup was made"):
            told("backup", str(file))
    assert list(tmp_path.iterdir()) == []
    told("backup", str(file))
    assert verify(file).rows_of("newsroom.article") == 2


def test_two_backups_to_one_file_do_not_mix(archive, tmp_path):
    file = tmp_path / "a.tar"

    def another(table, rows):
        if table == "newsroom.article":
            with pytest.raises(CommandError, match="at work; wait for it"):
                told("backup", str(file))

    write_backup(file, another)
    verify(file)
