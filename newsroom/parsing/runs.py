"""Runs: stretches of the source put together, each knowing where its characters stand.

Everything the reader moves about is a run, so nothing can be lost or made up on the way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsroom.parsing.types import Printed, Span

LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of the source in reading order: ``text`` is exactly the characters of ``spans``, one after another."""

    text: str
    spans: tuple[Span, ...]

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def start(self) -> int:
        return self.spans[0].start if self.spans else 0

    def cut(self, start: int, end: int | None = None) -> Run:
        """The part from ``start`` up to ``end`` (offsets into ``text``), without white space at its ends."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end:
            return NO_RUN
        if end - start == len(self.text):
            return self
        if len(self.spans) == 1:
            first = self.spans[0].start
            return Run(self.text[start:end], (Span(first + start, first + end),))
        spans = []
        passed = 0
        for span in self.spans:
            length = span.end - span.start
            first, last = max(start - passed, 0), min(end - passed, length)
            if first < last:
                spans.append(Span(span.start + first, span.start + last))
            passed += length
            if passed >= end:
                break
        return Run(self.text[start:end], tuple(spans))

    def printed(self) -> Printed:
        """The run as a part of an article. Latin words that met at a line end get the space that the line end stood
        for.
        """
        if len(self.spans) < 2 or LATIN.search(self.text) is None:
            return Printed(self.text, self.spans)
        pieces: list[str] = []
        passed = 0
        for span in self.spans:
            piece = self.text[passed : passed + span.end - span.start]
            passed += len(piece)
            if pieces and _is_latin(pieces[-1][-1:]) and _is_latin(piece[:1]):
                pieces.append(" ")
            pieces.append(piece)
        return Printed("".join(pieces), self.spans)


NO_RUN = Run("", ())


def join(*runs: Run) -> Run:
    """The runs one after another as one; neighbouring spans that touch in the source become one."""
    filled = [run for run in runs if run]
    if len(filled) == 1:
        return filled[0]
    spans: list[Span] = []
    for run in filled:
        for span in run.spans:
            if spans and spans[-1].end == span.start:
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
    return Run("".join([run.text for run in filled]), tuple(spans))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
