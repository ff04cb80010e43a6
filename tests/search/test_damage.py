"""The index is lost, cut short, changed or cannot be written while the site runs: search says so in one sentence or
heals itself, and all other pages are served."""

import errno
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command

from newsroom.models import Article, IndexTask
from newsroom.search.codec import IndexStorage
from newsroom.search.health import examine, freshness
from newsroom.search.outbox import drain
from newsroom.search.view import _FOLDERS
from tests.factories import make_article

pytestmark = pytest.mark.django_db
INDEX = Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
FILES = ["*.toc", "*.arrays", "*.pst", "*.trm", "*._stored.col"]


@pytest.fixture
def articles(indexed):
    made = [
        make_article(f"第{number}号雪", "雪落在山上，渔工凿冰。", section="要闻", bylines=["王浩"])
        for number in range(5)
    ]
    indexed()
    return made


def flip(data: bytes, place: float) -> bytes:
    changed = bytearray(data)
    changed[int(len(data) * place)] ^= 0x55
    return bytes(changed)


def damage(pattern, how, *, in_place):
    """Changes one file; in place the running site sees it at once, else whoever opens the file next."""
    file = max(INDEX.glob(pattern), key=lambda each: each.stat().st_size)
    data = how(file.read_bytes())
    if not in_place:
        file.unlink()
    with file.open("r+b" if in_place else "wb") as opened:
        opened.write(data)
        opened.truncate()


def other_pages_work(client, article):
    for url in ("/", article.get_absolute_url(), article.page.issue.get_absolute_url(), "/sections/要闻/", "/dates/"):
        assert client.get(url, follow=True).status_code == 200, url


def searched(client):
    """The page's status; whatever it is, it is a whole page with one sentence or with results."""
    response = client.get("/search/?q=雪落&section=要闻")
    json = client.get("/api/v1/search/?q=雪落")
    assert response.status_code in {200, 503}
    assert json.status_code in {200, 503}
    if response.status_code == 503:
        assert "检索索引" in response.context["unavailable"]
    return response.status_code


def heals(client):
    call_command("check_index", "--repair")
    assert examine().is_good
    response = client.get("/search/?q=雪落")
    assert (response.status_code, response.context["answer"].count) == (200, 5)


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("place", [0.02, 0.5, 0.97])
@pytest.mark.parametrize("pattern", FILES)
def test_changed_bytes(client, articles, pattern, place, restarted):
    searched(client)
    damage(pattern, lambda data: flip(data, place), in_place=not restarted)
    if restarted:
        _FOLDERS.clear()
    cache.clear()
    other_pages_work(client, articles[0])
    searched(client)
    searched(client)
    heals(client)


@pytest.mark.parametrize("length", [0, 0.5])
@pytest.mark.parametrize("pattern", FILES)
def test_files_cut_short(client, articles, pattern, length):
    damage(pattern, lambda data: data[: int(len(data) * length)], in_place=False)
    _FOLDERS.clear()
    cache.clear()
    other_pages_work(client, articles[0])
    searched(client)
    heals(client)


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_a_lost_index_heals_itself(client, articles, how):
    shutil.rmtree(INDEX)
    if how == "emptied":
        INDEX.mkdir()
    cache.clear()
    assert freshness().unusable
    other_pages_work(client, articles[0])
    # Whoever asks first is told; by then, or soon after, the index has been built by itself.
    searched(client)
    assert client.get("/search/?q=雪落").context["answer"].count == 5
    assert not freshness().unusable
    assert examine().is_good


def test_an_index_that_cannot_be_written_is_searched_and_no_edit_is_lost(client, articles, monkeypatch):
    def refuse(*args, **options):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(IndexStorage, "create_file", refuse)
    Article.objects.filter(pk=articles[0].pk).update(headline="改过的标题")
    IndexTask.objects.request([articles[0].pk])
    with pytest.raises(OSError, match="Read-only"):
        drain()
    assert searched(client) == 200
    assert freshness().waiting == 1
    other_pages_work(client, articles[0])
    monkeypatch.undo()
    drain()
    assert client.get("/search/?q=改过的标题").context["answer"].count == 1
    assert freshness().waiting == 0


def test_a_lost_index_on_a_full_disk_is_said_to_be_missing(client, articles, monkeypatch):
    def refuse(*args, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    shutil.rmtree(INDEX)
    monkeypatch.setattr(IndexStorage, "create_file", refuse)
    assert searched(client) == 503
    other_pages_work(client, articles[0])
    monkeypatch.undo()
    heals(client)
