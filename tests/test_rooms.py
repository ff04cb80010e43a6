"""Arrows between rooms point one way (DESIGN: parsing -> ingest -> …). This test walks the imports."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent / "newsroom"

# Which rooms a room may import. A room that is not named here stands on top and may import all, but nothing imports it.
ALLOWED = {
    "language": set(),
    "parsing": {"language"},
    "models": set(),
    "desk": {"models", "language"},
    "ingest": {"models", "parsing", "desk"},
    "search": {"models", "language"},
    "upkeep": {"models", "desk"},
    "service": {"models", "search"},
}
TOP = {"admin", "reader", "management"}


def imports_of(file: Path) -> set[str]:
    """Every newsroom module a file imports, relative imports resolved."""
    found = set()
    package = ("newsroom", *file.relative_to(PROJECT).parent.parts)
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith("newsroom.")}


def room_of(module: str) -> str:
    return module.split(".")[1]


def files_of(room: str) -> list[Path]:
    return sorted((PROJECT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_rooms_below_it(room):
    wrong = {
        f"{file.relative_to(PROJECT)} imports {module}"
        for file in files_of(room)
        for module in imports_of(file)
        if room_of(module) not in ALLOWED[room] | {room}
    }
    assert wrong == set()


@pytest.mark.parametrize("room", sorted(TOP))
def test_nothing_imports_what_stands_on_top(room):
    wrong = {
        f"{file.relative_to(PROJECT)} imports {module}"
        for other in {*ALLOWED, *TOP} - {room}
        for file in files_of(other)
        for module in imports_of(file)
        if room_of(module) == room
    }
    assert wrong == set()


def test_language_parsing_and_analysis_know_no_django():
    for file in [*files_of("language"), *files_of("parsing"), PROJECT / "search" / "analysis.py"]:
        names = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not names & {"django", "haystack", "whoosh", "sqlite3"}, file


def test_the_walk_sees_imports():
    assert "newsroom.models" in imports_of(PROJECT / "desk" / "revisions.py")
