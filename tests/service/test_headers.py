"""What a browser is told with every answer."""

import pytest

from newsroom.service.headers import POLICY
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/search/?q=雪",
    "/nowhere/at/all/",
    "/admin/login/",
    "/api/v1/articles/",
    "/api/v1/docs/",
    "/feeds/",
    "/healthz",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_them(client, address):
    make_article()
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_policy_lets_nothing_inline_and_nothing_from_elsewhere():
    allowed = dict(each.split(" ", 1) for each in POLICY.split("; "))
    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == "'none'"
    assert allowed["script-src"] == allowed["style-src"] == allowed["form-action"] == "'self'"
    assert "unsafe" not in POLICY and "http" not in POLICY and "*" not in POLICY


def test_a_fault_carries_them_too(client, monkeypatch):
    monkeypatch.setattr("newsroom.reader.issues.Front.get", lambda *arguments: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/")
    assert (answer.status_code, answer["Content-Security-Policy"]) == (500, POLICY)
    assert "<style" not in answer.content.decode()
