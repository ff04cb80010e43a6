"""The page of figures: to be seen by all editors, at a fixed cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from tests.factories import make_article

pytestmark = pytest.mark.django_db

FIGURES = "/admin/newsroom/article/figures/"


def fill(chief, count, year):
    for number in range(count):
        article = make_article(body="石福云进山。", date=f"{year}-01-{number + 1:02d}")
        correct(article.pk, Snapshot(headline="山城初雪", body="石榴云进山。"), based_on=0, author=chief)


def test_the_figures_are_those_of_the_archive(desk, chief):
    fill(chief, 3, 2025)
    page = desk.get(FIGURES).content.decode()
    assert "0 + 3 / 3" in page
    assert "<del>石福云</del> → <ins>石榴云</ins>" in page
    assert "style=" not in page.split('id="content-main"')[1]


def test_it_opens_on_an_empty_desk(desk):
    assert desk.get(FIGURES).status_code == 200


def test_it_asks_the_same_of_few_and_many(desk, chief):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get(FIGURES)
        return len(asked)

    fill(chief, 2, 2025)
    desk.get(FIGURES)
    few = queries()
    fill(chief, 20, 2026)
    assert queries() == few <= 14


def test_only_those_who_may_look(client, staff):
    client.force_login(staff("nobody"))
    assert client.get(FIGURES).status_code == 403
    client.force_login(staff("looker", "view_article"))
    assert client.get(FIGURES).status_code == 200
