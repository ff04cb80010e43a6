"""The pieces an article's text is made of, as a dump reads them and as editors left them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from newsroom.desk.likeness import SAME_PIECE, held, likeness, pairs_of
from newsroom.desk.shares import HEADLINE_PARTS, place_in
from newsroom.desk.snapshots import Snapshot
from newsroom.models.body import body_text, paragraphs_of

# A half of a paragraph stands in the whole but for so many misread characters.
HALF_HELD = 0.6


class Origin(NamedTuple):
    """Where a piece stands in a dump: the number of the reading, and part and index as in a SourceSpan."""

    reading: int
    part: str
    at: int


class Piece(NamedTuple):
    """A headline part, a dateline or a paragraph without its mark. ``of`` numbers the article or reading it is of."""

    of: int
    part: str
    at: int
    kind: str
    text: str
    origins: tuple[Origin, ...] = ()


def pieces_of(of: int, text: Snapshot) -> Iterator[Piece]:
    for part in (*HEADLINE_PARTS, "dateline"):
        if printed := getattr(text, part):
            yield Piece(of, part, 0, "text", printed, (Origin(of, part, 0),))
    for index, paragraph in enumerate(paragraphs_of(text.body)):
        yield Piece(of, "body", index, paragraph.kind, paragraph.text, (Origin(of, "body", index),))


def words_of(text: Snapshot) -> str:
    """All that is matched of an article, as one text."""
    pieces = (piece.text for piece in pieces_of(0, text))
    return "".join((*pieces, *(photo.caption + photo.credit for photo in text.photos)))


def as_line(piece: Piece, partner: Piece | None) -> str:
    """The piece as a line of a body, of the kind that its partner there has."""
    kind = partner.kind if partner is not None and partner.part == "body" else piece.kind
    return body_text([(kind, " ".join(piece.text.splitlines()))])


def composed(known: Sequence[Piece], read: Sequence[Piece]) -> list[Piece]:
    """The pieces of a dump's readings, cut and joined where editors cut a paragraph in two or made one of two."""
    known_body, pieces = [piece for piece in known if piece.part == "body"], list(read)
    for whole in list(pieces):
        if whole.part == "body" and (halves := _halves(whole, known_body)):
            first, second = halves
            cut = place_in(whole.text, first.text + second.text, len(first.text))
            at = pieces.index(whole)
            parts = [whole._replace(text=whole.text[:cut]), whole._replace(text=whole.text[cut:], origins=())]
            pieces[at : at + 1] = [part for part in parts if part.text]
    for whole in known_body:
        if halves := _halves(whole, [piece for piece in pieces if piece.part == "body"]):
            first, second = halves
            joined = first._replace(text=first.text + second.text, origins=first.origins + second.origins)
            pieces[pieces.index(first)] = joined
            pieces.remove(second)
    return pieces


def _halves(whole: Piece, among: Sequence[Piece]) -> tuple[Piece, Piece] | None:
    """The two that the whole is made of; None where it is one of them itself."""
    pairs = pairs_of(whole.text)
    parts = [
        part for part in among if len(part.text) < len(whole.text) and held(pairs_of(part.text), pairs) >= HALF_HELD
    ]
    best = max((likeness(whole.text, part.text) for part in among), default=0.0)
    chosen = None
    for first, second in permutations(parts, 2):
        together = likeness(whole.text, first.text + second.text)
        if together >= SAME_PIECE and together > best:
            best, chosen = together, (first, second)
    return chosen
