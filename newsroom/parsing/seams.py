"""What speaks for and against one piece of text carrying another on, from the two ends and the shapes of the pieces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from newsroom.language import words
from newsroom.parsing import edges, marks
from newsroom.parsing.arrays import Numbers, cases_of, within
from newsroom.parsing.cohesion import Vocabulary, pairs_of
from newsroom.parsing.folding import RADICALS
from newsroom.parsing.fragments import Kind, Piece, opening_of
from newsroom.parsing.grams import Grams
from newsroom.parsing.subjects import Windows
from newsroom.parsing.weights import Weights
from newsroom.parsing.wording import WIDE, build_of, word_cues

FUNCTION_END = re.compile(r"[的了在和与对将把为是等及以从到被让向于并由其之各个也都就]$")
FUNCTION_START = re.compile(r"^[的了着们等和与及]")
NO_START = re.compile("了(?![解结却])|[们么]")
LIST_OPENING = re.compile(
    r"^(?:[一二三四五六七八九十]+[是、]|第[一二三四五六七八九十]|[（(][一二三四五六七八九十\d]+[）)]|[●■◆▲★①-⑳]|——)"
)

# As many characters on either side may make a word together.
HAN_AT_SEAM = 4
# Words gained or lost at a seam count so much at most, in natural logarithms.
LEAST_GAIN = -6.0
MOST_GAIN = 12.0
# So many characters on either side of a seam are compared for what they say.
NEXT_TO_SEAM = 40
# What the items of a list end in.
ITEM_ENDS = frozenset("，,；;：:")
# A paragraph's first clause has some length: 步。两军高层交往密切 starts in mid-sentence.
FIRST_MARK = re.compile("[，、。；：！？,;:!?]")
FAR_MARK = 12
SHORT_CLAUSE = 3
# Cues that heads have whether they look like headlines or not.
SAID_OF_ALL = frozenset({"characters", "ends as lines do", "has a comma"})
# What these open is closed soon, in the same sentence.
CERTAIN_MARKS = frozenset("《（")

# A head and a tail, by number of piece.
Pair = tuple[int, int]


class PageText:
    """What the page says elsewhere, and what each of its pieces looks like as head and as tail of a seam."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = list(pieces)
        self.texts = [piece.text for piece in pieces]
        self.grams = Grams(self.texts)
        self._ends: dict[int, _Side] = {}
        self._starts: dict[int, _Side] = {}

    def settle(self, followed: Iterable[Pair]) -> None:
        """Take these pairs of head and tail for sure: what carries text on is text, however it looks."""
        for head_at, tail_at in followed:
            if self.pieces[head_at].kind is Kind.BODY and self.pieces[tail_at].kind is Kind.DISPLAY:
                self.pieces[tail_at] = replace(self.pieces[tail_at], kind=Kind.BODY)
                self._ends.pop(tail_at, None)

    @cached_property
    def broken(self) -> float:
        """The share of the page's running text that breaks off, by pieces: next to none where no column was cut."""
        texts = [piece for piece in self.pieces if piece.kind is Kind.BODY]
        return sum(not piece.complete for piece in texts) / max(1, len(texts))

    @cached_property
    def builds(self) -> Counter[str]:
        """How many display lines have the same marks in them: crossheads come in sets (某市：某事 … 某省：某事)."""
        return Counter(build_of(piece.text) for piece in self.pieces if piece.kind is Kind.DISPLAY)

    @cached_property
    def lengths(self) -> Counter[int]:
        """How many display lines have so many characters."""
        return Counter(len(piece.text) for piece in self.pieces if piece.kind is Kind.DISPLAY)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.texts)

    @cached_property
    def windows(self) -> Windows:
        """Stretches of pieces, to be compared."""
        return Windows(self.vocabulary)

    def gains(self, pairs: Iterable[Pair]) -> list[float]:
        """How much likelier the two pieces of each pair read as one than as two, from the words at the seam. Quickest
        where pairs of one head stand together.
        """
        found: list[float] = []
        for head_at, pairs_of_head in groupby(pairs, key=itemgetter(0)):
            starts = [self._han_starts[tail_at] for _, tail_at in pairs_of_head]
            found += words.gains_of_joining(self._han_ends[head_at], starts)
        return found

    @cached_property
    def _han_ends(self) -> list[str]:
        return [_han_end(text) for text in self.texts]

    @cached_property
    def _han_starts(self) -> list[str]:
        return [_han_start(text) for text in self.texts]

    @cached_property
    def last_characters(self) -> NDArray[np.str_]:
        """What each piece ends in; nothing beyond the first and the last piece."""
        return np.array([text[-1:] for text in self.texts] + [""])

    def opens_column(self, tail_at: int) -> bool:
        """Whether the piece above, if any, leaves nothing to be carried on."""
        above = self.pieces[tail_at - 1] if tail_at else None
        return above is None or above.kind is not Kind.BODY or above.complete

    @cached_property
    def within(self) -> list[float]:
        """How much each piece looks like the rest of a sentence."""
        return [starts_within(text) for text in self.texts]

    def closing_title(self, head_at: int, tails: Iterable[int]) -> list[int]:
        """Those of the tails that close a title or bracket which a piece leaves open."""
        wanted = self.end_of(head_at).mark
        if wanted not in CERTAIN_MARKS:
            return []
        return [tail_at for tail_at in tails if self.start_of(tail_at).mark == wanted]

    def end_of(self, head_at: int) -> _Side:
        """How a piece ends: what it leaves open, and the cues of that."""
        if head_at not in self._ends:
            self._ends[head_at] = _end_of(self, head_at)
        return self._ends[head_at]

    def start_of(self, tail_at: int) -> _Side:
        """How a piece starts: what it closes that it did not open, and the cues of that."""
        if tail_at not in self._starts:
            self._starts[tail_at] = _start_of(self, tail_at)
        return self._starts[tail_at]


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a seam: the mark next to it that wants a partner, if any, whether marks stay open, its cues."""

    mark: str
    leaves_open: bool
    cues: Mapping[str, float]
    # What the text next to the seam is about, in telling pairs.
    pairs: Set[str]


class Seams:
    """Pairs of a head and a tail, and what speaks for and against each tail carrying on its head.

    What is so whatever stands on the other side is put down once, in ``of_head`` and ``of_tail``; what the two say of
    one another is in ``together``, for each cue a value a pair. Values are 0, 1 or a small number; a missing cue is
    0; no cue is in two of the three.
    """

    def __init__(self, page: PageText, pairs: Sequence[Pair]) -> None:
        self.page = page
        self.pairs = pairs
        self.heads, self.tails = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        heads, self._row_of_head = np.unique(self.heads, return_inverse=True)
        tails, self._row_of_tail = np.unique(self.tails, return_inverse=True)
        self.of_head = {at: {**page.end_of(at).cues, "texts that break off": page.broken} for at in heads.tolist()}
        self.of_tail = {at: {**page.start_of(at).cues} for at in tails.tolist()}
        self.together: dict[str, Numbers] = {}
        if pairs:
            self._look_at_places()
            self._look_at_words()
            self._look_at_marks()

    def add(self, columns: Mapping[str, ArrayLike]) -> None:
        """Put down cues of pairs, a value a pair."""
        self.together.update((cue, np.asarray(column, dtype=np.float64)) for cue, column in columns.items())

    def by_head(self, ask: Callable[[int], Any]) -> NDArray[Any]:
        """For each pair what its head answers, asked once a head."""
        return np.array([ask(at) for at in self.of_head])[self._row_of_head]

    def by_tail(self, ask: Callable[[int], Any]) -> NDArray[Any]:
        """For each pair what its tail answers, asked once a tail."""
        return np.array([ask(at) for at in self.of_tail])[self._row_of_tail]

    def cases(self) -> list[dict[str, float]]:
        """All the cues of each pair."""
        return [
            self.of_head[head_at] | self.of_tail[tail_at] | together
            for (head_at, tail_at), together in zip(self.pairs, cases_of(self.together), strict=True)
        ]

    def scores(self, question: str, weights: Weights) -> Numbers:
        """The log odds that the answer is yes, for each pair."""
        if not self.pairs:
            return np.zeros(0)
        heads, tails = (weights.values(question, list(side.values())) for side in (self.of_head, self.of_tail))
        values = heads[self._row_of_head] + tails[self._row_of_tail]
        weights.put(question, values, self.together)
        return np.array(weights.scores_of(question, values))

    def _look_at_places(self) -> None:
        """Where the tail stands as seen from the head."""
        distance = self.tails - self.heads
        after_gap = self.by_tail(lambda at: self.page.pieces[at].fragment.after_gap)
        self.add(
            {
                "next, no gap": (distance == 1) & ~after_gap,
                "next, gap": (distance == 1) & after_gap,
                "after": distance > 1,
                "after, passed over": within(distance - 1, 0, 8) / 4,
                "before": distance < 0,
                "before, distance": within(-distance, 0, 40) / 20,
            }
        )

    def _look_at_words(self) -> None:
        """What is read across the seam, and what both sides of it say."""
        page, heads, tails = self.page, self.heads, self.tails
        gains = np.array(page.gains(self.pairs))
        lists = self.by_head(lambda at: page.texts[at][-1:] in ITEM_ENDS)
        around = page.last_characters[np.stack((heads - 1, tails, tails + 1))]
        left = self.by_head(lambda at: _is_latin_or_digit(page.texts[at][-1:]))
        right = self.by_tail(lambda at: _is_latin_or_digit(page.texts[at][:1]))
        self.add(
            {
                # A line that heads a text says what it says; text that goes on says something else.
                "tail says what the head said": [
                    min(8, len(page.end_of(head_at).pairs & page.start_of(tail_at).pairs))
                    for head_at, tail_at in self.pairs
                ],
                "items that end alike": lists * (around == page.last_characters[heads]).sum(axis=0),
                "word gain": within(gains, LEAST_GAIN, MOST_GAIN) / 4,
                "no word across": gains <= 0.01,
                "seam seen elsewhere": page.grams.seen_across(heads, tails),
                "number or Latin across": left & right,
                "number breaks off": self.by_head(lambda at: page.texts[at][-1:].isdigit()) & ~(left & right),
            }
        )

    def _look_at_marks(self) -> None:
        """What the tail closes, and whether the head had left it open."""
        wanted = self.by_head(lambda at: self.page.end_of(at).mark)
        weight = self.by_head(lambda at: 2.0 if self.page.end_of(at).mark in CERTAIN_MARKS else 1.0)
        closing = self.by_tail(lambda at: self.page.start_of(at).mark)
        leaves_open = self.by_tail(lambda at: self.page.start_of(at).leaves_open)
        closes = (closing != "") & (closing == wanted)
        self.add(
            {
                "closes what was open": closes * weight,
                "closes what was not open": (closing != "") & ~closes,
                "leaves it open": ((wanted != "") & (closing == "") & ~leaves_open) * weight,
            }
        )


def starts_within(text: str) -> float:
    """How much a text looks like the rest of a sentence, by its first characters: the more, the likelier."""
    found = -edges.paragraph_begins(text)
    if text[:1] in marks.NEVER_FIRST or marks.stray_closers(text[:NEXT_TO_SEAM]):
        return found + 4.0
    mark = FIRST_MARK.search(text, 0, SHORT_CLAUSE + 1)
    return found + 2.0 if mark and (mark[0] in "、。；;" or mark.start() == 1) else found


def gain_across(left: str, right: str) -> float:
    """How much likelier two lines read as one than as two, from the words at the seam: about -1 to 3."""
    return max(LEAST_GAIN, min(words.gain_of_joining(_han_end(left), _han_start(right)), MOST_GAIN)) / 4


def _is_latin_or_digit(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _end_of(page: PageText, head_at: int) -> _Side:
    pieces = page.pieces
    head, text = pieces[head_at], pieces[head_at].text
    found: dict[str, float] = {}
    if head_at and not head.fragment.after_gap and pieces[head_at - 1].kind is Kind.BODY:
        found["head right under text"] = 1.0
    if FUNCTION_END.search(text):
        found["ends in a function word"] = 1.0
    last = text[-1:]
    if last in "，、,":
        found["ends in a comma"] = 1.0
    elif last in "：；:;":
        found["ends in a colon"] = 1.0
    elif last in "—－-":
        found["ends in a dash"] = 1.0
    elif last in marks.OPENERS:
        found["ends in an opening mark"] = 1.0
    elif marks.ends_sentence(text):
        found["ends a sentence"] = 1.0
    if len(text) < 13:
        found["head very short"] = 1.0
    elif len(text) < 26:
        found["head short"] = 1.0
    if "，" in text or "," in text:
        found["head has a comma"] = 1.0
    found["head ends as lines do"] = edges.line_ends(text)
    found["head's characters"] = float(min(len(text), 80))
    if head.kind is Kind.DISPLAY:
        found["head looks like a headline"] = 1.0
        build = build_of(text)
        found["lines of the head's build"] = float(min(6, page.builds[build] - 1)) if build else 0.0
        found["lines of the head's length"] = float(
            min(8, sum(page.lengths[len(text) + more] for more in (-1, 0, 1)) - 1)
        )
        found.update((f"head: {cue}", value) for cue, value in word_cues(text).items() if cue not in SAID_OF_ALL)
    if head.fragment.wrapped:
        found["wrapped"] = 1.0
        found["head leaves room"] = max(-3.0, min(head.fragment.room, 12.0))
        found["head lines"] = float(min(head.fragment.lines, 4))
    wanted = marks.open_marks(text[-400:])
    return _Side(wanted[-1] if wanted else "", bool(wanted), found, pairs_of(text[-NEXT_TO_SEAM:]))


def _start_of(page: PageText, tail_at: int) -> _Side:
    tail, text = page.pieces[tail_at], page.texts[tail_at]
    found: dict[str, float] = {}
    if tail_at and page.opens_column(tail_at):
        found["tail may open a column"] = 1.0
    if FUNCTION_START.match(text):
        found["starts with a function word"] = 1.0
    if text[:1] in marks.NEVER_FIRST:
        found["starts with what never starts"] = 1.0
    if text[:1] in "“「":
        found["starts with a quotation"] = 1.0
    if LIST_OPENING.match(text):
        found["starts as a list item"] = 1.0
    found["tail begins as paragraphs do"] = edges.paragraph_begins(text)
    mark = FIRST_MARK.search(text)
    found["tail's first mark after"] = float(min(mark.start() if mark else FAR_MARK, FAR_MARK))
    if mark and mark.start() < FAR_MARK:
        found[f"tail's first mark is {mark[0].translate(WIDE)}"] = 1.0
    if tail.kind is Kind.DISPLAY:
        found["tail looks like a headline"] = 1.0
        found.update((f"tail: {cue}", value) for cue, value in word_cues(text).items() if cue != "has a comma")
    if opening_of(text) is not None:
        found["tail opens an article"] = 1.0
    if tail.fragment.wrapped:
        if tail.fragment.shortfall is None:
            found["tail is one line"] = 1.0
        else:
            found["tail falls short"] = max(-3.0, min(tail.fragment.shortfall, 6.0))
    still_open, strays = marks.unmatched(text)
    return _Side(strays[0] if strays else "", bool(still_open), found, pairs_of(text[:NEXT_TO_SEAM]))


def _han_end(text: str) -> str:
    """The Han characters that a text ends in, four at most; radicals that stand for characters as these."""
    near = text[-HAN_AT_SEAM:].translate(RADICALS)
    start = len(near)
    while start and near[start - 1] > "㐀":
        start -= 1
    return near[start:]


def _han_start(text: str) -> str:
    near = text[:HAN_AT_SEAM].translate(RADICALS)
    end = 0
    while end < len(near) and near[end] > "㐀":
        end += 1
    return near[:end]
