"""The search page shows what the search answers, and survives when it cannot answer."""

import pytest

from newsroom.models import Article, Contributor
from newsroom.reader import searching
from newsroom.search.archive import Answer, ArchiveSearch, Facet, FacetValue, Hit, IndexUnavailable, Suggestion
from newsroom.search.archive import highlight as marked
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def answer_with(**parts) -> Answer:
    empty = {
        "count": 0, "hits": (), "facets": (), "page": 1, "page_count": 1, "per_page": 20, "previous_query": None,
        "next_query": None, "ignored": (), "suggestions": (), "chips": (), "sorts": (),
    }  # fmt: skip
    return Answer(**{**empty, **parts})


@pytest.fixture
def answering(monkeypatch):
    """Makes every search answer with this."""

    def give(answer):
        def reply(self):
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(ArchiveSearch, "answer", reply)

    return give


def test_a_hit_shows_where_it_stood_and_who_wrote_it(english, issue, answering):
    article = Article.objects.with_place().prefetch_related("bylines__contributor").get(headline="水库补水")
    hit = Hit(article, marked("水库补水", "水库"), (marked("一段<b>", "一"),), "printed", "/somewhere/?q=水库")
    answering(answer_with(count=1, hits=(hit,)))
    page = english.get("/search/", {"q": "水库"}).content.decode()
    assert '<a href="/somewhere/?q=水库"><mark>水库</mark>补水</a>' in page
    assert "&lt;b&gt;" in page
    assert "found in the text as first imported" in page
    assert Contributor.objects.get(name="韩雪松").get_absolute_url() in page
    assert "/xueling/2026-01-07/01/" in page


def test_facets_and_chips_are_links_that_keep_the_rest(english, issue, answering):
    value = FacetValue("要闻", "要闻", 7, True, "q=%E9%9B%AA&year=2026")
    answering(answer_with(count=1, facets=(Facet("section", "Section", (value,)),), chips=(value,)))
    page = english.get("/search/", {"q": "雪", "section": "要闻", "year": "2026"}).content.decode()
    assert page.count('href="?q=%E9%9B%AA&amp;year=2026"') == 2
    assert '<span class="count">7</span>' in page


def test_a_new_query_keeps_the_facets_and_drops_the_results_page(english, issue, answering):
    answering(answer_with())
    page = english.get("/search/?q=a&section=x&section=y&p=3&sort=oldest").content.decode()
    for kept in ('name="section" value="x"', 'name="section" value="y"', 'name="sort" value="oldest"'):
        assert f'<input type="hidden" {kept}>' in page
    assert 'name="p"' not in page


def test_the_pager_counts_on(english, issue, answering):
    article = Article.objects.with_place().first()
    hits = (Hit(article, marked("题", ""), (), "corrected", "/x/"),)
    answering(answer_with(count=45, hits=hits, page=2, page_count=3, previous_query="q=a", next_query="q=a&p=3"))
    page = english.get("/search/?q=a&p=2").content.decode()
    assert '<ol class="hits" start="21">' in page
    assert 'href="?q=a&amp;p=3"' in page
    assert "page 2 of 3" in page


def test_nothing_found_helps_on(english, issue, answering):
    answering(answer_with(suggestions=(Suggestion("冰灯", "q=%E5%86%B0%E7%81%AF"),), ignored=("“x” was ignored.",)))
    page = english.get("/search/?q=水灯").content.decode()
    assert 'href="?q=%E5%86%B0%E7%81%AF"' in page
    assert "“x” was ignored." in page
    assert "/contributors/" in page
    assert 'class="facets"' not in page  # there is nothing left to narrow


def test_without_an_index_the_page_says_what_mends_it(english, issue, answering):
    answering(IndexUnavailable("The index is being built."))
    response = english.get("/search/?q=a")
    assert response.status_code == 503
    assert "The index is being built." in response.content.decode()
    assert "rebuild_index" in response.content.decode()


def test_a_selected_facet_is_unfolded(english, issue, answering):
    month = Facet("month", "Month", (FacetValue("2026-01", "2026-01", 3, True, "q=a"),))
    role = Facet("role", "Role", (FacetValue("记者", "记者", 3, False, "role=记者"),))
    answering(answer_with(facets=(month, role)))
    assert "month" not in searching.OPEN_FACETS
    page = english.get("/search/?month=2026-01").content.decode()
    assert page.count('<details class="facet" open>') == 1
    assert page.count('<details class="facet" >') == 1


def values(*counts: tuple[str, int], selected: str = "") -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value, value, count, value == selected, f"at={value}") for value, count in counts)


class TestHistogram:
    years = (("2026", 40), ("2024", 1), ("2025", 10))
    months = (("2026-02", 4), ("2026-01", 8), ("2026-03", 1))

    def bars(self, years, months):
        found = searching.histogram([Facet("year", "Year", years), Facet("month", "Month", months)])
        return [(bar.value.value, bar.height) for bar in found]

    def test_years_stand_oldest_first_and_none_is_invisible(self):
        bars = self.bars(values(*self.years), values(*self.months))
        assert bars == [("2024", 1), ("2025", 5), ("2026", 20)]

    def test_a_single_year_is_spread_over_its_months(self):
        months = [("2026-01", 20), ("2026-02", 10), ("2026-03", 3)]
        assert self.bars(values(*self.years, selected="2026"), values(*self.months)) == months
        assert self.bars(values(("2026", 12)), values(*self.months)) == months

    def test_one_or_two_bars_say_nothing(self):
        assert self.bars(values(("2026", 12)), values(("2026-01", 12))) == []
        assert self.bars(values(("2026", 12), ("2025", 1)), ()) == []
        assert self.bars((), ()) == []

    def test_a_bar_leads_to_its_year(self, english, issue, answering):
        article = Article.objects.with_place().first()
        hits = (Hit(article, marked("题", ""), (), "corrected", "/x/"),)
        answering(answer_with(count=1, hits=hits, facets=(Facet("year", "Year", values(*self.years)),)))
        page = english.get("/search/?q=a").content.decode()
        histogram = page[page.index('class="histogram"') : page.index('class="hits"')]
        assert '<a href="?at=2024"' in histogram
        assert 'class="bar bar-1"' in histogram


def test_who_is_credited_twice_is_named_once(english, issue, answering):
    article = make_article(
        "双署名", newspaper="xueling", bylines=[("彭海", "记者"), ("彭海", "摄影"), ("江涛", "记者")]
    )
    article = Article.objects.with_place().prefetch_related("bylines__contributor").get(pk=article.pk)
    answering(answer_with(count=1, hits=(Hit(article, marked("双署名", ""), (), "corrected", "/x/"),)))
    page = english.get("/search/?q=a").content.decode()
    assert page.count(">彭海</a>") == 1
    assert page.count(">江涛</a>") == 1


def test_a_day_typed_as_query_leads_to_its_newspapers(english, issue, answering):
    answering(answer_with())
    assert 'href="/dates/2026-01-07/"' in english.get("/search/", {"q": "2026年1月7日"}).content.decode()
    assert "/dates/2026-" not in english.get("/search/", {"q": "2026年1月"}).content.decode()


def test_how_to_search_is_unfolded_where_nothing_is_found(english, issue, answering):
    article = Article.objects.with_place().first()
    answering(answer_with())
    assert '<details class="syntax" id="syntax" open>' in english.get("/search/?q=a").content.decode()
    answering(answer_with(count=1, hits=(Hit(article, marked("题", ""), (), "corrected", "/x/"),)))
    assert '<details class="syntax" id="syntax" >' in english.get("/search/?q=a").content.decode()


def test_the_form_shows_the_days_that_were_asked_for(english, issue, answering):
    answering(answer_with())
    page = english.get("/search/?from=2026-01-09&to=2026-01-01").content.decode()
    assert 'name="from" value="2026-01-01"' in page
    assert 'name="to" value="2026-01-09"' in page
    assert 'name="from" value=""' in english.get("/search/?from=2026-13-45").content.decode()


def test_days_are_taken_back_like_any_other_value(english, issue, answering):
    answering(answer_with())
    page = english.get("/search/?q=a&section=x&from=2026-01-01&to=2026-01-09").content.decode()
    chips = page[page.index('class="chips removable"') :]
    assert '<a href="?q=a&amp;section=x"><span lang="zh-Hans">2026-01-01 – 2026-01-09</span>' in chips
    assert "2026-01-05 – …" in english.get("/search/?from=2026-01-05").content.decode()
    assert "chips removable" not in english.get("/search/?q=a").content.decode()
