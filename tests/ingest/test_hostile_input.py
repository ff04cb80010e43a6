"""What no newsroom sends: dumps beyond measure, folders of ten thousand files, links that lead elsewhere."""

import datetime as dt
import tracemalloc

import pytest

from newsroom.ingest.places import Options
from newsroom.ingest.run import MOST_PAGES, Import
from newsroom.models import Article, Issue
from newsroom.parsing.readers import plain
from newsroom.parsing.types import ParsedPage
from tests.ingest.dumps import FISHING, write

pytestmark = pytest.mark.django_db

DATED = Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7))


def refusals(*paths, options=DATED, write=True):
    return [str(each) for outcome in Import(list(paths), options, write=write).outcomes() for each in outcome.refused]


@pytest.mark.parametrize("name", ["01.txt", "issues.json", "content_1.htm"])
def test_a_dump_of_200_megabytes_is_refused_unread(tmp_path, name):
    with (tmp_path / name).open("wb") as file:
        file.write(b'{"issues": <!--enpcontent-->')
        file.truncate(200_000_000)
    tracemalloc.start()
    (why,) = refusals(tmp_path, write=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "is 200.0 MB large; no page is" in why
    assert peak < 5_000_000
    write(tmp_path, {"02.txt": FISHING})
    assert len(refusals(tmp_path)) == 1
    assert Article.objects.exists()  # the rest was imported


def test_ten_thousand_files_of_one_day_are_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: pytest.fail("was read"))
    write(tmp_path, {f"scan{number}.txt": f"第{number}号" for number in range(10_000)})
    (why,) = refusals(tmp_path)
    assert "10000 dumps would be pages of 雪岭日报 2026-01-07" in why and "a folder of its own" in why
    assert not Issue.objects.exists()


def test_an_import_holds_one_issue_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage())

    def peak(days):
        folder = tmp_path / str(days)
        text = "雪岭河冬捕。" * 2_000
        start = dt.date(2026, 1, 1)
        write(folder, {f"雪岭日报/{start + dt.timedelta(day)}/01.txt": f"{day}{text}" for day in range(days)})
        tracemalloc.start()
        for outcome in Import([folder], Options(), write=False).outcomes():
            assert outcome.plan.new
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(2)
    assert peak(24) < 1.5 * peak(4)


def test_links_are_followed_nowhere(tmp_path):
    secret = write(tmp_path / "elsewhere", {"01.txt": "不该读到的话。", "issue.toml": 'newspaper = "密报"'})
    folder = write(tmp_path / "雪岭日报" / "2026-01-07", {"02.txt": FISHING})
    (folder / "01.txt").symlink_to(secret / "01.txt")
    (folder / "more").symlink_to(secret)
    found = Import([folder], DATED, write=True)
    assert {path.name for path in found.found.passed_over} == {"01.txt", "more"}
    assert not [refusal for outcome in found.outcomes() for refusal in outcome.refused]
    assert not Article.objects.filter(body__contains="不该读到").exists()


def test_an_issue_toml_that_is_a_link_is_refused(tmp_path):
    secret = write(tmp_path / "elsewhere", {"issue.toml": 'newspaper = "密报"'})
    folder = write(tmp_path / "雪岭日报" / "2026-01-07", {"02.txt": FISHING})
    (folder / "issue.toml").symlink_to(secret / "issue.toml")
    (why,) = refusals(folder)
    assert "issue.toml is a link, and links are not followed" in why


@pytest.mark.parametrize("file", ["../../elsewhere/01.txt", "/etc/passwd", "a/b.txt"])
def test_no_issue_toml_leads_out_of_its_folder(tmp_path, file):
    folder = write(tmp_path, {"02.txt": FISHING, "issue.toml": f'[[pages]]\nnumber = 1\nfile = "{file}"'})
    (why,) = refusals(folder)
    assert "is no plain file name" in why


def test_the_thickest_issue_still_passes(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage())
    monkeypatch.setattr("newsroom.ingest.run.MOST_PAGES", 3)
    write(tmp_path, {f"{number}.txt": str(number) for number in range(1, 4)})
    assert not refusals(tmp_path)
    assert MOST_PAGES == 999
