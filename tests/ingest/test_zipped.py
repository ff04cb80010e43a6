"""An issue as a .zip, and archives that are none."""

import io
import stat
import struct
import zipfile

import pytest
from django.core.management import CommandError, call_command

from newsroom.ingest import zipped
from newsroom.ingest.files import Unreadable
from newsroom.ingest.zipped import unpack
from newsroom.models import Article, Issue, PageSource
from tests.ingest.dumps import FISHING, PENSIONS


def packed(path, files, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, **options)
    return path


def refused(path, scratch, why):
    with pytest.raises(Unreadable, match=why):
        unpack(path, scratch)
    assert not [each for each in scratch.rglob("*") if each.is_file() and each.stat().st_size > zipped.SMALL]


@pytest.mark.django_db
@pytest.mark.parametrize("top", ["", "2026-01-07/"])
def test_a_zip_is_placed_like_its_folder(tmp_path, top):
    files = {f"{top}01-要闻.txt": FISHING, f"{top}02-民生.txt": PENSIONS, f"{top}scan.pdf": "x"}
    path = packed(tmp_path / "雪岭日报" / "2026-01-07.zip", files)
    said = io.StringIO()
    call_command("import_issue", path, "-v2", stdout=said, stderr=said)
    issue = Issue.objects.get()
    assert (issue.newspaper.name, str(issue.date)) == ("雪岭日报", "2026-01-07")
    assert sorted(Article.objects.values_list("page__number", "page__name")) == [(1, "要闻"), (2, "民生")]
    assert sorted(PageSource.objects.values_list("name", flat=True)) == ["01-要闻.txt", "02-民生.txt"]
    assert f"({path}/01-要闻.txt)" in said.getvalue()
    call_command("import_issue", path, stdout=said, stderr=said)
    assert "already imported, 2 pages" in said.getvalue()


@pytest.mark.django_db
def test_what_its_names_do_not_say_the_operator_does(tmp_path):
    path = packed(tmp_path / "scans.zip", {"a/01.txt": FISHING})
    call_command("import_issue", path, "--newspaper", "雪岭日报", "--date", "2026-01-07", stdout=io.StringIO())
    assert str(Issue.objects.get().date) == "2026-01-07"


def test_names_packed_by_chinese_windows_are_read(tmp_path):
    path = tmp_path / "2026-01-07.zip"
    packed(path, {"0123456789.txt": FISHING})
    gbk = "01-要闻.txt".encode("gbk")
    assert len(gbk) == 11
    path = packed(path, {"0123456.txt": FISHING})
    path.write_bytes(path.read_bytes().replace(b"0123456.txt", gbk))
    folder = unpack(path, tmp_path / "scratch")
    assert [each.name for each in folder.iterdir()] == ["01-要闻.txt"]


@pytest.mark.parametrize("name", ["../01.txt", "/etc/01.txt", "a/../../01.txt", "..\\01.txt", "C:01.txt"])
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    refused(packed(tmp_path / "a.zip", {name: FISHING}), tmp_path / "scratch", "leads out of its folder")


def test_bombs_are_refused_unpacked(tmp_path, monkeypatch):
    flat = packed(tmp_path / "flat.zip", {"01.txt": b"\0" * 20_000_000})
    refused(flat, tmp_path / "scratch", "that is no newspaper")
    monkeypatch.setattr(zipped, "MOST_ENTRIES", 3)
    many = packed(tmp_path / "many.zip", {f"{number}.txt": "一" for number in range(4)})
    refused(many, tmp_path / "scratch", "holds 4 files")


def test_a_bomb_that_states_a_small_size_is_refused(tmp_path):
    path = packed(tmp_path / "lying.zip", {"01.txt": b"\0" * 20_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 20_000_000), struct.pack("<I", 1000)))
    refused(path, tmp_path / "scratch", "holds more than it states|no .zip that can be read")


def test_encrypted_entries_links_and_no_zips_are_refused(tmp_path):
    path = packed(tmp_path / "a.zip", {"01.txt": FISHING})
    data = bytearray(path.read_bytes())
    central = data.rindex(b"PK\1\2")
    data[central + 8] |= 1
    (tmp_path / "encrypted.zip").write_bytes(data)
    refused(tmp_path / "encrypted.zip", tmp_path / "scratch", "is encrypted")
    link = zipfile.ZipInfo("01.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(tmp_path / "link.zip", tmp_path / "scratch", "holds a link")
    (tmp_path / "none.zip").write_bytes(b"PK nothing")
    refused(tmp_path / "none.zip", tmp_path / "scratch", "is no .zip")


@pytest.mark.django_db
def test_a_refused_zip_is_told_and_the_rest_is_imported(tmp_path):
    bad = packed(tmp_path / "bad.zip", {"../01.txt": FISHING})
    good = packed(tmp_path / "雪岭日报" / "2026-01-07.zip", {"01.txt": FISHING})
    said = io.StringIO()
    with pytest.raises(CommandError, match="Refused 1 input") as error:
        call_command("import_issue", bad, good, stdout=said, stderr=said)
    assert error.value.returncode == 1
    assert f"refused: {bad}: holds '../01.txt'" in said.getvalue()
    assert Issue.objects.count() == 1
