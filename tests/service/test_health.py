"""``/healthz`` says 200 when all is well, and 503 with the reason when it is not."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError
from django.utils import timezone

from newsroom.models import IndexTask
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_all_is_well(client, indexed, django_assert_num_queries):
    make_article()
    indexed()
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "database": "ok",
        "index": "ok",
        "indexed": 1,
        "outbox": 0,
        "outbox_age_seconds": 0,
        "problems": [],
    }
    assert "no-store" in answer["Cache-Control"]


def test_edits_that_wait_too_long_are_told(client, indexed, settings):
    indexed()
    IndexTask.objects.create(article_id=1)
    assert client.get("/healthz").json()["outbox"] == 1
    late = timezone.now() - timedelta(seconds=settings.NEWSROOM_OUTBOX_LATE_SECONDS + 60)
    IndexTask.objects.create(article_id=2, requested_at=late)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["outbox_age_seconds"] >= settings.NEWSROOM_OUTBOX_LATE_SECONDS
    assert answer.json()["problems"] == ["edits wait to be indexed; run manage.py update_index"]


def test_a_clock_set_back_makes_no_negative_age(client, indexed):
    indexed()
    IndexTask.objects.create(article_id=1, requested_at=timezone.now() + timedelta(hours=3))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["outbox_age_seconds"]) == (200, 0)


def test_a_database_that_is_gone(client, indexed):
    indexed()
    with mock.patch("newsroom.service.health.IndexTask.objects.aggregate", side_effect=DatabaseError("gone")):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "failed" and answer.json()["index"] == "ok"


def test_an_index_that_is_gone(client, settings, tmp_path):
    from newsroom.search.engine import NoUsableIndex

    with mock.patch("newsroom.search.engine.NewsroomSearchBackend.view", side_effect=NoUsableIndex("gone")):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "update_index" in answer.json()["problems"][0]
