"""The API keeps what its own OpenAPI document promises, asked anything schemathesis can think of."""

from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from newsroom.models import Article, Contributor
from newsroom.wsgi import application
from tests.factories import index_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_connection():
    """Requests share the test's connection, as with Django's own client, instead of closing it."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def contract(issue, one_connection):
    """The document as served, over a small archive; every second number in an address is one that exists."""
    index_all()
    articles = list(Article.objects.values_list("pk", flat=True))
    people = list(Contributor.objects.values_list("pk", flat=True))
    contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    @contract.hook
    def map_path_parameters(context, path_parameters):
        if not path_parameters or not isinstance(path_parameters.get("pk", 1), int):
            return path_parameters
        known = {"newspaper": "xueling", "stamp": "2026-01-07", "number": 0}
        there = people if "contributors" in context.operation.path else articles
        if path_parameters.get("pk", 0) % 2:
            known["pk"] = there[path_parameters["pk"] % len(there)]
        elif "pk" in path_parameters or len(str(path_parameters.get("stamp", ""))) % 2:
            return path_parameters
        return {name: known.get(name, value) for name, value in path_parameters.items()}

    return contract


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_answers_are_as_the_document_says(contract, mode):
    asked: Counter[int] = Counter()
    for operation in (found.ok() for found in contract.get_all_operations()):
        if mode.is_negative and not [*operation.path_parameters, *operation.query]:
            continue  # there is nothing to ask wrongly

        @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            response = case.call()
            asked[response.status_code] += 1
            case.validate_response(response)

        ask()
    # It was not all said of refusals, and wrong questions were refused.
    assert asked[422 if mode.is_negative else 200] > 20


def test_the_check_sees_an_answer_the_document_does_not_promise(contract, monkeypatch):
    monkeypatch.setattr("newsroom.reader.api_rows.title_of", lambda article: None)
    operation = contract["/api/v1/articles/"]["GET"]
    with pytest.raises(FailureGroup, match="Server error"):
        operation.Case().call_and_validate()
