"""Putting paragraphs back together that a column or a page cut in two.

A piece that breaks off wants the piece that carries it on. Each candidate pair is described by cues (``seams``);
``weights.json`` says what each cue is worth, in natural logarithms of odds. Neighbours that surely belong together are
joined first, then the ends left over look through the page (``columns``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsroom.parsing import bylines, marks, rivals
from newsroom.parsing.columns import Pair, far_candidates, far_cues, promising_tails
from newsroom.parsing.fragments import OWN_PAGE, Kind, Piece, opening_of
from newsroom.parsing.seams import NO_START, PageText, cues
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
    pieces = page.settle((join.head, join.tail) for join in followed.values())
    pairs = far_pairs(pieces, followed, page)
    far = far_odds(pieces, pairs, page, near, weights)
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
    near = near_odds(pieces, pairs, page, weights)
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


def near_odds(pieces: Sequence[Piece], pairs: Sequence[Pair], page: PageText, weights: Weights) -> dict[Pair, float]:
    """For each pair of a head and one of the next pieces the log odds that this carries it on."""
    cases = [cues(pieces, head_at, tail_at, page) for head_at, tail_at in pairs]
    return _with_plain_odds(pieces, pairs, cases, weights.scores("join", cases))


def far_odds(
    pieces: Sequence[Piece], pairs: Sequence[Pair], page: PageText, near: Mapping[Pair, float], weights: Weights
) -> dict[Pair, float]:
    """The same of pieces anywhere on the page, weighed against their rivals."""
    cases = cues_again(pieces, pairs, page, near, weights)
    return _with_plain_odds(pieces, pairs, cases, weights.scores(rivals.QUESTION, cases))


def cues_again(
    pieces: Sequence[Piece], pairs: Sequence[Pair], page: PageText, near: Mapping[Pair, float], weights: Weights
) -> list[dict[str, float]]:
    """The cues of joins over a distance, with what a first look at all of them says of each."""
    cases = far_cues(pieces, pairs, page, near)
    first = _with_plain_odds(pieces, pairs, cases, weights.scores("far join", cases))
    contest = rivals.Contest({**near, **first})
    return [case | contest.cues(pair) for case, pair in zip(cases, pairs, strict=True)]


def _with_plain_odds(
    pieces: Sequence[Piece], pairs: Sequence[Pair], cases: Sequence[dict[str, float]], learned: Sequence[float]
) -> dict[Pair, float]:
    """The log odds of each pair: what was learned, and what is as good as certain."""
    return {
        (head_at, tail_at): odds + _plain_odds(pieces[head_at], pieces[tail_at], found)
        for (head_at, tail_at), found, odds in zip(pairs, cases, learned, strict=True)
    }


def _plain_odds(head: Piece, tail: Piece, found: dict[str, float]) -> float:
    """Log odds for what is as good as certain wherever it occurs."""
    odds = 0.0
    if found.get("closes what was open", 0.0) > 1.0:
        odds += CLOSES_TITLE
    if "tail opens an article" in found or OWN_PAGE.match(tail.text):
        odds -= OPENS_ARTICLE
    elif head.kind is Kind.DISPLAY and (is_title(head.text) or _is_subhead(tail)):
        odds -= TITLE_OF_ITS_OWN
    elif (
        "next, no gap" in found
        and head.kind is tail.kind is Kind.BODY
        and not head.complete
        and head.text[-1] not in "：:"
    ):
        odds += SAME_BLOCK
    if "next, gap" in found and NO_START.match(tail.text):
        odds += NEVER_STARTS
    return odds


def _is_subhead(piece: Piece) -> bool:
    return piece.kind is Kind.DISPLAY and piece.text.startswith(DASH_START)


def far_pairs(pieces: Sequence[Piece], followed: Mapping[int, Join], page: PageText) -> list[Pair]:
    """Ends that no sure neighbour carries on, each with the pieces that might."""
    leads = {join.tail for join in followed.values()}
    pairs: list[Pair] = []
    for head_at in range(len(pieces)):
        if head_at not in followed:
            tails = [tail_at for tail_at in far_candidates(pieces, head_at) if tail_at not in leads]
            pairs += [(head_at, tail_at) for tail_at in promising_tails(page, head_at, tails)]
    return pairs


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
        if head.kind in JOINABLE and _is_lone_opening(head.text) and _is_plain_text(pieces, head_at + 1):
            found.append(Join(head_at, head_at + 1, SURE))
            continue
        if head.kind not in JOINABLE or "（" not in marks.open_marks(head.text[-LONGEST_BYLINE:]):
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
