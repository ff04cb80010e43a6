"""A changed dump of a known page meets what editors made of the first: no correction is ever lost."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.desk.reimport import Outcome
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.ingest.matching import Match, is_same_page, snapshot_of
from newsroom.ingest.places import Options
from newsroom.ingest.run import Import
from newsroom.models import Article, Doubt, ImportEvent, Page, PageSource, Reimport, SourceText, UnplacedFragment
from newsroom.parsing.readers import plain
from newsroom.parsing.types import Doubt as ParsedDoubt
from newsroom.parsing.types import ParagraphKind, ParsedArticle, ParsedPage, ParsedParagraph, Printed, Span
from tests.ingest.dumps import ONE_OF_EACH, contents, issue_folder, read_one_of_each, write

pytestmark = pytest.mark.django_db

DATED = Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7))
FISH = "雪岭河冬捕首网　捕鱼队清晨拉起今冬第一网，出鱼三千公斤。　队长说这一网他们等了整整一个月。"
SLED = "爬犁运鱼到镇上　鱼装上爬犁，一路运到镇里的集市。　买鱼的人从街口排到桥头。"
SCHOOL = "寄宿学校换新锅炉　孩子们终于洗上了热水澡。　锅炉工老王说今年不再半夜添煤。"


def read_lines(text):
    """A page reader that needs no guessing: an article a line, wide spaces between its parts; ``?`` is unplaced."""
    articles, unplaced, at = [], [], 0
    for line in text.split("\n"):
        if line.startswith("?"):
            unplaced.append(Printed(line, (Span(at, at + len(line)),)))
        elif line:
            place, parts = at, []
            for part in line.split("　"):
                parts.append(Printed(part, (Span(place, place + len(part)),) if part else ()))
                place += len(part) + 1
            paragraphs = tuple(ParsedParagraph(ParagraphKind.TEXT, p.text, p.spans) for p in parts[1:])
            doubts = (ParsedDoubt("headline", f"read from {line[:4]}", 0.5),)
            articles.append(ParsedArticle(headline=parts[0], paragraphs=paragraphs, doubts=doubts))
        at += len(line) + 1
    return ParsedPage(articles=tuple(articles), unplaced=tuple(unplaced))


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    monkeypatch.setattr(plain, "read_page", read_lines)


def bring(folder, *lines, options=DATED, writing=True):
    """Imports these lines as the page's dump, and gives the outcome."""
    write(folder, {"01.txt": "\n".join(lines)})
    (outcome,) = Import([folder / "01.txt"], options, write=writing).outcomes()
    return outcome


def edit(title, **parts):
    article = Article.objects.get(headline=title)
    editor, _ = User.objects.get_or_create(username="editor")
    wanted = replace(Snapshot.of(article), **parts)
    correct(article.pk, wanted, based_on=article.revision_number, author=editor)
    return article.pk


def outcomes_of(outcome):
    (again,) = outcome.plan.again
    return {match.title: match.outcome for match in again.matches}


def test_an_untouched_page_takes_the_better_text(tmp_path):
    bring(tmp_path, FISH, SLED)
    outcome = bring(tmp_path, FISH.replace("整整", "足足"), SLED)
    assert outcomes_of(outcome) == {"雪岭河冬捕首网": Outcome.TAKEN, "爬犁运鱼到镇上": Outcome.UNCHANGED}
    article = Article.objects.get(headline="雪岭河冬捕首网")
    assert "足足一个月" in article.body and article.revision_number == 1
    assert PageSource.objects.count() == SourceText.objects.count() == 2
    event = ImportEvent.objects.latest("pk")
    assert (event.what, event.message) == ("merged", "1 taken in, 1 unchanged")


def test_what_an_editor_changed_elsewhere_stays(tmp_path):
    bring(tmp_path, FISH)
    pk = edit("雪岭河冬捕首网", headline="雪岭河冬捕开网")
    outcome = bring(tmp_path, FISH.replace("整整", "足足"))
    assert outcomes_of(outcome) == {"雪岭河冬捕开网": Outcome.MERGED}
    article = Article.objects.get(pk=pk)
    assert article.headline == "雪岭河冬捕开网" and "足足一个月" in article.body
    assert article.text_state == "corrected"


def test_a_clash_leaves_the_correction_and_waits_for_an_editor(tmp_path):
    bring(tmp_path, FISH)
    body = "\n".join(FISH.replace("三千", "五千").split("　")[1:])
    pk = edit("雪岭河冬捕首网", body=body)
    outcome = bring(tmp_path, FISH.replace("三千", "八千"))
    assert Article.objects.get(pk=pk).body == body
    assert Reimport.objects.open_conflicts().get().article_id == pk
    assert any("clashes with corrections" in warning for warning in outcome.plan.warnings)
    assert not outcome.refused and outcome.written


def test_articles_come_and_none_goes(tmp_path):
    bring(tmp_path, FISH, SLED)
    outcome = bring(tmp_path, SCHOOL, FISH)
    assert outcomes_of(outcome)["爬犁运鱼到镇上"] is None
    assert list(Article.objects.order_by("number").values_list("number", "headline")) == [
        (1, "雪岭河冬捕首网"),
        (2, "爬犁运鱼到镇上"),
        (3, "寄宿学校换新锅炉"),
    ]
    assert any("“爬犁运鱼到镇上”" in warning and "stays as it is" in warning for warning in outcome.plan.warnings)
    assert Article.objects.get(number=3).revisions.get().number == 0


def test_the_text_of_another_page_is_refused(tmp_path):
    bring(tmp_path, FISH, SLED)
    before = contents()
    outcome = bring(tmp_path, SCHOOL)
    assert "hardly share an article" in str(outcome.refused[0]) and contents() == before


def test_a_page_without_a_number_is_known_by_its_text_whatever_its_file_is_called(tmp_path):
    folder = write(tmp_path, {"a.txt": "\n".join((FISH, SLED)), "b.txt": SCHOOL})
    list(Import([folder], DATED, write=True).outcomes())
    other = write(
        tmp_path / "other", {"scan-17.txt": SCHOOL.replace("老王", "老汪"), "scan-18.txt": "雪线上的新路　路通了。"}
    )
    (outcome,) = Import([other], DATED, write=True).outcomes()
    assert [again.where.number for again in outcome.plan.again] == [2]
    assert [page.number for page in outcome.plan.new] == [3]
    assert "老汪" in Article.objects.get(headline="寄宿学校换新锅炉").body


def test_two_changed_dumps_of_one_page_are_refused(tmp_path):
    bring(tmp_path, FISH)
    before = contents()
    write(tmp_path, {"a/01.txt": FISH + "又", "b/01.txt": FISH + "再"})
    found = list(Import([tmp_path / "a", tmp_path / "b"], DATED, write=True).outcomes())
    assert sum(len(outcome.refused) for outcome in found) == 2 and contents() == before


def test_the_new_dump_again_and_the_old_dump_again_change_nothing(tmp_path):
    bring(tmp_path, FISH)
    bring(tmp_path, FISH.replace("整整", "足足"))
    before = contents()
    for line in (FISH.replace("整整", "足足"), FISH):
        outcome = bring(tmp_path, line)
        assert len(outcome.plan.unchanged) == 1 and not outcome.written
    assert contents() == before


def test_a_dry_run_foresees_it_and_writes_nothing(tmp_path):
    bring(tmp_path, FISH, SLED)
    edit("爬犁运鱼到镇上", headline="爬犁运鱼到集市")
    before = contents()
    lines = (FISH.replace("整整", "足足"), SLED.replace("桥头", "桥尾"), SCHOOL)
    foreseen = bring(tmp_path, *lines, writing=False)
    assert contents() == before and not Reimport.objects.exists()
    done = bring(tmp_path, *lines)
    assert (
        outcomes_of(foreseen)
        == outcomes_of(done)
        == {
            "雪岭河冬捕首网": Outcome.TAKEN,
            "爬犁运鱼到集市": Outcome.MERGED,
            "寄宿学校换新锅炉": None,
        }
    )


def test_doubts_of_an_untouched_article_are_those_of_the_newest_text(tmp_path):
    bring(tmp_path, FISH)
    Doubt.objects.create(article=Article.objects.get(), what="join", why="x", confidence=0.1, state="accepted")
    bring(tmp_path, "新" + FISH)
    assert sorted(Doubt.objects.values_list("why", "state")) == [("read from 新雪岭河", "open"), ("x", "accepted")]


def test_unplaced_fragments_come_once(tmp_path):
    bring(tmp_path, FISH, "?无主的一行")
    bring(tmp_path, FISH, "?无主的一行", "?又一行")
    assert list(UnplacedFragment.objects.values_list("text", flat=True)) == ["?无主的一行", "?又一行"]


def test_spans_of_the_new_text_point_into_the_new_source(tmp_path):
    bring(tmp_path, FISH)
    bring(tmp_path, SLED, FISH.replace("整整", "足足"))
    source = SourceText.objects.latest("pk")
    article = Article.objects.get(headline="雪岭河冬捕首网")
    spans = article.spans.filter(source=source)
    assert {source.text[span.start : span.end] for span in spans} == set(FISH.replace("整整", "足足").split("　"))


def test_a_reading_is_compared_as_it_would_be_stored(tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "read_page", read_one_of_each)
    bring(tmp_path, ONE_OF_EACH)
    assert Snapshot.of(Article.objects.get()) == snapshot_of(read_one_of_each(ONE_OF_EACH).articles[0])
    outcome = bring(tmp_path, " " + ONE_OF_EACH)
    assert list(outcomes_of(outcome).values()) == [Outcome.UNCHANGED]


def test_a_real_page_read_again_keeps_its_correction(tmp_path, monkeypatch):
    monkeypatch.undo()
    folder = issue_folder(tmp_path)
    list(Import([folder], Options(), write=True).outcomes())
    article = Article.objects.filter(page__number=1).first()
    pk = edit(article.headline, headline="改过的标题")
    dump = folder / "01-要闻.txt"
    dump.write_text(dump.read_text().replace("整整", "足足"))
    (outcome,) = Import([folder], Options(), write=True).outcomes()
    assert not outcome.refused and len(outcome.plan.unchanged) == 2
    article = Article.objects.get(pk=pk)
    assert article.headline == "改过的标题" and "足足一个月" in article.body
    assert Page.objects.count() == 3


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_correction_is_ever_lost(tmp_path, data):
    """Random edits and random re-readings in turn: everything an editor typed stands as it was typed."""
    with transaction.atomic():
        bring(tmp_path, FISH, SLED)
        typed = {}
        for turn in range(data.draw(st.integers(1, 4))):
            for article in Article.objects.order_by("pk"):
                if data.draw(st.booleans()):
                    mark = f"〔改{turn}·{article.number}〕"
                    inside = {
                        at
                        for found in re.finditer("〔.*?〕", article.body)
                        for at in range(found.start() + 1, found.end())
                    }
                    at = data.draw(st.sampled_from(sorted(set(range(len(article.body) + 1)) - inside)))
                    edit_body = article.body[:at] + mark + article.body[at:]
                    correct(
                        article.pk,
                        replace(Snapshot.of(article), body=edit_body),
                        based_on=article.revision_number,
                        author=None,
                    )
                    typed.setdefault(article.pk, []).append(mark)
            misread = data.draw(st.permutations([FISH, SLED]))
            noise = data.draw(st.sampled_from(["鱼", "镇", "一", "的", "今"]))
            bring(tmp_path, *(line.replace(noise, f"{noise}{turn}", 1) for line in misread))
            for pk, marks in typed.items():
                body = Article.objects.get(pk=pk).body
                assert all(mark in body for mark in marks)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("known", "brought", "pairs", "same"),
    [(1, 1, 1, True), (1, 1, 0, False), (3, 3, 1, False), (4, 3, 2, True), (5, 1, 1, True), (0, 2, 0, False)],
)
def test_half_the_articles_must_be_known(known, brought, pairs, same):
    matches = [Match(n, "", n, Outcome.UNCHANGED) for n in range(pairs)]
    matches += [Match(n, "", None, None) for n in range(pairs, known)]
    matches += [Match(None, "", n, None) for n in range(pairs, brought)]
    assert is_same_page(tuple(matches)) is same
