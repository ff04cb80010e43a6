"""Marking what was found: escape first, then ``<mark>``."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def highlight(text: str, query_text: str) -> SafeString:
    """The whole text, escaped, with what ``query_text`` asks for in ``<mark>``."""
    words = [re.escape(word) for word in query_text.split()]
    if not words:
        return escape(text)
    pieces = re.split(f"({'|'.join(words)})", text, flags=re.IGNORECASE)
    marked = "".join(f"<mark>{escape(p)}</mark>" if at % 2 else escape(p) for at, p in enumerate(pieces))
    return mark_safe(marked)  # noqa: S308 - every piece was escaped above


def snippets(body: str, query_text: str) -> tuple[SafeString, ...]:
    """The paragraphs that hold what was asked for, or the opening of the text."""
    lines = [line for line in body.split("\n") if any(word in line for word in query_text.split())]
    return tuple(highlight(line[:120], query_text) for line in (lines or [body])[:2])
