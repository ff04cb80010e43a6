"""Templates escape all they are given, and hold no script or style of their own: the policy would stop those."""

import re

import pytest

from tests.program import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
FORBIDDEN = {
    "a filter or tag that turns escaping off": re.compile(
        r"\|\s*(?:safe|safeseq|force_escape)\b|{%\s*autoescape\s+off"
    ),
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "a script written out": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "something of another host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE),
}
# Where text is declared safe in the code, and why it is.
DECLARED_SAFE = {
    "reader/metadata.py",  # JSON for a data block, with < > & written as \\u escapes
    "reader/typesetting.py",  # what was escaped before, with <wbr> between its characters
    "search/highlight.py",  # every piece is escaped before marks are put around it
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [path.name for path in TEMPLATES if FORBIDDEN[what].search(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    list(
        zip(
            FORBIDDEN,
            [
                "{{ a|safe }}",
                '<p style="a">',
                "<p onclick='a'>",
                "<script>a",
                '<a href="javascript:">',
                '<img src="//x">',
            ],
            strict=True,
        )
    ),
)
def test_the_check_sees_one(what, text):
    assert FORBIDDEN[what].search(text)


def test_text_is_declared_safe_in_code_only_where_that_is_known():
    declared = re.compile(r"\bmark_safe\(|\bSafeString\(|\bSafeText\(|__html__")
    root = ROOT / "newsroom"
    found = {str(path.relative_to(root)) for path in root.rglob("*.py") if declared.search(path.read_text("utf-8"))}
    assert found == DECLARED_SAFE
