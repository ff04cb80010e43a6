"""A later dump changes kind, jump lines and section as well as text, and nothing of what an editor set."""

import datetime as dt
from dataclasses import replace

import pytest

from newsroom.ingest.places import Options
from newsroom.ingest.run import Import
from newsroom.models import Article, IndexTask, Section
from newsroom.parsing.readers import plain
from newsroom.parsing.types import (
    ArticleKind,
    Jump,
    ParagraphKind,
    ParsedArticle,
    ParsedPage,
    ParsedParagraph,
    Printed,
    Span,
)
from tests.ingest.dumps import write

pytestmark = pytest.mark.django_db

DATED = Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7))
TEXT = "清晨，雪岭河开网，捕鱼队拉起今冬第一网，出鱼三千公斤。"


def printed(text):
    return Printed(text, (Span(0, 1),))


@pytest.fixture
def bring(tmp_path, monkeypatch):
    """Imports one article as page 1, read in just this way."""
    turn = 0

    def bring(options=DATED, text=TEXT, **facts):
        nonlocal turn
        turn += 1
        paragraphs = (ParsedParagraph(ParagraphKind.TEXT, text, (Span(0, 1),)),)
        article = ParsedArticle(headline=printed("冬捕首网"), paragraphs=paragraphs, **facts)
        monkeypatch.setattr(plain, "read_page", lambda text: ParsedPage(articles=(article,)))
        write(tmp_path, {"01.txt": f"{turn} {text}"})
        (outcome,) = Import([tmp_path / "01.txt"], options, write=True).outcomes()
        assert not outcome.refused
        return Article.objects.get()

    return bring


def test_an_untouched_article_takes_kind_and_jump_lines(bring):
    first = bring(kind=ArticleKind.NOTICE, continues_on=Jump(7, printed("（下转第七版）")))
    assert (first.kind, first.continues_on) == ("notice", 7)
    IndexTask.objects.all().delete()
    jump = {"continues_on": Jump(2, printed("（下转第二版）")), "continued_from": Jump(None, printed("（上接）"))}
    now = bring(**jump)
    assert (now.kind, now.continues_on, now.continues_on_as_printed) == ("article", 2, "（下转第二版）")
    assert (now.continued_from, now.continued_from_as_printed) == (None, "（上接）")
    assert now.revision_number == 0  # the text is the same
    assert IndexTask.objects.filter(article_id=now.pk).exists()
    assert bring().continues_on is None


def test_what_an_editor_set_stays_and_the_rest_follows(bring):
    article = bring(continues_on=Jump(7, printed("（下转第七版）")))
    article.continues_on, article.kind = 2, "notice"
    article.save()
    now = bring(continues_on=Jump(3, printed("（下转第三版）")), continued_from=Jump(1, printed("（上接第一版）")))
    assert (now.continues_on, now.continues_on_as_printed, now.kind) == (2, "（下转第七版）", "notice")
    assert now.continued_from == 1
    # Once the dump says what the editor said, a later one may say otherwise again.
    assert bring(continues_on=Jump(2, printed("（下转第七版）"))).continues_on == 2
    assert bring(continues_on=Jump(4, printed("（下转第四版）"))).continues_on == 4


def test_an_article_whose_facts_nobody_noted_keeps_them(bring):
    article = bring(kind=ArticleKind.NOTICE)
    Article.objects.filter(pk=article.pk).update(as_imported={})
    assert bring(kind=ArticleKind.ARTICLE).kind == "notice"


FISH = TEXT + "渔民把水产送到合作社，养殖户当天收了订金。"
SCHOOL = TEXT + "学生和老师来到岸边，学校把课堂搬到冰上，校长说明年再来。"


def test_a_proposal_follows_the_better_text(bring):
    assert bring(text=FISH).section.name == "农业"
    now = bring(text=SCHOOL)
    assert (now.section.name, now.section_source) == ("教育", "proposed")
    gone = bring(text=TEXT)
    assert (gone.section, gone.section_source, gone.section_evidence) == (None, "", "")


def test_a_given_section_follows_the_operator_and_no_weaker_say(bring):
    assert bring(replace(DATED, section="要闻")).section.name == "要闻"
    assert bring(text=FISH).section.name == "要闻"
    assert bring(replace(DATED, section="经济"), text=FISH).section.name == "经济"


def test_an_editors_section_is_never_changed(bring):
    article = bring(text=FISH)
    article.section, article.section_source = Section.objects.get(name="旅游"), "editor"
    article.save()
    for again in (bring(text=SCHOOL), bring(replace(DATED, section="经济"), text=FISH)):
        assert (again.section.name, again.section_source) == ("旅游", "editor")
    # An editor may also say that it belongs nowhere.
    Article.objects.update(section=None)
    assert bring(text=SCHOOL).section is None
