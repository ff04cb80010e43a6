"""The log of the whole desk: who did what, to be read and never changed."""

import pytest
from django.contrib.admin.models import LogEntry

from tests.admin.forms import opened, send
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LOG = "/admin/admin/logentry/"


def test_what_was_done_is_told_with_the_way_to_it(desk):
    article = make_article("山城初雪")
    send(desk, article, {**opened(desk, article), "text-body": "石榴云进山。"})
    page = desk.get(LOG).content.decode()
    assert f'<a href="/admin/newsroom/article/{article.pk}/change/">山城初雪</a>' in page
    assert "Revision 1 was saved." in page and "chief" in page
    assert "山城初雪" in desk.get(LOG, {"q": "Revision 1"}).content.decode()
    assert "山城初雪</a>" not in desk.get(LOG, {"q": "nothing of the kind"}).content.decode()


def test_it_cannot_be_changed(desk):
    article = make_article()
    send(desk, article, {**opened(desk, article), "text-body": "石榴云进山。"})
    entry = LogEntry.objects.get()
    assert desk.get(f"{LOG}{entry.pk}/change/").status_code == 200
    assert desk.post(f"{LOG}{entry.pk}/change/", {"object_repr": "x"}).status_code == 403
    assert desk.post(f"{LOG}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{LOG}add/").status_code == 403


def test_it_costs_the_same_however_long(desk, django_assert_num_queries):
    article = make_article()
    for _round in range(2):
        for number in range(6):
            send(desk, article, {**opened(desk, article), "text-body": f"{_round} {number}"})
        desk.get(LOG)
        with django_assert_num_queries(6):
            desk.get(LOG)
