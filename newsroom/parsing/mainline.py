"""Which lines of a headline group are kicker (引题), headline (主题) and subhead (副题)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsroom.parsing import marks
from newsroom.parsing.cohesion import pairs_of
from newsroom.parsing.groups import Group
from newsroom.parsing.sheet import LEAD, Sheet
from newsroom.parsing.types import NOTHING, Printed
from newsroom.parsing.weights import load
from newsroom.parsing.wording import word_cues

# A story says what its headline says within so many characters, behind a dateline and byline of so many.
LEAD_CHARACTERS = 200
LONGEST_OPENING = 200
# A line as likely as that (log odds) goes into the headline: one that has a kicker with it still says what the story is
# about, one that lacks its second line may not.
LEAST_ODDS = -1.0
# Shorter lines are of one length by chance.
SHORTEST_HALF = 6
DASHES = re.compile("^[—-]|[—-]$")


def parts_of_group(sheet: Sheet, group: Group | None, first_paragraph: int) -> tuple[Printed, Printed, Printed]:
    """Kicker, headline and subhead of a group, each as printed; a part may run over several lines.

    ``first_paragraph`` is the number of the paragraph that opens the group's article.
    """
    if group is None:
        return NOTHING, NOTHING, NOTHING
    lines = group.lines
    first, last = main_lines(sheet, lines, first_paragraph)
    return _together(sheet, lines[:first]), _together(sheet, lines[first:last]), _together(sheet, lines[last:])


def main_lines(sheet: Sheet, lines: Sequence[int], first_paragraph: int) -> tuple[int, int]:
    """The range of lines that make the headline itself: the stretch of neighbours whose odds sum highest."""
    if len(lines) == 1:
        return 0, 1
    weights = load()
    cases = [main_cues(sheet, lines, number, first_paragraph) for number in range(len(lines))]
    odds = weights.scores("main line", cases)
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


def main_cues(sheet: Sheet, lines: Sequence[int], number: int, first_paragraph: int) -> dict[str, float]:
    """What speaks for a line of a group being the headline itself rather than kicker or subhead."""
    units = sheet.units
    texts = [units[index].text for index in lines]
    text = texts[number]
    found = {"line": float(number), "lines": float(len(lines)), "lines below": float(len(lines) - 1 - number)}
    found.update(word_cues(text))
    for side, other in (("above", number - 1), ("below", number + 1)):
        if 0 <= other < len(lines):
            found.update((f"line {side}: {cue}", value) for cue, value in word_cues(texts[other]).items())
    numbers = sheet.numbers_of(lines)
    shares = [sheet.shares.of_group(range(at, at + 1), first_paragraph, first_paragraph + LEAD) for at in numbers]
    found["shared with the lead"] = shares[number]
    first = [sheet.shares.of_group(range(at, at + 1), first_paragraph, first_paragraph + 1) for at in numbers]
    found["shared with the first paragraph"] = first[number]
    found["shared with the first paragraph against the others"] = first[number] - max(
        share for at, share in enumerate(first) if at != number
    )
    found["shared with the lead against the others"] = shares[number] - max(
        share for at, share in enumerate(shares) if at != number
    )
    _lead_cues(found, sheet, texts, number, first_paragraph)
    found["headline score"] = sheet.headline_scores[lines[number]]
    others = [len(other) for at, other in enumerate(texts) if at != number]
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


def _lead_cues(found: dict[str, float], sheet: Sheet, texts: Sequence[str], number: int, first_paragraph: int) -> None:
    """Where in the opening paragraph the line's words come: the headline's first, then those of subheads."""
    opening = sheet.units[sheet.bodies[first_paragraph]]
    lead = opening.text[: LEAD_CHARACTERS + LONGEST_OPENING]
    if opening.opening is not None:
        found["story opens with a dateline"] = 1.0
        lead = lead[opening.opening.body_start :]
    lead = lead[:LEAD_CHARACTERS]
    places = [_places(text, lead) for text in texts]
    others = [_mean(other) for at, other in enumerate(places) if at != number and other]
    if places[number]:
        found["first said at"] = min(places[number]) / 100
        found["said at"] = _mean(places[number])
        if others:
            found["said after the other lines"] = found["said at"] - min(others)
    else:
        found["not said in the lead"] = 1.0
    others_pairs = frozenset[str]().union(*(pairs_of(text) for at, text in enumerate(texts) if at != number))
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
