"""Putting paragraphs back together that a column or a page cut in two.

A piece that breaks off wants the piece that carries it on. Each candidate pair is described by cues;
``weights.json`` says what each cue is worth, in natural logarithms of odds. Neighbours are joined first, then the
ends left over look through the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from newsroom.parsing import bylines, marks, words
from newsroom.parsing.cohesion import Vocabulary
from newsroom.parsing.fragments import Kind, Piece, opening_of
from newsroom.parsing.weights import Weights, probability

JOINABLE = frozenset({Kind.BODY, Kind.DISPLAY})
# How many pieces beyond the next one a paragraph may jump over: headlines and captions set into a column.
NEAR = 4
# Columns of one article stand within this many pieces of one another even where the order is upset.
FAR = 30
# Of a byline whose bracket one piece opens and a later one closes, every piece holds a part.
SURE = 0.99
# The longest byline of the samples, 41 names, takes 190 characters: a dozen lines of a narrow column.
LONGEST_BYLINE = 200
BYLINE_PIECES = 12
# Log odds added where a title or bracket that was left open is closed: two such halves on a page belong together.
CLOSES_TITLE = 8.0
# Log odds added where text breaks off and text stands right below, no blank line between.
SAME_BLOCK = 4.0
# Log odds taken off where the tail has a dateline or byline at its head.
OPENS_ARTICLE = 6.0
# A far join is taken below even odds if no other piece claims either end nearly as well.
LEAST_FAR = -2.0
CLEAR_LEAD = 1.0
FUNCTION_END = re.compile(r"[的了在和与对将把为是等及以从到被让向于并由其之各个也都就]$")
FUNCTION_START = re.compile(r"^[的了着们等和与及]")
LIST_OPENING = re.compile(
    r"^(?:[一二三四五六七八九十]+[是、]|第[一二三四五六七八九十]|[（(][一二三四五六七八九十\d]+[）)]|[●■◆▲★①-⑳]|——)"
)


@dataclass(frozen=True, slots=True)
class Join:
    """Piece ``tail`` carries on piece ``head``; ``confidence`` from 0 to 1."""

    head: int
    tail: int
    confidence: float


class PageText:
    """What the page says elsewhere: every string of three or four characters that stands unbroken in some piece,
    and words.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.texts = [piece.text for piece in pieces]
        self.strings = frozenset(
            text[start : start + length]
            for text in self.texts
            for length in (3, 4)
            for start in range(len(text) - length + 1)
        )

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.texts)


def cues(pieces: Sequence[Piece], head_at: int, tail_at: int, page: PageText) -> dict[str, float]:
    """What speaks for and against ``tail_at`` carrying on ``head_at``. Cue values are 0, 1 or a small number."""
    head, tail = pieces[head_at], pieces[tail_at]
    left, right = head.text, tail.text
    found: dict[str, float] = {}
    distance = tail_at - head_at
    if distance == 1:
        found["next, no gap" if not tail.fragment.after_gap else "next, gap"] = 1.0
    elif distance > 1:
        found["after, passed over"] = min(distance - 1, 8) / 4
        found["after"] = 1.0
    else:
        found["before"] = 1.0
        found["before, distance"] = min(-distance, 40) / 20
    if head_at and not head.fragment.after_gap and pieces[head_at - 1].kind is Kind.BODY:
        found["head right under text"] = 1.0
    if tail_at and (pieces[tail_at - 1].kind is not Kind.BODY or pieces[tail_at - 1].complete):
        found["tail may open a column"] = 1.0
    _seam_cues(found, left, right, page.strings)
    _mark_cues(found, left, right)
    _shape_cues(found, head, tail)
    return found


def far_cues(pieces: Sequence[Piece], head_at: int, tail_at: int, page: PageText) -> dict[str, float]:
    """Cues of a join over a distance: what the pieces are about and what their columns stand between count too."""
    found = cues(pieces, head_at, tail_at, page)
    vocabulary = page.vocabulary
    found["texts alike"] = min(8.0, vocabulary.likeness(vocabulary.pairs[head_at], vocabulary.pairs[tail_at]))
    for side, index in (("below the head", head_at + 1), ("above the tail", tail_at - 1)):
        if not 0 <= index < len(pieces):
            found[f"nothing {side}"] = 1.0
        elif pieces[index].kind is not Kind.BODY:
            found[f"{pieces[index].kind.value} {side}"] = 1.0
        elif pieces[index].complete:
            found[f"whole text {side}"] = 1.0
    if head_at + 1 < len(pieces) and opening_of(pieces[head_at + 1].text) is not None:
        found["an article opens below the head"] = 1.0
    low, high = min(head_at, tail_at), max(head_at, tail_at)
    found["display lines between"] = float(min(6, sum(p.kind is Kind.DISPLAY for p in pieces[low + 1 : high])))
    found["pieces between"] = float(min(40, high - low))
    return found


def join_odds(
    pieces: Sequence[Piece], head_at: int, tail_at: int, page: PageText, weights: Weights, *, far: bool
) -> float:
    """Log odds that ``tail_at`` carries on ``head_at``."""
    found = (far_cues if far else cues)(pieces, head_at, tail_at, page)
    odds = weights.score("far join" if far else "join", found)
    if found.get("closes what was open", 0.0) > 1.0:
        odds += CLOSES_TITLE
    if "tail opens an article" in found:
        odds -= OPENS_ARTICLE
    if (
        "next, no gap" in found
        and pieces[head_at].kind is pieces[tail_at].kind is Kind.BODY
        and not pieces[head_at].complete
        and pieces[head_at].text[-1] not in "：:"
        and "tail opens an article" not in found
    ):
        odds += SAME_BLOCK
    return odds


def _seam_cues(found: dict[str, float], left: str, right: str, strings: frozenset[str]) -> None:
    gain = words.gain_of_joining(_han_end(left), _han_start(right))
    found["word gain"] = max(-6.0, min(gain, 12.0)) / 4
    if gain <= 0.01:
        found["no word across"] = 1.0
    seen = sum((left[-before:] + right[:after]) in strings for before, after in ((2, 1), (1, 2), (2, 2)))
    if seen:
        found["seam seen elsewhere"] = float(seen)
    if left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum():
        found["number or Latin across"] = 1.0
    elif left[-1:].isdigit():
        found["number breaks off"] = 1.0
    if FUNCTION_END.search(left):
        found["ends in a function word"] = 1.0
    if FUNCTION_START.match(right):
        found["starts with a function word"] = 1.0


def _mark_cues(found: dict[str, float], left: str, right: str) -> None:
    last = left[-1:]
    if last in "，、,":
        found["ends in a comma"] = 1.0
    elif last in "：；:;":
        found["ends in a colon"] = 1.0
    elif last in "—－-":
        found["ends in a dash"] = 1.0
    elif last in marks.OPENERS:
        found["ends in an opening mark"] = 1.0
    elif marks.ends_sentence(left):
        found["ends a sentence"] = 1.0
    if right[:1] in marks.NEVER_FIRST:
        found["starts with what never starts"] = 1.0
    wanted, strays = marks.open_marks(left[-400:]), marks.stray_closers(right)
    if strays and wanted and strays[0] == wanted[-1]:
        found["closes what was open"] = 2.0 if strays[0] in "《（" else 1.0
    elif strays:
        found["closes what was not open"] = 1.0
    elif wanted and not marks.open_marks(right):
        found["leaves it open"] = 2.0 if wanted[-1] in "《（" else 1.0
    if right[:1] in "“「":
        found["starts with a quotation"] = 1.0
    if LIST_OPENING.match(right):
        found["starts as a list item"] = 1.0


def _shape_cues(found: dict[str, float], head: Piece, tail: Piece) -> None:
    if len(head.text) < 13:
        found["head very short"] = 1.0
    elif len(head.text) < 26:
        found["head short"] = 1.0
    if "，" in head.text or "," in head.text:
        found["head has a comma"] = 1.0
    if head.kind is Kind.DISPLAY:
        found["head looks like a headline"] = 1.0
    if tail.kind is Kind.DISPLAY:
        found["tail looks like a headline"] = 1.0
    if opening_of(tail.text) is not None:
        found["tail opens an article"] = 1.0
    if not head.fragment.wrapped:
        return
    found["wrapped"] = 1.0
    found["head leaves room"] = max(-3.0, min(head.fragment.room, 12.0))
    found["head lines"] = float(min(head.fragment.lines, 4))
    if tail.fragment.shortfall is None:
        found["tail is one line"] = 1.0
    else:
        found["tail falls short"] = max(-3.0, min(tail.fragment.shortfall, 6.0))


def find_joins(pieces: Sequence[Piece], weights: Weights) -> list[Join]:
    """The pieces that carry one another on, each piece at most once as head and once as tail."""
    page = PageText(pieces)
    followed = {join.head: join for join in _cut_bylines(pieces)}
    leads = {join.tail for join in followed.values()}
    for head_at in range(len(pieces)):
        if head_at in followed:
            continue
        scored = [
            (join_odds(pieces, head_at, tail_at, page, weights, far=False), tail_at)
            for tail_at in near_candidates(pieces, head_at)
            if tail_at not in leads
        ]
        odds, tail_at = max(scored, default=(0.0, -1))
        if odds > 0:
            followed[head_at] = Join(head_at, tail_at, probability(odds))
            leads.add(tail_at)
    for join in _far_joins(pieces, followed, leads, page, weights):
        followed[join.head] = join
    return [followed[head_at] for head_at in sorted(followed)]


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
    return at < len(pieces) and pieces[at].kind is Kind.BODY and opening_of(pieces[at].text) is None


def _far_joins(
    pieces: Sequence[Piece], followed: dict[int, Join], leads: set[int], page: PageText, weights: Weights
) -> list[Join]:
    """Joins of ends that no neighbour carries on: the likeliest first, and only where no other piece rivals it."""
    scored = [
        (join_odds(pieces, head_at, tail_at, page, weights, far=True), head_at, tail_at)
        for head_at in range(len(pieces))
        if head_at not in followed
        for tail_at in far_candidates(pieces, head_at)
        if tail_at not in leads
    ]
    scored.sort(key=lambda candidate: (-candidate[0], candidate[1], candidate[2]))
    taken: dict[int, Join] = {}
    tails: set[int] = set()
    for odds, head_at, tail_at in scored:
        if odds <= LEAST_FAR:
            break
        if head_at in taken or tail_at in tails:
            continue
        rivals = [
            other
            for other, rival_head, rival_tail in scored
            if (rival_head == head_at) != (rival_tail == tail_at)
            and rival_head not in taken
            and rival_tail not in tails
        ]
        join = Join(head_at, tail_at, probability(max(odds, 0.0)))
        if (odds > 0 or odds - max(rivals, default=odds - CLEAR_LEAD) >= CLEAR_LEAD) and not _makes_ring(
            followed | taken, join
        ):
            taken[head_at] = join
            tails.add(tail_at)
    return list(taken.values())


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


def far_candidates(pieces: Sequence[Piece], head_at: int) -> list[int]:
    """Running text within reach of a long piece that breaks off: the columns of an article may be out of order."""
    head = pieces[head_at]
    if head.kind is not Kind.BODY or head.complete:
        return []
    reach = range(max(0, head_at - FAR), min(len(pieces), head_at + FAR + 1))
    return [
        tail_at
        for tail_at in reach
        if tail_at != head_at and pieces[tail_at].kind is Kind.BODY and not pieces[tail_at].is_verse
    ]


def _makes_ring(followed: dict[int, Join], join: Join) -> bool:
    at = join.tail
    while at in followed:
        at = followed[at].tail
        if at == join.head:
            return True
    return at == join.head


def _han_end(text: str) -> str:
    end = len(text)
    start = end
    while start and end - start < 4 and text[start - 1] > "㐀":
        start -= 1
    return text[start:]


def _han_start(text: str) -> str:
    end = 0
    while end < len(text) and end < 4 and text[end] > "㐀":
        end += 1
    return text[:end]
