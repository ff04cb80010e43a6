"""What speaks for and against one piece of text carrying another on, from the two ends and the shapes of the pieces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from newsroom.language import words
from newsroom.parsing import edges, marks
from newsroom.parsing.cohesion import Vocabulary, pairs_of
from newsroom.parsing.folding import RADICALS
from newsroom.parsing.fragments import Kind, Piece, opening_of
from newsroom.parsing.grams import Grams, code_of
from newsroom.parsing.subjects import Windows
from newsroom.parsing.wording import WIDE, build_of, word_cues

FUNCTION_END = re.compile(r"[的了在和与对将把为是等及以从到被让向于并由其之各个也都就]$")
FUNCTION_START = re.compile(r"^[的了着们等和与及]")
NO_START = re.compile("了(?![解结却])|[们么]")
LIST_OPENING = re.compile(
    r"^(?:[一二三四五六七八九十]+[是、]|第[一二三四五六七八九十]|[（(][一二三四五六七八九十\d]+[）)]|[●■◆▲★①-⑳]|——)"
)

# As many characters on either side may make a word together.
HAN_AT_SEAM = 4
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


class PageText:
    """What the page says elsewhere, and what each of its pieces looks like as head and as tail of a seam."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = list(pieces)
        self.texts = [piece.text for piece in pieces]
        # Every string of three characters that stands unbroken in some piece, as a number.
        self.threes = frozenset(Grams(self.texts).of_length(3).tolist())
        self._within: dict[int, float] = {}
        self._ends: dict[int, _Side] = {}
        self._starts: dict[int, _Side] = {}

    def settle(self, followed: Iterable[tuple[int, int]]) -> Sequence[Piece]:
        """The pieces once these pairs of head and tail are sure: what carries text on is text, however it looks."""
        for head_at, tail_at in followed:
            if self.pieces[head_at].kind is Kind.BODY and self.pieces[tail_at].kind is Kind.DISPLAY:
                self.pieces[tail_at] = replace(self.pieces[tail_at], kind=Kind.BODY)
                self._ends.pop(tail_at, None)
        return self.pieces

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

    def gain(self, head_at: int, tail_at: int) -> float:
        """How much likelier two pieces read as one than as two, from the words at the seam."""
        return words.gain_of_joining(self.end_of(head_at).han, self.start_of(tail_at).han)

    def opens_column(self, tail_at: int) -> bool:
        """Whether the piece above, if any, leaves nothing to be carried on."""
        above = self.pieces[tail_at - 1] if tail_at else None
        return above is None or above.kind is not Kind.BODY or above.complete

    def starts_within(self, tail_at: int) -> float:
        """How much a piece looks like the rest of a sentence."""
        if tail_at not in self._within:
            self._within[tail_at] = starts_within(self.texts[tail_at])
        return self._within[tail_at]

    def closes_title(self, head_at: int, tail_at: int) -> bool:
        """Whether one piece leaves a title or bracket open that the other closes."""
        wanted, strays = self.end_of(head_at).marks, self.start_of(tail_at).marks
        return bool(wanted and strays) and strays[0] == wanted[-1] and strays[0] in CERTAIN_MARKS

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
    """One side of a seam: the Han characters next to it, the marks that want a partner, its cues."""

    han: str
    marks: Sequence[str]
    leaves_open: bool
    cues: Mapping[str, float]
    # What the text next to the seam is about, in telling pairs.
    pairs: Set[str]


def cues(pieces: Sequence[Piece], head_at: int, tail_at: int, page: PageText) -> dict[str, float]:
    """What speaks for and against ``tail_at`` carrying on ``head_at``. Cue values are 0, 1 or a small number."""
    head, tail = page.end_of(head_at), page.start_of(tail_at)
    left, right = pieces[head_at].text, pieces[tail_at].text
    found = {**head.cues, **tail.cues}
    distance = tail_at - head_at
    if distance == 1:
        found["next, no gap" if not pieces[tail_at].fragment.after_gap else "next, gap"] = 1.0
    elif distance > 1:
        found["after, passed over"] = min(distance - 1, 8) / 4
        found["after"] = 1.0
    else:
        found["before"] = 1.0
        found["before, distance"] = min(-distance, 40) / 20
    found["texts that break off"] = page.broken
    # A line that heads a text says what it says; text that goes on says something else.
    found["tail says what the head said"] = float(min(8, len(head.pairs & tail.pairs)))
    if left[-1:] in ITEM_ENDS:
        found["items that end alike"] = float(
            sum(page.texts[at][-1:] == left[-1:] for at in (head_at - 1, tail_at, tail_at + 1) if 0 <= at < len(pieces))
        )
    gain = page.gain(head_at, tail_at)
    found["word gain"] = _moderate(gain)
    if gain <= 0.01:
        found["no word across"] = 1.0
    seen = sum(code_of(seam) in page.threes for seam in (left[-2:] + right[:1], left[-1:] + right[:2]))
    if seen:
        found["seam seen elsewhere"] = float(seen)
    if left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum():
        found["number or Latin across"] = 1.0
    elif left[-1:].isdigit():
        found["number breaks off"] = 1.0
    if tail.marks and head.marks and tail.marks[0] == head.marks[-1]:
        found["closes what was open"] = 2.0 if tail.marks[0] in CERTAIN_MARKS else 1.0
    elif tail.marks:
        found["closes what was not open"] = 1.0
    elif head.marks and not tail.leaves_open:
        found["leaves it open"] = 2.0 if head.marks[-1] in CERTAIN_MARKS else 1.0
    return found


def starts_within(text: str) -> float:
    """How much a text looks like the rest of a sentence, by its first characters: the more, the likelier."""
    found = -edges.paragraph_begins(text)
    if text[:1] in marks.NEVER_FIRST or marks.stray_closers(text[:NEXT_TO_SEAM]):
        return found + 4.0
    mark = FIRST_MARK.search(text, 0, SHORT_CLAUSE + 1)
    return found + 2.0 if mark and (mark[0] in "、。；;" or mark.start() == 1) else found


def gain_across(left: str, right: str) -> float:
    """How much likelier two lines read as one than as two, from the words at the seam: about -1 to 3."""
    return _moderate(words.gain_of_joining(_han_end(left), _han_start(right)))


def _moderate(gain: float) -> float:
    return max(-6.0, min(gain, 12.0)) / 4


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
    return _Side(_han_end(text), wanted, bool(wanted), found, pairs_of(text[-NEXT_TO_SEAM:]))


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
    return _Side(_han_start(text), strays, bool(still_open), found, pairs_of(text[:NEXT_TO_SEAM]))


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
