"""Putting paragraphs back together that a column or a page cut in two.

A piece that breaks off wants the piece that carries it on. Each candidate pair is described by cues (``seams``);
``weights.json`` says what each cue is worth, in natural logarithms of odds. Neighbours that surely belong together are
joined first, then the ends left over look through the page (``columns``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from newsroom.parsing import bylines, marks, rivals
from newsroom.parsing.arrays import Numbers
from newsroom.parsing.columns import far_seams, promising_pairs
from newsroom.parsing.fragments import OWN_PAGE, Kind, Piece, opening_of
from newsroom.parsing.seams import NO_START, PageText, Pair, Seams
from newsroom.parsing.weights import Weights, probability
from newsroom.parsing.wording import DASH_START, is_title

JOINABLE = frozenset({Kind.BODY, Kind.DISPLAY})
# How many pieces beyond the next one a paragraph may jump over: headlines and captions set into a column.
NEAR = 4
# Of a byline whose bracket one piece opens and a later one closes, every piece holds a part.
SURE = 0.99
# The longest byline of the samples, 41 names, takes 190 characters: a dozen lines of a narrow column.
LONGEST_BYLINE = 200
BYLINE_PIECES = 12
# Log odds added where a title or bracket that was left open is closed: two such halves on a page belong together.
CLOSES_TITLE = 8.0
# Log odds added where text breaks off and text stands right below, no blank line between.
SAME_BLOCK = 4.0
# Log odds added where the next piece starts as no paragraph does.
NEVER_STARTS = 1.5
# Log odds taken off where the tail has a dateline or byline at its head.
OPENS_ARTICLE = 6.0
# Log odds taken off where a line is a title of its own (遗失声明, 核心阅读), or the tail a subhead behind its dash.
TITLE_OF_ITS_OWN = 6.0
# A neighbour less sure than this (log odds) has to prove itself against the rest of the page. In wrapped columns full
# lines tell more, and less is enough.
SURE_NEIGHBOUR = 3.0
SURE_IN_COLUMN = 2.0
# A join is taken a little below even odds if no other piece claims either end nearly as well.
LEAST_ODDS = -1.0
CLEAR_LEAD = 1.0


@dataclass(frozen=True, slots=True)
class Join:
    """Piece ``tail`` carries on piece ``head``; ``confidence`` from 0 to 1."""

    head: int
    tail: int
    confidence: float


def find_joins(pieces: Sequence[Piece], weights: Weights) -> list[Join]:
    """The pieces that carry one another on, each piece at most once as head and once as tail."""
    page = PageText(pieces)
    followed, near = near_joins(pieces, page, weights)
    page.settle((join.head, join.tail) for join in followed.values())
    far = far_odds(page, far_pairs(page, followed), near, weights)
    for join in _best_pairs({**near, **far}, followed):
        followed[join.head] = join
    return [followed[head_at] for head_at in sorted(followed)]


def near_joins(pieces: Sequence[Piece], page: PageText, weights: Weights) -> tuple[dict[int, Join], dict[Pair, float]]:
    """The joins of neighbours that are sure, by head; and the log odds of every pair of neighbours."""
    followed = {join.head: join for join in _cut_bylines(pieces)}
    leads = {join.tail for join in followed.values()}
    pairs = [
        (head_at, tail_at)
        for head_at in range(len(pieces))
        if head_at not in followed
        for tail_at in near_candidates(pieces, head_at)
    ]
    near = seam_odds(Seams(page, pairs), "join", weights)
    best: dict[int, tuple[float, int]] = {}
    for (head_at, tail_at), odds in near.items():
        if tail_at not in leads:
            best[head_at] = max(best.get(head_at, (odds, tail_at)), (odds, tail_at))
    for head_at, (odds, tail_at) in best.items():
        least = SURE_IN_COLUMN if pieces[head_at].fragment.wrapped else SURE_NEIGHBOUR
        if odds > least and tail_at not in leads:
            followed[head_at] = Join(head_at, tail_at, probability(odds))
            leads.add(tail_at)
    return followed, near


def far_odds(page: PageText, pairs: Sequence[Pair], near: Mapping[Pair, float], weights: Weights) -> dict[Pair, float]:
    """The log odds of pieces anywhere on the page, weighed against their rivals."""
    return seam_odds(seams_again(page, pairs, near, weights), rivals.QUESTION, weights)


def seams_again(page: PageText, pairs: Sequence[Pair], near: Mapping[Pair, float], weights: Weights) -> Seams:
    """Pairs over a distance, with what a first look at all of them says of each."""
    seams = far_seams(page, pairs, near)
    first = seam_odds(seams, "far join", weights)
    seams.add(rivals.Contest({**near, **first}).cues(pairs))
    return seams


def seam_odds(seams: Seams, question: str, weights: Weights) -> dict[Pair, float]:
    """The log odds of each pair that the tail carries on the head: what was learned, and what is as good as certain."""
    if not seams.pairs:
        return {}
    odds = seams.scores(question, weights) + _plain_odds(seams)
    return dict(zip(seams.pairs, odds.tolist(), strict=True))


def _plain_odds(seams: Seams) -> Numbers:
    """Log odds for what is as good as certain wherever it occurs."""
    pieces, texts, found = seams.page.pieces, seams.page.texts, seams.together
    opens_article = seams.by_tail(lambda at: "tail opens an article" in seams.of_tail[at] or _is_correction(texts[at]))
    is_line = seams.by_head(lambda at: pieces[at].kind is Kind.DISPLAY)
    is_titled = seams.by_head(lambda at: is_title(texts[at])) | seams.by_tail(lambda at: _is_subhead(pieces[at]))
    breaks_off = seams.by_head(lambda at: _is_cut_text(pieces[at]) and texts[at][-1] not in "：:")
    is_text = seams.by_tail(lambda at: pieces[at].kind is Kind.BODY)
    never_starts = seams.by_tail(lambda at: NO_START.match(texts[at]) is not None)
    return (
        CLOSES_TITLE * (found["closes what was open"] > 1.0)
        + np.select(
            [opens_article, is_line & is_titled, (found["next, no gap"] > 0) & breaks_off & is_text],
            [-OPENS_ARTICLE, -TITLE_OF_ITS_OWN, SAME_BLOCK],
        )
        + NEVER_STARTS * ((found["next, gap"] > 0) & never_starts)
    )


def _is_correction(text: str) -> bool:
    return OWN_PAGE.match(text) is not None


def _is_cut_text(piece: Piece) -> bool:
    return piece.kind is Kind.BODY and not piece.complete


def _is_subhead(piece: Piece) -> bool:
    return piece.kind is Kind.DISPLAY and piece.text.startswith(DASH_START)


def far_pairs(page: PageText, followed: Mapping[int, Join]) -> list[Pair]:
    """Ends that no sure neighbour carries on, each with the pieces that might."""
    leads = {join.tail for join in followed.values()}
    numbers = range(len(page.pieces))
    return promising_pairs(
        page, [at for at in numbers if at not in followed], [at for at in numbers if at not in leads]
    )


def _best_pairs(odds_of: Mapping[Pair, float], followed: Mapping[int, Join]) -> list[Join]:
    """The likeliest pairs of the ends left over, one a head and one a tail; an unlikely one only without a rival."""
    leads = {join.tail for join in followed.values()}
    scored = sorted(
        (-odds, head_at, tail_at)
        for (head_at, tail_at), odds in odds_of.items()
        if odds > LEAST_ODDS - CLEAR_LEAD and head_at not in followed and tail_at not in leads
    )
    taken: dict[int, Join] = {}
    tails: set[int] = set()
    for cost, head_at, tail_at in scored:
        if -cost <= LEAST_ODDS:
            break
        if head_at in taken or tail_at in tails:
            continue
        contested = [
            -other
            for other, rival_head, rival_tail in scored
            if (rival_head == head_at) != (rival_tail == tail_at)
            and rival_head not in taken
            and rival_tail not in tails
        ]
        join = Join(head_at, tail_at, probability(max(-cost, 0.0)))
        is_clear = -cost > 0 or -cost - max(contested, default=-cost - CLEAR_LEAD) >= CLEAR_LEAD
        if is_clear and not _makes_ring({**followed, **taken}, join):
            taken[head_at] = join
            tails.add(tail_at)
    return list(taken.values())


def _cut_bylines(pieces: Sequence[Piece]) -> list[Join]:
    """Bylines that columns or blank lines cut: a bracket that a later piece closes, a dateline apart from its text."""
    found: list[Join] = []
    for head_at, head in enumerate(pieces):
        if head.kind not in JOINABLE:
            continue
        if _is_lone_opening(head.text) and _is_plain_text(pieces, head_at + 1):
            found.append(Join(head_at, head_at + 1, SURE))
            continue
        if not _leaves_bracket_open(head.text[-LONGEST_BYLINE:]):
            continue
        for last in range(head_at + 1, min(len(pieces), head_at + 1 + BYLINE_PIECES)):
            if pieces[last].kind not in JOINABLE:
                break
            if bylines.spans_cut(head.text, "".join(piece.text for piece in pieces[head_at + 1 : last + 1])):
                found += [Join(at, at + 1, SURE) for at in range(head_at, last)]
                break
    return found


def _is_lone_opening(text: str) -> bool:
    """本报讯（记者 某某） and nothing behind it."""
    opening = opening_of(text)
    return opening is not None and opening.dateline is not None and opening.body_start >= len(text.rstrip())


def _leaves_bracket_open(text: str) -> bool:
    return ("（" in text or "(" in text) and "（" in marks.open_marks(text)


def _is_plain_text(pieces: Sequence[Piece], at: int) -> bool:
    return at < len(pieces) and pieces[at].kind is Kind.BODY and not pieces[at].opens_article


def near_candidates(pieces: Sequence[Piece], head_at: int) -> list[int]:
    """The next pieces of running text after one that may break off, up to the first that is surely no display line."""
    head = pieces[head_at]
    if head.kind not in JOINABLE or (head.complete and not may_continue(head, pieces, head_at)):
        return []
    found: list[int] = []
    for tail_at in range(head_at + 1, min(len(pieces), head_at + 2 + NEAR)):
        tail = pieces[tail_at]
        if tail.kind in JOINABLE and not tail.is_verse:
            found.append(tail_at)
            if tail.kind is Kind.BODY:
                break
    return found


def may_continue(head: Piece, pieces: Sequence[Piece], head_at: int) -> bool:
    """Whether a piece that ends in a full stop may yet carry on: a full column whose next piece is not indented."""
    if not head.fragment.fills_column or head_at + 1 >= len(pieces):
        return False
    shortfall = pieces[head_at + 1].fragment.shortfall
    return shortfall is not None and shortfall <= 0.75


def _makes_ring(followed: dict[int, Join], join: Join) -> bool:
    at = join.tail
    while at in followed:
        at = followed[at].tail
        if at == join.head:
            return True
    return at == join.head
