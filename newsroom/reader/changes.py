"""What an editor changed since the text was imported, as readers see it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from newsroom.desk.differences import Kind, Piece, differing_parts
from newsroom.desk.snapshots import Snapshot

# Unchanged text around a change: enough to find the place, not the whole article again.
CONTEXT_CHARS = 24
ELLIPSIS = " …… "


@dataclass(frozen=True, slots=True)
class Change:
    """One changed part of the text; pieces are same, removed or added."""

    label: str
    pieces: tuple[Piece, ...]


def changes_between(before: Snapshot, after: Snapshot) -> list[Change]:
    """Every part that differs, unchanged stretches cut to the words next to a change."""
    return [Change(_label(part.part), _in_short(part.pieces)) for part in differing_parts(before, after)]


def _label(part: str) -> str:
    return {
        "kicker": _("kicker"),
        "headline": _("headline"),
        "subhead": _("subhead"),
        "dateline": _("dateline"),
        "body": _("body"),
        "bylines": _("bylines"),
        "photos": _("photos"),
    }[part]


def _in_short(pieces: list[Piece]) -> tuple[Piece, ...]:
    last = len(pieces) - 1
    return tuple(
        Piece(Kind.SAME, _around(piece.text, opens=at == 0, closes=at == last)) if piece.kind is Kind.SAME else piece
        for at, piece in enumerate(pieces)
    )


def _around(text: str, *, opens: bool, closes: bool) -> str:
    """Unchanged text without its middle; without its beginning where nothing changed before it, and so at the end."""
    head = "" if opens else text[:CONTEXT_CHARS]
    tail = "" if closes else text[-CONTEXT_CHARS:]
    return text if len(text) <= len(head) + len(tail) + len(ELLIPSIS) else head + ELLIPSIS + tail
