"""Display lines: how much each looks like (part of) a headline rather than a crosshead inside an article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from newsroom.parsing import rows
from newsroom.parsing.arrays import Numbers, cases_of, for_all
from newsroom.parsing.fragments import Kind
from newsroom.parsing.sheet import NEIGHBOURS, Sheet
from newsroom.parsing.weights import Weights
from newsroom.parsing.wording import build_of, is_notice_title, word_cues, word_cues_of

QUESTION = "headline line"
# Log odds added for them: national dailies, from which the rest was learned, print none.
NOTICE = 4.0
# Log odds taken off for a line that names who said what stands above it.
NAMES_SPEAKER = 4.0
# Paragraphs that a crosshead speaks for.
SECTION = 6
# Paragraphs between runs are counted so far, and those since an opening.
MOST_TEXT = 20
LONGEST_TEXT = 30


class DisplayCues:
    """What is said of the display lines of a sheet: by their own words and by their runs, and of all by the column."""

    def __init__(self, sheet: Sheet) -> None:
        self.run_of_lines = sheet.run_of_lines
        self.of_lines = [_line_cues(sheet, run, place) for run in sheet.runs for place in range(len(run))]
        self.of_runs = [_neighbour_cues(sheet, run) for run in sheet.runs]
        self.together: dict[str, Numbers] = {}
        if sheet.lines:
            of_runs = _row_cues(sheet) | _text_cues(sheet)
            self.together = sheet.to_lines(of_runs) | _page_cues(sheet) | _share_cues(sheet)

    def cases(self) -> list[dict[str, float]]:
        """All the cues of each line, in the order of the page."""
        together = cases_of(self.together)
        return [
            of_line | self.of_runs[run] | of_all
            for of_line, run, of_all in zip(self.of_lines, self.run_of_lines.tolist(), together, strict=True)
        ]

    def values(self, question: str, weights: Weights) -> Numbers:
        """What a question asks of them, a row a line."""
        of_runs = weights.values(question, self.of_runs)[self.run_of_lines]
        values = weights.values(question, self.of_lines, onto=of_runs)
        weights.put(question, values, self.together)
        return values


def score_displays(sheet: Sheet, weights: Weights) -> None:
    """Give every display line of the sheet its log odds of belonging to a headline."""
    cues = DisplayCues(sheet)
    look_first(sheet, cues, weights)
    if not sheet.is_wrapped:
        look_again(sheet, cues, weights, rows.LOOKS)


def look_first(sheet: Sheet, cues: DisplayCues, weights: Weights) -> None:
    """Score the lines one at a time."""
    _put_down(sheet, weights.scores_of(QUESTION, cues.values(QUESTION, weights)))


def look_again(sheet: Sheet, cues: DisplayCues, weights: Weights, looks: int = 1) -> None:
    """Score the lines anew so many times, each among the others, by what they have been scored."""
    values = cues.values(rows.QUESTION, weights)
    for _ in range(looks):
        weights.put(rows.QUESTION, values, rows.Rows(sheet).columns())
        _put_down(sheet, weights.scores_of(rows.QUESTION, values))


def cues_again(sheet: Sheet, cues: DisplayCues) -> list[dict[str, float]]:
    """The cues of every display line, with those that the scores of all of them give."""
    return [case | found for case, found in zip(cues.cases(), rows.Rows(sheet).cues(), strict=True)]


def _put_down(sheet: Sheet, scores: Sequence[float]) -> None:
    """Note the log odds of every display line on the sheet, and what plain rules add to them."""
    for line, odds in zip(sheet.lines, scores, strict=True):
        text = sheet.units[line].text
        notice = NOTICE if is_notice_title(text) else 0.0
        speaker = NAMES_SPEAKER if "names a speaker" in word_cues(text) else 0.0
        sheet.headline_scores[line] = odds + notice - speaker


def _page_cues(sheet: Sheet) -> dict[str, Numbers]:
    of_page = {
        "display lines on the page": min(len(sheet.lines), 30),
        "display lines at the end": min(sheet.after_last, 20),
        "openings under a display line": sheet.headed_openings,
    }
    return for_all(of_page, len(sheet.lines))


def _line_cues(sheet: Sheet, run: Sequence[int], place: int) -> dict[str, float]:
    """What the words of a line and its place among those it stands with say of it."""
    unit = sheet.units[run[place]]
    found = dict(word_cues(unit.text))
    found["lines in the run"] = float(min(len(run), 6))
    found["lines above in the run"] = float(min(place, 6))
    found["lines below in the run"] = float(min(len(run) - 1 - place, 6))
    found["length against the row"] = len(unit.text) / sheet.usual_length
    if place:
        found.update(word_cues_of("line above", sheet.units[run[place - 1]].text))
        if not unit.after_gap:
            found["stacked under a line"] = 1.0
    if place + 1 < len(run):
        found.update(word_cues_of("line below", sheet.units[run[place + 1]].text))
    if unit.wrapped:
        found["wrapped"] = 1.0
    return found


def _neighbour_cues(sheet: Sheet, run: list[int]) -> dict[str, float]:
    """What stands above and below a run of display lines."""
    found: dict[str, float] = {}
    units = sheet.units
    above = units[run[0] - 1] if run[0] else None
    below = units[run[-1] + 1] if run[-1] + 1 < len(units) else None
    if above is None:
        found["top of the page"] = 1.0
    elif above.kind not in (Kind.BODY, Kind.CAPTION):
        found[f"{above.kind.value} above"] = 1.0
    if below is None or run[0] > sheet.last_body:
        found["bottom of the page"] = 1.0
    elif below.kind not in (Kind.BODY, Kind.CAPTION):
        found[f"{below.kind.value} below"] = 1.0
    after = sheet.number_after(run[-1])
    if after < len(sheet.bodies):
        found.update((f"next: {cue}", value) for cue, value in sheet.first_words[after].items())
    if after > 0:
        found.update((f"before: {cue}", value) for cue, value in sheet.last_words[after - 1].items())
    return found


def _row_cues(sheet: Sheet) -> dict[str, ArrayLike]:
    """Crossheads come in rows: runs of like build, each with a few paragraphs after it."""
    return {
        "runs alike": [len(row) for row in sheet.rows],
        "runs of the same build": _of_same_build(sheet),
        "runs that begin as long": _that_begin_as_long(sheet),
        "runs of the same lengths": _of_same_lengths(sheet),
        "row above without it": [_row_without(sheet, number, -1) for number in range(len(sheet.runs))],
        "row below without it": [_row_without(sheet, number, 1) for number in range(len(sheet.runs))],
    }


def _text_cues(sheet: Sheet) -> dict[str, ArrayLike]:
    """How much text stands before and after each run, and how alike the two are."""
    starts = np.array(sheet.numbers_after_runs)
    between = np.minimum(MOST_TEXT, np.diff([0, *sheet.numbers_after_runs, len(sheet.bodies)]))
    opened = np.array([-LONGEST_TEXT, *sheet.opened])[np.searchsorted(sheet.opened, starts)]
    # Before the first paragraph and after the last there is nothing to compare.
    near, wide = (np.array([0.0, *alike, 0.0]) for alike in (sheet.subjects.near, sheet.subjects.wide))
    return {
        "paragraphs since the last run": between[:-1],
        "paragraphs to the next run": between[1:],
        "paragraphs since an opening": np.minimum(LONGEST_TEXT, starts - opened),
        "text above and below alike": near[starts],
        "wide text above and below alike": wide[starts],
    }


def _of_same_lengths(sheet: Sheet) -> list[float]:
    """How many runs near each have lines of the very same lengths."""
    lengths = sheet.lengths_of_runs
    return [sum(lengths[other] == lengths[number] for other in row) for number, row in enumerate(sheet.rows)]


def _that_begin_as_long(sheet: Sheet) -> list[float]:
    """How many runs near each have as many lines, more than one, and a first line about as long: 甲 / ——某事."""
    sizes = [(len(lengths), lengths[0]) for lengths in sheet.lengths_of_runs]
    return [
        sum(sizes[other][0] == lines and abs(sizes[other][1] - first) <= 1 for other in near) if lines > 1 else 0
        for near, (lines, first) in zip(sheet.near_runs, sizes, strict=True)
    ]


def _row_without(sheet: Sheet, run_number: int, step: int) -> float:
    """How many runs on one side, the next one among them, are of like lengths with that one where this run is not.

    A line unlike the crossheads on either side of it heads a story.
    """
    following = run_number + step
    if not 0 <= following < len(sheet.runs) or following in sheet.rows[run_number]:
        return 0.0
    return 1.0 + sum(0 < (run - following) * step < NEIGHBOURS for run in sheet.rows[following])


def _of_same_build(sheet: Sheet) -> list[float]:
    """How many runs near each have as many lines with the same marks in them: 甲方，某事 … 乙方，某事."""
    builds = [[build_of(sheet.units[line].text) for line in run] for run in sheet.runs]
    return [
        sum(builds[other] == build for other in near) if any(build) else 0
        for near, build in zip(sheet.near_runs, builds, strict=True)
    ]


def _share_cues(sheet: Sheet) -> dict[str, Numbers]:
    """What the text around each line says of its words."""
    paragraph, ahead, behind, whole = shared_around(sheet).T
    return {
        "shared with the next paragraph": paragraph,
        "shared with the next section": ahead,
        "shared with the last section": behind,
        "shared with the page": whole,
        "shared elsewhere only": whole - np.maximum(ahead, behind),
    }


def shared_around(sheet: Sheet) -> Numbers:
    """For each display line its share in the next paragraph, the sections after and before it, and the page."""
    at = np.array(sheet.numbers_after_runs)[sheet.run_of_lines]
    nothing = np.zeros_like(at)
    firsts = np.stack((at, at, at - SECTION, nothing), axis=1)
    lasts = np.stack((at + 1, at + SECTION, at, nothing + len(sheet.bodies)), axis=1)
    return sheet.shares.of_lines(firsts, lasts)
