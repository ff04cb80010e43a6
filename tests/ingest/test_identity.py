"""What is already there: the same bytes, pages that arrive in halves, and which page of the issue a dump is."""

import datetime as dt

import pytest
from django.db import transaction

from newsroom.ingest.places import Options
from newsroom.models import (
    ImportRun,
    IndexTask,
    Issue,
    Newspaper,
    Page,
)
from newsroom.parsing.readers import plain
from newsroom.parsing.types import Jump, ParsedArticle, ParsedPage, Printed, Span
from tests.factories import make_article
from tests.ingest.dumps import (
    FISHING,
    PENSIONS,
    SKIING,
    contents,
    issue_folder,
    write,
)
from tests.ingest.importing import DATED, PAPER, file, refusals, run, warnings

pytestmark = pytest.mark.django_db


def test_the_same_files_again_change_nothing(tmp_path):
    folder = issue_folder(tmp_path)
    run(folder)
    before, runs, tasks = contents(), ImportRun.objects.count(), IndexTask.objects.count()
    (outcome,) = run(folder)
    assert not outcome.written and not outcome.refused
    assert [known.where.number for known in outcome.plan.unchanged] == [1, 2, 3]
    assert contents() == before
    assert (ImportRun.objects.count(), IndexTask.objects.count()) == (runs, tasks)


def test_the_same_bytes_under_another_name_are_already_imported(tmp_path):
    run(file(tmp_path, "a.txt", FISHING), options=DATED)
    before = contents()
    (outcome,) = run(file(tmp_path, "b.txt", FISHING), options=PAPER)
    assert str(outcome.plan.unchanged[0].where) == "雪岭日报 2026-01-07, page 1"
    assert not outcome.refused and contents() == before


@pytest.mark.parametrize(
    "otherwise",
    [
        Options(newspaper="雪岭日报", date=dt.date(2026, 1, 8)),
        Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7), page=2),
        Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7), edition=2),
        Options(newspaper="山城晚报", date=dt.date(2026, 1, 7)),
    ],
)
def test_the_same_bytes_said_to_be_another_page_are_refused(tmp_path, otherwise):
    path = file(tmp_path, "scan.txt", FISHING)
    run(path, options=DATED)
    before = contents()
    (refusal,) = refusals(run(path, options=otherwise))
    assert "already imported as 雪岭日报 2026-01-07, page 1" in refusal
    assert contents() == before


def test_an_issue_may_arrive_in_halves(tmp_path):
    folder = issue_folder(tmp_path)
    with transaction.atomic():
        run(folder)
        at_once = contents()
        transaction.set_rollback(True)
    last = folder / "03-影像.txt"
    kept = last.read_bytes()
    last.unlink()
    run(folder)
    last.write_bytes(kept)
    (outcome,) = run(folder)
    assert (len(outcome.plan.new), len(outcome.plan.unchanged)) == (1, 2)
    assert contents() == at_once


def test_unnumbered_pages_of_one_inferred_issue_are_numbered_in_file_order(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage(date="2026-01-06", date_reason="it says so"))
    write(tmp_path, {"b2.txt": "第二", "b10.txt": "第三", "a.txt": "第一", "02-要闻.txt": "版二"})
    (outcome,) = run(tmp_path, options=PAPER)
    assert [(page.number, page.number_inferred, page.sources[0].reading.file) for page in outcome.plan.new] == [
        (1, True, "a.txt"),
        (2, False, "02-要闻.txt"),
        (3, True, "b2.txt"),
        (4, True, "b10.txt"),
    ]
    issue = Issue.objects.get()
    assert issue.date_inferred and issue.date == dt.date(2026, 1, 6)
    assert Page.objects.get(number=4).number_inferred
    assert sum("page number" in warning for warning in warnings([outcome])) == 3
    assert any("2026-01-06, is inferred: it says so" in warning for warning in warnings([outcome]))


def test_a_page_that_carries_on_from_another_is_not_numbered_as_that_one(tmp_path, monkeypatch):
    carried_on = ParsedArticle(continued_from=Jump(1, Printed("（上接第一版）", (Span(0, 7),))))
    monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage((carried_on,), date="2026-01-06"))
    (outcome,) = run(file(tmp_path, "a.txt", "（上接第一版）"), options=PAPER)
    assert [(page.number, page.number_inferred) for page in outcome.plan.new] == [(2, True)]


def test_one_page_twice_with_different_text_is_refused_as_nobody_knows_which(tmp_path):
    write(tmp_path, {"a/01.txt": FISHING, "b/01.txt": PENSIONS, "02.txt": SKIING})
    outcomes = run(tmp_path, options=DATED)
    assert len(refusals(outcomes)) == 2 and all("page 1" in refusal for refusal in refusals(outcomes))
    assert list(Page.objects.values_list("number", flat=True)) == [2]


def test_one_page_twice_with_the_same_bytes_is_one_page(tmp_path):
    write(tmp_path, {"a/01.txt": FISHING, "b/01.txt": FISHING, "copy.txt": FISHING})
    outcomes = run(tmp_path, options=DATED)
    assert refusals(outcomes) == []
    assert sum("very bytes" in warning for warning in warnings(outcomes)) == 2
    assert Page.objects.count() == 1


def test_the_same_bytes_as_two_pages_are_refused_once(tmp_path):
    write(tmp_path, {"01.txt": FISHING, "02.txt": FISHING})
    assert len(refusals(run(tmp_path, options=DATED))) == 1
    assert Page.objects.count() == 1


def test_a_page_that_editors_made_takes_its_dump_and_one_they_filled_does_not(tmp_path):
    paper = Newspaper.objects.create(name="雪岭日报", slug="xueling")
    issue = Issue.objects.create(newspaper=paper, date="2026-01-07", number=9086)
    made = Page.objects.create(issue=issue, number=1, name="要闻")
    filled = make_article(page=Page.objects.create(issue=issue, number=2))
    write(tmp_path, {"01.txt": FISHING, "02.txt": PENSIONS})
    outcomes = run(tmp_path, options=DATED)
    assert "page 2" in refusals(outcomes)[0]
    assert made.articles.exists() and filled.page.articles.count() == 1
