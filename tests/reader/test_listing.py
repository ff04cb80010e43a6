"""Lists of articles by day: in order, whole, and cut into pages at the right places."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import Article, Contributor, Section
from newsroom.reader import listing as lists
from newsroom.reader.listing import Listing
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(db) -> None:
    """Two newspapers on the same days, several editions, some articles withdrawn or of another section."""
    for paper in ("z-first-made", "a-second-made"):
        for day in ("2024-12-31", "2025-01-07", "2026-01-07"):
            for page in (2, 1):
                for at in range(3):
                    make_article(
                        f"{paper} {day} {page} {at}",
                        newspaper=paper,
                        date=day,
                        page_number=page,
                        section="要闻" if at < 2 else "综合",
                        bylines=[("韩雪松", "记者"), ("韩雪松", "摄影")] if at else ["赵新民"],
                        visible=at != 1 or page == 1,
                    )


def by_hand(articles) -> list[int]:
    shown = articles.filter(visible=True).select_related("page__issue")
    order = sorted(
        shown,
        key=lambda a: (
            -a.page.issue.date.toordinal(), a.page.issue.edition, a.page.issue.newspaper_id, a.page.number, a.position,
        ),
    )  # fmt: skip
    return [article.pk for article in order]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_pages_put_together_are_the_whole_list(archive, size):
    section = Section.objects.get(name="要闻")
    person = Contributor.objects.get(name="韩雪松")
    for listed, articles in (
        (Listing.in_section(section), Article.objects.filter(section=section)),
        (Listing.credited_to(person), Article.objects.filter(bylines__contributor=person).distinct()),
    ):
        wanted = by_hand(articles)
        assert len(listed) == len(wanted) > 0
        found = [a.pk for start in range(0, len(wanted), size) for a in listed[start : start + size]]
        assert found == wanted
        assert listed[len(wanted) : len(wanted) + 5] == []


def test_a_year_is_a_part_of_it(archive):
    listing = Listing.in_section(Section.objects.get(name="要闻"))
    assert listing.years() == [(2026, 6), (2025, 6), (2024, 6)]
    part = listing.of_year(2025)
    assert len(part) == 6
    assert {article.page.issue.date.year for article in part[:30]} == {2025}
    assert len(listing.of_year(1999)) == 0


def test_what_a_page_shows_is_read_without_reading_the_rest(archive, django_assert_max_num_queries):
    person = Contributor.objects.get(name="韩雪松")
    with django_assert_max_num_queries(5):
        shown = Listing.credited_to(person)[:3]
        assert [article.page.issue.newspaper.slug for article in shown] == ["z-first-made"] * 3
        assert all(len(article.bylines.all()) == 2 for article in shown)


def test_one_article_can_be_taken_out(archive):
    listing = Listing.in_section(Section.objects.get(name="要闻"))
    assert listing[1] == listing[:2][1]


class TestKept:
    """A long list is counted once, and again as soon as anything has changed."""

    @pytest.fixture
    def addresses(self, archive) -> list[str]:
        person, section = Contributor.objects.get(name="韩雪松"), Section.objects.get(name="要闻")
        return [person.get_absolute_url(), section.get_absolute_url()]

    @staticmethod
    def counts(client, address: str) -> tuple[int, int]:
        """How many articles the page tells of, and how many statements count them."""
        with CaptureQueriesContext(connection) as asked:
            told = client.get(address).context["article_count"]
        return told, sum("COUNT(" in query["sql"] and '"newsroom_issue"."date"' in query["sql"] for query in asked)

    def test_it_is_counted_once(self, client, addresses):
        for address in addresses:
            told, statements = self.counts(client, address)
            assert statements == 1
            assert self.counts(client, f"{address}?p=2") == (told, 0)

    def test_a_change_made_in_any_way_is_seen(self, client, addresses):
        before = [self.counts(client, address)[0] for address in addresses]
        hidden = Article.objects.filter(section__name="要闻", bylines__name="韩雪松", visible=True).first()
        Article.objects.filter(pk=hidden.pk).update(visible=False)
        assert [self.counts(client, address)[0] for address in addresses] == [count - 1 for count in before]

    def test_only_so_many_are_kept(self, archive, monkeypatch):
        monkeypatch.setattr(lists, "KEPT_LISTS", 2)
        section = Section.objects.get(name="要闻")
        for state in "abc":
            Listing.in_section(section, state)
        assert [state for _kind, _pk, state in lists._kept] == ["b", "c"]
