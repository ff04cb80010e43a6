"""An archive moves from one database to another and is the same there: rows, keys, hashes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from newsroom.models import NAMES, Article, IndexTask, Newspaper, Revision
from newsroom.models.guards import lift_guards
from newsroom.upkeep import copying
from newsroom.upkeep.copying import Unequal, move
from newsroom.upkeep.databases import database_at
from newsroom.upkeep.tables import Table


def test_there_and_back_everything_is_the_same(archive, contents, empty_database):
    """On the PostgreSQL run this is PostgreSQL -> SQLite -> PostgreSQL."""
    before = contents()
    with database_at(empty_database("sqlite")) as there, database_at(empty_database()) as back:
        moved = move("default", there, write=True)
        assert contents(there) == before
        move(there, back, write=True)
        assert contents(back) == before == contents()
        assert connections[back].vendor == connection.vendor
        assert (moved.proof.revisions, moved.proof.sources, moved.proof.broken) == (3, 1, "")
        assert moved.digests["newsroom.article"].rows == 2
        revision = Revision.objects.using(back).get(article_id=archive.pk, number=1)
        assert (revision.author.username, revision.snapshot["headline"]) == ("主编", "山城大雪")
        asked = set(IndexTask.objects.using(back).values_list("article_id", flat=True))
        assert asked == {NAMES, *Article.objects.values_list("pk", flat=True)}


def test_a_key_that_was_once_an_address_is_not_given_again(archive, empty_database):
    gone = archive.pk + 2
    with database_at(empty_database("sqlite")) as there, database_at(empty_database()) as back:
        move("default", there, write=True)
        move(there, back, write=True)
        for alias in (there, back):
            assert Table.of(Article).last_key(alias) == gone
            page = Article.objects.using(alias).get(pk=archive.pk).page
            assert Article.objects.using(alias).create(page=page, number=9, position=9).pk == gone + 1
            assert Newspaper.objects.using(alias).create(name="二", slug="er").pk > page.issue.newspaper_id


def told(*arguments):
    out = StringIO()
    call_command("move_archive", *arguments, stdout=out)
    return out.getvalue()


def test_a_dry_run_writes_nothing_and_a_full_database_is_refused(archive, contents, empty_database):
    url = empty_database()
    said = told("--to", url, "--dry-run")
    assert "Would copy" in said and "3 revisions and 1 sources match" in said
    with database_at(url) as target:
        assert connections[target].introspection.table_names() == []
    assert "Both are equal" in told("--to", url)
    with database_at(url) as target:
        assert contents(target) == contents()
    with pytest.raises(CommandError, match="holds an archive already; name an empty database"):
        told("--to", url)


def test_what_differs_is_not_kept(archive, empty_database, monkeypatch):
    """A value that a database stores as another: here as if it dropped what stands after the fourth character."""
    insert = Table.insert

    def lossy(self, alias, rows):
        insert(self, alias, [["白桦镇发" if value == "白桦镇发津贴" else value for value in row] for row in rows])

    Article.objects.filter(headline="白桦镇").update(headline="白桦镇发津贴")
    monkeypatch.setattr(Table, "insert", lossy)
    url = empty_database()
    with database_at(url) as target:
        with pytest.raises(Unequal, match=r"newsroom\.article in .* is not what was read"):
            move("default", target, write=True)
        assert not Newspaper.objects.using(target).exists()
        monkeypatch.setattr(Table, "insert", insert)
        move("default", target, write=True)
        assert Newspaper.objects.using(target).exists()


def test_a_revision_that_belies_its_hash_is_not_moved(archive, empty_database):
    lift_guards()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE newsroom_revision SET sha256 = %s WHERE article_id = %s AND number = 1", ["0" * 64, archive.pk]
        )
    url = empty_database()
    with pytest.raises(CommandError, match=f"revision 1 of article {archive.pk} does not match its hash"):
        told("--to", url)
    with pytest.raises(CommandError, match=f"revision 1 of article {archive.pk} .* does not match its hash"):
        told("--to", url, "--dry-run")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does not let such a text in")
@pytest.mark.parametrize(("text", "why"), [("零\0", "holds a NUL character"), ("长" * 301, "is longer than 60")])
def test_what_sqlite_takes_and_postgresql_does_not_is_named(archive, empty_database, text, why):
    Article.objects.filter(pk=archive.pk).update(continued_from_as_printed=text)
    with pytest.raises(CommandError, match=rf"newsroom\.article {archive.pk}: continued_from_as_printed {why}"):
        told("--to", empty_database(), "--dry-run")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nonsense", "looks like postgres://"),
        ("postgres://nobody@127.0.0.1:9/none", "cannot be reached"),
        ("sqlite:////no/such/folder/x.sqlite3", "cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere(archive, address, why):
    with pytest.raises(CommandError, match=why) as refused:
        told("--to", address)
    assert "password" not in str(refused.value) or address == "nonsense"


def test_edits_made_meanwhile_stay_out_of_the_copy(archive, contents, empty_database):
    """The copy is of one moment, even where the moment is long."""
    before, edited = contents(), []

    def edit(table, rows):
        if not edited:
            edited.append(Article.objects.filter(pk=archive.pk).update(body="后来改的"))

    with database_at(empty_database("sqlite")) as target:
        copying.move("default", target, write=True, progress=edit)
        assert edited == [1]
        assert contents(target) == before != contents()
