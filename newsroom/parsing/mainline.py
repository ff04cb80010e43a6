"""Which lines of a headline group are kicker (引题), headline (主题) and subhead (副题)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from newsroom.parsing import marks
from newsroom.parsing.cohesion import pairs_of
from newsroom.parsing.groups import Group
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.types import NOTHING, Printed
from newsroom.parsing.units import Unit
from newsroom.parsing.weights import load
from newsroom.parsing.wording import word_cues, word_cues_of

# A story says what its headline says within so many characters, behind a dateline and byline of so many.
LEAD_CHARACTERS = 200
LONGEST_OPENING = 200
# A line as likely as that (log odds) goes into the headline: one that has a kicker with it still says what the story is
# about, one that lacks its second line may not.
LEAST_ODDS = -1.0
# Shorter lines are of one length by chance.
SHORTEST_HALF = 6
DASHES = re.compile("^[—-]|[—-]$")

Value = TypeVar("Value")


class Parts(NamedTuple):
    """A group's lines, each part as printed; one may run over several lines."""

    kicker: Printed = NOTHING
    headline: Printed = NOTHING
    subhead: Printed = NOTHING


def parts_of_groups(sheet: Sheet, headed: Sequence[tuple[Group | None, int]]) -> list[Parts]:
    """The parts of each group, all weighed at once. Beside it: the number of the paragraph that opens its article."""
    groups = [() if group is None else group.lines for group, _ in headed]
    cases = [main_cues(sheet, lines, first) for lines, (_, first) in zip(groups, headed, strict=True)]
    odds = iter(load().scores("main line", [cues for of_group in cases for cues in of_group]))
    parts = []
    for lines, of_group in zip(groups, cases, strict=True):
        first, last = main_lines(sheet, lines, list(islice(odds, len(of_group))))
        parts.append(Parts(*(_together(sheet, part) for part in (lines[:first], lines[first:last], lines[last:]))))
    return parts


def main_lines(sheet: Sheet, lines: Sequence[int], odds: Sequence[float]) -> tuple[int, int]:
    """The range of lines that make the headline itself: the likeliest and what goes with it. ``odds``: of each line,
    none where there is but one.
    """
    if not odds:
        return 0, len(lines)
    best = max(range(len(lines)), key=lambda number: odds[number])
    first, last = best, best + 1
    while first and (odds[first - 1] > LEAST_ODDS or _is_pair(sheet, lines, first)):
        first -= 1
    while last < len(lines) and (odds[last] > LEAST_ODDS or _is_pair(sheet, lines, last)):
        last += 1
    return first, last


def _is_pair(sheet: Sheet, lines: Sequence[int], number: int) -> bool:
    """Whether a line and the one it is stacked under are halves of one headline: 暖心食堂开进村 / 老人吃上热乎饭."""
    above, below = (sheet.units[line].text for line in lines[number - 1 : number + 1])
    if sheet.units[lines[number]].after_gap or min(len(above), len(below)) < SHORTEST_HALF:
        return False
    return len(above) == len(below) and not any(DASHES.search(text) for text in (above, below))


def main_cues(sheet: Sheet, lines: Sequence[int], first_paragraph: int) -> list[dict[str, float]]:
    """For each line of a group what speaks for its being the headline itself rather than kicker or subhead; nothing
    where there is but one.
    """
    if len(lines) < 2:
        return []
    texts = [sheet.units[index].text for index in lines]
    cases = [_line_cues(sheet, lines, texts, number) for number in range(len(lines))]
    _add_shares(cases, sheet, lines, first_paragraph)
    _add_places(cases, sheet.units[sheet.bodies[first_paragraph]], texts)
    return cases


def _line_cues(sheet: Sheet, lines: Sequence[int], texts: Sequence[str], number: int) -> dict[str, float]:
    """What a line and its neighbours say by their looks."""
    units = sheet.units
    text = texts[number]
    found = {"line": float(number), "lines": float(len(lines)), "lines below": float(len(lines) - 1 - number)}
    found.update(word_cues(text))
    for side, other in (("above", number - 1), ("below", number + 1)):
        if 0 <= other < len(lines):
            found.update(word_cues_of(f"line {side}", texts[other]))
    found["headline score"] = sheet.headline_scores[lines[number]]
    others = [len(other) for other in _others(texts, number)]
    if len(text) <= min(others):
        found["shortest"] = 1.0
    if len(text) >= max(others):
        found["longest"] = 1.0
    found["against the longest"] = len(text) / max(others)
    if number and not units[lines[number]].after_gap:
        found["stacked under the line above"] = 1.0
        found["word across from the line above"] = sheet.line_gains[lines[number]]
        if abs(len(text) - len(texts[number - 1])) <= 1:
            found["as long as the line it is stacked under"] = 1.0
    if number + 1 < len(lines) and not units[lines[number + 1]].after_gap:
        found["stacked over the line below"] = 1.0
        found["word across to the line below"] = sheet.line_gains[lines[number + 1]]
        if abs(len(text) - len(texts[number + 1])) <= 1:
            found["as long as the line it is stacked over"] = 1.0
    return found


def _others(values: Sequence[Value], number: int) -> list[Value]:
    return [*values[:number], *values[number + 1 :]]


def _add_shares(cases: Sequence[dict[str, float]], sheet: Sheet, lines: Sequence[int], first_paragraph: int) -> None:
    """How much of each line the story's lead says, and its first paragraph."""
    numbers = slice(sheet.line_numbers[lines[0]], sheet.line_numbers[lines[0]] + len(lines))
    held, totals = sheet.shares.held[numbers, first_paragraph], sheet.shares.totals[numbers]
    _add_share(cases, "lead", sheet.lead_shares[numbers, first_paragraph].tolist())
    _add_share(cases, "first paragraph", (held / totals).tolist())


def _add_share(cases: Sequence[dict[str, float]], what: str, shares: Sequence[float]) -> None:
    for number, found in enumerate(cases):
        found[f"shared with the {what}"] = shares[number]
        found[f"shared with the {what} against the others"] = shares[number] - max(_others(shares, number))


def _add_places(cases: Sequence[dict[str, float]], opening: Unit, texts: Sequence[str]) -> None:
    """Where in the opening paragraph each line's words come: the headline's first, then those of subheads."""
    lead = opening.text[: LEAD_CHARACTERS + LONGEST_OPENING]
    if opening.opening is not None:
        lead = lead[opening.opening.body_start :]
    lead = lead[:LEAD_CHARACTERS]
    places = [_places(text, lead) for text in texts]
    for number, found in enumerate(cases):
        if opening.opening is not None:
            found["story opens with a dateline"] = 1.0
        others = [_mean(other) for other in _others(places, number) if other]
        if places[number]:
            found["first said at"] = min(places[number]) / 100
            found["said at"] = _mean(places[number])
            if others:
                found["said after the other lines"] = found["said at"] - min(others)
        else:
            found["not said in the lead"] = 1.0
        others_pairs = frozenset[str]().union(*map(pairs_of, _others(texts, number)))
        found["says what the other lines say"] = float(len(pairs_of(texts[number]) & others_pairs))


def _places(line: str, lead: str) -> list[int]:
    return sorted(at for pair in pairs_of(line) if (at := lead.find(pair)) >= 0)


def _mean(places: Sequence[int]) -> float:
    return sum(places) / len(places) / 100


def _together(sheet: Sheet, lines: Sequence[int]) -> Printed:
    """Lines as one part. Between two that each say something whole stands a space, as papers set them on one line."""
    if not lines:
        return NOTHING
    parts = [sheet.units[index].run.printed() for index in lines]
    text = parts[0].text
    for index, part in zip(lines[1:], parts[1:], strict=True):
        text += part.text if _is_cut(sheet, index) else f" {part.text}"
    return Printed(text, tuple(span for part in parts for span in part.spans))


def _is_cut(sheet: Sheet, line: int) -> bool:
    """Whether a headline's line goes on in the middle of what the line above it says."""
    above, below = sheet.units[line - 1].text, sheet.units[line].text
    if below[0] in marks.NEVER_FIRST or above[-1] in marks.OPENERS or marks.open_marks(above):
        return True
    return sheet.line_gains.get(line, 0.0) > 0
