"""No address and no parameter a stranger can send makes a readers' page fail."""

from urllib.parse import quote

import pytest

from newsroom.models import Article
from newsroom.reader.surroundings import Surroundings
from tests.factories import index_all

pytestmark = pytest.mark.django_db

PATHS = [
    "/",
    "/xueling/2026-01-07/01/1/",
    "/xueling/0001-01-01/",
    "/xueling/9999-12-31-e9999/",
    "/xueling/2026-01-07/0000/",
    "/xueling/2026-01-07/9999/",
    f"/xueling/2026-01-07/01/{'9' * 40}/",
    "/xueling/２０２６-01-07/",
    "/xueling/٢٠٢٦-٠١-٠٧/",
    "/dates/",
    "/dates/1000/",
    "/dates/2999/",
    "/dates/0001-01-01/",
    "/dates/9999-12-31/",
    "/dates/2024-02-29/",
    "/dates/?on=0001-01-01",
    "/dates/?on=9999-12-31",
    "/sections/要闻/",
    f"/sections/{'长' * 300}/",
    "/contributors/",
    f"/contributors/{'9' * 40}/",
    f"/articles/{'9' * 40}/r/{'9' * 40}/",
    "/search/",
    "/feeds/",
    "/feeds/search/",
    "/sitemap.xml",
    "/sitemap-articles.xml",
    "/sitemap-nothing.xml",
    "/api/v1/search/",
]
VALUES = [
    "",
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "'\"<>&",
    "-1",
    "9" * 40,
    "１２",
    quote("雪" * 2000),
    "%F0%A0%AE%B7",
    "{}[]()*?~^",
]
NAMES = ["q", "p", "year", "letter", "on", "newspaper", "section", "byline", "page", "from", "sort"]


@pytest.mark.parametrize("path", PATHS)
def test_no_parameter_makes_a_page_fail(english, issue, path):
    index_all()
    assert english.get(path).status_code < 500
    for value in VALUES:
        query = "&".join(f"{name}={value}" for name in NAMES)
        assert english.get(f"{path}{'&' if '?' in path else '?'}{query}").status_code < 500, query[:80]


def test_an_article_withdrawn_while_it_is_read_is_gone(english, issue, monkeypatch):
    """The editor's save falls between the two looks a page takes at the article."""
    look_around = Surroundings.__init__

    def withdraw_first(self, article):
        Article.objects.filter(pk=article.pk).update(visible=False)
        look_around(self, article)

    monkeypatch.setattr(Surroundings, "__init__", withdraw_first)
    response = english.get("/xueling/2026-01-07/01/1/")
    assert response.status_code == 410
    assert "隧道贯通</" not in response.content.decode()
