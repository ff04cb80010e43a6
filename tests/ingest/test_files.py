"""Finding dumps, and reading none that cannot be one."""

import os
import time

import pytest

from newsroom.ingest.files import NoSuchPath, Unreadable, bytes_of, find_dumps, natural, shown
from newsroom.parsing.readers.plain import READER
from tests.ingest.dumps import write


def names(found):
    return [dump.path.name for dump in found.dumps]


def test_dumps_are_found_at_any_depth_in_natural_order(tmp_path):
    write(tmp_path, {"b/10.txt": "十", "b/2.txt": "二", "a/x/1.TXT": "一", "b/1.txt": "一"})
    assert names(find_dumps([tmp_path])) == ["1.TXT", "1.txt", "2.txt", "10.txt"]


def test_what_is_no_dump_is_passed_over_and_told(tmp_path):
    write(
        tmp_path,
        {
            "1.txt": "一",
            "README.md": "",
            "readme.txt": "",
            "README 说明.txt": "",
            "scan.pdf": "",
            ".DS_Store": "",
            ".git/2.txt": "",
        },
    )
    (tmp_path / "issue.toml").write_text("")
    found = find_dumps([tmp_path])
    assert names(found) == ["1.txt"]
    assert found.refused == ()
    assert {path.name for path in found.passed_over} == {
        "README.md",
        "readme.txt",
        "README 说明.txt",
        "scan.pdf",
        ".DS_Store",
    }


def test_an_odd_file_that_was_named_is_refused(tmp_path):
    write(tmp_path, {"scan.pdf": "", "issue.toml": ""})
    found = find_dumps([tmp_path / "scan.pdf", tmp_path / "issue.toml"])
    assert found.dumps == () and len(found.refused) == 2
    assert "no page dump" in str(found.refused[0]) and "scan.pdf" in str(found.refused[0])


def test_a_folder_without_dumps_is_refused(tmp_path):
    write(tmp_path, {"empty/README.md": ""})
    assert "holds no page dumps" in find_dumps([tmp_path / "empty"]).refused[0].why


def test_a_path_that_is_not_there_stops_everything(tmp_path):
    with pytest.raises(NoSuchPath, match="missing"):
        find_dumps([tmp_path, tmp_path / "missing"])


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_a_path_that_cannot_be_one_is_told(tmp_path, name):
    with pytest.raises(NoSuchPath):
        find_dumps([tmp_path / name])


def test_a_dump_named_twice_is_read_once(tmp_path):
    write(tmp_path, {"a/1.txt": "一"})
    found = find_dumps([tmp_path, tmp_path / "a", tmp_path / "a" / "1.txt"])
    assert names(found) == ["1.txt"] and found.refused == ()


def test_links_inside_a_folder_are_not_followed(tmp_path):
    outside = write(tmp_path / "outside", {"secret.txt": "秘密"})
    folder = write(tmp_path / "dumps", {"1.txt": "一"})
    (folder / "loop").symlink_to(folder)
    (folder / "elsewhere").symlink_to(outside)
    (folder / "2.txt").symlink_to(outside / "secret.txt")
    found = find_dumps([folder])
    assert names(found) == ["1.txt"]
    assert {path.name for path in found.passed_over} == {"loop", "elsewhere", "2.txt"}


def test_a_link_that_the_operator_names_is_followed(tmp_path):
    folder = write(tmp_path / "dumps", {"1.txt": "一"})
    (tmp_path / "link").symlink_to(folder)
    assert names(find_dumps([tmp_path / "link"])) == ["1.txt"]


def test_a_dangling_link_is_no_path(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    with pytest.raises(NoSuchPath):
        find_dumps([tmp_path / "link.txt"])


def test_a_file_too_large_to_be_a_page_is_not_read(tmp_path):
    path = tmp_path / "1.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    started = time.monotonic()
    with pytest.raises(Unreadable, match=r"200\.0 MB"):
        bytes_of(path)
    assert time.monotonic() - started < 0.1


def test_the_limit_itself_is_read(tmp_path):
    path = write(tmp_path, {"1.txt": b"a" * READER.most_bytes}) / "1.txt"
    assert len(bytes_of(path)) == READER.most_bytes
    path.write_bytes(b"a" * (READER.most_bytes + 1))
    with pytest.raises(Unreadable):
        bytes_of(path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "1.txt")
    with pytest.raises(Unreadable, match="ordinary file"):
        bytes_of(tmp_path / "1.txt")


def test_a_file_that_went_away_is_told(tmp_path):
    with pytest.raises(Unreadable, match="No such file"):
        bytes_of(tmp_path / "1.txt")


def test_a_name_cannot_play_tricks_on_a_terminal():
    assert shown("a\nb\x1b[31mc\u202e.txt") == "a\\nb\\x1b[31mc\\u202e.txt"
    assert shown(os.fsdecode(b"\xb0\xa1.txt")) == "\\udcb0\\udca1.txt"
    assert shown("雪岭日报/2026-01-07/01-要闻.txt") == "雪岭日报/2026-01-07/01-要闻.txt"


def test_natural_order_compares_names_of_any_shape():
    mixed = ["b", "10", "2", "a10", "a9b", "", "２", "a9", "-1"]
    assert [name for name in sorted(mixed, key=natural) if name.startswith("a")] == ["a9", "a9b", "a10"]
