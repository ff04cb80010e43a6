"""What each page asks of the database: bounded, and the same however large the archive is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import Contributor, Section
from tests.factories import make_article

pytestmark = pytest.mark.django_db

# The budgets are 12 for the front page, 10 for an issue, 14 for an article; these are the counts as they are, one of
# them for the state of the archive.
QUERIES = {
    "/": 10,
    "/xueling/": 7,
    "/xueling/2026-01-07/": 9,
    "/xueling/2026-01-07/01/": 7,
    "/xueling/2026-01-07/01/1/": 13,
    "/dates/2026/": 6,
    "/dates/2026-01/": 9,
    "/dates/2026-01-07/": 7,
    "/sections/": 6,
    "/contributors/": 5,
    "SECTION": 7,
    "CONTRIBUTOR": 10,
    "REVISION": 7,
    "/search/?q=隧道&section=要闻": 6,
    "/search/": 6,
}


def address_of(name: str) -> str:
    section = Section.objects.get(name="要闻")
    contributor = Contributor.objects.get(name="韩雪松")
    revision = section.articles.order_by("pk")[0].revisions.get(number=0)
    known = {"SECTION": section, "CONTRIBUTOR": contributor, "REVISION": revision}
    return known[name].get_absolute_url() if name in known else name


def counted(client) -> dict[str, int]:
    counts = {}
    for name in QUERIES:
        address = address_of(name)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts[name] = len(captured)
    return counts


def grow() -> None:
    """Many more articles: on the same pages and on other days, under more names and in more newspapers."""
    for number in range(12):
        name = f"某{chr(0x4E00 + number)}"
        for page in (1, 2, 4):
            place = {"newspaper": "xueling", "page_number": page, "section": "要闻"}
            make_article(**place, bylines=["韩雪松", name], photos=[("图", "某某 摄")])
        make_article(newspaper="xueling", date=f"2026-01-{number + 10}", section=f"栏目{number}", bylines=["韩雪松"])
        make_article(newspaper=f"paper-{number}", date=f"2025-02-{number + 10}", bylines=["韩雪松"])


def test_counts_are_as_pinned_and_do_not_grow(english, issue, indexed):
    indexed()
    english.get("/xueling/2026-01-07/01/1/")  # what is related is looked for once and kept
    assert counted(english) == QUERIES
    grow()
    assert counted(english) == QUERIES
