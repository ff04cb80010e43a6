"""Pieces put together: the page as paragraphs and display lines in the order in which they are to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.parsing import bylines
from newsroom.parsing.bylines import Closing, Opening
from newsroom.parsing.fragments import Kind, Piece, is_display, opening_of
from newsroom.parsing.joins import Join
from newsroom.parsing.runs import Run, join

# A role word stands in the line; names alone come with less (see byline_lines).
SURE_OF_A_BYLINE = 0.75
# What goes along with a column that was printed too early.
OF_A_COLUMN = frozenset({Kind.BODY, Kind.DISPLAY, Kind.BYLINE, Kind.NOTE, Kind.DATELINE})
# A column of a broadsheet holds up to so many characters.
LONGEST_COLUMN = 900


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph, headline line, caption …, whole again. ``first`` is where its first piece stands among the
    pieces.
    """

    kind: Kind
    run: Run
    first: int
    after_gap: bool
    wrapped: bool
    is_verse: bool
    joins: tuple[Join, ...]
    opening: Opening | None
    closing: Closing | None

    @property
    def text(self) -> str:
        return self.run.text


def units_of(pieces: Sequence[Piece], joins: Sequence[Join]) -> list[Unit]:
    """The pieces as units, chains of joined pieces as one, a column printed too early set where it belongs."""
    following = {found.head: found for found in joins}
    tails = {found.tail for found in joins}
    units: list[Unit] = []
    for index in _reading_order(pieces, following):
        if index in tails:
            continue
        chain = [index]
        links: list[Join] = []
        while chain[-1] in following:
            links.append(following[chain[-1]])
            chain.append(links[-1].tail)
        units.append(_unit(pieces, chain, links))
    return units


def _unit(pieces: Sequence[Piece], chain: Sequence[int], links: Sequence[Join]) -> Unit:
    head = pieces[chain[0]]
    run = join(*(pieces[index].fragment.run for index in chain))
    kind = _kind_of_whole(run.text) if links else head.kind
    if (
        kind is Kind.BODY
        and links
        and all(pieces[index].kind is Kind.DISPLAY for index in chain)
        and is_display(run.text)
    ):
        kind = Kind.DISPLAY
    opening = opening_of(run.text) if kind is Kind.BODY else None
    closing = bylines.read_closing(run.text, last=False) if kind is Kind.BODY else None
    return Unit(
        kind,
        run,
        chain[0],
        head.fragment.after_gap,
        head.fragment.wrapped,
        head.is_verse,
        tuple(links),
        opening,
        closing,
    )


def _kind_of_whole(text: str) -> Kind:
    """What pieces are together: running text, or a long byline in brackets that the wrap had cut."""
    line = bylines.read_line(text) if text[:1] in "（(" else None
    if line is None or line.confidence < SURE_OF_A_BYLINE:
        return Kind.BODY
    return Kind.CREDIT if line.photo else Kind.BYLINE


def _reading_order(pieces: Sequence[Piece], following: dict[int, Join]) -> list[int]:
    """Indices of pieces as they are to be read. A tail printed before its head takes the rest of its column along."""
    order = list(range(len(pieces)))
    for found in sorted(following.values(), key=lambda found: found.head):
        if found.tail > found.head:
            continue
        article_start = _article_start(pieces, found.tail, found.head)
        moved = [index for index in range(found.tail, article_start) if pieces[index].kind in OF_A_COLUMN]
        if found.head not in order or any(index not in order for index in moved):
            continue
        rest = [index for index in order if index not in moved]
        at = rest.index(found.head) + 1
        order = rest[:at] + moved + rest[at:]
    return order


def _article_start(pieces: Sequence[Piece], tail: int, head: int) -> int:
    """Where, between a tail printed too early and its head, the article itself begins.

    The column that was printed too early is the article's last, so that it ends where the article is signed.
    """
    length = 0
    for index in range(tail, head + 1):
        piece = pieces[index]
        if index > tail and (piece.kind is Kind.JUMP_FROM or piece.opens_article):
            return _above_headline(pieces, index, tail)
        if index < head and _signs_off(piece):
            while index + 1 < head and _is_line_of_sign_off(pieces[index + 1]):
                index += 1
            return index + 1
        length += len(piece.text)
        if length > LONGEST_COLUMN:
            break
    for index in range(tail + 1, head):
        if pieces[index].kind is Kind.DISPLAY:
            return index
    return tail + 1


def _above_headline(pieces: Sequence[Piece], index: int, tail: int) -> int:
    """Where the display lines right above a piece begin."""
    while index - 1 > tail and pieces[index - 1].kind is Kind.DISPLAY:
        index -= 1
    return index


def _signs_off(piece: Piece) -> bool:
    """（本报记者某某）, （作者为…）, and text with such a bracket at its end."""
    if piece.kind is Kind.BODY:
        return bylines.read_closing(piece.text, last=False) is not None
    return _is_line_of_sign_off(piece)


def _is_line_of_sign_off(piece: Piece) -> bool:
    return piece.kind in (Kind.BYLINE, Kind.NOTE, Kind.DATELINE) and piece.text[0] in "（("
