"""Whose page it is and of which day: what the operator, issue.toml, path and text say, and what is refused."""

import datetime as dt

import pytest

from newsroom.ingest.places import Options
from newsroom.models import (
    ImportEvent,
    ImportRun,
    Issue,
    Newspaper,
    Page,
)
from newsroom.parsing.readers import plain
from newsroom.parsing.types import ParsedArticle, ParsedPage
from tests.ingest.dumps import (
    FISHING,
    PENSIONS,
    SKIING,
    issue_folder,
    write,
)
from tests.ingest.importing import DATED, PAPER, file, refusals, run, warnings

pytestmark = pytest.mark.django_db


def test_what_the_text_says_is_overruled_and_a_given_date_confirms_an_inferred_one(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage(date="2026-01-06", newspaper="山城晚报"))
    run(file(tmp_path, "a.txt", "第一"))
    assert Issue.objects.get().date_inferred
    assert Newspaper.objects.get().name == "山城晚报"
    run(file(tmp_path, "b.txt", "第二"), options=Options(date=dt.date(2026, 1, 6)))
    assert not Issue.objects.get().date_inferred
    run(file(tmp_path, "c.txt", "第三"), options=DATED)
    assert Issue.objects.filter(newspaper__name="雪岭日报", date="2026-01-07", date_inferred=False).exists()


def test_a_paper_that_only_the_text_names_is_marked_inferred_until_somebody_says_it(tmp_path):
    write(tmp_path, {"1.txt": "冬捕首网\n\n雪岭日报讯（记者 王浩）2026年1月6日，雪岭河开网。\n"})
    day = Options(date=dt.date(2026, 1, 7))
    said = warnings(run(tmp_path / "1.txt", options=day))
    assert any("the newspaper, 雪岭日报, is inferred: the page prints that name" in each for each in said)
    issue = Issue.objects.get()
    assert (issue.newspaper.name, issue.newspaper_inferred) == ("雪岭日报", True)
    run(file(tmp_path, "2.txt", "第二版的文字。"), options=DATED)
    issue.refresh_from_db()
    assert not issue.newspaper_inferred


def test_a_day_to_come_is_no_day_of_issue(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage(date="2999-01-06"))
    assert "--date" in refusals(run(file(tmp_path, "a.txt", "第一"), options=PAPER))[0]
    assert not Issue.objects.exists()


def test_nobodys_page_is_refused_and_only_foreseen_in_a_dry_run(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage(articles=(ParsedArticle(),)))
    path = file(tmp_path, "scan.txt", FISHING)
    (refusal,) = refusals(run(path))
    assert "--newspaper" in refusal and "--date" in refusal
    assert not Newspaper.objects.exists() and not ImportRun.objects.exists()
    (outcome,) = run(path, writing=False)
    assert not outcome.refused
    assert (outcome.plan.title.name, outcome.plan.date, len(outcome.plan.new)) == ("", None, 1)
    assert any("--newspaper" in warning for warning in outcome.plan.warnings)


def test_undated_pages_are_not_thrown_together(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage())
    write(tmp_path, {"a.txt": "第一", "b.txt": "第二"})
    assert len(run(tmp_path, options=PAPER, writing=False)) == 2


def test_bad_files_are_refused_and_the_rest_is_imported(tmp_path):
    folder = issue_folder(tmp_path)
    write(folder, {"04.txt": b"\x89PNG\0\0\0\r", "05.txt": b"", "06.txt": "正文".encode("big5") * 40})
    outcomes = run(folder)
    assert len(refusals(outcomes)) == 3
    assert Page.objects.count() == 3
    assert ImportRun.objects.get().state == ImportRun.State.PARTIAL
    assert ImportEvent.objects.filter(what="refused").count() == 3


def test_an_issue_toml_that_cannot_be_followed_stops_its_own_issue_only(tmp_path):
    issue_folder(tmp_path)
    write(tmp_path / "雪岭日报" / "2026-01-09", {"issue.toml": "pages = 3", "01.txt": "别的一天。"})
    assert "issue.toml cannot be followed" in refusals(run(tmp_path))[0]
    assert list(Issue.objects.values_list("date", flat=True)) == [dt.date(2026, 1, 7)]


def test_a_slug_and_a_name_are_one_paper(tmp_path):
    issue_folder(tmp_path)
    write(tmp_path / "xueling" / "2026-01-09", {"01.txt": "按文件夹的地址名找到的报纸。"})
    run(tmp_path)
    assert Newspaper.objects.count() == 1
    assert Issue.objects.count() == 2
    run(file(tmp_path, "scan.txt", "又一版。"), options=Options(newspaper="xueling", date=dt.date(2026, 1, 10)))
    assert Newspaper.objects.count() == 1 and Issue.objects.count() == 3


@pytest.mark.parametrize("slug", ["search", "admin", "a/b", "x" * 70])
def test_a_paper_that_could_not_be_reached_is_refused(tmp_path, slug):
    write(tmp_path, {"issue.toml": f'newspaper = "搜索报"\nslug = "{slug}"', "01.txt": FISHING})
    assert len(refusals(run(tmp_path, options=Options(date=dt.date(2026, 1, 7))))) == 1
    assert not Newspaper.objects.exists()


def test_what_an_issue_toml_says_of_a_paper_is_kept(tmp_path):
    toml = 'newspaper = "雪岭日报"\ncn_number = "CN65-0000"\npublisher = "雪岭报社"\nplace = "雪岭"'
    write(tmp_path, {"issue.toml": toml, "01.txt": FISHING})
    run(tmp_path, options=Options(date=dt.date(2026, 1, 7)))
    paper = Newspaper.objects.get()
    assert (paper.slug, paper.cn_number, paper.publisher, paper.place) == ("雪岭日报", "CN65-0000", "雪岭报社", "雪岭")


def test_a_listed_page_without_a_dump_is_missed(tmp_path):
    folder = issue_folder(tmp_path)
    pages = "".join(f"[[pages]]\nnumber = {number}\n" for number in (1, 2, 3, 4))
    write(folder, {"issue.toml": 'newspaper = "雪岭日报"\n' + pages})
    said = "issue.toml lists page 4, but there is no dump of it"
    assert [warning for warning in warnings(run(folder)) if "lists page" in warning] == [said]
    assert said in warnings(run(folder))
    assert said not in warnings(run(folder / "01-要闻.txt"))
    write(folder, {"04.txt": "第四版的文字。"})
    assert said not in warnings(run(folder))


def test_a_paper_renamed_in_the_archive_keeps_its_address_and_its_issues(tmp_path):
    folder = issue_folder(tmp_path)
    run(folder)
    Newspaper.objects.update(name="雪岭日报（汉文版）")
    assert refusals(run(folder)) == []
    write(folder, {"04.txt": "第四版的文字。"})
    outcomes = run(folder)
    assert Page.objects.count() == 4 and Newspaper.objects.count() == 1
    assert any("taken for 雪岭日报（汉文版）" in warning for warning in warnings(outcomes))


def test_the_serial_number_is_filled_in_and_never_overwritten(tmp_path):
    write(tmp_path, {"01.txt": FISHING})
    run(tmp_path, options=DATED)
    assert Issue.objects.get().number is None
    write(tmp_path, {"issue.toml": "number = 9086", "02.txt": PENSIONS})
    run(tmp_path, options=DATED)
    assert Issue.objects.get().number == 9086
    write(tmp_path, {"issue.toml": "number = 1", "03.txt": SKIING})
    outcomes = run(tmp_path, options=DATED)
    assert Issue.objects.get().number == 9086
    assert any("9086" in warning for warning in warnings(outcomes))
