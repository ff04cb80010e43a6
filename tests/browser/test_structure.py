"""Splitting, joining and undoing on a page of the sample issues without scripts; with them: see test_desk_walk."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from newsroom.ingest.places import Options
from newsroom.ingest.run import Import
from newsroom.models import Article, Changeset, Page
from tests.browser.keys import pressed, texts

pytestmark = pytest.mark.django_db(transaction=True)

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def sample():
    """The page of a sample issue with most articles."""
    folder = next(folder for folder in sorted(SEEDS.rglob("2026-01-07")) if folder.is_dir())
    for _outcome in Import([folder], Options(), write=True).outcomes():
        pass
    return max(Page.objects.all(), key=lambda page: page.articles.count())


@pytest.fixture
def desk(open_page):
    User.objects.create_superuser("walker", password="walker")

    def log_in(**options):
        page = open_page("/admin/", **options)
        page.fill("#id_username", "walker")
        page.fill("#id_password", "walker")
        page.keyboard.press("Enter")
        page.wait_for_selector("#logout-form")
        return page

    return log_in


def test_split_joined_again_and_all_undone(desk, sample):
    before = texts()
    article = next(each for each in sample.articles.order_by("position") if len(each.paragraphs) > 2)
    page = desk(script=False)
    page.goto(f"/admin/newsroom/page/{sample.pk}/structure/")
    page.click(f"#article-{article.pk} .ways a:last-child")

    # Split: the place by Space, the form by Enter, and once more where it was shown.
    page.focus("#split [name=split-at] >> nth=-1")
    page.keyboard.press("Space")
    pressed(page, "Enter")
    assert page.locator(".changed-text").count() == 2
    assert texts() == before
    page.focus("[name=_apply]")
    pressed(page, "Enter")
    [new] = Article.objects.standing().exclude(pk__in=before)
    assert page.is_visible(f"#article-{new.pk}")
    assert new.body == article.body.split("\n")[-1]

    # Joined again, it reads as before, and the part's address leads to the whole.
    page.click(f"#article-{article.pk} .ways a:last-child")
    page.select_option("#join [name=join-other]", f"{new.pk}.{new.revision_number}")
    page.focus("#join button")
    pressed(page, "Enter")
    page.focus("[name=_apply]")
    pressed(page, "Enter")
    assert texts() == before
    page.goto(new.get_absolute_url())
    assert page.url.endswith(article.get_absolute_url())

    # Undone, the last first.
    for changeset in Changeset.objects.filter(undoes=None).order_by("-pk"):
        page.goto(f"/admin/newsroom/changeset/{changeset.pk}/change/")
        page.focus(".undo")
        pressed(page, "Enter")
        assert page.is_visible(".messagelist .success")
    assert texts() == before
    assert Article.objects.standing().count() == len(before)
