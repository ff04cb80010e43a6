"""The body of an article as editors type it: one paragraph per line.

A line that starts with ``## `` is a crosshead (小标题), one that starts with ``> `` a note (编者按, 图片为资料图).
A running paragraph that happens to begin with such a mark, or with a backslash, carries a backslash in front of it, so
that ``paragraphs_of(body_text(x)) == x`` for any paragraphs.
"""

from collections.abc import Iterable
from typing import NamedTuple

MARKS = {"crosshead": "## ", "note": "> "}


class Paragraph(NamedTuple):
    """One paragraph: ``kind`` is ``text``, ``crosshead`` or ``note``; ``text`` holds no line break."""

    kind: str
    text: str


def body_text(paragraphs: Iterable[tuple[str, str]]) -> str:
    """Paragraphs as (kind, text) -> the body as stored. Raises KeyError for an unknown kind."""
    lines = []
    for kind, text in paragraphs:
        if kind != "text":
            lines.append(MARKS[kind] + text)
        elif text.startswith((*MARKS.values(), "\\")):
            lines.append("\\" + text)
        else:
            lines.append(text)
    return "\n".join(lines)


def paragraphs_of(body: str) -> list[Paragraph]:
    """The body as stored -> its paragraphs. Empty lines, which editors leave between paragraphs, are none."""
    return [_paragraph(line) for line in body.split("\n") if line.strip()]


def _paragraph(line: str) -> Paragraph:
    for kind, mark in MARKS.items():
        if line.startswith(mark):
            return Paragraph(kind, line.removeprefix(mark))
    return Paragraph("text", line.removeprefix("\\"))
