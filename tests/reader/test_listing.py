"""Lists of articles by day: in order, whole, and cut into pages at the right places."""

import pytest

from newsroom.models import Article, Contributor, Section
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
    for listing, articles in (
        (Listing.in_section(section), Article.objects.filter(section=section)),
        (Listing.credited_to(person), Article.objects.filter(bylines__contributor=person).distinct()),
    ):
        wanted = by_hand(articles)
        assert len(listing) == len(wanted) > 0
        found = [a.pk for start in range(0, len(wanted), size) for a in listing[start : start + size]]
        assert found == wanted
        assert listing[len(wanted) : len(wanted) + 5] == []


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
