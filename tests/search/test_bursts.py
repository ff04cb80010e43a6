"""Two editors save again and again in quick succession, while the index is slow."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from haystack import connections as engines

from newsroom.models import Article, IndexTask
from newsroom.search.archive import ArchiveSearch
from newsroom.search.health import examine
from newsroom.search.writer import writing
from tests.admin.forms import opened, send
from tests.factories import index_all, make_article

SAVES_EACH = 15
ARTICLES_EACH = 3


def save_again_and_again(editor, articles):
    """The status of each answer."""
    try:
        client = Client()
        client.force_login(editor)
        answers = []
        for number in range(SAVES_EACH):
            article = articles[number % ARTICLES_EACH]
            fields = {**opened(client, article), "text-body": f"{editor.username}第{number}稿。"}
            answers.append(send(client, article, fields).status_code)
        return answers
    finally:
        connection.close()


def found(text):
    """The articles in whose corrected text exactly this stands."""
    hits = ArchiveSearch.from_params({"q": f"“{text}”"}).answer().hits
    return {hit.article for hit in hits if hit.matched == "corrected"}


@pytest.mark.django_db(transaction=True)
def test_no_save_waits_for_the_index_and_the_index_is_the_database_afterwards(settings):
    editors = [User.objects.create_superuser(name) for name in ("one", "two")]
    theirs = [[make_article(f"{editor}之{at}") for at in range(ARTICLES_EACH)] for editor in editors]
    index_all()
    settings.NEWSROOM_INDEX_INLINE = False
    with ThreadPoolExecutor(2) as pool, writing(engines["default"].get_backend().folder):
        # Nobody can write the index now: a save that waited for it would not come back.
        sessions = [pool.submit(save_again_and_again, *each) for each in zip(editors, theirs, strict=True)]
        assert [session.result(timeout=60) for session in sessions] == [[302] * SAVES_EACH] * 2
        assert IndexTask.objects.exists()
        assert not found("稿")
    for thread in threading.enumerate():
        if thread.name == "newsroom-index":
            thread.join(60)
    assert not IndexTask.objects.exists()
    health = examine()
    assert health.is_good, health
    assert health.articles == Article.objects.count() == 2 * ARTICLES_EACH
    assert found("稿") == {article for each in theirs for article in each}
    assert found(f"one第{SAVES_EACH - 1}稿") == {theirs[0][(SAVES_EACH - 1) % ARTICLES_EACH]}
    assert not found(f"one第{SAVES_EACH - 1 - ARTICLES_EACH}稿")
