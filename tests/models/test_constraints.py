"""The database holds the invariants itself; each has a name that a person can read in the error."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from newsroom.models import (
    Article,
    Byline,
    Contributor,
    Doubt,
    Issue,
    Newspaper,
    Page,
    Photo,
    Revision,
    SourceSpan,
    SourceText,
    UnplacedFragment,
)
from newsroom.models.sources import Immutable
from tests.factories import make_article

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 7)


@pytest.fixture
def newspaper():
    return Newspaper.objects.create(name="雪岭日报", slug="xueling")


@pytest.fixture
def issue(newspaper):
    return Issue.objects.create(newspaper=newspaper, date=DAY)


@pytest.fixture
def page(issue):
    return Page.objects.create(issue=issue, number=1, name="要闻")


@pytest.fixture
def article(page):
    return Article.objects.create(page=page, number=1, position=1, headline="河湾大桥通车")


@pytest.fixture
def source():
    return SourceText.objects.create(data="河湾大桥通车".encode(), encoding="utf-8")


def refused_by(name):
    """The constraint's own name stands in the error, except where SQLite names the columns instead."""
    return pytest.raises(IntegrityError, match=name)


def test_one_issue_per_newspaper_date_and_edition(issue, newspaper):
    with refused_by("newspaper"), transaction.atomic():
        Issue.objects.create(newspaper=newspaper, date=DAY)
    assert Issue.objects.create(newspaper=newspaper, date=DAY, edition=2).pk


def test_an_issue_from_before_newspapers_is_a_misread_date(newspaper):
    with refused_by("issue_date_is_of_a_newspaper_age"), transaction.atomic():
        Issue.objects.create(newspaper=newspaper, date=dt.date(1018, 1, 7))


def test_one_page_number_per_issue(page, issue):
    with refused_by("issue_id"), transaction.atomic():
        Page.objects.create(issue=issue, number=1)


@pytest.mark.parametrize(
    ("model", "fields", "name"),
    [
        (Page, {"number": 0}, "page_number_counts_from_one"),
        (Article, {"number": 0, "position": 1}, "articles_count_from_one"),
        (Article, {"number": 9, "position": 1, "text_state": "perfect"}, "article_text_state_is_known"),
        (Article, {"number": 9, "position": 1, "kind": "poem"}, "article_kind_is_known"),
        (Doubt, {"what": "headline", "why": "far away", "confidence": 1.5}, "doubt_confidence_from_0_to_1"),
        (SourceSpan, {"part": "body", "start": 5, "end": 5}, "span_is_not_empty"),
        (UnplacedFragment, {"text": "", "start": 5, "end": 5}, "fragment_is_not_empty"),
    ],
)
def test_values_out_of_range_are_refused(model, fields, name, issue, page, article, source):
    owners = {"issue": issue, "page": page, "article": article, "source": source}
    own = {field.name for field in model._meta.fields}
    with refused_by(name), transaction.atomic():
        model.objects.create(**{key: value for key, value in owners.items() if key in own}, **fields)


def test_positions_on_an_article_are_taken_once(article):
    somebody = Contributor.objects.create(name="乌仁花")
    Byline.objects.create(article=article, position=1, contributor=somebody, name="乌仁花")
    with refused_by("position"), transaction.atomic():
        Byline.objects.create(article=article, position=1, contributor=somebody, name="乌仁花")
    Photo.objects.create(article=article, position=1)
    with refused_by("position"), transaction.atomic():
        Photo.objects.create(article=article, position=1)


def test_two_people_of_one_name_need_a_distinction():
    Contributor.objects.create(name="王浩")
    with refused_by("key"), transaction.atomic():
        Contributor.objects.create(name="王　　浩")
    assert str(Contributor.objects.create(name="王浩", distinction="摄影部")) == "王浩（摄影部）"


def test_a_source_text_is_never_changed(source):
    assert source.text == "河湾大桥通车"
    assert len(source.sha256) == 64
    source.encoding = "gb18030"
    with pytest.raises(Immutable):
        source.save()


def test_a_revision_is_never_changed(article):
    revision = Revision.objects.create(article=article, number=0, snapshot={}, sha256="")
    revision.reason = "反悔"
    with pytest.raises(Immutable):
        revision.save()
    with pytest.raises(Immutable):
        Revision.objects.filter(pk=revision.pk).update(reason="反悔")
    with refused_by("number"), transaction.atomic():
        Revision.objects.create(article=article, number=0, snapshot={}, sha256="")


@pytest.mark.parametrize(
    "take_away", [lambda row: row.delete(), lambda row: Revision.objects.filter(pk=row.pk).delete()]
)
def test_a_revision_is_never_taken_away(article, take_away):
    revision = Revision.objects.create(article=article, number=0, snapshot={}, sha256="")
    with pytest.raises(Immutable):
        take_away(revision)
    assert Revision.objects.filter(pk=revision.pk).exists()


@pytest.mark.parametrize("statement", ["UPDATE {} SET sha256 = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["newsroom_revision", "newsroom_sourcetext"])
def test_the_database_refuses_to_change_what_is_kept(article, source, table, statement):
    """Whatever asks: plain SQL passes every check that is written in Python."""
    Revision.objects.create(article=article, number=0, snapshot={}, sha256="")
    with refused_by("never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.django_db(transaction=True)
def test_a_guarded_archive_can_be_emptied_as_a_whole_and_is_guarded_again():
    for _time in range(2):
        article = make_article()
        with refused_by("never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE newsroom_revision SET sha256 = 'x'")
        call_command("flush", interactive=False, verbosity=0)
        assert not Revision.objects.exists() and not Article.objects.filter(pk=article.pk).exists()


def test_what_others_stand_on_cannot_be_deleted(article):
    Revision.objects.create(article=article, number=0, snapshot={}, sha256="")
    for row in (article, article.page, article.page.issue, article.page.issue.newspaper):
        with pytest.raises(Exception, match="protected"):
            row.delete()
