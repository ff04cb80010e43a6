"""Names the archive knows are words, in the index and in queries alike, and a new one touches only what holds it."""

import random
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from haystack import connections

from newsroom.models import Contributor, ContributorAlias, IndexTask, Newspaper
from newsroom.search import analysis, writer
from newsroom.search.analysis import plain_words, segmenter_name, words
from newsroom.search.documents import article_numbers
from newsroom.search.engine import NewsroomSearchBackend
from newsroom.search.folding import fold
from newsroom.search.health import examine
from newsroom.search.outbox import drain
from newsroom.search.view import _FOLDERS, Cut
from newsroom.search.vocabulary import name_words, names_of_archive, places_in
from tests.factories import index_all, make_article

pytestmark = pytest.mark.django_db
SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch):
    """Nothing learned yet, and nothing left learned for other tests."""
    monkeypatch.setattr(analysis, "_learned", set())
    analysis._load.cache_clear()
    yield
    analysis._load.cache_clear()


@pytest.fixture
def indexed_again(monkeypatch):
    """The numbers of the articles that were written into the index since."""
    written = []
    prepare = NewsroomSearchBackend.prepare

    def prepared(self, index, objects):
        for document in prepare(self, index, objects):
            written.append(int(document["django_id"]))
            yield document

    monkeypatch.setattr(NewsroomSearchBackend, "prepare", prepared)
    return written


def view():
    return connections["default"].get_backend().view()


def frequency(word, field="body"):
    return sum(segment.frequency(field, word) for segment in view().segments)


def test_a_new_name_touches_only_the_articles_that_hold_it(indexed_again):
    named = [make_article(f"第{number}号", "记者石榴云努尔从现场报道。") for number in range(2)]
    make_article("另一篇", "雪落在山上。")
    index_all()
    indexed_again.clear()
    assert frequency("石榴云努尔") == 0
    Contributor.objects.create(name="石榴云努尔")
    drain()
    assert sorted(indexed_again) == [article.pk for article in named]
    assert frequency("石榴云努尔") >= 2
    assert "石榴云努尔" in view().cut.names
    assert examine().is_good


def test_a_rename_touches_only_the_articles_that_hold_the_new_name(indexed_again):
    before = make_article("甲", "记者石福云努尔从现场报道。", bylines=["石福云努尔"])
    after = make_article("乙", "记者石榴云努尔从现场报道。")
    index_all()
    indexed_again.clear()
    person = Contributor.objects.get(name="石福云努尔")
    person.name = "石榴云努尔"
    person.save()
    drain()
    assert indexed_again == [after.pk]
    assert frequency("石榴云努尔") == 1
    assert before.pk not in indexed_again
    person.save()
    assert not IndexTask.objects.exists()


def test_aliases_and_places_are_names_too(indexed_again):
    alias = make_article("甲", "雪山笔客写下这些话。")
    place = make_article("乙", "喀拉苏努镇落了雪。")
    dateline = make_article("丙", "到恰库尔特巴去。")
    index_all()
    indexed_again.clear()
    ContributorAlias.objects.create(contributor=Contributor.objects.create(name="王浩"), name="雪山笔客")
    drain()
    assert indexed_again == [alias.pk]
    Newspaper.objects.get().save()
    paper = Newspaper.objects.get()
    paper.place = "喀拉苏努镇"
    paper.save()
    drain()
    assert indexed_again == [alias.pk, place.pk]
    new = make_article("丁", "雪。", dateline="本报恰库尔特巴1月5日电")
    drain()
    assert indexed_again == [alias.pk, place.pk, new.pk, dateline.pk]
    assert places_in(["新华社哈巴河那边１月５日电", "本报讯"]) == {"哈巴河那边"}
    assert examine().is_good


def test_a_process_that_opens_the_index_learns_its_names():
    make_article("甲", "记者石榴云努尔从现场报道。", bylines=["石榴云努尔"])
    index_all()
    analysis._learned.clear()
    analysis._load.cache_clear()
    _FOLDERS.clear()
    assert "石榴云努尔" not in plain_words("石榴云努尔")
    assert view().cut.segmenter == segmenter_name()
    assert plain_words("记者石榴云努尔") == ["记者", "石榴云努尔"]


def test_the_dictionary_s_own_words_need_no_learning(indexed_again):
    make_article("甲", "站在高峰之上。")
    index_all()
    indexed_again.clear()
    Contributor.objects.create(name="高峰")
    drain()
    assert indexed_again == []
    assert names_of_archive() == set()


def test_who_is_killed_while_learning_learns_again(monkeypatch):
    make_article("甲", "记者石榴云努尔从现场报道。")
    index_all()
    Contributor.objects.create(name="石榴云努尔")
    with monkeypatch.context() as killed:
        killed.setattr(writer._Writer, "commit", lambda *args, **options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            drain()
    drain()
    assert frequency("石榴云努尔") >= 1


def test_a_check_finds_names_that_were_never_learned():
    make_article("甲", "记者石榴云努尔从现场报道。")
    index_all()
    Contributor.objects.bulk_create([Contributor(name="石榴云努尔", key="石榴云努尔", sort_key="s")])
    assert examine().unlearned == ["石榴云努尔"]
    call_command("check_index", "--repair")
    assert examine().is_good
    assert frequency("石榴云努尔") == 1


def test_a_check_finds_an_index_cut_by_another_segmenter(monkeypatch):
    make_article("甲", "雪落在山上。")
    with monkeypatch.context() as older:
        older.setattr("newsroom.search.view.segmenter_name", lambda: "jieba 0.1")
        index_all()
    assert examine().cut_by == "jieba 0.1"
    call_command("check_index", "--repair")
    assert examine().is_good


def test_an_index_of_an_older_newsroom_is_built_anew(monkeypatch):
    make_article("甲", "记者石榴云努尔从现场报道。", bylines=["石榴云努尔"])
    with monkeypatch.context() as older:
        older.setattr(Cut, "note", lambda self, segments: None)
        index_all()
    assert view().cut == Cut()
    drain()
    assert view().cut.segmenter == segmenter_name()
    assert "石榴云努尔" in view().cut.names


def test_names_with_middle_dots_are_several_words():
    assert name_words("古扎丽•阿布都热西提") == ["古扎丽", "阿布都热西提"]
    assert name_words("王　浩") == ["王浩"]
    assert name_words("马") == []


def test_both_segmenters_cut_alike(monkeypatch):
    chance = random.Random(5)
    lines = [
        fold(line)
        for source in SEEDS.rglob("*.txt")
        for line in source.read_text("utf-8", errors="replace").splitlines()
    ]
    names = ["石榴云努尔", "国王浩", "王浩", "古扎丽", "阿布都热西提", "福海县融媒体中心"]
    pieces = [*names, "国", "大", "报道", "记者", "2026-01-07", "5.2%", "g+", "，", "a_b", "C&D", " ", "——"]
    lines += ["".join(chance.choices(pieces, k=9)).casefold() for _ in range(500)]
    cuts = {}
    for name in ("rjieba", "jieba"):
        if name == "jieba":
            monkeypatch.setitem(sys.modules, "rjieba", None)
        analysis._load.cache_clear()
        analysis.learn(names)
        assert segmenter_name().startswith(f"{name} ")
        cuts[name] = [(words(line), plain_words(line)) for line in lines]
    assert len(lines) > 600
    assert cuts["rjieba"] == cuts["jieba"]


def test_the_engine_names_the_documents_that_hold_a_name():
    held = make_article("石榴云努尔", "雪")
    make_article("石榴云", "努尔")
    index_all()
    assert article_numbers(connections["default"].get_backend().holding(["石榴云努尔"])) == [held.pk]
