"""What changed between two texts, character by character.

Levenshtein opcodes of rapidfuzz: exact, 4 ms for 5,000 characters, and in bounded memory (20 MB at 60,000 characters,
where opcodes without replacements take 450). Not ``difflib``, which reports many times too many changes in Chinese.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from newsroom.desk.snapshots import TEXT_PARTS, BylineText, PhotoText, Snapshot

# Comparing takes time in the product of the lengths: half a second at 60,000 characters each. Texts longer than that
# which do not agree are shown as taken out and put in whole.
LONGEST_COMPARED = 60_000


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(NamedTuple):
    kind: Kind
    text: str


class PartChange(NamedTuple):
    """One part of an article in two revisions: a text part, or ``bylines`` or ``photos`` written out a line each."""

    part: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return compare(self.before, self.after)


def compare(before: str, after: str) -> list[Piece]:
    """The way from one text to the other: but for the added pieces it reads ``before``, but for the removed ``after``.

    No piece is empty, and what was removed stands before what took its place.
    """
    if before != after and max(len(before), len(after)) > LONGEST_COMPARED:
        return list(_replaced(before, after))
    return _joined(
        piece
        for step in Levenshtein.opcodes(before, after)
        for piece in (
            [Piece(Kind.SAME, before[step.src_start : step.src_end])]
            if step.tag == "equal"
            else _replaced(before[step.src_start : step.src_end], after[step.dest_start : step.dest_end])
        )
    )


def differing_parts(before: Snapshot, after: Snapshot) -> list[PartChange]:
    """The parts that differ, in the order they stand in an article."""
    old, new = _written_out(before), _written_out(after)
    return [PartChange(part, old[part], new[part]) for part in old if old[part] != new[part]]


def _replaced(removed: str, added: str) -> Iterable[Piece]:
    if removed:
        yield Piece(Kind.REMOVED, removed)
    if added:
        yield Piece(Kind.ADDED, added)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbouring changes made one: all that was removed there, then all that was added."""
    joined: list[Piece] = []
    removed = added = ""
    for piece in pieces:
        if piece.kind is Kind.REMOVED:
            removed += piece.text
        elif piece.kind is Kind.ADDED:
            added += piece.text
        else:
            joined += [*_replaced(removed, added), piece]
            removed = added = ""
    return [*joined, *_replaced(removed, added)]


def _written_out(snapshot: Snapshot) -> dict[str, str]:
    return {
        **{part: getattr(snapshot, part) for part in TEXT_PARTS},
        "bylines": "\n".join(_byline_line(byline) for byline in snapshot.bylines),
        "photos": "\n".join(_photo_line(photo) for photo in snapshot.photos),
    }


def _byline_line(byline: BylineText) -> str:
    """``摄影 胡俊秀（记者站） #1 ← 胡俊秀 摄``: who, of where, which photo, and the words as printed."""
    affiliation = f"（{byline.affiliation}）" if byline.affiliation else ""
    photo = f" #{byline.photo}" if byline.photo is not None else ""
    printed = f" ← {byline.as_printed}" if byline.as_printed else ""
    return f"{byline.role} {byline.name}{affiliation}{photo}{printed}".strip()


def _photo_line(photo: PhotoText) -> str:
    credit = f"（{photo.credit}）" if photo.credit else ""
    return f"#{photo.position} {photo.caption}{credit}"
