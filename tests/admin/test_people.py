"""Contributors in the desk: found by any spelling or by sound, compared, merged and parted again."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from newsroom.desk.contributors import merge_contributors
from newsroom.desk.revisions import contributor_named
from newsroom.models import Changeset, Contributor, ContributorAlias
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/contributor/"
SUGGESTIONS = f"{LIST}suggestions/"
AUTOCOMPLETE = "/admin/autocomplete/"


@pytest.fixture
def people():
    make_article("甲", bylines=["⻢⼩川", "古扎丽•阿布都热西提"])
    make_article("乙", bylines=["马晓川"])
    return contributor_named("马小川"), contributor_named("马晓川")


def suggested(client, term):
    asked = {"term": term, "app_label": "newsroom", "model_name": "byline", "field_name": "contributor"}
    return [found["text"] for found in client.get(AUTOCOMPLETE, asked).json()["results"]]


def ticked(page):
    """The groups that are suggested, each as the keys of its contributors."""
    forms = page.content.decode().split("<form method")
    found = (set(map(int, re.findall(r'name="who" value="(\d+)" checked', form))) for form in forms)
    return [keys for keys in found if keys]


@pytest.mark.filterwarnings("error::django.core.paginator.UnorderedObjectListWarning")
@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("马小", ["马小川"]),
        ("maxiao", ["马晓川", "马小川"]),
        ("ma xiao chuan", ["马晓川", "马小川"]),
        ("MAXIAOCHUAN", ["马晓川", "马小川"]),
        ("古扎丽·阿", ["古扎丽·阿布都热西提"]),
        ("小马", ["马小川"]),
        ("无人", []),
    ],
)
def test_completed_by_name_alias_and_pinyin(desk, people, term, found):
    ContributorAlias.objects.create(contributor=people[0], name="小马")
    assert sorted(suggested(desk, term)) == sorted(found)


def test_from_the_suggestion_to_one_and_back(desk, people):
    one, other = people
    page = desk.get(LIST + "suggestions/").content.decode()
    assert "the same pinyin" in page
    keys = re.findall(r'name="who" value="(\d+)" checked', page)
    assert set(keys) == {str(one.pk), str(other.pk)}
    side_by_side = desk.get(LIST + "merge/", {"who": keys}).content.decode()
    assert "马小川" in side_by_side and "记者" in side_by_side
    answer = desk.post(LIST + "merge/", {"who": keys, "survivor": one.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{LIST}{one.pk}/change/"
    assert "马晓川" not in {str(person) for person in desk.get(LIST).context["cl"].result_list}
    assert desk.get(f"{LIST}{other.pk}/change/")["Location"] == f"{LIST}{one.pk}/change/"
    assert suggested(desk, "马晓川") == ["马小川"]
    changeset = Changeset.objects.get()
    assert "马晓川 → 马小川" in desk.get(f"/admin/newsroom/changeset/{changeset.pk}/change/").content.decode()
    desk.post(f"/admin/newsroom/changeset/{changeset.pk}/undo/")
    assert Contributor.objects.standing().count() == 3


def test_who_was_told_apart_is_suggested_no_more_until_it_is_taken_back(desk, people):
    one, other = people
    namesake = Contributor.objects.create(name="马小川", distinction="摄影部")
    keys = [one.pk, other.pk, namesake.pk]
    assert ticked(desk.get(SUGGESTIONS)) == [{one.pk, namesake.pk}, set(keys)]
    page = desk.post(SUGGESTIONS, {"who": [one.pk, namesake.pk], "apart": ""}, follow=True)
    assert "Told apart: 马小川、马小川（摄影部）" in page.content.decode()
    assert ticked(page) == [set(keys)]  # of the third it is not known who it is
    desk.post(SUGGESTIONS, {"who": keys, "apart": ""})
    page = desk.get(SUGGESTIONS)
    assert ticked(page) == []
    assert "3 pairs told apart" in page.content.decode()
    # A name that is imported again, and one of a new person, change nothing for those told apart.
    make_article("丙", bylines=["马小川"])
    assert ticked(desk.get(SUGGESTIONS)) == []
    page = desk.post(SUGGESTIONS, {"who": [one.pk, other.pk], "again": ""}, follow=True)
    assert ticked(page) == [{one.pk, other.pk}]
    log = LogEntry.objects.filter(object_id=str(one.pk)).values_list("change_message", flat=True)
    assert [message.partition(":")[0] for message in reversed(log)] == ["Told apart"] * 2 + ["May be one again"]


def test_looking_side_by_side_leads_to_the_merge(desk, people):
    keys = [person.pk for person in people]
    answer = desk.post(SUGGESTIONS, {"who": keys, "merge": ""}, follow=True)
    assert {row["person"].pk for row in answer.context["people"]} == set(keys)


def test_the_chosen_of_the_list_are_compared(desk, people):
    keys = [person.pk for person in people]
    answer = desk.post(LIST, {"action": "merge_chosen", "_selected_action": keys}, follow=True)
    assert [row["person"].pk for row in answer.context["people"]] == keys


def test_what_makes_no_sense_is_said(desk, people):
    one, _ = people
    for sent in ({"who": [one.pk], "survivor": one.pk}, {"who": ["x"], "survivor": "y"}, {}):
        answer = desk.post(LIST + "merge/", sent).content.decode()
        assert "Choose two contributors at least" in answer
    assert not Changeset.objects.exists()


def test_pages_cost_the_same_however_many(desk, people, django_assert_max_num_queries):
    for part in range(2):
        who = list(Contributor.objects.values_list("pk", flat=True))
        with django_assert_max_num_queries(10):
            desk.get(LIST + "suggestions/")
        with django_assert_max_num_queries(5):
            desk.get(LIST + "merge/", {"who": who})
        for number in range(10):
            Contributor.objects.create(name="马小川", distinction=f"第{part}组{number}号")
            ContributorAlias.objects.create(contributor=people[0], name=f"马小川{part}{number}")


def test_readers_are_sent_on(client, people, chief):
    one, other = people
    merge_contributors(one.pk, [other.pk], author=chief)
    response = client.get(other.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, one.get_absolute_url())
    assert "马晓川" in client.get(one.get_absolute_url()).content.decode()
    assert "乙" in client.get(f"/feeds/contributors/{other.pk}/").content.decode()
    assert client.get(f"/api/v1/contributors/{other.pk}/").status_code == 301
    listed = client.get("/contributors/").content.decode()
    assert one.get_absolute_url() in listed and other.get_absolute_url() not in listed
