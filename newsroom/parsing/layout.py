"""Source text to fragments: the smallest runs that were printed as one paragraph, or one piece of it.

Dumps come in two layouts. Where each line is a paragraph, a line is a fragment. Where columns are hard-wrapped,
lines are unwrapped first; the width of the column then says what the lost indent would have: a paragraph's first
line is two characters short, its last line is usually shorter, every line between is full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from newsroom.parsing import bylines, marks
from newsroom.parsing.furniture import furniture_among
from newsroom.parsing.runs import Run, join
from newsroom.parsing.types import Span

# Whatever ends a line anywhere in Unicode; all of them are white space, so none is text.
LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
# Columns of Chinese newspapers hold 10 to 30 characters; wider measures occur in PDFs of single-column pages.
WIDEST_COLUMN = 50
# Kinsoku pushes a bracket to the next line or lets a stop hang: lines of one column differ by this much.
SLACK = 1.5
INDENT = 2.0
# Kicker, headline and subhead, each on two lines at most.
TALLEST_STACK = 6
# A line that holds one of these is running text.
STOPS = frozenset("，。；,;")
# So many lines that fill one measure are a column.
FEWEST_FULL_LINES = 4


class Line(NamedTuple):
    run: Run
    after_gap: bool
    width: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run printed in one piece.

    In hard-wrapped text ``lines`` counts its lines, ``shortfall`` is by how much the first falls short of the
    column (None where there is but one), and ``room`` what the last leaves free.
    """

    run: Run
    after_gap: bool
    lines: int = 0
    shortfall: float | None = None
    room: float = 0.0

    @property
    def text(self) -> str:
        return self.run.text

    @property
    def wrapped(self) -> bool:
        return self.lines > 0

    @property
    def fills_column(self) -> bool:
        """Whether its last line reaches the end of the column; a lone line may be indented."""
        return self.wrapped and self.room <= SLACK + (INDENT if self.lines == 1 else 0)


def lines_of(source: str) -> list[Line]:
    """The lines of a source that hold anything, each with whether a blank line stands before it."""
    lines: list[Line] = []
    last_end: int | None = None
    for found in LINE.finditer(source):
        line = found[0]
        text = line.strip()
        if not text:
            continue
        start = found.start() + line.index(text)
        run = Run(text, (Span(start, start + len(text)),))
        after_gap = last_end is None or _is_gap(source[last_end : found.start()])
        lines.append(Line(run, after_gap, marks.width(text)))
        last_end = found.end()
    return lines


def _is_gap(between: str) -> bool:
    """Whether what stands between two lines holds more than one line break."""
    if len(between) == 1:
        return False
    breaks = between.count("\n") or between.replace("\r\n", "\n").count("\r")
    return breaks > 1


def fragments_of(source: str) -> list[Fragment]:
    """The source as fragments, in the order in which it stands, without the page's furniture."""
    return laid_out(source)[0]


def laid_out(source: str) -> tuple[list[Fragment], list[Run]]:
    """The fragments of a source, and its lines of page furniture; together they hold every visible character."""
    lines, furniture = _set_apart(lines_of(source))
    if not is_wrapped(lines):
        return [Fragment(line.run, line.after_gap) for line in lines], furniture
    fragments: list[Fragment] = []
    measures = _column_measures(lines)
    block_start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].after_gap:
            fragments += _unwrap(lines[block_start:index], measures[block_start:index])
            block_start = index
    return fragments, furniture


def _set_apart(lines: Sequence[Line]) -> tuple[list[Line], list[Run]]:
    """The lines of text, with a gap where furniture stood, and the furniture."""
    apart = furniture_among([line.run.text for line in lines])
    text: list[Line] = []
    furniture: list[Run] = []
    after_furniture = False
    for index, line in enumerate(lines):
        if index in apart:
            furniture.append(line.run)
            after_furniture = True
        else:
            text.append(line._replace(after_gap=True) if after_furniture else line)
            after_furniture = False
    return text, furniture


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether lines that stand right above another break off in mid-sentence, within a column's width: most of them, or
    where paragraphs are short at least several, and these at the column's end.
    """
    pairs = [(above, below) for above, below in pairwise(lines) if not below.after_gap]
    if len(pairs) < 3:
        return False
    whole = sum(line.width for line in lines)
    if sum(line.width for line in lines if line.width > WIDEST_COLUMN) > 0.3 * whole:
        return False
    broken = [
        above.width
        for above, below in pairs
        if not marks.ends_sentence(above.run.text) and above.width >= 8 and below.width <= WIDEST_COLUMN
    ]
    if len(broken) > 0.6 * len(pairs):
        return True
    measure = _commonest(broken)
    full = [width for width in broken if abs(width - measure) <= SLACK]
    if len(full) < FEWEST_FULL_LINES or 2 * len(full) < len(broken):
        return False
    return sum(line.width for line in lines if line.width > measure + SLACK) <= 0.1 * whole


def _commonest(widths: Sequence[float]) -> float:
    """The width that most have, give or take what hangs over; the wider of two; 0 of none."""
    counts = Counter(widths)
    near = {width: sum(count for other, count in counts.items() if abs(other - width) <= 0.5) for width in counts}
    return max(near, key=lambda width: (near[width], width), default=0.0)


def _column_measures(lines: Sequence[Line]) -> list[float]:
    """For each line the width of the column it stands in: the commonest width among its neighbours that break off."""
    reach = 8
    widths = [line.width for line in lines]
    # The widths of lines that break off, 0 for any other.
    broken = [
        above.width if not below.after_gap and above.width >= 6 and not marks.ends_sentence(above.run.text) else 0.0
        for above, below in pairwise(lines)
    ]
    everywhere = _commonest(list(filter(None, broken)))
    widest = max(widths)
    measures: list[float] = []
    blocks = [0, *(index for index in range(1, len(lines)) if lines[index].after_gap), len(lines)]
    for index, (top, bottom) in ((index, block) for block in pairwise(blocks) for index in range(*block)):
        start, end = max(top, index - reach), min(bottom, index + reach)
        near = list(filter(None, broken[start:end]))
        if len(near) < 3:
            near = list(filter(None, broken[max(0, index - reach) : index + reach + 1]))
        # Of several that are as frequent the widest.
        best = max(sorted(set(near), reverse=True), key=near.count, default=widest)
        # Headlines above a short paragraph say nothing of its column where its own lines are longer and fill another.
        is_display = near.count(best) < 3 and max(widths[start:end]) > 1.5 * best
        measures.append(everywhere if is_display and max(widths[start:end]) <= everywhere + SLACK else best)
    return measures


def _unwrap(block: Sequence[Line], measures: Sequence[float]) -> list[Fragment]:
    """Lines without a blank between them, put together as the paragraphs and display lines they are."""
    fragments: list[Fragment] = []
    start = 0
    stacked = len(block) <= TALLEST_STACK and not any(_has_stop(line.run.text) for line in block)
    for index, line in enumerate(block):
        last = index + 1 == len(block) or (stacked and not _carries_on(block[start : index + 1]))
        if last or (not stacked and _ends_paragraph(line, block[index + 1], measures[index], first=index == start)):
            held = block[start : index + 1]
            fragments.append(
                Fragment(
                    join(*(held_line.run for held_line in held)),
                    after_gap=held[0].after_gap,
                    lines=len(held),
                    shortfall=measures[start] - held[0].width if len(held) > 1 else None,
                    room=measures[index] - line.width,
                )
            )
            start = index + 1
    return fragments


def _has_stop(text: str) -> bool:
    return not STOPS.isdisjoint(text) or marks.ends_sentence(text)


def _carries_on(lines: Sequence[Line]) -> bool:
    """Whether stacked lines so far leave a bracket or quotation open, so that the next line belongs to them."""
    return bool(marks.open_marks("".join(line.run.text for line in lines)))


def _ends_paragraph(line: Line, below: Line, measure: float, *, first: bool) -> bool:
    """Whether a paragraph or display line ends here although no blank line follows."""
    room = measure - line.width
    if below.run.text[0] in marks.NEVER_FIRST:
        return False
    # 本报讯 …, 新华社北京1月5日电 …: no sentence goes on so.
    if bylines.opens_with_dateline(below.run.text):
        return True
    if marks.ends_sentence(line.run.text):
        return room > SLACK or (below.width <= measure - INDENT + 0.5 and below.width >= measure - INDENT - 0.5)
    # An unfinished line is short only where it is the first of an indented paragraph or no running text at all.
    allowance = SLACK + (INDENT if first else 0)
    return room > allowance and line.run.text[-1] not in marks.INNER_STOPS
