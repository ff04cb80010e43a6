"""What is asked instead of a query that finds nothing: the same in words, or in spellings that do stand in print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Value
from django.db.models.functions import Replace
from haystack import connections as engines
from haystack.query import SQ, SearchQuerySet

from newsroom.models import Article, Contributor
from newsroom.search.analysis import plain_words
from newsroom.search.engine import NewsroomSearchBackend
from newsroom.search.filters import CURRENT, TEXT_FIELDS, text_runs
from newsroom.search.folding import fold
from newsroom.search.nodes import AllOf, AnyOf, Node, Run
from newsroom.search.spelling import Spelling

# Looking for near spellings takes some milliseconds a run; a query of more runs was not mistyped but pasted.
MAX_RESPELLED_RUNS = 6


def loosen(node: Node, joined: type[AllOf] | type[AnyOf]) -> Node:
    """The same query with each run that is not quoted taken apart into its words, signs left out (雪* is 雪)."""
    match node:
        case Run(field, text, quoted) if field in TEXT_FIELDS and not quoted:
            found = [Run(field, word) for word in dict.fromkeys(plain_words(fold(text)))]
            return joined(tuple(found)) if len(found) > 1 else (found[0] if found else node)
        case AllOf(parts):
            return joined(tuple(loosen(part, joined) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(loosen(part, joined) for part in parts))
        case _:
            return node


def near_spellings(node: Node) -> dict[Run, list[Spelling]]:
    """Each run of a query that no article holds -> spellings near it that some do hold, where there are any."""
    backend = engines["default"].get_backend()
    runs = text_runs(node)
    if not isinstance(backend, NewsroomSearchBackend) or len(runs) > MAX_RESPELLED_RUNS:
        return {}
    found = {}
    for run in runs:
        held = SearchQuerySet().models(Article).filter(SQ(**{f"{run.field}__exact": run.text}))
        if not run.quoted and not held.count() and (near := backend.spellings(run.text)):
            found[run] = near
    return found


# Pinyin as it is typed: han xuesong, Han Xue-song, xi'an.
_PINYIN = re.compile(r"[a-z][a-z '’-]{2,80}")


def names_by_sound(text: str, limit: int) -> list[str]:
    """Contributors whose names begin with this pinyin, however its syllables are joined; none for any other text."""
    typed = text.strip().casefold()
    if not _PINYIN.fullmatch(typed):
        return []
    joined = Contributor.objects.filter(merged_into=None).annotate(sound=Replace("sort_key", Value(" "), Value("")))
    named = joined.filter(sound__startswith=re.sub("[^a-z]", "", typed)).order_by("sound", "name")
    return list(named.values_list("name", flat=True).distinct()[:limit])


def respelled(node: Node, near: Mapping[Run, list[Spelling]]) -> Node:
    """The same query with each run that no article holds replaced by what looks like it and some do hold."""
    match node:
        case Run(field) if alike := next((spelling for spelling in near.get(node, ()) if spelling.by_shape), None):
            return Run(field, alike.text)
        case AllOf(parts):
            return AllOf(tuple(respelled(part, near) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(respelled(part, near) for part in parts))
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
