"""Which lines of a headline group are kicker (引题), headline (主题) and subhead (副题)."""

from __future__ import annotations

from collections.abc import Sequence

from newsroom.parsing.boundaries import Sheet
from newsroom.parsing.headlines import DASH, Group
from newsroom.parsing.runs import Run, join
from newsroom.parsing.types import NOTHING, Printed
from newsroom.parsing.weights import load


def parts_of_group(sheet: Sheet, group: Group | None) -> tuple[Printed, Printed, Printed]:
    """Kicker, headline and subhead of a group, each as printed; a part may run over several lines."""
    if group is None:
        return NOTHING, NOTHING, NOTHING
    runs = [sheet.units[index].run for index in group.lines]
    first, last = main_lines(sheet, group.lines)
    return _together(runs[:first]), _together(runs[first:last]), _together(runs[last:])


def main_lines(sheet: Sheet, lines: Sequence[int]) -> tuple[int, int]:
    """The range of lines that make the headline itself: the stretch of neighbours whose odds sum highest."""
    if len(lines) == 1:
        return 0, 1
    weights = load()
    odds = [weights.score("main line", main_cues(sheet, lines, number)) for number in range(len(lines))]
    best = max(range(len(lines)), key=lambda number: odds[number])
    first, last = best, best + 1
    while first and odds[first - 1] > 0:
        first -= 1
    while last < len(lines) and odds[last] > 0:
        last += 1
    return first, last


def main_cues(sheet: Sheet, lines: Sequence[int], number: int) -> dict[str, float]:
    """What speaks for a line of a group being the headline itself rather than kicker or subhead."""
    units = sheet.units
    texts = [units[index].text for index in lines]
    text = texts[number]
    found: dict[str, float] = {"bias": 1.0}
    size = f"of {min(len(lines), 4)}"
    found[f"line {min(number + 1, 4)} {size}"] = 1.0
    if DASH.match(text):
        found["opens with a dash"] = 1.0
    if number + 1 < len(lines) and DASH.match(texts[number + 1]):
        found["dash line below"] = 1.0
    if text.endswith(("——", "--")):
        found["ends with a dash"] = 1.0
    if number and texts[number - 1].endswith(("——", "--")):
        found["dashed kicker above"] = 1.0
    display = sheet.display_at[lines[number]]
    if "column tag" in display.cues:
        found["column tag"] = 1.0
    others = [len(other) for at, other in enumerate(texts) if at != number]
    if len(text) <= min(others):
        found["shortest"] = 1.0
    if len(text) >= max(others):
        found["longest"] = 1.0
    if len(text) > 25:
        found["long"] = 1.0
    elif len(text) < 9:
        found["short"] = 1.0
    if " " in text or "\u3000" in text:
        found["has a space"] = 1.0
    if "，" in text or "," in text:
        found["has a comma"] = 1.0
    if number and not units[lines[number]].after_gap:
        found["stacked under the line above"] = 1.0
        if abs(len(text) - len(texts[number - 1])) <= 1:
            found["as long as the line it is stacked under"] = 1.0
    if number + 1 < len(lines) and not units[lines[number + 1]].after_gap:
        found["stacked over the line below"] = 1.0
        if abs(len(text) - len(texts[number + 1])) <= 1:
            found["as long as the line it is stacked over"] = 1.0
    return found


def _together(runs: Sequence[Run]) -> Printed:
    return join(*runs).printed() if runs else NOTHING
