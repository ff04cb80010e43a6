"""Every address of the admin, asked by everybody: strangers and outsiders see none, editors what their group may."""

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.urls import URLPattern, URLResolver, get_resolver

from tests.admin.test_everything import fill

pytestmark = pytest.mark.django_db

GROUPS = ["corrector", "reviewer", "chief editor"]
# Open to whoever may log in at all; nothing of the archive is on them.
FOR_ALL_STAFF = {"index", "password_change", "password_change_done", "logout", "jsi18n"}
FOR_EVERYBODY = {"login", "jsi18n"}
# What a group may open besides lists, records and their history: the add pages of these models.
ADDS = {"corrector": set(), "reviewer": set()} | {
    "chief editor": {"newspaper", "issue", "page", "section", "contributor"}
}

# What editors keep for themselves.
FOR_ADMINISTRATORS = {"savedqueue"}


def addresses() -> dict[str, str]:
    """Every named address of the admin, with the first row of each model where it wants one."""
    found = {}

    def walk(patterns, prefix):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and pattern.name and "^" not in route:
                found[pattern.name] = route

    walk([each for each in get_resolver().url_patterns if str(each.pattern) == "admin/"], "/")
    return {name: filled(name, route) for name, route in found.items()}


def filled(name: str, route: str) -> str:
    row = None
    for model in apps.get_models():
        if (
            name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
            or f"/{model._meta.model_name}/" in route
        ):
            row = model._default_manager.first()
    key = str(row.pk) if row else "1"
    for placeholder in ("<path:object_id>", "<id>", "<int:pk>", "<path:content_type_id>"):
        route = route.replace(placeholder, key)
    return route


@pytest.fixture
def everything():
    chief = User.objects.create_superuser("chief")
    fill(1)
    LogEntry.objects.create(user=chief, action_flag=CHANGE, object_repr="…")
    found = addresses()
    assert len(found) > 100
    return found


@pytest.fixture
def member(client):
    def log_in(group=None, is_staff=True):
        user = User.objects.create_user("somebody", is_staff=is_staff)
        if group:
            user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return log_in


def goes_to_the_login(answer):
    return answer.status_code == 302 and answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("who", ["a stranger", "an outsider"])
def test_who_is_no_editor_sees_nothing(client, member, everything, who):
    """An outsider has an account but is not on the staff."""
    if who == "an outsider":
        member(is_staff=False)
    rest = {name: address for name, address in everything.items() if name not in FOR_EVERYBODY | {"logout"}}
    for method in (client.get, client.post):
        seen = {
            name: method(address).status_code
            for name, address in rest.items()
            if not goes_to_the_login(method(address))
        }
        assert seen == {}


def allowed(group: str | None, name: str) -> bool:
    """Whether a member may open an address; of those that are not the stock admin's this says nothing."""
    if name in FOR_ALL_STAFF:
        return True
    if name.startswith("admin_logentry_"):
        return group == "chief editor" and name.rsplit("_", 1)[1] in {"changelist", "change", "history"}
    if not name.startswith("newsroom_") or group is None:
        return False
    model, what = name.removeprefix("newsroom_").rsplit("_", 1)
    if model in FOR_ADMINISTRATORS:
        return False
    return what in {"changelist", "change", "history"} or (what == "add" and model in ADDS[group])


@pytest.mark.parametrize("group", [None, *GROUPS])
def test_an_editor_opens_what_the_group_may(member, everything, group):
    client = member(group)
    stock = {"changelist", "change", "history", "add", "delete"}
    wrong = {}
    for name, address in everything.items():
        if name in {"login", "logout", "autocomplete", "view_on_site", "app_list"}:
            continue
        status = client.get(address).status_code
        opened = status in {200, 302}
        if name.rsplit("_", 1)[-1] in stock or name in FOR_ALL_STAFF or group is None:
            if opened != allowed(group, name):
                wrong[name] = status
        elif status >= 500:
            wrong[name] = status
    assert wrong == {}


def test_what_a_group_cannot_open_it_cannot_send(member, everything):
    """The corrector posts to every add, change and delete page; only articles are theirs to change."""
    client = member("corrector")
    before = {model: model._default_manager.count() for model in apps.get_app_config("newsroom").get_models()}
    for name, address in everything.items():
        if name.startswith(("newsroom_", "auth_")) and name.endswith(("_add", "_delete", "_change")):
            answer = client.post(address, {"post": "yes", "name": "改", "slug": "gai"})
            theirs = name in {"newsroom_article_change", "newsroom_proposal_change"}
            assert answer.status_code in {403, 405} or theirs, (name, answer.status_code)
    assert before == {model: model._default_manager.count() for model in before}
