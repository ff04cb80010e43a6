"""Every regular expression of the program, and texts made to keep each of them busy."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import newsroom

ROOT = Path(newsroom.__file__).parent
CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
CHARACTERS = 20_000
# Looks at the rest of the text again from each character of it. On a third of the characters that needs a ninth of the
# time, on this machine as on any: who needs as long has no better excuse. One that looks at each character a few times
# needs a hundredth of it.
QUADRATIC = re.compile(r"\s+$")


class TooSlow(Exception):
    pass


ANCHORED = {"match", "fullmatch"}


class Use(NamedTuple):
    """A pattern, where it stands, and whether the program ever looks for it anywhere but at one place."""

    place: str
    pattern: re.Pattern[str]
    searched: bool


def every_pattern() -> list[Use]:
    """Compiled patterns that stand in modules and classes, and those written out where they are used."""
    uses: dict[str, Use] = {}

    def note(place: str, pattern: re.Pattern[str], searched: bool) -> None:
        known = uses.get(pattern.pattern)
        uses[pattern.pattern] = Use(place, pattern, searched or bool(known and known.searched))

    trees = {file: ast.parse(file.read_text("utf-8")) for file in sorted(ROOT.rglob("*.py"))}
    methods: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in CALLS:
                name = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
                methods.setdefault(name, set()).add(node.attr)
    for module in pkgutil.walk_packages(newsroom.__path__, "newsroom."):
        if ".migrations." not in module.name:
            for name, value in _values(importlib.import_module(module.name), module.name):
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    used = methods.get(name.rsplit(".", 1)[1], {"search"})
                    note(name, value, bool(used - ANCHORED))
    for file, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_re_call(node):
                written = getattr(node.args[0], "value", None)
                if isinstance(written, str) and written not in uses:
                    place = f"{file.relative_to(ROOT)}:{node.lineno}"
                    note(place, re.compile(written), node.func.attr not in ANCHORED)
    return list(uses.values())


def _values(holder: object, prefix: str) -> Iterator[tuple[str, object]]:
    for name, value in list(vars(holder).items()):
        for each in (
            value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else (value,)
        ):
            yield f"{prefix}.{name}", each
        if isinstance(value, type) and value.__module__.startswith("newsroom"):
            yield from ((f"{prefix}.{name}.{inner}", held) for inner, held in vars(value).items())


def _is_re_call(node: ast.Call) -> bool:
    called = node.func
    return (
        isinstance(called, ast.Attribute)
        and called.attr in CALLS
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
        and bool(node.args)
    )


def characters_of(pattern: re.Pattern[str]) -> list[str]:
    """Characters the pattern speaks of, one of each range and class: what a text that keeps it busy is made of."""
    found: dict[str, None] = {}

    def walk(parts: object) -> None:
        if isinstance(parts, tuple) and len(parts) == 2 and str(parts[0]) in {"LITERAL", "NOT_LITERAL"}:
            found[chr(parts[1])] = None
        elif isinstance(parts, tuple) and len(parts) == 2 and str(parts[0]) == "RANGE":
            found[chr(parts[1][0])] = None
        elif isinstance(parts, tuple) and len(parts) == 2 and str(parts[0]) == "CATEGORY":
            found.update(
                dict.fromkeys({"DIGIT": "7", "SPACE": " \n", "WORD": "雪a"}.get(str(parts[1]).split("_")[-1], ""))
            )
        elif isinstance(parts, tuple | list | re._parser.SubPattern):
            for part in parts:
                walk(part)

    walk(re._parser.parse(pattern.pattern, pattern.flags))
    return [*found, "雪", "a", " "]


def texts_for(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """One character over and over, and two in turn, each with an end that does not match."""
    characters = list(dict.fromkeys(characters_of(pattern)))[:24]
    pieces = [
        *characters,
        *(one + other for one, other in zip(characters, characters[1:] + characters[:1], strict=True)),
    ]
    for piece in pieces:
        yield piece * (length // len(piece)) + "\0"


@cache
def bound() -> float:
    """The processor seconds that a pattern is given."""
    begun = time.process_time()
    QUADRATIC.search(" " * (CHARACTERS // 3) + "\0")
    return time.process_time() - begun


def busy(use: Use, length: int = CHARACTERS) -> str:
    """What makes up a text that keeps the pattern busy for longer than its bound; empty where none does."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        for text in texts_for(use.pattern, length):
            signal.setitimer(signal.ITIMER_VIRTUAL, bound())
            try:
                use.pattern.fullmatch(text)
                use.pattern.match(text)
                if use.searched:
                    use.pattern.search(text)
            except TooSlow:
                return text[:4]
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return ""
