"""A request's id stands in its answer and in every line logged on its way."""

import json
import logging

import pytest

from newsroom.service.logs import JsonLines, WithRequestId

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    caplog.set_level("INFO", logger="newsroom.request")
    caplog.handler.setFormatter(JsonLines())
    caplog.handler.addFilter(WithRequestId())

    def read():
        return [json.loads(line) for line in caplog.text.splitlines()]

    return read


def test_a_request_is_one_line_with_its_id(client, lines):
    answer = client.get("/dates/", headers={"X-Request-ID": "proxy-0123456789"})
    assert answer["X-Request-ID"] == "proxy-0123456789"
    (line,) = [line for line in lines() if line["logger"] == "newsroom.request"]
    assert (line["message"], line["status"], line["request_id"]) == ("GET /dates/ 200", 200, "proxy-0123456789")
    assert line["milliseconds"] > 0 and line["level"] == "INFO" and line["time"].endswith("+00:00")


@pytest.mark.parametrize("forged", ["short", "a b c d e f g h", 'x" injected="1', "长" * 9, "a" * 65, ""])
def test_an_id_that_could_forge_a_line_is_replaced(client, forged):
    answer = client.get("/healthz", headers={"X-Request-ID": forged.encode("utf-8").decode("latin-1")})
    assert len(answer["X-Request-ID"]) == 16


def test_two_requests_have_two_ids_and_a_line_outside_has_none(client, lines):
    first, second = client.get("/healthz")["X-Request-ID"], client.get("/healthz")["X-Request-ID"]
    assert first != second
    logging.getLogger("newsroom.request").info("between")
    assert "request_id" not in next(line for line in lines() if line["message"] == "between")


def test_a_fault_is_logged_with_its_id_and_its_cause(client, lines, monkeypatch):
    monkeypatch.setattr("newsroom.reader.issues.Front.get", lambda *arguments: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    fault = next(line for line in lines() if "exception" in line)
    assert fault["request_id"] == answer["X-Request-ID"]
    assert "ZeroDivisionError" in fault["exception"]
