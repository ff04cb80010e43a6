"""Importing: what becomes rows, what is already there, what is refused; and that nothing is ever half there."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from newsroom.desk.snapshots import Snapshot
from newsroom.ingest import writing
from newsroom.ingest.places import Options
from newsroom.ingest.run import Import
from newsroom.ingest.writing import SourceWriter
from newsroom.models import (
    Article,
    Byline,
    Contributor,
    Doubt,
    ImportEvent,
    ImportRun,
    IndexTask,
    Issue,
    Newspaper,
    Page,
    PageSource,
    Photo,
    Revision,
    SourceSpan,
    SourceText,
    UnplacedFragment,
)
from newsroom.parsing.readers import plain
from newsroom.parsing.types import Doubt as ParsedDoubt
from newsroom.parsing.types import Jump, ParsedArticle, ParsedByline, ParsedPage, ParsedPhoto, Printed, Role, Span
from tests.factories import make_article
from tests.ingest.dumps import (
    FISHING,
    ONE_OF_EACH,
    PENSIONS,
    SKIING,
    contents,
    issue_folder,
    printed,
    read_one_of_each,
    write,
)

pytestmark = pytest.mark.django_db

NOTHING_SAID = Options()
PAPER = Options(newspaper="雪岭日报")
DATED = Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7))


def run(*paths, options=NOTHING_SAID, writing=True, **more):
    return list(Import(list(paths), options, write=writing, **more).outcomes())


def refusals(outcomes):
    return [str(refusal) for outcome in outcomes for refusal in outcome.refused]


def warnings(outcomes):
    return [warning for outcome in outcomes if outcome.plan for warning in outcome.plan.warnings]


def file(tmp_path, name, content):
    return write(tmp_path, {name: content}) / name


@pytest.fixture
def one_of_each(monkeypatch):
    monkeypatch.setattr(plain, "read_page", read_one_of_each)


def test_a_folder_becomes_an_issue(tmp_path):
    (outcome,) = run(issue_folder(tmp_path))
    assert outcome.written and not outcome.refused
    paper = Newspaper.objects.get()
    assert (paper.name, paper.slug) == ("雪岭日报", "xueling")
    issue = Issue.objects.get()
    assert (issue.date, issue.date_inferred, issue.edition, issue.number) == (dt.date(2026, 1, 7), False, 1, 9086)
    assert list(Page.objects.values_list("number", "name", "number_inferred")) == [
        (1, "要闻", False),
        (2, "民生", False),
        (3, "影像", False),
    ]
    assert Article.objects.count() == outcome.figures.articles > 0


def test_every_part_of_a_page_is_stored(tmp_path, one_of_each):
    run(file(tmp_path, "02-民生.txt", ONE_OF_EACH), options=DATED)
    article = Article.objects.get()
    assert (article.number, article.position, article.kind) == (1, 1, "notice")
    assert (article.kicker, article.headline, article.subhead) == ("引题在上", "主题居中", "——副题在下")
    assert article.dateline == "本报讯"
    assert article.body == "正文头一段在此。\n## 小标题\n接着是第二段，断在栏尾。\n> 编者按"
    assert (article.continues_on, article.continues_on_as_printed) == (3, "（下转第三版）")
    assert (article.continued_from, article.continued_from_as_printed) == (1, "（上接第一版）")
    assert [
        (byline.position, byline.name, byline.role, byline.affiliation, byline.photo_id is not None)
        for byline in article.bylines.all()
    ] == [
        (1, "王浩", "记者", "本报", False),
        (2, "古丽娜·叶尔兰", "通讯员", "", False),
        (3, "王浩", "摄影", "", True),
    ]
    assert Contributor.objects.count() == 2
    photo = Photo.objects.get()
    assert (photo.caption, photo.credit) == ("雪后初晴", "王浩 摄")
    doubt = Doubt.objects.get()
    assert (doubt.what, doubt.confidence, doubt.state) == ("headline", 0.6, "open")
    assert UnplacedFragment.objects.get().text == "无主的一行"
    assert article.import_run == ImportRun.objects.get()


def test_spans_point_at_the_very_characters(tmp_path, one_of_each):
    run(file(tmp_path, "02.txt", ONE_OF_EACH.encode("utf-16")), options=DATED)
    text = SourceText.objects.get().text
    found = {}
    for span in SourceSpan.objects.order_by("part", "index", "position", "start"):
        found.setdefault((span.part, span.index), []).append(text[span.start : span.end])
    assert found == {
        ("kicker", 0): ["引题在上"],
        ("headline", 0): ["主题居中"],
        ("subhead", 0): ["——副题在下"],
        ("dateline", 0): ["本报讯"],
        ("byline", 0): ["（记者 王浩 通讯员 古丽娜·叶尔兰）"],
        ("body", 0): ["正文头一段在此。"],
        ("body", 1): ["小标题"],
        ("body", 2): ["接着是第二段，断在", "栏尾。"],
        ("body", 3): ["编者按"],
        ("caption", 0): ["雪后初晴"],
        ("credit", 0): ["王浩 摄"],
        ("jump", 0): ["（下转第三版）", "（上接第一版）"],
    }
    fragment = UnplacedFragment.objects.get()
    assert text[fragment.start : fragment.end] == "无主的一行"


def test_revision_0_is_what_was_imported_and_the_index_is_asked(tmp_path, one_of_each):
    run(file(tmp_path, "02.txt", ONE_OF_EACH), options=DATED)
    article = Article.objects.get()
    revision = Revision.objects.get()
    assert (revision.number, revision.author) == (0, None)
    assert revision.sha256 == Snapshot.of(article).sha256
    assert [byline["name"] for byline in revision.snapshot["bylines"]] == ["王浩", "古丽娜·叶尔兰", "王浩"]
    assert set(IndexTask.objects.values_list("article_id", flat=True)) == {article.pk}


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


def test_a_dry_run_writes_nothing_and_foresees_all(tmp_path):
    folder = issue_folder(tmp_path)
    copy = write(tmp_path / "雪岭日报" / "2026-01-08", {"01.txt": FISHING, "02.txt": "另一版的文字。"})
    empty = contents()
    foreseen = run(tmp_path, writing=False)
    assert contents() == empty and not ImportRun.objects.exists()
    done = run(tmp_path)
    assert [(outcome.figures, outcome.refused) for outcome in foreseen] == [
        (outcome.figures, outcome.refused) for outcome in done
    ]
    assert len(refusals(foreseen)) == 1 and str(copy / "01.txt") in refusals(foreseen)[0]
    assert folder.name in str(done[0].plan)


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


def test_parts_too_long_to_be_what_they_were_taken_for_go_to_the_editor(tmp_path, monkeypatch):
    text = "电" * 201 + "名" * 121 + "转" * 61 + "影" * 301 + "正文。"

    def junk(text):
        article = ParsedArticle(
            headline=printed(text, "正文。"),
            dateline=printed(text, "电" * 201),
            bylines=(ParsedByline("名" * 121, Role.AUTHOR, printed(text, "名" * 121)),),
            continues_on=Jump(99999, printed(text, "转" * 61)),
            photos=(ParsedPhoto(credit=printed(text, "影" * 301)),),
        )
        return ParsedPage(articles=(article,))

    monkeypatch.setattr(plain, "read_page", junk)
    run(file(tmp_path, "01.txt", text), options=DATED)
    article = Article.objects.get()
    assert (article.dateline, article.continues_on, article.headline) == ("", None, "正文。")
    assert not Byline.objects.exists()
    assert sorted(UnplacedFragment.objects.values_list("text", flat=True), key=len) == [
        "转" * 61,
        "名" * 121,
        "电" * 201,
        "影" * 301,
    ]


def test_characters_the_reader_left_out_are_kept_as_unplaced(tmp_path, monkeypatch):
    monkeypatch.setattr(
        plain, "read_page", lambda text: ParsedPage(articles=(ParsedArticle(headline=printed(text, "标题")),))
    )
    outcomes = run(file(tmp_path, "01.txt", "首行\n\n标题\n　末 行　\n"), options=DATED)
    assert list(UnplacedFragment.objects.values_list("text", "start", "end")) == [("首行", 0, 2), ("末 行", 8, 11)]
    assert outcomes[0].figures.unplaced == 4
    assert any("4 characters" in warning for warning in warnings(outcomes))


def test_nothing_of_an_issue_stays_when_its_last_page_fails(tmp_path, monkeypatch):
    folder = issue_folder(tmp_path)
    before = contents()

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    write_source = SourceWriter.write
    monkeypatch.setattr(SourceWriter, "write", lambda self: fail() if self.page.number == 3 else write_source(self))
    with pytest.raises(RuntimeError):
        run(folder)
    assert contents() == before and not IndexTask.objects.exists()
    monkeypatch.undo()
    run(folder)
    assert Page.objects.count() == 3


def test_an_issue_starts_again_when_somebody_else_stored_a_name_first(tmp_path, monkeypatch):
    named, calls = writing.contributor_named, []

    def beaten_once(name):
        calls.append(name)
        if len(calls) == 1:
            raise IntegrityError("one_contributor_per_name_and_distinction")
        return named(name)

    monkeypatch.setattr(writing, "contributor_named", beaten_once)
    with transaction.atomic():
        run(issue_folder(tmp_path))
    assert Page.objects.count() == 3 and len(calls) > 1


def test_the_run_records_what_it_was_asked_and_did(tmp_path):
    folder = issue_folder(tmp_path)
    run(folder, options=Options(edition=2))
    record = ImportRun.objects.get()
    assert (record.paths, record.options) == ([str(folder)], {"edition": "2"})
    assert record.state == ImportRun.State.FINISHED and record.finished_at >= record.started_at
    events = list(ImportEvent.objects.order_by("pk"))
    assert [(event.what, event.issue.edition) for event in events] == [("created", 2)] * 3
    assert events[0].figures["articles"] == Article.objects.filter(page__number=1).count()
    assert PageSource.objects.filter(import_run=record).count() == 3


def test_a_names_variants_are_one_contributor(tmp_path, monkeypatch):
    def read(text):
        run_of = Printed(text, (Span(0, len(text)),))
        names = ("古丽娜•叶尔兰", "古丽娜·叶尔兰", "王　　浩", "王浩")
        return ParsedPage(articles=(ParsedArticle(bylines=tuple(ParsedByline(n, Role.AUTHOR, run_of) for n in names)),))

    monkeypatch.setattr(plain, "read_page", read)
    run(file(tmp_path, "01.txt", "署名"), options=DATED)
    assert Contributor.objects.count() == 2
    assert list(Byline.objects.values_list("name", flat=True)) == ["古丽娜•叶尔兰", "古丽娜·叶尔兰", "王　　浩", "王浩"]


def test_an_import_asks_few_queries_whatever_the_page_holds(tmp_path, monkeypatch, django_assert_max_num_queries):
    def read(text):
        whole = Printed(text, (Span(0, len(text)),))
        return ParsedPage(
            articles=tuple(
                ParsedArticle(
                    headline=whole,
                    bylines=(ParsedByline("王浩", Role.REPORTER, whole),),
                    doubts=(ParsedDoubt("headline", "far", 0.5),),
                )
                for _ in range(50)
            )
        )

    monkeypatch.setattr(plain, "read_page", read)
    path = file(tmp_path, "01.txt", "一版五十篇")
    with django_assert_max_num_queries(50 + 55):  # a revision an article, and a fixed number besides
        run(path, options=DATED)
    assert Revision.objects.count() == 50
