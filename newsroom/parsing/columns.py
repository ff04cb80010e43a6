"""Columns out of order: what speaks for text that stands anywhere on the page carrying on a piece that breaks off.

Where an article's last column was read before its first, the piece that breaks off stands at the article's foot, and
the one that carries it on at its top: under the headline, or right after the article above.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from newsroom.parsing import marks
from newsroom.parsing.edges import line_ends
from newsroom.parsing.fragments import Kind, Piece, opening_of
from newsroom.parsing.seams import PageText, Pair, Seams

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


class _BestNeighbours:
    """How well neighbours would carry on each head, and be carried on by each tail, at best (log odds)."""

    def __init__(self, near: Mapping[Pair, float]) -> None:
        self.of_head: dict[int, float] = {}
        self.of_tail: dict[int, float] = {}
        for (head_at, tail_at), odds in near.items():
            self.of_head[head_at] = max(odds, self.of_head.get(head_at, NO_NEIGHBOUR))
            self.of_tail[tail_at] = max(odds, self.of_tail.get(tail_at, NO_NEIGHBOUR))


def promising_pairs(page: PageText, heads: Iterable[int], tails: Iterable[int]) -> list[Pair]:
    """The heads that break off, each with those of the tails that it is worth asking about."""
    broken = [head_at for head_at in heads if _breaks_off(page.pieces, head_at)]
    running = [tail_at for tail_at in tails if _may_carry_on(page.pieces[tail_at])] if broken else []
    firsts = [tail_at for tail_at in running if page.opens_column(tail_at)]
    return [
        (head_at, tail_at)
        for head_at in broken
        for tail_at in promising_tails(page, head_at, _within_reach(running, head_at), _within_reach(firsts, head_at))
    ]


def _within_reach(tails: Sequence[int], head_at: int) -> list[int]:
    """Those of some tails, in order, that a head may go on in."""
    within_reach = tails[bisect_left(tails, head_at - FAR) : bisect_right(tails, head_at + FAR)]
    return [tail_at for tail_at in within_reach if tail_at != head_at]


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


def promising_tails(page: PageText, head_at: int, tails: Sequence[int], firsts: Sequence[int]) -> list[int]:
    """Of the pieces that may carry one on, in order, the few that are worth asking about.

    ``firsts`` are those that open a column: the first piece of a column has the end of another text or none above it.
    """
    if len(tails) <= FITTING + NEAREST:
        return list(tails)
    gains = dict(zip(tails, page.gains((head_at, tail_at) for tail_at in tails), strict=True))
    fitting = sorted((tail_at for tail_at in tails if gains[tail_at] > 0), key=gains.__getitem__, reverse=True)
    here = bisect_left(firsts, head_at)
    nearest = sorted(firsts[max(0, here - NEAREST) : here + NEAREST], key=lambda tail_at: abs(tail_at - head_at))
    # The first piece of a story's last column, read too early, often has its headline above it.
    tops = [tail_at for tail_at in firsts if not tail_at or page.pieces[tail_at - 1].kind is not Kind.BODY]
    here = bisect_left(tops, head_at)
    above_first = [*reversed(tops[:here]), *tops[here:]]
    within = sorted(firsts, key=page.within.__getitem__, reverse=True)
    kinship = dict(zip(firsts, page.windows.kinship(head_at, firsts), strict=True)) if firsts else {}
    alike = sorted(firsts, key=kinship.__getitem__, reverse=True)
    closing = page.closing_title(head_at, tails)
    found = {*fitting[:FITTING], *nearest[:NEAREST], *above_first[:TOPS], *within[:WITHIN], *alike[:ALIKE], *closing}
    return sorted(found)


def far_seams(page: PageText, pairs: Sequence[Pair], near: Mapping[Pair, float]) -> Seams:
    """Pairs with the cues of joins over a distance: what the columns are about and what they stand between count too.

    ``near`` holds the log odds of joins of neighbours.
    """
    seams = Seams(page, pairs)
    if not pairs:
        return seams
    neighbours, left_over = _BestNeighbours(near), _left_over(seams)
    for head_at, found in seams.of_head.items():
        found.update(left_over | _head_cues(page, head_at))
        found["head's best neighbour"] = neighbours.of_head.get(head_at, NO_NEIGHBOUR)
    for tail_at, found in seams.of_tail.items():
        found.update(_tail_cues(page, tail_at))
        found["tail's best neighbour"] = neighbours.of_tail.get(tail_at, NO_NEIGHBOUR)
    seams.add(_likenesses(seams) | _between(seams) | {"word gain against the best other": _gains_against_others(seams)})
    return seams


def _left_over(seams: Seams) -> dict[str, float]:
    """How many pieces break off, and how many look as if they carried something on."""
    within = sum(seams.page.within[tail_at] > SURELY_WITHIN for tail_at in seams.of_tail)
    return {"heads left over": float(min(12, len(seams.of_head))), "tails left over": float(min(12, within))}


def _head_cues(page: PageText, head_at: int) -> dict[str, float]:
    found = _place_cues(page, "below the head", head_at + 1)
    if head_at + 1 < len(page.pieces) and opening_of(page.texts[head_at + 1]) is not None:
        found["an article opens below the head"] = 1.0
    return found


def _tail_cues(page: PageText, tail_at: int) -> dict[str, float]:
    found = _place_cues(page, "above the tail", tail_at - 1)
    found["tail starts within"] = page.within[tail_at]
    found["tail's length"] = min(400, len(page.texts[tail_at])) / 100
    if page.pieces[tail_at].complete:
        found["tail is complete"] = 1.0
    return found


def _place_cues(page: PageText, side: str, at: int) -> dict[str, float]:
    """What stands next to a piece where nothing that is cut does."""
    if not 0 <= at < len(page.pieces):
        return {f"nothing {side}": 1.0}
    piece = page.pieces[at]
    if piece.kind is not Kind.BODY:
        return {f"{piece.kind.value} {side}": 1.0}
    return {f"whole text {side}": 1.0} if piece.complete else {}


def _between(seams: Seams) -> dict[str, ArrayLike]:
    """How much stands between the two pieces of each pair."""
    pieces = seams.page.pieces
    opens = np.array([piece.opens_article for piece in pieces])
    heads = np.array([piece.kind is Kind.DISPLAY for piece in pieces])
    heads[1:] &= ~heads[:-1]
    openings, runs = np.concatenate(([0], opens.cumsum())), np.concatenate(([0], heads.cumsum()))
    low, high = np.minimum(seams.heads, seams.tails) + 1, np.maximum(seams.heads, seams.tails)
    return {
        "pieces between": np.minimum(60, high - low + 1),
        "openings between": np.minimum(6, openings[high] - openings[low]),
        "display runs between": np.minimum(6, runs[high] - runs[low]),
    }


def _gains_against_others(seams: Seams) -> list[float]:
    """How much more the words at each seam gain than those at the best other seam of the same head."""
    gains = seams.together["word gain"].tolist()
    gains_of: dict[int, list[float]] = {}
    for (head_at, _), gain in zip(seams.pairs, gains, strict=True):
        gains_of.setdefault(head_at, []).append(gain)
    best = {head_at: sorted(found)[-2:] for head_at, found in gains_of.items()}
    return [
        gain - (best[head_at][0] if gain == best[head_at][-1] else best[head_at][-1])
        for (head_at, _), gain in zip(seams.pairs, gains, strict=True)
    ]


def _likenesses(seams: Seams) -> dict[str, ArrayLike]:
    """How alike the pieces of each pair are, the columns they end and open, and the column of the head and the line
    above the tail.
    """
    pieces, windows, heads, tails = seams.page.pieces, seams.page.windows, seams.heads, seams.tails
    column = windows.of(seams.by_head(lambda at: _top_of_column(pieces, at)), heads + 1)
    has_line = seams.by_tail(lambda at: at > 0 and pieces[at - 1].kind is Kind.DISPLAY)
    return {
        "texts alike": windows.likeness(windows.of_texts(heads), windows.of_texts(tails)),
        "columns alike": windows.likeness(
            column, windows.of(tails, seams.by_tail(lambda at: _foot_of_column(pieces, at)))
        ),
        "line above the tail is about the head": windows.likeness(column, windows.of(tails - has_line, tails)),
    }


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
