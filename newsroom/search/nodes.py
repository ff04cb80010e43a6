"""A search as a tree, whoever wrote it: a reader's query, a Haystack filter, a narrow query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Everything:
    pass


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand side by side in a field; in a field of values or numbers, the whole value.

    ``quoted`` where who asked insisted on just these.
    """

    field: str
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """Documents that have one of these values, exactly as written."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Numbers, dates or values within these bounds; an absent bound is open, a named one belongs to it or not."""

    field: str
    low: str | int | float | None
    high: str | int | float | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Like:
    """Values that begin with, end with or contain a text."""

    field: str
    text: str
    at_start: bool = False
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node: TypeAlias = Everything | Run | OneOf | Between | Like | AllOf | AnyOf | Not


def runs_of(node: Node) -> list[Run]:
    """Every run that is asked for, in order; what is excluded is not."""
    if isinstance(node, Run):
        return [node]
    if isinstance(node, AllOf | AnyOf):
        return [run for part in node.parts for run in runs_of(part)]
    return []
