"""What is asked instead of a query that finds nothing: the same in words, or in spellings that do stand in print."""

from __future__ import annotations

from typing import Any

from haystack import connections as engines
from haystack.query import SQ, SearchQuerySet

from newsroom.models import Article
from newsroom.search.analysis import plain_words
from newsroom.search.engine import NewsroomSearchBackend
from newsroom.search.filters import CURRENT, TEXT_FIELDS
from newsroom.search.folding import fold
from newsroom.search.nodes import AllOf, AnyOf, Node, Run
from newsroom.search.spelling import Spelling


def loosen(node: Node, joined: type[AllOf] | type[AnyOf]) -> Node:
    """The same query with each run that is not quoted taken apart into its words."""
    match node:
        case Run(field, text, quoted) if field in TEXT_FIELDS and not quoted:
            found = list(dict.fromkeys(plain_words(fold(text))))
            return joined(tuple(Run(field, word) for word in found)) if len(found) > 1 else node
        case AllOf(parts):
            return joined(tuple(loosen(part, joined) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(loosen(part, joined) for part in parts))
        case _:
            return node


def near_spellings(run: Run) -> list[Spelling]:
    """Spellings near a run that no article holds; none where some do."""
    backend = engines["default"].get_backend()
    if not isinstance(backend, NewsroomSearchBackend):
        return []
    held = SearchQuerySet().models(Article).filter(SQ(**{f"{run.field}__exact": run.text}))
    return [] if held.count() else backend.spellings(run.text)


def respelled(node: Node) -> Node:
    """The same query with each run that no article holds replaced by what looks like it and some do hold."""
    match node:
        case Run(field, _, quoted) if field in TEXT_FIELDS and not quoted:
            alike = next((spelling for spelling in near_spellings(node) if spelling.by_shape), None)
            return Run(field, alike.text) if alike else node
        case AllOf(parts):
            return AllOf(tuple(map(respelled, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(respelled, parts)))
        case _:
            return node


def holds(node: Node, result: Any) -> bool:
    """Whether the text as it is now, without what was printed before a correction, satisfies the query."""
    match node:
        case Run(field, text) if field in TEXT_FIELDS:
            parts = ("headline", "credits", "body") if field == CURRENT else (field,)
            return any(fold(text) in fold(getattr(result, part, None) or "") for part in parts)
        case AllOf(parts):
            return all(holds(part, result) for part in parts)
        case AnyOf(parts):
            return any(holds(part, result) for part in parts)
        case _:
            return True
