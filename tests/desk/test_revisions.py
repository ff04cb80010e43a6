from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsroom.desk.revisions import Superseded, contributor_named, correct, restore
from newsroom.desk.snapshots import BylineText, Snapshot
from newsroom.models import Article, Contributor, ContributorAlias, IndexTask, Photo
from tests.desk.strategies import snapshots
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def text_of(article):
    return Snapshot.of(Article.objects.get(pk=article.pk))


class AnyHistory(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(snapshots(), min_size=1, max_size=5), st.data())
    def test_any_revision_can_be_restored_to_its_hash(self, wanted, data):
        article = make_article()
        editor, _ = User.objects.get_or_create(username="editor")
        newest = 0
        for text in wanted:
            newest = correct(article.pk, text, based_on=newest, author=editor).number
            assert text_of(article) == text
        history = list(article.revisions.all())
        chosen = data.draw(st.sampled_from(history))
        restored = restore(article.pk, chosen.number, based_on=newest, author=editor)
        assert restored.sha256 == chosen.sha256 == text_of(article).sha256
        numbers = [revision.number for revision in article.revisions.all()]
        assert numbers == list(range(len(numbers)))
        assert [revision.sha256 for revision in article.revisions.all()][: len(history)] == [
            revision.sha256 for revision in history
        ]


def test_a_correction_is_the_next_revision_and_asks_for_index_work(editor):
    article = make_article(body="石福云到山里采访。")
    IndexTask.objects.all().delete()
    wanted = replace(text_of(article), body="石榴云到山里采访。")
    revision = correct(article.pk, wanted, based_on=0, author=editor, reason="OCR")
    article.refresh_from_db()
    assert (revision.number, revision.author, revision.reason) == (1, editor, "OCR")
    assert (article.revision_number, article.body) == (1, "石榴云到山里采访。")
    assert Snapshot.from_json(article.revisions.get(number=0).snapshot).body == "石福云到山里采访。"
    assert list(IndexTask.objects.values_list("article_id", flat=True)) == [article.pk]


def test_a_correction_based_on_an_older_revision_writes_nothing(editor):
    article = make_article(body="甲")
    first = correct(article.pk, replace(text_of(article), body="乙"), based_on=0, author=editor)
    IndexTask.objects.all().delete()
    with pytest.raises(Superseded) as refused:
        correct(article.pk, replace(text_of(article), body="丙"), based_on=0, author=editor)
    assert refused.value.current == first
    assert text_of(article).body == "乙"
    assert article.revisions.count() == 2
    assert not IndexTask.objects.exists()


def test_the_same_text_makes_no_revision(editor):
    article = make_article(bylines=["王浩"])
    IndexTask.objects.all().delete()
    assert correct(article.pk, text_of(article), based_on=0, author=editor).number == 0
    assert Article.objects.get(pk=article.pk).text_state == Article.TextState.IMPORTED
    assert not IndexTask.objects.exists()


@pytest.mark.parametrize(
    ("before", "by_an_editor", "after"),
    [
        ("imported", True, "corrected"),
        ("corrected", True, "corrected"),
        ("reviewed", True, "corrected"),
        ("imported", False, "imported"),
        ("corrected", False, "corrected"),
        ("reviewed", False, "corrected"),
    ],
)
def test_text_state_after_a_change(editor, before, by_an_editor, after):
    article = make_article(text_state=before)
    changed = replace(text_of(article), body="新的一句。")
    correct(article.pk, changed, based_on=0, author=editor if by_an_editor else None)
    assert Article.objects.get(pk=article.pk).text_state == after


class TestBylines:
    def test_a_corrected_name_credits_the_right_person_and_keeps_the_printed_form(self, editor):
        article = make_article(bylines=["石福云"])
        right = contributor_named("石榴云")
        [byline] = text_of(article).bylines
        wanted = replace(text_of(article), bylines=(replace(byline, name="石榴云", contributor=None),))
        correct(article.pk, wanted, based_on=0, author=editor)
        stored = article.bylines.get()
        assert (stored.contributor, stored.name, stored.as_printed) == (right, "石榴云", "记者 石福云")

    def test_a_contributor_can_be_settled_without_a_new_revision(self, editor):
        article = make_article(bylines=["王浩"])
        other = Contributor.objects.create(name="王浩", distinction="摄影部")
        [byline] = text_of(article).bylines
        wanted = replace(text_of(article), bylines=(replace(byline, contributor=other.pk),))
        IndexTask.objects.all().delete()
        assert correct(article.pk, wanted, based_on=0, author=editor).number == 0
        assert article.bylines.get().contributor == other
        assert IndexTask.objects.count() == 1

    def test_a_settled_contributor_survives_corrections_and_restores(self, editor):
        article = make_article(bylines=["王浩"])
        other = Contributor.objects.create(name="王浩", distinction="摄影部")
        article.bylines.update(contributor=other)
        without_credits = replace(text_of(article), bylines=(BylineText("王浩"),), body="新的一句。")
        correct(article.pk, without_credits, based_on=0, author=editor)
        assert article.bylines.get().contributor == other
        restore(article.pk, 0, based_on=1, author=editor)
        assert article.bylines.get().contributor == other

    def test_a_removed_byline_comes_back_with_the_contributor_it_had(self, editor):
        article = make_article(bylines=["王浩"])
        other = Contributor.objects.create(name="王浩", distinction="摄影部")
        article.bylines.update(contributor=other)
        correct(article.pk, replace(text_of(article), body="新的一句。"), based_on=0, author=editor)
        correct(article.pk, replace(text_of(article), bylines=()), based_on=1, author=editor)
        restore(article.pk, 1, based_on=2, author=editor)
        assert article.bylines.get().contributor == other

    def test_a_contributor_since_merged_away_is_found_by_name(self, editor):
        article = make_article(bylines=["古扎丽•阿布都热西提"])
        correct(article.pk, replace(text_of(article), bylines=()), based_on=0, author=editor)
        gone = Contributor.objects.get()
        kept = Contributor.objects.create(name="古扎丽")
        gone.delete()
        ContributorAlias.objects.create(contributor=kept, name="古扎丽·阿布都热西提")
        restore(article.pk, 0, based_on=1, author=editor)
        assert article.bylines.get().contributor == kept

    def test_two_of_one_name_stay_two(self, editor):
        article = make_article(bylines=["王浩", "王浩"])
        one, two = article.bylines.all()
        other = Contributor.objects.create(name="王浩", distinction="摄影部")
        two.contributor = other
        two.save()
        correct(article.pk, replace(text_of(article), body="新的一句。"), based_on=0, author=editor)
        assert [byline.contributor for byline in article.bylines.all()] == [one.contributor, other]

    def test_rows_stay_where_only_their_words_change(self, editor):
        article = make_article(bylines=["王浩", "石福云"], photos=[("雪景", "")])
        rows = list(article.bylines.values_list("pk", flat=True)), list(article.photos.values_list("pk", flat=True))
        text = text_of(article)
        wanted = replace(text, bylines=(text.bylines[0], replace(text.bylines[1], name="石榴云", contributor=None)))
        correct(article.pk, wanted, based_on=0, author=editor)
        assert rows == (
            list(article.bylines.values_list("pk", flat=True)),
            list(article.photos.values_list("pk", flat=True)),
        )


def test_a_photo_taken_out_leaves_the_byline_that_no_longer_credits_it(editor):
    article = make_article(bylines=["王浩"], photos=[("雪景", "")])
    article.bylines.update(photo=article.photos.get())
    text = text_of(article)
    correct(
        article.pk, replace(text, photos=(), bylines=(replace(text.bylines[0], photo=None),)), based_on=0, author=editor
    )
    assert not Photo.objects.exists()
    assert article.bylines.get().photo is None


def test_saving_costs_a_fixed_number_of_queries(editor, django_assert_max_num_queries):
    for size in (1, 6):
        article = make_article(bylines=[f"记者{index}" for index in range(size)], photos=[("雪景", "")] * size)
        wanted = replace(text_of(article), body="新的一句。")
        with django_assert_max_num_queries(12):
            correct(article.pk, wanted, based_on=0, author=editor)


def test_suspects_are_counted_for_the_queue(editor):
    article = make_article(body="凌晨2时5O分，演出了《燕子")
    assert Article.objects.get(pk=article.pk).suspects == 2
    correct(article.pk, replace(text_of(article), body="凌晨2时50分，演出了《燕子"), based_on=0, author=editor)
    assert Article.objects.get(pk=article.pk).suspects == 1
