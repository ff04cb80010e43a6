"""What changed between two texts or two revisions, piece by piece."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from newsroom.desk.edits import edits
from newsroom.desk.snapshots import TEXT_PARTS, BylineText, PhotoText, Snapshot


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
    pieces: list[Piece] = []
    at = 0
    for edit in edits(before, after):
        pieces.append(Piece(Kind.SAME, before[at : edit.start]))
        pieces.append(Piece(Kind.REMOVED, before[edit.start : edit.end]))
        pieces.append(Piece(Kind.ADDED, after[edit.new_start : edit.new_end]))
        at = edit.end
    pieces.append(Piece(Kind.SAME, before[at:]))
    return [piece for piece in pieces if piece.text]


def differing_parts(before: Snapshot, after: Snapshot) -> list[PartChange]:
    """The parts that differ, in the order they stand in an article."""
    old, new = _written_out(before), _written_out(after)
    return [PartChange(part, old[part], new[part]) for part in old if old[part] != new[part]]


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
