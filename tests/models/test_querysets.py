"""Querysets speak the field's words."""

import datetime as dt

import pytest

from newsroom.models import Article, Byline, Contributor, Doubt, Issue, Newspaper, Page, Section

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    newspaper = Newspaper.objects.create(name="雪岭日报", slug="xueling")
    made = {}
    for day in (5, 6, 9):
        issue = Issue.objects.create(newspaper=newspaper, date=dt.date(2026, 1, day))
        for number in (2, 1):
            page = Page.objects.create(issue=issue, number=number)
            for position in (2, 1):
                made[day, number, position] = Article.objects.create(
                    page=page, number=position, position=position, headline=f"{day}-{number}-{position}"
                )
    return made


def headlines(articles):
    return [article.headline for article in articles]


def test_newest_first_reads_an_issue_in_printed_order(archive):
    assert headlines(Article.objects.newest_first())[:5] == ["9-1-1", "9-1-2", "9-2-1", "9-2-2", "6-1-1"]
    assert headlines(Article.objects.printed_on(dt.date(2026, 1, 6)).in_printed_order()) == [
        "6-1-1",
        "6-1-2",
        "6-2-1",
        "6-2-2",
    ]


def test_issues_before_and_after(archive):
    middle = archive[6, 1, 1].page.issue
    assert [issue.date.day for issue in Issue.objects.before(middle)] == [5]
    assert [issue.date.day for issue in Issue.objects.after(middle)] == [9]
    second = Issue.objects.create(newspaper=middle.newspaper, date=middle.date, edition=2)
    assert Issue.objects.after(middle).first() == second
    assert Issue.objects.before(second).first() == middle


def test_states_and_doubts(archive):
    first, second, third = list(archive.values())[:3]
    Article.objects.filter(pk=first.pk).update(text_state="corrected")
    Article.objects.filter(pk=second.pk).update(visible=False)
    Doubt.objects.create(article=third, what="headline", why="far away", confidence=0.3)
    Doubt.objects.create(article=third, what="join", why="no word across the cut", confidence=0.2)
    Doubt.objects.create(article=first, what="join", why="…", confidence=0.2, state="accepted")
    assert list(Article.objects.awaiting_review()) == [first]
    assert Article.objects.awaiting_correction().count() == len(archive) - 1
    assert list(Article.objects.withdrawn()) == [second]
    assert second not in Article.objects.visible()
    assert list(Article.objects.doubtful()) == [third]


def test_what_a_contributor_and_a_section_hold(archive):
    first, second = list(archive.values())[:2]
    somebody = Contributor.objects.create(name="乌仁花")
    for position in (1, 2):
        Byline.objects.create(article=first, position=position, contributor=somebody, name="乌仁花")
    section = Section.objects.create(name="读者来信")
    second.section = section
    second.save()
    assert list(Article.objects.credited_to(somebody)) == [first]
    assert list(Article.objects.in_section(section)) == [second]
    assert section.slug == "读者来信"


def test_an_article_without_a_headline_is_called_by_its_opening():
    assert Article(body="## 小标题\n正文。").title == "小标题"
    assert Article(body="雪" * 40).title == "雪" * 24 + "…"
    assert Article().title


def test_addresses_are_made_of_paper_date_page_and_number(archive):
    article = archive[6, 2, 1]
    assert article.page.issue.stamp == "2026-01-06"
    assert Issue(date=dt.date(2026, 1, 6), edition=2).stamp == "2026-01-06-e2"
    assert article.page.label == "02版"
