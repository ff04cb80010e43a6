"""Contributors found to be one: nothing printed changes, everything can be parted again."""

import pytest

from newsroom.desk.contributors import Why, merge_contributors, suggestions
from newsroom.desk.revisions import contributor_named, correct, restore
from newsroom.desk.snapshots import BylineText, Snapshot
from newsroom.desk.structure import Refused
from newsroom.desk.undoing import CannotUndo, undo
from newsroom.models import Article, Byline, Contributor, ContributorAlias, IndexTask, Revision
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    make_article("甲", bylines=["石榴云", "马小川"])
    make_article("乙", bylines=["石福云"])
    return contributor_named("石榴云"), contributor_named("石福云")


def credited(contributor):
    return list(Byline.objects.filter(contributor=contributor).order_by("pk").values_list("name", flat=True))


def state():
    return (
        list(Byline.objects.order_by("pk").values_list("pk", "contributor", "name", "as_printed")),
        list(Contributor.objects.order_by("pk").values_list("pk", "merged_into", "name")),
        set(ContributorAlias.objects.values_list("contributor", "name")),
        list(Revision.objects.order_by("pk").values_list("sha256", flat=True)),
    )


class TestMerging:
    def test_nothing_printed_changes(self, people, editor):
        one, other = people
        before = state()
        IndexTask.objects.all().delete()
        done = merge_contributors(one.pk, [other.pk], author=editor)
        after = state()
        assert [row[2:] for row in after[0]] == [row[2:] for row in before[0]]
        assert after[3] == before[3]
        assert credited(one) == ["石榴云", "石福云"] and credited(other) == []
        assert after[2] == {(one.pk, "石福云")}
        assert (done.kind, done.author, done.revisions.count()) == ("contributors", editor, 0)
        assert Article.objects.get(headline="乙").pk in IndexTask.objects.values_list("article_id", flat=True)

    def test_parted_again_and_merged_again(self, people, editor):
        one, other = people
        before = state()
        done = merge_contributors(one.pk, [other.pk], author=editor)
        after = state()
        undoing = undo(done, author=editor)
        assert state() == before
        undo(undoing, author=editor)
        assert state() == after

    def test_the_merged_name_stands_for_the_one_left(self, people, editor):
        one, other = people
        merge_contributors(one.pk, [other.pk], author=editor)
        assert contributor_named("石　福云") == one
        article = make_article("丙", bylines=["石福云"])
        assert article.bylines.get().contributor == one

    def test_what_came_in_by_the_merged_name_goes_along_when_parted(self, people, editor):
        one, other = people
        done = merge_contributors(one.pk, [other.pk], author=editor)
        make_article("丙", bylines=["石福云", "石榴云"])
        undo(done, author=editor)
        assert (credited(one), credited(other)) == (["石榴云", "石榴云"], ["石福云", "石福云"])

    def test_an_old_revision_that_credits_the_merged_one_credits_the_one_left(self, people, editor):
        one, other = people
        article = Article.objects.get(headline="乙")
        correct(article.pk, Snapshot(headline="乙", body=article.body), based_on=0, author=editor)
        merge_contributors(one.pk, [other.pk], author=editor)
        restore(article.pk, 0, based_on=1, author=editor)
        assert article.bylines.get().contributor == one and article.bylines.get().name == "石福云"

    def test_namesakes_are_parted_as_they_were(self, people, editor):
        one, _ = people
        twin = Contributor.objects.create(name="石榴云", distinction="摄影部")
        byline = make_article("丙", bylines=["石榴云"]).bylines.get()
        byline.contributor = twin
        byline.save()
        done = merge_contributors(one.pk, [twin.pk], author=editor)
        assert not ContributorAlias.objects.exists()
        undo(done, author=editor)
        byline.refresh_from_db()
        assert byline.contributor == twin and credited(one) == ["石榴云"]

    def test_merged_on_and_parted_in_order(self, people, editor):
        one, other = people
        third = contributor_named("马小川")
        first = merge_contributors(one.pk, [other.pk], author=editor)
        second = merge_contributors(third.pk, [one.pk], author=editor)
        assert other.__class__.objects.get(pk=other.pk).survivor == third
        with pytest.raises(CannotUndo) as refused:
            undo(first, author=editor)
        assert refused.value.changesets == [second]
        undo(second, author=editor)
        undo(first, author=editor)
        assert credited(other) == ["石福云"]

    def test_what_makes_no_sense_is_refused(self, people, editor):
        one, other = people
        for survivor, others in ((one.pk, []), (one.pk, [one.pk]), (999, [one.pk]), (one.pk, [999])):
            with pytest.raises(Refused):
                merge_contributors(survivor, others, author=editor)
        merge_contributors(one.pk, [other.pk], author=editor)
        with pytest.raises(Refused):
            merge_contributors(contributor_named("马小川").pk, [other.pk], author=editor)


class TestSuggestions:
    def test_the_likeliest_come_first_and_weightier_names_before(self, people):
        twin = Contributor.objects.create(name="马小川", distinction="摄影部")
        make_article("丙", bylines=["马晓川", "马晓川"])
        make_article("丁", bylines=["马晓川"])
        found = [(each.why, [str(person) for person in each.contributors]) for each in suggestions()]
        assert found == [
            (Why.SAME_NAME, ["马小川", "马小川（摄影部）"]),
            (Why.SAME_SOUND, ["马晓川", "马小川", "马小川（摄影部）"]),
        ]
        assert twin.distinction == "摄影部"

    def test_an_alias_that_is_somebodys_name(self, people):
        one, other = people
        ContributorAlias.objects.create(contributor=one, name="石福云")
        assert [(each.why, set(each.contributors)) for each in suggestions()] == [(Why.ALIAS, {one, other})]

    def test_those_merged_are_suggested_no_more(self, people, editor):
        make_article("丙", bylines=["马晓川"])
        merge_contributors(contributor_named("马小川").pk, [contributor_named("马晓川").pk], author=editor)
        assert suggestions() == []


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("⻢⼩川", "马小川"),
        ("王　　浩", "王浩"),
        ("古扎丽•阿布都热 西提", "古扎丽·阿布都热西提"),
        ("Ｚhang  San", "Zhang San"),
        ("石榴云", "石榴云"),
    ],
)
def test_a_new_contributor_is_shown_plainly_and_the_byline_as_printed(printed, shown):
    article = make_article(bylines=[printed])
    byline = article.bylines.get()
    assert (byline.contributor.name, byline.name) == (shown, printed)
    assert Snapshot.of(article).bylines[0] == BylineText(printed, "记者", "", f"记者 {printed}")
    assert contributor_named(shown) == byline.contributor
