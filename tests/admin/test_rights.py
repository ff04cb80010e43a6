"""Who may do what: every role against every action, asked of the server."""

import pytest
from django.contrib.auth.models import Group, User

from newsroom.desk.contributors import merge_contributors
from newsroom.desk.passages import Passage
from newsroom.desk.proposals import propose
from newsroom.desk.reimport import take_in
from newsroom.desk.revisions import contributor_named, correct
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.structure import split
from newsroom.desk.structure_places import move
from newsroom.desk.substitutions import substitute
from newsroom.models import (
    Article,
    Changeset,
    Contributor,
    Doubt,
    Proposal,
    Reimport,
    Review,
    Section,
    SourceText,
    UnplacedFragment,
)
from tests.admin.forms import form_address, opened, send
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/article/"
ROLES = ["corrector", "reviewer", "chief editor"]


@pytest.fixture
def member(client):
    """Logs in somebody of the group, or a staff member of none."""

    def log_in(role):
        user = User.objects.create_user(role, is_staff=True)
        if role in ROLES:
            user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def article():
    """Corrected by somebody else, and waiting for review."""
    article = make_article(body="甲。")
    author = User.objects.create_user("somebody")
    correct(article.pk, Snapshot(headline="题", body="乙。"), based_on=0, author=author)
    return article


def stored(article):
    return Article.objects.get(pk=article.pk)


def looks(client, article):
    return client.get(form_address(article)).status_code == 200


def corrects(client, article):
    fields = {**(opened(client, article) or {}), "text-body": "丙。"}
    send(client, article, fields)
    return stored(article).body == "丙。"


def restores(client, article):
    client.post(f"{LIST}{article.pk}/restore/", {"number": 0, "based_on": 1})
    return stored(article).revision_number == 2


def substitutes(client, article):
    place = f"{article.pk}/1/body/0"
    client.post(f"{LIST}substitute/", {"sought": "乙", "right": "丁", "place": [place]})
    return stored(article).body == "丁。"


def approves(client, article):
    send(client, article, opened(client, article) or {}, "_approve")
    return stored(article).text_state == "reviewed"


def withdraws_in_the_list(client, article):
    client.post(LIST, {"action": "withdraw_chosen", "_selected_action": [article.pk]})
    return not stored(article).visible


def withdraws_in_the_form(client, article):
    fields = opened(client, article) or {}
    fields.pop("place-visible", None)
    send(client, article, {**fields, "initial-place-visible": "True"})
    return not stored(article).visible


def edits_structure(client, article, edit, **fields):
    """Sends one edit of the structure page; whether a changeset of its kind came of it."""
    seen = f"{article.pk}.{stored(article).revision_number}"
    named = {f"{edit}-{name}": value for name, value in {"seen": seen, **fields}.items()}
    client.post(f"{LIST}{article.pk}/structure/", {"edit": edit, **named, "_apply": "1"})
    return Changeset.objects.filter(kind=edit).exists()


def other_on(article, page_number=1):
    other = make_article("邻", page_number=page_number, number=50 + page_number)
    return f"{other.pk}.0"


def splits(client, article):
    return edits_structure(client, article, "split", at=0, headline="新")


def joins(client, article):
    return edits_structure(client, article, "join", other=other_on(article), side="after")


def promotes_a_paragraph(client, article):
    return edits_structure(client, article, "part", source="0", target="subhead")


def exchanges_headlines(client, article):
    return edits_structure(client, article, "headline", other=other_on(article), parts=["headline"])


def moves(client, article):
    make_article("邻", page_number=2)
    return edits_structure(client, article, "move", page=2, date="2026-01-07", place="last")


def pairs_halves(client, article):
    return edits_structure(client, article, "pair", other=other_on(article, 2), way="on")


def puts_in_order(client, article):
    other = int(other_on(article).split(".")[0])
    sent = {"article": [article.pk, other], "order": ["2", "1"]}
    client.post(f"/admin/newsroom/page/{article.page_id}/structure/", sent)
    return Changeset.objects.filter(kind="order").exists()


def dismisses_a_fragment(client, article):
    source = SourceText.objects.create(data=b"x", encoding="utf-8")
    fragment = UnplacedFragment.objects.create(page=article.page, source=source, text="片", start=0, end=1)
    client.post(f"/admin/newsroom/page/{article.page_id}/structure/", {"dismiss": fragment.pk})
    return Changeset.objects.filter(kind="dismiss").exists()


def undoes(client, changeset):
    client.post(f"/admin/newsroom/changeset/{changeset.pk}/undo/")
    return Changeset.objects.filter(undoes=changeset).exists()


def undoes_a_split(client, article):
    author = User.objects.get(username="somebody")
    return undoes(client, split(article.pk, 0, based_on={article.pk: 1}, author=author, headline="新"))


def undoes_a_move(client, article):
    author = User.objects.get(username="somebody")
    page = make_page(number=2)
    return undoes(client, move(article.pk, page.pk, behind=None, based_on={article.pk: 1}, author=author))


def merges_contributors(client, article):
    one, other = (contributor_named(name) for name in ("石榴云", "石福云"))
    client.post("/admin/newsroom/contributor/merge/", {"who": [one.pk, other.pk], "survivor": one.pk})
    return Changeset.objects.filter(kind="contributors").exists()


def tells_contributors_apart(client, article):
    one, other = (contributor_named(name) for name in ("石榴云", "石福云"))
    client.post("/admin/newsroom/contributor/suggestions/", {"who": [one.pk, other.pk], "apart": ""})
    return Contributor.objects.get(pk=one.pk).told_apart == [other.pk]


def undoes_a_merge(client, article):
    one, other = (contributor_named(name) for name in ("石榴云", "石福云"))
    author = User.objects.get(username="somebody")
    return undoes(client, merge_contributors(one.pk, [other.pk], author=author))


def undoes_a_substitution(client, article):
    author = User.objects.get(username="somebody")
    done = substitute("乙", "丁", [f"{article.pk}/1/body/0"], author=author)
    return undoes(client, done.changeset)


def tells_halves_apart(client, article):
    Article.objects.filter(pk=article.pk).update(continues_on=2)
    other = other_on(article, 2)
    Article.objects.filter(pk=other.split(".")[0]).update(continued_from=1)
    edits_structure(client, article, "apart", other=other)
    return Changeset.objects.filter(kind="pair").exists()


def gives_a_half_up(client, article):
    Article.objects.filter(pk=article.pk).update(continues_on=2)
    edits_structure(client, article, "missing")
    return Changeset.objects.filter(kind="pair").exists()


def attaches_a_fragment(client, article):
    source = SourceText.objects.create(data=b"x", encoding="utf-8")
    fragment = UnplacedFragment.objects.create(page=article.page, source=source, text="片", start=0, end=1)
    seen = {"edit": "attach", "attach-seen": f"{article.pk}.1", "fragment": fragment.pk}
    client.post(f"{LIST}{article.pk}/structure/", {**seen, "attach-place": "before 0", "_apply": "1"})
    return Changeset.objects.filter(kind="attach").exists()


def publishes(client, article):
    Article.objects.filter(pk=article.pk).update(visible=False)
    client.post(LIST, {"action": "publish_chosen", "_selected_action": [article.pk]})
    return stored(article).visible


def accepts_a_section(client, article):
    section = Section.objects.create(name="影像", slug="yingxiang")
    Article.objects.filter(pk=article.pk).update(section=section, section_source="proposed")
    client.post(LIST, {"action": "accept_chosen_sections", "_selected_action": [article.pk]})
    return stored(article).section_source == "editor"


def settles_a_doubt(client, article):
    doubt = Doubt.objects.create(article=article, what="join", why="…", confidence=0.2)
    send(client, article, {**(opened(client, article) or {}), f"doubt-{doubt.pk}": "accepted"})
    return Doubt.objects.get(pk=doubt.pk).state == "accepted"


def finds_a_suspect_right(client, article):
    now = Snapshot.of(stored(article)).with_parts(body="2时5O分")
    correct(article.pk, now, based_on=1, author=User.objects.get(username="somebody"))
    send(client, article, {**(opened(client, article) or {}), "right": '["时5", "O", "分"]'})
    return stored(article).suspects == 0


def settles_a_later_dump(client, article):
    take_in(article.pk, Snapshot(headline="题", body="戊。"))
    send(client, article, {**(opened(client, article) or {}), "settle-done": "on"})
    return not Reimport.objects.open_conflicts().exists()


def decides_on_a_report(client, article, button):
    proposal = propose(article.revisions.get(number=1), Passage("body", 0, "乙"), "己")
    client.post(f"/admin/newsroom/proposal/{proposal.pk}/change/", {button: ""})
    return Proposal.objects.get(pk=proposal.pk).state != "open"


def accepts_a_report(client, article):
    return decides_on_a_report(client, article, "accept")


def refuses_a_report(client, article):
    return decides_on_a_report(client, article, "refuse")


def looks_at_everybodys_log(client, article):
    return client.get("/admin/admin/logentry/").status_code == 200


def looks_at_the_figures(client, article):
    return client.get(f"{LIST}figures/").status_code == 200


def makes_a_section(client, article):
    client.post("/admin/newsroom/section/add/", {"name": "影像", "slug": "yingxiang", "position": "1"})
    return Section.objects.filter(name="影像").exists()


def deletes(client, article):
    client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"})
    client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    return not Article.objects.filter(pk=article.pk).exists()


EVERYBODY, REVIEWERS, CHIEFS, NOBODY = set(ROLES), set(ROLES[1:]), {"chief editor"}, set()
WHO_MAY = {
    looks: EVERYBODY,
    corrects: EVERYBODY,
    restores: EVERYBODY,
    substitutes: EVERYBODY,
    undoes_a_substitution: EVERYBODY,
    settles_a_doubt: EVERYBODY,
    finds_a_suspect_right: EVERYBODY,
    settles_a_later_dump: EVERYBODY,
    accepts_a_section: EVERYBODY,
    accepts_a_report: EVERYBODY,
    refuses_a_report: EVERYBODY,
    looks_at_the_figures: EVERYBODY,
    approves: REVIEWERS,
    splits: EVERYBODY,
    joins: EVERYBODY,
    promotes_a_paragraph: EVERYBODY,
    attaches_a_fragment: EVERYBODY,
    dismisses_a_fragment: EVERYBODY,
    undoes_a_split: EVERYBODY,
    exchanges_headlines: REVIEWERS,
    moves: REVIEWERS,
    puts_in_order: REVIEWERS,
    pairs_halves: REVIEWERS,
    tells_halves_apart: REVIEWERS,
    gives_a_half_up: REVIEWERS,
    undoes_a_move: REVIEWERS,
    withdraws_in_the_list: CHIEFS,
    withdraws_in_the_form: CHIEFS,
    makes_a_section: CHIEFS,
    publishes: CHIEFS,
    looks_at_everybodys_log: CHIEFS,
    merges_contributors: CHIEFS,
    undoes_a_merge: CHIEFS,
    tells_contributors_apart: CHIEFS,
    deletes: NOBODY,
}


@pytest.mark.parametrize("role", [*ROLES, "of no group"])
@pytest.mark.parametrize("action", WHO_MAY, ids=lambda action: action.__name__)
def test_who_may_do_what(member, article, role, action):
    assert action(member(role), article) == (role in WHO_MAY[action])


def test_a_reviewer_does_not_approve_what_they_corrected(member, article):
    client = member("reviewer")
    send(client, article, {**opened(client, article), "text-body": "丙。"}, "_approve")
    assert (stored(article).body, stored(article).text_state) == ("丙。", "corrected")
    assert "Approve" not in client.get(form_address(article)).content.decode()
    send(client, article, opened(client, article), "_approve")
    assert stored(article).text_state == "corrected"
    assert not Review.objects.exists()


def test_a_text_changed_while_it_was_read_is_not_approved(member, article):
    client = member("reviewer")
    fields = opened(client, article)
    now = Snapshot.of(stored(article))
    correct(article.pk, now.with_parts(body="丁。"), based_on=1, author=User.objects.get(username="somebody"))
    send(client, article, fields, "_approve")
    assert stored(article).text_state == "corrected"


def test_articles_changed_since_review_are_found(desk, article):
    make_article("别的")
    send(desk, article, opened(desk, article), "_approve")
    assert list(desk.get(LIST + "?review=changed").context["cl"].result_list) == []
    send(desk, article, {**opened(desk, article), "text-body": "丙。"})
    assert list(desk.get(LIST + "?review=changed").context["cl"].result_list) == [article]
