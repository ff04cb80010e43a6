"""The index agrees with the database, and what breaks the agreement is found and mended."""

import gc
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from haystack import connections

from newsroom.models import Article, Contributor, IndexTask, Section
from newsroom.search import writer
from newsroom.search.archive import ArchiveSearch, IndexUnavailable
from newsroom.search.documents import document_ids
from newsroom.search.health import examine
from newsroom.search.outbox import drain
from newsroom.search.rebuilding import rebuild
from newsroom.search.writer import RebuildRunning
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db
INDEX = Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


def count(text):
    return ArchiveSearch.from_params({"q": text}).answer().count


@pytest.fixture
def articles():
    made = [make_article(f"第{number}号雪", "雪落在山上。", section="要闻", bylines=["王浩"]) for number in range(5)]
    index_all()
    return made


def test_a_fresh_index_agrees(articles):
    health = examine()
    assert health.is_good
    assert health.articles == 5


def test_each_kind_of_difference_is_named_and_repaired(articles):
    missing, stale, orphaned, *_ = articles
    connections["default"].get_backend().remove(missing)
    Article.objects.filter(pk=stale.pk).update(body="雨落在山上。")
    Article.objects.filter(pk=orphaned.pk).update(visible=False)
    health = examine()
    assert (health.missing, health.stale, health.orphaned) == ([missing.pk], [stale.pk], [orphaned.pk])
    call_command("check_index", "--repair")
    assert examine().is_good
    assert (count("雪落在山上"), count("雨落")) == (3, 1)


def test_a_difference_ends_with_status_1(articles):
    Article.objects.filter(pk=articles[0].pk).update(headline="改过")
    with pytest.raises(SystemExit) as ended:
        call_command("check_index")
    assert ended.value.code == 1


def test_an_edit_that_waits_is_no_fault(articles):
    Article.objects.filter(pk=articles[0].pk).update(headline="改过")
    IndexTask.objects.bulk_create([IndexTask(article_id=articles[0].pk)])
    health = examine()
    assert health.is_good
    assert health.waiting == 1


@pytest.mark.parametrize("pattern", ["*.arrays", "*.pst", "*._stored.col"])
def test_one_flipped_bit_is_noticed(articles, pattern):
    assert count("雪") == 5  # the index is open: arrays found damaged at opening are simply made again
    [file] = INDEX.glob(pattern)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.unlink()  # another file: the one that is open keeps its content
    file.write_bytes(data)
    health = examine()
    assert health.unusable or health.damaged_files == [file.name]
    call_command("check_index", "--repair")
    assert examine().is_good


def test_a_lost_index_heals_itself(articles):
    shutil.rmtree(INDEX)
    with pytest.raises(IndexUnavailable):
        count("雪落")
    assert count("雪落") == 5


def test_lost_arrays_are_made_again(articles):
    [file] = INDEX.glob("*.arrays")
    file.unlink()
    connections["default"].get_backend().remove(articles[0])
    assert count("雪落") == 4


def test_work_is_done_once_and_then_gone(articles):
    IndexTask.objects.request([articles[0].pk, articles[0].pk, 10**9])
    assert drain(limit=2) == 2
    assert drain() == 1
    assert drain() == 0
    assert examine().is_good


def test_a_task_survives_a_failed_write(articles, monkeypatch):
    Article.objects.filter(pk=articles[0].pk).update(headline="改过")
    IndexTask.objects.request([articles[0].pk])
    monkeypatch.setattr(writer._Writer, "commit", lambda *args, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        drain()
    monkeypatch.undo()
    assert drain() == 1
    assert count("改过") == 1


def test_changes_beside_the_text_request_indexing(articles):
    section = Section.objects.get(name="要闻")
    section.slug = "headlines"
    section.save()
    assert IndexTask.objects.count() == 5
    drain()
    assert ArchiveSearch.from_params({"section": "headlines"}).answer().count == 5
    section.position = 3
    section.save()
    Contributor.objects.get(name="王浩").save()
    assert IndexTask.objects.count() == 0
    page = articles[0].page
    page.number = 7
    page.save()
    drain()
    assert ArchiveSearch.from_params({"page": "7"}).answer().count == 5
    assert examine().is_good


def test_an_edit_during_a_rebuild_is_not_lost(articles, monkeypatch):
    written = writer.write_segment

    def edit_meanwhile(*args):
        segment = written(*args)
        Article.objects.filter(pk=articles[0].pk).update(headline="改过")
        IndexTask.objects.request([articles[0].pk])
        assert drain() == 1
        assert count("改过") == 1
        return segment

    monkeypatch.setattr(writer, "write_segment", edit_meanwhile)
    rebuild()
    monkeypatch.undo()
    drain()
    assert count("改过") == 1
    assert examine().is_good


def test_two_rebuilds_do_not_run_at_once(articles, monkeypatch):
    def again(*args):
        with pytest.raises(RebuildRunning):
            rebuild()

    monkeypatch.setattr(writer, "write_segment", again)
    rebuild()


def test_many_small_commits_leave_few_segments(articles):
    backend = connections["default"].get_backend()
    for number in range(40):
        make_article(f"新{number}", "雪")
        drain()
    assert len(backend.view().segments) <= 14
    assert count("雪") == 45
    for article in Article.objects.filter(headline__startswith="新"):
        Article.objects.filter(pk=article.pk).update(visible=False)
        IndexTask.objects.request([article.pk])
    drain()
    assert count("雪") == 5
    assert examine().is_good


def test_documents_are_named_as_haystack_names_them(articles):
    stored = connections["default"].get_backend().view().stored(0)
    assert stored["id"] in document_ids([article.pk for article in articles])


def test_old_states_of_the_index_leave_no_files_open(articles):
    gc.collect()
    gc.disable()
    try:
        opened = []
        for number in range(12):
            make_article(f"新{number}", "雪")
            drain()
            assert count("雪") == 6 + number
            opened.append(len(list(Path("/proc/self/fd").iterdir())))
        assert opened[-1] < opened[0] + 40
    finally:
        gc.enable()
