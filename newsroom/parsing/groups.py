"""Headline groups: kicker, headline and subhead stand together; what a group says by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

import numpy as np

from newsroom.parsing.cohesion import pairs_of
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.wording import word_cues, word_cues_of

# A group by its first line and how many lines it has.
Key = tuple[int, int]

# Kicker, a headline on two lines, two subheads.
TALLEST_GROUP = 5
# A line this unlike a headline (log odds) is part of none.
UNLIKELY = -3.5
# A group is tried with its neighbours and with the articles of so many paragraphs that hold most of its words.
HOLDERS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring display lines taken as one headline group: indices of units, and what they are about."""

    lines: tuple[int, ...]
    numbers: range
    opens_run: bool
    closes_run: bool
    # The number of the first paragraph after it, and of those that hold most of its words.
    above: int
    holders: tuple[int, ...]
    # The share of its words that each of these holds.
    held: tuple[float, ...]
    cues: dict[str, float] = field(compare=False)


class _Run:
    """Display lines that stand together, called by their places, and what the groups among them say by their lines."""

    def __init__(self, sheet: Sheet, lines: Sequence[int]) -> None:
        self.lines = lines
        self.texts = [sheet.units[line].text for line in lines]
        self.scores = [sheet.headline_scores[line] for line in lines]
        # How many lines before each place are of a kind; the last number counts them all.
        words = [word_cues(text) for text in self.texts]
        self.tags = _counted("column tag" in cues for cues in words)
        self.boxes = _counted("box title" in cues for cues in words)
        self.dashes = _counted("opens with a dash" in cues for cues in words)
        self.kickers = _counted("ends with a dash" in cues for cues in words)
        self.gaps = _counted(sheet.units[line].after_gap for line in lines)
        # How alike each line and the one above it are, and with how many of the same characters they begin.
        pairs = map(pairs_of, self.texts) if len(lines) > 1 else ()
        self.kin = [0.0, *(sheet.vocabulary.likeness(*both) for both in pairwise(pairs))]
        self.beginnings = [0, *(_begin_alike(*both) for both in pairwise(self.texts))]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where the groups that its lines could form begin, and where they end."""
        for start in range(len(self.lines)):
            for place in range(start, min(start + TALLEST_GROUP, len(self.lines))):
                if self.scores[place] <= UNLIKELY:
                    break
                yield start, place + 1


# Lines of a run from one place up to another.
Span = tuple[_Run, int, int]


def groups_of(sheet: Sheet) -> dict[Key, Group]:
    """Every headline group that a sheet's display lines could form, in the order of the page."""
    runs = [_Run(sheet, run) for run in sheet.runs]
    spans = [(run, *span) for run in runs for span in run.spans()]
    return {(group.lines[0], len(group.lines)): group for group in _groups(sheet, spans)}


def group_of(sheet: Sheet, run: Sequence[int], start: int, size: int) -> Group:
    """The group that so many lines of a run make from the one in place ``start`` on."""
    return _groups(sheet, [(_Run(sheet, run), start, start + size)])[0]


def _groups(sheet: Sheet, spans: Sequence[Span]) -> list[Group]:
    """The groups of some lines."""
    starts = np.array([sheet.line_numbers[run.lines[start]] for run, start, _ in spans], dtype=np.intp)
    stops = starts + np.array([stop - start for _, start, stop in spans], dtype=np.intp)
    held = sheet.shares.holders(starts, stops)
    best = np.argsort(-held, axis=1, kind="stable")[:, :HOLDERS]
    shares = np.take_along_axis(held, best, axis=1)
    return [
        _group(sheet, span, {number: share for number, share in zip(*holders, strict=True) if share > 0})
        for span, *holders in zip(spans, best.tolist(), shares.tolist(), strict=True)
    ]


def _group(sheet: Sheet, span: Span, held: dict[int, float]) -> Group:
    """One group. ``held``: the paragraphs that hold most of its words, and the share that they hold."""
    run, start, stop = span
    lines, texts, scores = tuple(run.lines[start:stop]), run.texts[start:stop], run.scores[start:stop]
    opens, closes = start == 0, stop == len(run.lines)
    cues: dict[str, float] = {
        "lines": float(len(lines)),
        "headline lines": sum(scores) / len(lines),
        "least headline line": min(scores),
        "most headline line": max(scores),
        "characters": float(sum(map(len, texts))),
        "lines above in the run": float(start),
        "lines below in the run": float(len(run.lines) - stop),
        "display lines at the end": float(min(sheet.after_last, 20)),
        "openings under a display line": sheet.headed_openings,
        "best shared anywhere": max(held.values(), default=0.0),
    }
    cues.update(word_cues_of("first line", texts[0]))
    if opens and closes:
        cues["whole run"] = 1.0
    _edge_cues(cues, sheet, run, start, stop)
    if len(lines) > 1:
        cues.update(word_cues_of("last line", texts[-1]))
        _kin_cues(cues, run, start, stop)
    above = sheet.number_after(lines[0])
    return Group(lines, sheet.numbers_of(lines), opens, closes, above, tuple(held), tuple(held.values()), cues)


def _edge_cues(cues: dict[str, float], sheet: Sheet, run: _Run, start: int, stop: int) -> None:
    """Where a group is cut out of a longer run: at blank lines rather than inside a stack."""
    lines = run.lines
    if start:
        if run.gaps[start + 1] == run.gaps[start]:
            cues["cut from the line above"] = 1.0
            cues["word across the cut above"] = sheet.line_gains[lines[start]]
        cues.update(word_cues_of("left above", run.texts[start - 1]))
    if stop < len(lines):
        if run.gaps[stop + 1] == run.gaps[stop]:
            cues["cut from the line below"] = 1.0
            cues["word across the cut below"] = sheet.line_gains[lines[stop]]
        cues.update(word_cues_of("left below", run.texts[stop]))


def _kin_cues(cues: dict[str, float], run: _Run, start: int, stop: int) -> None:
    """What the lines of a group of several say of one another."""
    cues["gaps inside" if run.gaps[stop] > run.gaps[start + 1] else "stacked without gaps"] = 1.0
    cues["lines alike"] = min(*run.kin[start + 1 : stop], 6.0) / 3
    # Lines that begin with the same words head two stories (会见甲, 会见乙) rather than one.
    cues["lines begin alike"] = float(min(8, max(run.beginnings[start + 1 : stop])))
    cues["column tags"] = run.tags[stop] - run.tags[start]
    # The place below the first line with a column's name.
    below = next((place for place in range(start + 1, stop) if run.tags[place] > run.tags[start]), stop)
    cues["lines below a column's name"] = stop - below - (run.dashes[stop] - run.dashes[below])
    cues["box titles"] = run.boxes[stop] - run.boxes[start]
    cues["dash lines inside"] = run.dashes[stop] - run.dashes[start + 1]
    cues["dashed kickers inside"] = run.kickers[stop - 1] - run.kickers[start]


def _counted(signs: Iterable[bool]) -> list[int]:
    return list(accumulate(signs, initial=0))


def _begin_alike(one: str, other: str) -> int:
    """With how many of the same characters two lines begin."""
    return next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), 0)
