"""The API's documentation as a page of this site, made from the OpenAPI document that the API makes of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.urls import reverse

from newsroom.models import Article
from newsroom.reader.api import api
from newsroom.reader.pages import ReadersPage

JSON = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Type:
    """``words`` say what a value is; ``schema`` is the described object it holds, if any."""

    words: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an answer; ``example`` is one value of it."""

    name: str
    type: Type
    description: str
    required: bool
    example: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    words: str
    type: Type


@dataclass(frozen=True, slots=True)
class Operation:
    """``example`` is an address that answers, empty where the archive holds nothing to show."""

    name: str
    path: str
    description: str
    parameters: tuple[Field, ...]
    answers: tuple[Answer, ...]
    example: str


class ApiDocs(ReadersPage):
    """What may be asked, what is answered, and an example of each to open."""

    template_name = "newsroom/api_docs.html"

    def context(self) -> dict[str, Any]:
        document: JSON = api.get_openapi_schema()
        examples = _examples()
        return {
            "api": document["info"],
            "openapi_url": reverse("api:openapi-json"),
            "operations": [
                _operation(path, operations["get"], examples) for path, operations in document["paths"].items()
            ],
            "schemas": [
                (name, schema.get("description", ""), tuple(_fields(schema)))
                for name, schema in sorted(document["components"]["schemas"].items())
            ],
        }


def _examples() -> dict[str, str]:
    """Values for the parameters of a path, taken from the newest article."""
    article = Article.objects.visible().with_place().order_by("-pk").first()
    if article is None:
        return {}
    byline = article.bylines.first()
    issue = article.page.issue
    return {
        "/articles/{pk}": str(article.pk),
        **({"/contributors/{pk}": str(byline.contributor_id)} if byline else {}),
        "{newspaper}": issue.newspaper.slug,
        "{stamp}": issue.stamp,
        "{number}": "0",
    }


def _operation(path: str, described: JSON, examples: Mapping[str, str]) -> Operation:
    example = path
    for place, value in examples.items():
        example = example.replace(place, re.sub(r"\{\w+\}", value, place))
    return Operation(
        name=described["operationId"].rpartition("_")[2],
        path=path,
        description=described.get("description", "").replace("``", "'"),
        parameters=tuple(
            Field(
                one["name"],
                type_of(one["schema"]),
                one.get("description", one["schema"].get("description", "")),
                one["required"],
                _example(one["schema"]),
            )
            for one in described.get("parameters", ())
        ),
        answers=tuple(_answers(described["responses"])),
        example="" if "{" in example else example,
    )


def _answers(responses: Mapping[str, JSON]) -> Iterator[Answer]:
    for status, response in responses.items():
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        yield Answer(int(status), HTTPStatus(int(status)).phrase, type_of(schema))


def _fields(schema: JSON) -> Iterator[Field]:
    for name, described in schema.get("properties", {}).items():
        yield Field(
            name,
            type_of(described),
            described.get("description", ""),
            name in schema.get("required", ()),
            _example(described),
        )


def _example(schema: JSON) -> str:
    """One value, as it is written in an address; empty where the schema gives none."""
    example = next(iter(schema.get("examples", ())), None)
    if isinstance(example, list):
        example = example[0] if example else None
    return "" if example is None else str(example)


def type_of(schema: JSON) -> Type:
    """A JSON schema -> the kind of value in words: ``integer, from 1``, ``list of Byline``, ``date or null``."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Type(name, name)
    if "anyOf" in schema:
        types = [type_of(one) for one in schema["anyOf"]]
        return Type(" or ".join(one.words for one in types), next((one.schema for one in types if one.schema), ""))
    if schema.get("type") == "array":
        of = type_of(schema.get("items", {}))
        return Type(f"list of {of.words}", of.schema)
    if "enum" in schema:
        return Type(" | ".join(map(str, schema["enum"])))
    words = schema.get("format") or schema.get("type") or "any"
    if schema.get("minimum") is not None:
        words += f", from {schema['minimum']}"
    if schema.get("default"):
        words += f", otherwise {schema['default']}"
    return Type(str(words))
