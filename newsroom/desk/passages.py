"""The passages of an article that a reader can point at when reporting a misprint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from newsroom.desk.snapshots import Snapshot
from newsroom.desk.texts import texts_of
from newsroom.models import paragraphs_of

# Longer paragraphs are offered sentence by sentence: nobody looks for one character in a field of a thousand.
LONGEST_PASSAGE = 400
# How much of what stands before a selection is compared where the same words stand in several places.
BEFORE_CHARS = 20
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+")


class Passage(NamedTuple):
    """``text`` stands from character ``start`` of ``field`` (see newsroom.desk.texts)."""

    field: str
    start: int
    text: str


def passages_of(snapshot: Snapshot) -> list[Passage]:
    """Everything a reader sees of an article, a paragraph or a few sentences each, in the order it is read."""
    texts = texts_of(snapshot)
    found = [Passage(field, 0, texts[field]) for field in ("kicker", "headline", "subhead")]
    found += [Passage(field, 0, text) for field, text in texts.items() if field.startswith("byline ")]
    found.append(Passage("dateline", 0, texts["dateline"]))
    at = 0
    for line in snapshot.body.split("\n"):
        for paragraph in paragraphs_of(line):
            # The mark before a crosshead or a note is no part of what is read.
            found += _sentences(at + len(line) - len(paragraph.text), paragraph.text)
        at += len(line) + 1
    found += [Passage(field, 0, text) for field, text in texts.items() if field.startswith("photo ")]
    return [passage for passage in found if passage.text.strip()]


def _sentences(start: int, text: str) -> Iterator[Passage]:
    """A paragraph whole, or as runs of sentences of at most LONGEST_PASSAGE characters."""
    waiting = ""
    for sentence in _SENTENCE.findall(text):
        for at in range(0, len(sentence), LONGEST_PASSAGE):
            piece = sentence[at : at + LONGEST_PASSAGE]
            if waiting and len(waiting) + len(piece) > LONGEST_PASSAGE:
                yield Passage("body", start, waiting)
                start, waiting = start + len(waiting), ""
            waiting += piece
    if waiting:
        yield Passage("body", start, waiting)


def passage_at(snapshot: Snapshot, field: str, start: int, text: str) -> Passage | None:
    """That passage, None where it does not stand there."""
    stands = bool(text) and texts_of(snapshot).get(field, "").startswith(text, start)
    return Passage(field, start, text) if stands else None


def passage_like(snapshot: Snapshot, selected: str, before: str = "", part: str = "") -> Passage | None:
    """Where the words a reader selected stand: of several places one in that part (``body``, ``byline``, ``photo``…),
    and there the one that ``before`` stands before.

    Of a selection across paragraphs the first line counts. None where they stand nowhere.
    """
    lines = [line.strip() for line in selected.splitlines() if line.strip()]
    if not lines:
        return None
    sought = lines[0][:LONGEST_PASSAGE]
    best: tuple[tuple[bool, int], Passage] | None = None
    for whole in passages_of(snapshot):
        text = texts_of(snapshot)[whole.field]
        for found in re.finditer(re.escape(sought), whole.text):
            start = whole.start + found.start()
            shared = _shared_ending(text[max(0, start - BEFORE_CHARS) : start], before[-BEFORE_CHARS:])
            fits = (whole.field.startswith(part), shared)
            if best is None or fits > best[0]:
                best = fits, Passage(whole.field, start, sought)
    return best[1] if best else None


def _shared_ending(one: str, other: str) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
