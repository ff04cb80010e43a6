"""docs/faults.md is true: every row names a test that exists, and what is quoted as said is said somewhere."""

import ast
import re

from tests.program import ROOT

TABLE = ROOT / "docs" / "faults.md"
SOURCES = [ROOT / "manage.py", *sorted((ROOT / "newsroom").rglob("*.py"))]


def rows():
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells if len(row) == 6 and "::" in row[5]]


def names_in(file):
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_there_are_at_least_forty_rows_and_none_is_double():
    assert len(rows()) >= 40
    assert len({(phase, fault) for phase, fault, *_ in rows()}) == len(rows())


def test_every_row_names_a_test_that_exists():
    lacking = []
    for *_, named in rows():
        path, name = re.fullmatch(r"`(tests/[\w/]+\.py)::(\w+)(?:\[[^]]+\])?`", named).groups()
        if name not in names_in(ROOT / path):
            lacking.append(named)
    assert lacking == []


def test_what_is_quoted_is_said():
    """By the program's own source, or in the test's: messages of databases and systems stand there."""
    program = "\n".join(file.read_text("utf-8") for file in SOURCES)
    unsaid = []
    for _, _, said, _, _, named in rows():
        test = (ROOT / named.strip("`").split("::")[0]).read_text("utf-8").replace("\\.", ".")
        unsaid += [quoted for quoted in re.findall(r"“([^”]+)”", said) if quoted not in program and quoted not in test]
    assert unsaid == []


def test_every_row_says_what_mends_it():
    for phase, fault, said, state, mended, _ in rows():
        assert all(len(cell) > 3 for cell in (phase, fault, said, state, mended)), fault
