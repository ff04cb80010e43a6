"""Columns out of order: what speaks for text that stands anywhere on the page carrying on a piece that breaks off.

Where an article's last column was read before its first, the piece that breaks off stands at the article's foot, and
the one that carries it on at its top: under the headline, or right after the article above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from newsroom.parsing import marks
from newsroom.parsing.edges import line_ends
from newsroom.parsing.fragments import Kind, Piece, opening_of
from newsroom.parsing.seams import PageText, cues

# Columns of one article stand within this many pieces of one another even where the order is upset.
FAR = 50
# Of all pieces within reach those are asked whose first words make a word with the last ones, the nearest, those that
# say most of the same, and those that look most like the rest of a sentence.
FITTING = 8
NEAREST = 2
TOPS = 4
ALIKE = 5
WITHIN = 4
# A piece that looks as much like the rest of a sentence wants a head.
SURELY_WITHIN = 1.0
# A shorter line of its own is no text that a column cut.
SHORTEST_TEXT = 9
# Pieces of a column that tell what it is about.
COLUMN = 3
# What a piece's best neighbour counts where it has none at all (log odds).
NO_NEIGHBOUR = -8.0

Pair = tuple[int, int]


class _BestNeighbours:
    """How well neighbours would carry on each head, and be carried on by each tail, at best (log odds)."""

    def __init__(self, near: Mapping[Pair, float]) -> None:
        self.of_head: dict[int, float] = {}
        self.of_tail: dict[int, float] = {}
        for (head_at, tail_at), odds in near.items():
            self.of_head[head_at] = max(odds, self.of_head.get(head_at, NO_NEIGHBOUR))
            self.of_tail[tail_at] = max(odds, self.of_tail.get(tail_at, NO_NEIGHBOUR))


def far_candidates(pieces: Sequence[Piece], head_at: int) -> list[int]:
    """Running text within reach of a piece that breaks off."""
    if not _breaks_off(pieces, head_at):
        return []
    reach = range(max(0, head_at - FAR), min(len(pieces), head_at + FAR + 1))
    return [tail_at for tail_at in reach if tail_at != head_at and _may_carry_on(pieces[tail_at])]


def _may_carry_on(piece: Piece) -> bool:
    """Whether a piece is running text. The last line of a paragraph, cut from the rest, may look like a headline."""
    if piece.kind is Kind.DISPLAY:
        return piece.complete or bool(marks.stray_closers(piece.text))
    return piece.kind is Kind.BODY and not piece.is_verse and not piece.opens_article


def _breaks_off(pieces: Sequence[Piece], head_at: int) -> bool:
    """Whether a piece ends in mid-sentence. A paragraph's first line, cut from the rest, may look like a crosshead."""
    head = pieces[head_at]
    if head.kind is not Kind.DISPLAY:
        return head.kind is Kind.BODY and not head.complete
    is_in_text = head_at > 0 and pieces[head_at - 1].kind is Kind.BODY
    has_comma = "，" in head.text or "," in head.text
    return is_in_text and len(head.text) >= SHORTEST_TEXT and (has_comma or line_ends(head.text) < 0)


def promising_tails(page: PageText, head_at: int, tails: Sequence[int]) -> list[int]:
    """Of the pieces that may carry one on the few that are worth asking about."""
    if len(tails) <= FITTING + NEAREST:
        return list(tails)
    gains = {tail_at: page.gain(head_at, tail_at) for tail_at in tails}
    fitting = [tail_at for tail_at in sorted(tails, key=lambda tail_at: -gains[tail_at]) if gains[tail_at] > 0]
    # The first piece of a column has the end of another text or none above it; that of a story's last column, read too
    # early, often its headline.
    firsts = [tail_at for tail_at in tails if page.opens_column(tail_at)]
    tops = [tail_at for tail_at in firsts if not tail_at or page.pieces[tail_at - 1].kind is not Kind.BODY]
    tops.sort(key=lambda tail_at: (tail_at > head_at, abs(tail_at - head_at)))
    nearest = sorted(firsts, key=lambda tail_at: abs(tail_at - head_at))
    within = sorted(firsts, key=lambda tail_at: -page.starts_within(tail_at))
    kinship = dict(zip(firsts, page.windows.kinship(head_at, firsts), strict=True)) if firsts else {}
    alike = sorted(firsts, key=lambda tail_at: -kinship[tail_at])
    closing = [tail_at for tail_at in tails if page.closes_title(head_at, tail_at)]
    found = {*fitting[:FITTING], *nearest[:NEAREST], *tops[:TOPS], *within[:WITHIN], *alike[:ALIKE], *closing}
    return sorted(found)


def far_cues(
    pieces: Sequence[Piece], pairs: Sequence[Pair], page: PageText, near: Mapping[Pair, float]
) -> list[dict[str, float]]:
    """Cues of joins over a distance: what the columns are about and what they stand between count too.

    ``near`` holds the log odds of joins of neighbours.
    """
    if not pairs:
        return []
    neighbours = _BestNeighbours(near)
    cases = [cues(pieces, head_at, tail_at, page) for head_at, tail_at in pairs]
    gain_of: dict[int, list[float]] = {}
    for (head_at, _), found in zip(pairs, cases, strict=True):
        gain_of.setdefault(head_at, []).append(found["word gain"])
    best_gain = {head_at: sorted(gains)[-2:] for head_at, gains in gain_of.items()}
    likenesses = _likenesses(pieces, pairs, page)
    heads_left = float(min(12, len(gain_of)))
    tails_left = float(min(12, sum(page.starts_within(at) > SURELY_WITHIN for at in {tail_at for _, tail_at in pairs})))
    opens = np.array([piece.opens_article for piece in pieces])
    heads = np.array([piece.kind is Kind.DISPLAY for piece in pieces])
    heads[1:] &= ~heads[:-1]
    openings, runs = np.concatenate(([0], opens.cumsum())), np.concatenate(([0], heads.cumsum()))
    for (head_at, tail_at), found, (pieces_alike, columns_alike, headed) in zip(pairs, cases, likenesses, strict=True):
        found["texts alike"] = pieces_alike
        found["columns alike"] = columns_alike
        found["line above the tail is about the head"] = headed
        _place_cues(found, pieces, head_at, tail_at)
        low, high = min(head_at, tail_at) + 1, max(head_at, tail_at)
        found["pieces between"] = float(min(60, high - low + 1))
        found["openings between"] = float(min(6, openings[high] - openings[low]))
        found["display runs between"] = float(min(6, runs[high] - runs[low]))
        found["heads left over"] = heads_left
        found["tails left over"] = tails_left
        found["tail starts within"] = page.starts_within(tail_at)
        found["head's best neighbour"] = neighbours.of_head.get(head_at, NO_NEIGHBOUR)
        found["tail's best neighbour"] = neighbours.of_tail.get(tail_at, NO_NEIGHBOUR)
        best = best_gain[head_at]
        found["word gain against the best other"] = found["word gain"] - (
            best[0] if found["word gain"] == best[-1] else best[-1]
        )
        found["tail's length"] = min(400, len(pieces[tail_at].text)) / 100
        if pieces[tail_at].complete:
            found["tail is complete"] = 1.0
    return cases


def _place_cues(found: dict[str, float], pieces: Sequence[Piece], head_at: int, tail_at: int) -> None:
    for side, index in (("below the head", head_at + 1), ("above the tail", tail_at - 1)):
        if not 0 <= index < len(pieces):
            found[f"nothing {side}"] = 1.0
        elif pieces[index].kind is not Kind.BODY:
            found[f"{pieces[index].kind.value} {side}"] = 1.0
        elif pieces[index].complete:
            found[f"whole text {side}"] = 1.0
    if head_at + 1 < len(pieces) and opening_of(pieces[head_at + 1].text) is not None:
        found["an article opens below the head"] = 1.0


def _likenesses(pieces: Sequence[Piece], pairs: Sequence[Pair], page: PageText) -> list[tuple[float, float, float]]:
    """For each pair how alike the pieces are, the columns they end and open, and the line above the tail and the
    column of the head.
    """
    windows = page.windows
    heads, tails = (np.array(side) for side in zip(*pairs, strict=True))
    tops = {head_at: _top_of_column(pieces, head_at) for head_at in dict.fromkeys(heads.tolist())}
    feet = {tail_at: _foot_of_column(pieces, tail_at) for tail_at in dict.fromkeys(tails.tolist())}
    column = windows.of(np.array([tops[head_at] for head_at in heads.tolist()]), heads + 1)
    has_line = [tail_at > 0 and pieces[tail_at - 1].kind is Kind.DISPLAY for tail_at in tails.tolist()]
    return list(
        zip(
            windows.likeness(windows.of(heads, heads + 1), windows.of(tails, tails + 1)),
            windows.likeness(column, windows.of(tails, np.array([feet[tail_at] for tail_at in tails.tolist()]))),
            windows.likeness(column, windows.of(tails - np.array(has_line), tails)),
            strict=True,
        )
    )


def _top_of_column(pieces: Sequence[Piece], head_at: int) -> int:
    first = head_at
    while first and head_at - first < COLUMN and pieces[first - 1].kind is Kind.BODY:
        first -= 1
    return first


def _foot_of_column(pieces: Sequence[Piece], tail_at: int) -> int:
    last = tail_at + 1
    while last < len(pieces) and last - tail_at < COLUMN and pieces[last].kind is Kind.BODY:
        if pieces[last].opens_article:
            break
        last += 1
    return last
