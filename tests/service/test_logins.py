"""Who guesses passwords is stopped, and nobody else is."""

import pytest
from django.contrib.auth.models import User
from django.test import RequestFactory

from newsroom.service.logins import client_address

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def editors():
    for name in ("one", "two"):
        User.objects.create_user(name, password="right-one", is_staff=True)


def log_in(client, name="one", password="wrong", **headers):
    return client.post(LOGIN, {"username": name, "password": password}, **headers)


def is_in(answer):
    return answer.status_code == 302


def test_five_failures_lock_that_account_out_from_there(client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert log_in(client).status_code == 200
    answer = log_in(client)
    assert answer.status_code == 429 and answer["Retry-After"] == "900"
    assert "15 分钟" in answer.content.decode()
    assert log_in(client, password="right-one").status_code == 429
    assert is_in(log_in(client, password="right-one", REMOTE_ADDR="192.0.2.7"))
    assert is_in(log_in(client, name="two", password="right-one"))


def test_it_ends_by_itself(client, settings):
    from axes.models import AccessAttempt

    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in(client)
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= settings.AXES_COOLOFF_TIME * 2
        attempt.save()
    assert is_in(log_in(client, password="right-one"))


def test_a_login_forgets_the_failures_before_it(client, settings):
    for _ in range(2):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            log_in(client)
        assert is_in(log_in(client, password="right-one"))
        client.logout()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),  # nobody in front: what a stranger says of himself is not believed
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),  # a stranger put the first in himself
        (2, "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (1, "", "0.0.0.0"),
        (1, "<script>", "0.0.0.0"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_the_one_our_own_proxy_saw(settings, proxies, forwarded, address):
    settings.NEWSROOM_PROXIES = proxies
    assert client_address(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})) == address


def test_forged_addresses_do_not_get_round_it(client, settings):
    settings.NEWSROOM_PROXIES = 1
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = log_in(client, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9")
    assert answer.status_code == 429


def test_a_login_gets_a_new_key_and_a_changed_password_ends_the_others(client, settings):
    from django.test import Client

    client.get("/admin/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    log_in(client, password="right-one")
    assert client.session.session_key != before
    other = Client()
    log_in(other, password="right-one")
    user = User.objects.get(username="one")
    user.set_password("a-new-one")
    user.save()
    assert is_in(other.get("/admin/"))


def test_a_login_lasts_a_working_day(client, settings):
    log_in(client, password="right-one")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 12 * 3600 and cookie["httponly"] and cookie["samesite"] == "Lax"
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE = True
    client.logout()
    log_in(client, password="right-one")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def test_a_form_too_large_is_refused(client, settings):
    answer = client.post(LOGIN, {"username": "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 400
