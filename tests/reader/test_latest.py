"""The sections page names what each section was last headed by; a month's page what each issue opened with."""

import pytest

from newsroom.models import Issue, Section
from newsroom.reader import browsing
from newsroom.reader.browsing import latest_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_section_is_headed_by_the_first_article_of_its_newest_issue(db):
    make_article("旧闻", date="2026-01-05", section="要闻")
    make_article("", date="2026-01-07", section="要闻")
    newest = make_article("新闻", date="2026-01-07", section="要闻")
    make_article("次条", date="2026-01-07", section="要闻")
    make_article("撤下", date="2026-01-08", section="要闻", visible=False)
    section = Section.objects.get(name="要闻")
    assert latest_of([section]) == {section.pk: newest}


def test_a_section_that_rested_for_long_is_still_headed(db, monkeypatch):
    monkeypatch.setattr(browsing, "LATEST_ISSUES", 1)
    rested = make_article("停刊前的最后一篇", date="2024-01-05", section="副刊")
    make_article("更早的一篇", date="2023-01-05", section="副刊")
    newest = make_article("新闻", date="2026-01-07", section="要闻")
    assert latest_of(Section.objects.all()) == {newest.section_id: newest, rested.section_id: rested}


def test_the_sections_page_shows_it(english, issue):
    page = english.get("/sections/").content.decode()
    assert '<a href="/xueling/2026-01-07/01/1/" lang="zh-Hans">隧道贯通</a>' in page


class TestMonth:
    def test_issues_stand_under_their_days_with_what_they_opened_with(self, english, issue):
        make_article("别的月份", newspaper="xueling", date="2025-12-31")
        page = english.get("/dates/2026-01/").content.decode()
        assert "隧道贯通" in page
        assert "别的月份" not in page
        assert 'rel="prev" href="/dates/2025-12/"' in page
        assert 'rel="next"' not in page
        assert 'href="/dates/2026/"' in page

    def test_what_is_missing_is_said(self, english, issue):
        make_article(newspaper="xueling", date="2026-01-10")
        Issue.objects.filter(date="2026-01-07").update(number=10)
        Issue.objects.filter(date="2026-01-10").update(number=12)
        page = english.get("/dates/2026-01/").content.decode()
        assert "1 issue is missing" in page
        assert 'class="unprinted lacking"' in page
        empty = english.get("/dates/2026-02/").content.decode()
        assert "No issue of this month is in the archive." in empty
        assert "1 issue is missing" not in empty

    def test_one_newspaper_alone(self, english, issue):
        make_article("另一家报纸", newspaper="other", date="2026-01-08")
        page = english.get("/dates/2026-01/?newspaper=xueling").content.decode()
        assert "另一家报纸" not in page
        assert '/dates/2026/?newspaper=xueling"' in page

    def test_the_year_leads_to_its_months(self, english, issue):
        assert 'href="/dates/2026-01/"' in english.get("/dates/2026/").content.decode()
        assert english.get("/dates/2026-13/").status_code == 404
