"""Whatever the page reader doubts can be said in the editors' language."""

import ast
from pathlib import Path

from newsroom.admin.doubts import ABOUT, REASONS

PARSING = Path(__file__).resolve().parents[2] / "newsroom" / "parsing"


def said_by(file):
    """Every literal that is given to a Doubt in a file, or returned by one of its functions that name a reason."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Doubt":
            found |= {
                part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
        if isinstance(node, ast.FunctionDef) and node.name.endswith("_reason"):
            found |= {
                part.value.value
                for part in ast.walk(node)
                if isinstance(part, ast.Return) and isinstance(part.value, ast.Constant)
            }
    return found


def test_every_doubt_of_the_reader_is_in_the_catalogue():
    said = set().union(*(said_by(file) for file in PARSING.rglob("*.py")))
    assert "may be two articles" in said
    assert said - {*ABOUT, *REASONS} == set()
