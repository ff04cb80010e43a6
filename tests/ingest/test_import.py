"""Importing: what becomes rows, and that nothing is ever half there."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from newsroom.desk.snapshots import Snapshot
from newsroom.ingest import writing
from newsroom.ingest.places import Options
from newsroom.ingest.writing import SourceWriter
from newsroom.models import (
    NAMES,
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
from tests.ingest.dumps import (
    FISHING,
    ONE_OF_EACH,
    contents,
    issue_folder,
    printed,
    write,
)
from tests.ingest.importing import DATED, file, refusals, run, warnings

pytestmark = pytest.mark.django_db


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
    asked = IndexTask.objects.exclude(article_id=NAMES)  # new names ask that they be learned
    assert set(asked.values_list("article_id", flat=True)) == {article.pk}


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


def test_page_furniture_is_kept_and_asks_for_no_editor(tmp_path):
    text = "A03 民生新闻\n\n责任编辑：陈立\n\n镜泉湖畔冰雪节开幕\n\n本报讯（记者 赵明）1月5日，冰雪节在河东县开幕。\n"
    outcomes = run(file(tmp_path, "01.txt", text), options=DATED)
    states = UnplacedFragment.objects.values_list("text", "state")
    assert list(states) == [("A03 民生新闻", "dismissed"), ("责任编辑：陈立", "dismissed")]
    assert outcomes[0].figures.unplaced == 0


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
