"""Changes between texts as HTML: escaped first, then marked with <del> and <ins>."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsroom.admin.labels import label
from newsroom.desk.differences import Kind, PartChange, Piece, differing_parts
from newsroom.desk.snapshots import TEXT_PARTS, Snapshot
from newsroom.models import Article

# How much unchanged text stands on either side of a change below the form.
CONTEXT_CHARS = 30

PART_NAMES = {
    **{part: label(Article, part) for part in TEXT_PARTS},
    "bylines": _("bylines"),
    "photos": _("photos"),
}


class ShownChange(NamedTuple):
    name: str
    html: SafeString


def shown_changes(before: Snapshot, after: Snapshot, *, context: int | None = None) -> list[ShownChange]:
    """Each part that differs, ready for a page. ``context``: how many unchanged characters to keep beside a change."""
    return [shown_change(change, context=context) for change in differing_parts(before, after)]


def shown_change(change: PartChange, *, context: int | None = None) -> ShownChange:
    return ShownChange(str(PART_NAMES[change.part]), marked(change.pieces, context=context))


def marked(pieces: list[Piece], *, context: int | None = None) -> SafeString:
    """One run of HTML. A line break that came or went shows as ↵, or nobody would see a joined column."""
    if context is not None:
        pieces = [_shortened(piece, context, index, len(pieces)) for index, piece in enumerate(pieces)]
    return format_html_join("", "{}", ((_element(piece),) for piece in pieces))


def _element(piece: Piece) -> SafeString:
    if piece.kind is Kind.SAME:
        return format_html("{}", piece.text)
    text = piece.text.replace("\n", "↵\n")
    return format_html("<del>{}</del>" if piece.kind is Kind.REMOVED else "<ins>{}</ins>", text)


def _shortened(piece: Piece, context: int, index: int, count: int) -> Piece:
    """An unchanged run cut down to what stands next to a change, on either side that has one."""
    head = context if index > 0 else 0
    tail = context if index < count - 1 else 0
    if piece.kind is not Kind.SAME or len(piece.text) <= head + tail + len("…"):
        return piece
    return Piece(Kind.SAME, piece.text[:head] + "…" + piece.text[len(piece.text) - tail :])


def sizes(changes: Iterable[PartChange]) -> tuple[int, int]:
    """How many characters were added and removed in all."""
    added = removed = 0
    for change in changes:
        for piece in change.pieces:
            added += len(piece.text) if piece.kind is Kind.ADDED else 0
            removed += len(piece.text) if piece.kind is Kind.REMOVED else 0
    return added, removed
