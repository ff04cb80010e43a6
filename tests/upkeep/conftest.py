"""An archive with something in every corner, and empty databases to put it into."""

import datetime as dt
from itertools import count

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import ImportEvent, ImportRun, PageSource, SourceSpan, SourceText
from newsroom.upkeep import databases
from newsroom.upkeep.databases import address_of
from newsroom.upkeep.tables import digests, tables_in
from tests.factories import make_article, take_away_revisions
from tests.tables import MadeOnce


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, django_db_setup, django_db_blocker):
    made = MadeOnce(tmp_path_factory.mktemp("tables") / "made.sqlite3")
    yield made
    with django_db_blocker.unblock():
        made.forget()


@pytest.fixture(autouse=True)
def tables_are_copied(made_once, monkeypatch):
    monkeypatch.setattr(databases, "_python", made_once)


@pytest.fixture(autouse=True)
def further_databases(request, monkeypatch):
    """Django's tests forbid every connection they were not told of beforehand; these tests make some as they go."""

    def ensure_connection(self):
        if self.connection is None:
            with self.wrap_database_errors:
                self.connect()

    if "transactional_db" in request.fixturenames:
        request.getfixturevalue("transactional_db")
        monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure_connection)


@pytest.fixture
def archive(transactional_db):
    """Two articles and traces of a third; every kind of value the tables hold."""
    with transaction.atomic():
        return filled()


def filled():
    editor = User.objects.create_user("主编", password="雪岭-8736")
    editor.groups.add(Group.objects.get_or_create(name="corrector")[0])
    kept = make_article(
        "山城初雪", "昨夜一场初雪。\n## 除雪\n引号“”、\u2028 与 𠮷。", section="要闻", bylines=["古丽娜·叶尔兰"]
    )
    make_article("白桦镇", "发了津贴。", photos=[("雪后初晴", "王浩 摄")])
    gone = make_article("不留", "这一篇删了。")
    take_away_revisions(gone)
    gone.delete()
    source = SourceText.objects.create(data=b"\x00\xff\xd1\xa9\n", encoding="gb18030")
    run = ImportRun.objects.create(
        started_at=dt.datetime(2026, 1, 7, 3, 4, 5, 678901, dt.UTC),
        options={"乙": [1, 0.1, None], "甲": {"b": 2, "a": 1e-7}},
    )
    PageSource.objects.create(page=kept.page, source=source, name="01-要闻.txt", import_run=run)
    SourceSpan.objects.create(article=kept, source=source, part="body", start=0, end=3)
    ImportEvent.objects.create(run=run, what="created", path="a", issue=kept.page.issue, figures={"articles": 3})
    correct(kept.pk, Snapshot.of(kept).with_parts(headline="山城大雪"), based_on=0, author=editor, reason="核对")
    return kept


@pytest.fixture
def contents():
    """The digest of every table in a database, by name."""

    def of(alias="default"):
        return {name: (each.rows, each.hexadecimal) for name, each in digests(alias, tables_in(alias)).items()}

    return of


@pytest.fixture
def empty_database(tmp_path, transactional_db):
    """Addresses of databases without tables: of the kind in use, and SQLite files."""
    made, numbers = [], count()

    def make(kind=connection.vendor):
        if kind == "sqlite":
            return f"sqlite:///{tmp_path}/empty{next(numbers)}.sqlite3"
        used = connection.settings_dict["NAME"]
        made.append(f"{used}_empty_{next(numbers)}")
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{made[-1]}"')
        return address_of("default").removesuffix(used) + made[-1]

    yield make
    for name in made:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
