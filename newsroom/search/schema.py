"""What the fields of a Haystack index become in ours.

Four kinds. *Text* is found by any run of characters that stands in it. *Parts* names several text fields that are
searched as one, so that a run never crosses from one into another. *Values* are found and counted whole (facets).
*Numbers* (dates among them) are compared and sorted.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from haystack.fields import CharField
from whoosh import fields as whoosh_fields
from whoosh.formats import pack_uint

from newsroom.search.analysis import words
from newsroom.search.analyzer import ChineseAnalyzer
from newsroom.search.folding import fold

_EPOCH = dt.datetime(1970, 1, 1)
# Stands for "no value" in a column of numbers; no date and no page number is so small.
MISSING = -(2**62)


class Kind(StrEnum):
    TEXT = "text"
    PARTS = "parts"
    VALUES = "values"
    NUMBER = "number"
    STORED = "stored"


class PartsField(CharField):
    """A Haystack field that is other text fields searched together. Give it ``document=True``.

    Other engines index what the index's ``prepare_…`` gives for it; ours searches the parts where they are.
    """

    def __init__(self, *, parts: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.parts = parts


@dataclass(frozen=True, slots=True)
class FieldPlan:
    name: str
    kind: Kind
    boost: float = 1.0
    parts: tuple[str, ...] = ()
    facet: str = ""  # the field that holds the same values whole, where there is one


class IndexPlan:
    """The fields of one index by name, and which of them a search without a field name means."""

    def __init__(self, fields: Iterable[FieldPlan], content: str) -> None:
        self.fields: dict[str, FieldPlan] = {field.name: field for field in fields}
        self.content = content

    @classmethod
    def of(cls, search_fields: Mapping[str, Any]) -> IndexPlan:
        """What Haystack's ``UnifiedIndex.all_searchfields()`` gives -> the plan."""
        facets = {field.facet_for: name for name, field in search_fields.items() if getattr(field, "facet_for", None)}
        plans = [FieldPlan(DJANGO_CT, Kind.VALUES), FieldPlan(DJANGO_ID, Kind.VALUES), FieldPlan(ID, Kind.VALUES)]
        content = ""
        for name, field in search_fields.items():
            if field.document:
                content = name
            plans.append(
                FieldPlan(name, _kind_of(field), field.boost or 1.0, getattr(field, "parts", ()), facets.get(name, ""))
            )
        return cls(plans, content)

    def texts_of(self, name: str) -> list[FieldPlan]:
        """The text fields a search in this field looks through: itself, or its parts."""
        field = self.fields[name]
        if field.kind is Kind.PARTS:
            return [self.fields[part] for part in field.parts]
        return [field] if field.kind is Kind.TEXT else []

    def of_kind(self, kind: Kind) -> list[FieldPlan]:
        return [field for field in self.fields.values() if field.kind is kind]

    def whoosh_schema(self) -> whoosh_fields.Schema:
        schema = whoosh_fields.Schema()
        for field in self.fields.values():
            if field.name == ID:
                schema.add(field.name, whoosh_fields.ID(stored=True, unique=True))
            elif field.kind is Kind.TEXT:
                schema.add(field.name, ChineseText(field_boost=1.0))
            elif field.kind is not Kind.PARTS:
                schema.add(field.name, whoosh_fields.STORED())
        return schema

    def document(self, prepared: Mapping[str, Any]) -> dict[str, Any]:
        """What Haystack prepared of an object -> what is stored of it: plain values, empty ones left out."""
        stored: dict[str, Any] = {}
        for name, value in prepared.items():
            field = self.fields.get(name)
            if field is None or field.kind is Kind.PARTS or value is None or value == "":
                continue
            if field.kind is Kind.TEXT:
                stored[name] = "\n".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)
            elif isinstance(value, list | tuple | set | frozenset):
                stored[name] = [_plain(item) for item in value]
            else:
                stored[name] = _plain(value)
        return stored


class ChineseText(whoosh_fields.TEXT):
    """A Whoosh text field of Chinese words with their frequencies."""

    def __init__(self, field_boost: float = 1.0) -> None:
        super().__init__(analyzer=ChineseAnalyzer(), phrase=False, stored=True, field_boost=field_boost)

    def index(self, value: str, **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(word, frequency, weight, frequency packed) of each distinct word; the token objects are spared."""
        for word, count in Counter(words_of(value)).items():
            yield word.encode(), count, float(count), pack_uint(count)


def words_of(text: str) -> list[str]:
    """The words a text is indexed with, each as often as it stands there."""
    return words(fold(text))


def as_number(value: Any) -> int | float:
    """A date, a time or a number -> the number it is sorted and compared by. Raises ValueError on anything else.

    Days and times are microseconds since 1970; text is read as an ISO date or as a number.
    """
    if isinstance(value, str):
        value = _read_number(value)
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(dt.UTC).replace(tzinfo=None)
        return (value - _EPOCH) // dt.timedelta(microseconds=1)
    if isinstance(value, dt.date):
        return as_number(dt.datetime(value.year, value.month, value.day))
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, int | float):
        return value
    raise ValueError(f"{value!r} is no number and no date")


def _read_number(text: str) -> Any:
    text = text.strip()
    if text in {"true", "false"}:
        return text == "true"
    for read in (int, float, dt.datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no number and no date")


def as_value(value: Any) -> str:
    """A value as facets list it and filters name it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _kind_of(field: Any) -> Kind:
    if isinstance(field, PartsField):
        return Kind.PARTS
    facet = hasattr(field, "facet_for")
    if field.field_type in {"integer", "float", "boolean", "date", "datetime"} and not field.is_multivalued:
        return Kind.NUMBER
    if facet or field.is_multivalued:
        return Kind.VALUES
    return Kind.TEXT if field.indexed else Kind.STORED


def _plain(value: Any) -> Any:
    """Django's lazy and safe strings, decimals and the like -> what can be pickled and read anywhere."""
    if isinstance(value, bool | int | float | dt.date):
        return value
    return str(value)
