"""Every change to what readers may see is noted by the database itself, however it is made."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection, transaction

from newsroom.models import ArchiveState, Article, Byline, Contributor, Issue, Newspaper, Photo, Section
from newsroom.models.state import SEEN, watch_seen_rows
from tests.factories import make_article

pytestmark = pytest.mark.django_db

# Readers see none of these: what editors and the import keep for themselves.
UNSEEN = {
    "ArchiveState", "ChangedRow", "Changeset", "Doubt", "ImportEvent", "ImportRun", "IndexTask", "Misreading",
    "PageSource", "Proposal", "Reimport", "Review", "SavedQueue", "SourceSpan", "SourceText", "UnplacedFragment",
}  # fmt: skip

CHANGES = {
    "a save": lambda article: article.save(),
    "an update past save": lambda article: Article.objects.filter(pk=article.pk).update(headline="换"),
    "plain SQL": lambda article: connection.cursor().execute("UPDATE newsroom_section SET position = 7"),
    "many rows at once": lambda article: Contributor.objects.bulk_create([Contributor(name="某", key="某")]),
    "a row less": lambda article: article.photos.all().delete(),
    "a name": lambda article: Byline.objects.update(name="换"),
    "a newspaper": lambda article: Newspaper.objects.update(publisher="换"),
    "an issue": lambda article: Issue.objects.create(newspaper=article.page.issue.newspaper, date=dt.date(2026, 3, 1)),
    "a caption": lambda article: Photo.objects.update(caption="换"),
}


@pytest.fixture
def article(db) -> Article:
    return make_article(section="要闻", bylines=["韩雪松"], photos=[("图", "某 摄")])


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_way_of_changing_a_row_makes_a_new_state(article, change):
    before = ArchiveState.current()
    assert ArchiveState.current() == before
    change(article)
    after = ArchiveState.current()
    assert after.token != before.token
    assert after.changed_at >= before.changed_at


def test_what_is_rolled_back_did_not_happen(article):
    before = ArchiveState.current()
    with transaction.atomic():
        Section.objects.filter(name="要闻").update(name="换")
        assert ArchiveState.current() != before
        transaction.set_rollback(True)
    assert ArchiveState.current() == before


def test_every_model_is_either_seen_or_unseen():
    """A new model must say whether readers see its rows: add it to newsroom.models.state.SEEN or to UNSEEN above."""
    seen = {model.__name__ for model in SEEN}
    assert not seen & UNSEEN
    assert {model.__name__ for model in apps.get_app_config("newsroom").get_models()} == seen | UNSEEN


def test_watching_again_changes_nothing_and_restores_what_a_rebuilt_table_lost(article):
    table = Section._meta.db_table
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    name = f"{table}_seen" + ("_update" if connection.vendor == "sqlite" else "")
    watch_seen_rows()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    before = ArchiveState.current()
    Section.objects.update(position=7)
    assert ArchiveState.current() == before
    watch_seen_rows()
    Section.objects.update(position=8)
    assert ArchiveState.current() != before
