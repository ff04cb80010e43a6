from dataclasses import replace

import pytest

from newsroom.desk import substitutions
from newsroom.desk.lessons import learned
from newsroom.desk.revisions import contributor_named, correct
from newsroom.desk.snapshots import BylineText, Snapshot
from newsroom.desk.substitutions import occurrences, substitute
from newsroom.desk.undoing import CannotUndo, undo
from newsroom.models import Article, Changeset, Revision
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def text_of(article):
    return Snapshot.of(Article.objects.get(pk=article.pk))


@pytest.fixture
def archive():
    return [
        make_article("石福云进山", "石福云说，石福云看。", date="2026-01-09", bylines=["石福云"]),
        make_article("天气", "多云。", date="2026-01-08", photos=[("石福云在现场", "石福云 摄")]),
        make_article("别的", "石榴云与福云。", date="2026-01-07"),
    ]


def places(found):
    return [(place.article_id, place.field, place.start) for place in found]


def test_every_occurrence_is_found_where_it_stands(archive):
    one, two, _ = archive
    assert places(occurrences("石福云")) == [
        (one.pk, "headline", 0),
        (one.pk, "body", 0),
        (one.pk, "body", 5),
        (one.pk, "byline 0 name", 0),
        (two.pk, "photo 0 caption", 0),
        (two.pk, "photo 0 credit", 0),
    ]


def test_context_stands_beside_it(archive):
    place = list(occurrences("石福云"))[2]
    assert (place.before, place.after) == ("石福云说，", "看。")


def test_signs_of_the_database_are_plain_text():
    make_article(body="百分之%_百")
    assert places(occurrences("%百")) == []
    assert [place.start for place in occurrences("%_")] == [3]


def test_chosen_places_are_put_right_as_one_changeset(archive, editor):
    one, two, three = archive
    chosen = [place.key for place in occurrences("石福云") if place.field != "photo 0 credit"]
    done = substitute("石福云", "石榴云", chosen, author=editor)
    assert (done.places, done.overtaken) == (5, [])
    assert set(done.changeset.revisions.values_list("article", "number")) == {(one.pk, 1), (two.pk, 1)}
    assert (text_of(one).headline, text_of(one).body) == ("石榴云进山", "石榴云说，石榴云看。")
    byline = one.bylines.get()
    assert (byline.name, byline.contributor, byline.as_printed) == (
        "石榴云",
        contributor_named("石榴云"),
        "记者 石福云",
    )
    assert (text_of(two).photos[0].caption, text_of(two).photos[0].credit) == ("石榴云在现场", "石福云 摄")
    assert three.revisions.count() == 1


def test_an_article_changed_since_the_list_is_left_alone(archive, editor):
    one, two, _ = archive
    chosen = [place.key for place in occurrences("石福云")]
    correct(one.pk, replace(text_of(one), body="石福云又说。"), based_on=0, author=editor)
    done = substitute("石福云", "石榴云", chosen, author=editor)
    assert done.overtaken == [one.pk]
    assert text_of(one).body == "石福云又说。"
    assert text_of(two).photos[0].caption == "石榴云在现场"


@pytest.mark.parametrize("key", ["{pk}/0/body/1", "{pk}/0/nothing/0", "{pk}/0/body", "x/0/body/0"])
def test_a_key_that_leads_nowhere_writes_nothing(archive, editor, key):
    with pytest.raises(ValueError):
        substitute("石福云", "石榴云", [key.format(pk=archive[0].pk)], author=editor)
    assert not Changeset.objects.exists()
    assert Revision.objects.filter(number__gt=0).count() == 0


def test_nothing_done_leaves_no_changeset(archive, editor):
    assert substitute("石福云", "石榴云", [], author=editor).changeset is None
    assert not Changeset.objects.exists()


class TestUndo:
    def test_a_changeset_is_undone_whole_and_later_work_stays(self, archive, editor):
        one, two, _ = archive
        texts = [text_of(article) for article in archive]
        done = substitute("石福云", "石榴云", [place.key for place in occurrences("石福云")], author=editor)
        correct(two.pk, replace(text_of(two), headline="天气转晴"), based_on=1, author=editor)
        undoing = undo(done.changeset, author=editor)
        assert text_of(one) == texts[0]
        assert text_of(two) == replace(texts[1], headline="天气转晴")
        assert undoing.undoes == done.changeset
        assert set(undoing.revisions.values_list("article", "number")) == {(one.pk, 2), (two.pk, 3)}

    def test_what_was_worked_over_is_named_and_nothing_is_undone(self, archive, editor):
        one, two, _ = archive
        done = substitute("石福云", "石榴云", [place.key for place in occurrences("石福云")], author=editor)
        correct(two.pk, replace(text_of(two), photos=()), based_on=1, author=editor)
        with pytest.raises(CannotUndo) as refused:
            undo(done.changeset, author=editor)
        assert [revision.article for revision in refused.value.revisions] == [two]
        assert text_of(one).headline == "石榴云进山"
        assert Changeset.objects.count() == 1

    def test_nothing_is_undone_twice(self, archive, editor):
        done = substitute("石福云", "石榴云", [place.key for place in occurrences("石福云")], author=editor)
        undo(done.changeset, author=editor)
        with pytest.raises(ValueError, match="undone already"):
            undo(done.changeset, author=editor)

    def test_an_undoing_can_be_undone(self, archive, editor):
        done = substitute("石福云", "石榴云", [place.key for place in occurrences("石福云")], author=editor)
        texts = [text_of(article) for article in archive]
        undo(undo(done.changeset, author=editor), author=editor)
        assert [text_of(article) for article in archive] == texts


@pytest.mark.parametrize(
    ("before", "after", "taught"),
    [
        ("记者石福云报道", "记者石榴云报道", [("石福云", "石榴云")]),
        ("负担。“为此", "负担。”为此", []),
        ("未\n来", "末\n来", []),
        ("雪停了", "雪停了路通了", []),
        ("雪停了路通了", "雪停了", []),
        ("整整一句话都重写了", "完全是另外的说法啊", []),
        ("福，福", "榴，榴", []),
    ],
)
def test_what_a_correction_teaches(before, after, taught):
    assert learned(Snapshot(body=before), Snapshot(body=after)) == taught


def test_a_name_in_a_byline_teaches_too():
    before, after = (Snapshot(bylines=(BylineText(name),)) for name in ("石福云", "石榴云"))
    assert learned(before, after) == [("石福云", "石榴云")]


def test_no_more_articles_are_read_than_are_listed(monkeypatch, django_assert_num_queries):
    """Whatever is sought may stand in every article of the archive."""
    for number in range(5):
        make_article(body="雪。", date=f"2026-01-0{number + 1}")
    monkeypatch.setattr(substitutions, "MOST_LISTED", 3)
    read = []
    monkeypatch.setattr(Snapshot, "of", lambda article: read.append(article) or Snapshot(body=article.body))
    with django_assert_num_queries(3):
        assert [place.before for place in occurrences("雪")] == ["", "", ""]
    assert len(read) == 3
