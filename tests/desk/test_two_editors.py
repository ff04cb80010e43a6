"""Two editors at once, on two connections: neither may overwrite what they have not seen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from newsroom.desk.revisions import Superseded, correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article
from tests.factories import make_article


def save(article, editor, text, based_on, together):
    """What a session saved, or what it was refused for."""
    together.wait()
    try:
        return correct(article.pk, text, based_on=based_on, author=editor).snapshot["body"]
    except Superseded as refused:
        return refused
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_from_one_revision_one_is_told():
    article = make_article(body="甲")
    editors = [User.objects.create_user(name) for name in ("one", "two")]
    text = Snapshot.of(article)
    for based_on in range(5):
        together = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            sessions = [
                pool.submit(
                    save, article, editor, replace(text, body=f"{editor.username} {based_on}"), based_on, together
                )
                for editor in editors
            ]
            outcomes = [session.result(timeout=30) for session in sessions]
        [saved] = [outcome for outcome in outcomes if isinstance(outcome, str)]
        [refused] = [outcome for outcome in outcomes if isinstance(outcome, Superseded)]
        assert refused.current.snapshot["body"] == saved
        assert Article.objects.get(pk=article.pk).body == saved
    assert [revision.number for revision in article.revisions.all()] == list(range(6))
