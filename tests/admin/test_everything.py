"""Every model can be looked at; lists cost the same however long; records cannot be changed."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User

from newsroom.desk.passages import Passage
from newsroom.desk.proposals import propose
from newsroom.models import (
    ArchiveState,
    ChangedRow,
    Changeset,
    Contributor,
    ContributorAlias,
    Doubt,
    FormerAddress,
    ImportEvent,
    ImportRun,
    Misreading,
    PageSource,
    Reimport,
    Review,
    SavedQueue,
    SourceSpan,
    SourceText,
    UnplacedFragment,
)
from tests.factories import make_article

MODELS = sorted(
    (
        model
        for model in apps.get_app_config("newsroom").get_models()
        if model not in {ContributorAlias, ArchiveState}  # the one stands with its contributor, the other is a token
    ),
    key=lambda model: model.__name__,
)
RECORDS = [
    "sourcetext",
    "revision",
    "importrun",
    "importevent",
    "indextask",
    "changeset",
    "byline",
    "photo",
    "sourcespan",
]


def fill(count, start=0):
    for number in range(start, start + count):
        article = make_article(
            f"标题{number}",
            newspaper=f"paper-{number}",
            section=f"栏目{number}",
            bylines=[f"记者{number}"],
            photos=[("雪景", "")],
        )
        source = SourceText.objects.create(data=f"正文{number}".encode(), encoding="utf-8")
        run = ImportRun.objects.create()
        ImportEvent.objects.create(run=run, what="created", path="01.txt", issue=article.page.issue)
        PageSource.objects.create(page=article.page, source=source, name="01.txt", import_run=run)
        SourceSpan.objects.create(article=article, source=source, part="body", start=0, end=2)
        UnplacedFragment.objects.create(page=article.page, source=source, text="正文", start=0, end=2)
        Doubt.objects.create(article=article, what="join", why="…", confidence=0.5)
        changeset = Changeset.objects.create(reason="…")
        ChangedRow.objects.create(changeset=changeset, what="article", row=article.pk, before={}, after={})
        FormerAddress.objects.create(page=article.page, number=99, article=article)
        Misreading.objects.create(revision=article.revisions.get(), misread="石福云", right="石榴云")
        Review.objects.create(revision=article.revisions.get(), reviewer=User.objects.get(username="chief"))
        SavedQueue.objects.create(editor=User.objects.get(username="chief"), name=f"{number}", query="date=2026")
        propose(article.revisions.get(), Passage("headline", 0, "标"), "题")
        Reimport.objects.create(article=article, snapshot={}, state="taken")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_registered(model):
    assert admin.site.is_registered(model)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_cost_the_same_however_long(desk, model, django_assert_num_queries, django_assert_max_num_queries):
    address = f"/admin/newsroom/{model._meta.model_name}/"
    fill(2)
    desk.get(address)
    with django_assert_max_num_queries(14) as few:
        assert desk.get(address).status_code == 200
    fill(12, start=2)
    with django_assert_num_queries(len(few)):
        assert desk.get(address + "?q=").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_row_opens_and_every_list_searches(desk, model):
    fill(1)
    row = model._default_manager.first()
    assert row is not None
    address = f"/admin/newsroom/{model._meta.model_name}/"
    assert desk.get(f"{address}{row.pk}/change/").status_code == 200
    assert desk.get(f"{address}?q=%E9%9B%AA").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", RECORDS)
def test_records_are_not_changed(desk, name):
    fill(1)
    row = apps.get_model("newsroom", name)._default_manager.first()
    address = f"/admin/newsroom/{name}/"
    assert desk.get(f"{address}add/").status_code == 403
    assert desk.post(f"{address}{row.pk}/change/", {}).status_code == 403
    assert desk.post(f"{address}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in desk.get(address).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("古扎丽•阿布都热 西提", True),
        ("古扎丽·阿布都", True),
        ("gu zha", True),
        ("阿尔曼", True),
        ("石", False),
        ("　", True),
    ],
)
def test_a_contributor_is_found_under_any_variant_of_the_name(desk, sought, found):
    person = Contributor.objects.create(name="古扎丽·阿布都热西提")
    ContributorAlias.objects.create(contributor=person, name="阿尔曼")
    response = desk.get(
        "/admin/autocomplete/",
        {"term": sought, "app_label": "newsroom", "model_name": "byline", "field_name": "contributor"},
    )
    assert [result["id"] for result in response.json()["results"]] == ([str(person.pk)] if found else [])
