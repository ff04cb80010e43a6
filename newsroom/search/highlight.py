"""Marking what was found in a text: escape first, then mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape  # Django's does the same behind a wrapper for lazy texts, of which there are none here

from django.utils.safestring import SafeString

from newsroom.search.folding import fold, fold_with_offsets

# About two lines on a page of results.
SNIPPET_CHARS = 90
# Characters shown before the first mark of a snippet, so that it is read in its sentence.
LEAD_CHARS = 24


def needles_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts that were searched for -> what is looked for in a folded text, longest first."""
    return tuple(sorted({folded for text in texts if (folded := fold(text).strip("\n"))}, key=lambda n: (-len(n), n)))


def spans_of(text: str, needles: Sequence[str], folded: str | None = None) -> list[tuple[int, int]]:
    """Where in the text (unfolded) the needles (folded) stand: (start, end), in order, never overlapping.

    ``folded`` is the text's search copy, where it is at hand.
    """
    if not needles:
        return []
    pattern = "|".join(map(re.escape, needles))
    if folded is None:
        folded = fold(text)
    places = [found.span() for found in re.finditer(pattern, folded)]
    if len(folded) == len(text) and all(_is_copy(text[start:end], folded[start:end]) for start, end in places):
        return places  # character for character the same places, as nearly always
    folded, offsets = fold_with_offsets(text)
    spans: list[tuple[int, int]] = []
    for found in re.finditer(pattern, folded):
        # The end is where the last character found ends, not where the next begins: spaces between are not marked.
        start, end = offsets[found.start()], offsets[found.end() - 1] + 1
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _is_copy(text: str, folded: str) -> bool:
    return text == folded or fold(text) == folded


def marked(text: str, spans: Iterable[tuple[int, int]], before: str = "<mark>", after: str = "</mark>") -> SafeString:
    """The text, escaped, with the spans between ``before`` and ``after``."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [escape(text[at:start]), before, escape(text[start:end]), after]
        at = end
    pieces.append(escape(text[at:]))
    return SafeString("".join(pieces))


def mark_needles(text: str, needles: Sequence[str], before: str = "<mark>", after: str = "</mark>") -> SafeString:
    """The whole text, escaped, with the needles marked; a needle never runs over a line break."""
    if not needles:
        return SafeString(escape(text))
    lines = text.split("\n")
    return SafeString("\n".join(marked(line, spans_of(line, needles), before, after) for line in lines))


def best_snippets(
    lines: Sequence[str],
    needles: Sequence[str],
    count: int = 2,
    *,
    folded: Sequence[str] | None = None,
    before: str = "<mark>",
    after: str = "</mark>",
) -> tuple[SafeString, ...]:
    """The passages that show the most of what was searched for, in the order of the text.

    Passages that show a needle no other shows come first. Where nothing is found, the opening of the text.
    ``folded`` are the search copies of the lines, where they are at hand.
    """
    if folded is None:
        folded = fold("\n".join(lines)).split("\n")
    holding: list[tuple[int, int, frozenset[str]]] = []
    for at, line in enumerate(folded):
        held = frozenset(needle for needle in needles if needle in line)
        if held:
            holding.append((-len(held), at, held))
    holding.sort(key=lambda passage: passage[:2])
    chosen: list[int] = []
    shown: set[str] = set()
    for _, at, held in holding:
        if len(chosen) < count and (not chosen or held - shown):
            chosen.append(at)
            shown |= held
    chosen += [at for _, at, _ in holding if at not in chosen][: count - len(chosen)]
    if not chosen:
        opening = next((line for line in lines if line.strip()), "")
        return (_window(opening, [], before, after),) if opening else ()
    return tuple(_window(lines[at], spans_of(lines[at], needles, folded[at]), before, after) for at in sorted(chosen))


def _window(line: str, spans: list[tuple[int, int]], before: str, after: str) -> SafeString:
    """A piece of the line around its first span."""
    start = max(0, spans[0][0] - LEAD_CHARS) if spans and len(line) > SNIPPET_CHARS else 0
    start = max(0, min(start, len(line) - SNIPPET_CHARS))
    end = min(len(line), max(start + SNIPPET_CHARS, spans[0][1] if spans else 0))
    inner = [(first - start, min(last, end) - start) for first, last in spans if first < end]
    piece = marked(line[start:end], inner, before, after)
    return SafeString(("…" if start else "") + piece + ("…" if end < len(line) else ""))
