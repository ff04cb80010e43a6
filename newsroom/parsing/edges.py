"""Characters at the edges of text: how much commoner each is there than anywhere inside, as ``learn.py`` counted it.

``edges.json`` holds one table a place, from a string of one or two characters to the natural logarithm of how much
commoner it is in that place than in the others it is told from:

- ``paragraph begins``, ``line ends``: characters that begin a paragraph, and that end a headline or crosshead, against
  all that stand inside text;
- ``story begins``: characters, one or two, that begin the first paragraph of a story, against those that begin others.

A string that a table lacks is as common in both, or too rare to tell: 0.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("edges.json")
Table = Mapping[str, float]


@cache
def tables() -> Mapping[str, Table]:
    """The tables by name."""
    found: dict[str, Table] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def paragraph_begins(text: str) -> float:
    """How much likelier a text is a paragraph's beginning than what comes after a cut, by its first character."""
    return _worth("paragraph begins", text[:1])[1]


def line_ends(text: str) -> float:
    """How much likelier a text is a whole headline or crosshead than one that a cut broke off, by its end."""
    return _worth("line ends", text[-1:])[1]


def story_begins(text: str) -> tuple[float, float]:
    """How much likelier a paragraph is the first of a story than a later one, by its first one and two characters."""
    return _worth("story begins", text[:2])


@lru_cache(maxsize=8192)
def _worth(table: str, edge: str) -> tuple[float, float]:
    """What a table says of the first character of an edge, and of all of it, each in its plain form."""
    worth, plain = tables()[table], unicodedata.normalize("NFKC", edge)
    return worth.get(plain[:1], 0.0), worth.get(plain, 0.0)
