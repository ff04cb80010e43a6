"""Display lines: how much each looks like (part of) a headline rather than a crosshead inside an article."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from newsroom.parsing import rows
from newsroom.parsing.fragments import Kind
from newsroom.parsing.rows import NEIGHBOURS, runs_alike, runs_near
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.weights import Weights
from newsroom.parsing.wording import build_of, is_notice_title, word_cues, word_cues_of

QUESTION = "headline line"
# Log odds added for them: national dailies, from which the rest was learned, print none.
NOTICE = 4.0
# Log odds taken off for a line that names who said what stands above it.
NAMES_SPEAKER = 4.0
# Paragraphs that a crosshead speaks for.
SECTION = 6


def score_displays(sheet: Sheet, weights: Weights) -> None:
    """Give every display line of the sheet its log odds of belonging to a headline."""
    cases = all_display_cues(sheet)
    look_first(sheet, cases, weights)
    if not sheet.is_wrapped:
        look_again(sheet, cases, weights, rows.LOOKS)


def look_first(sheet: Sheet, cases: Sequence[dict[str, float]], weights: Weights) -> None:
    """Score the lines, whose cues ``cases`` are, one at a time."""
    _put_down(sheet, weights.scores(QUESTION, cases))


def look_again(sheet: Sheet, cases: Sequence[dict[str, float]], weights: Weights, looks: int = 1) -> None:
    """Score the lines anew so many times, each among the others, by what they have been scored."""
    own = weights.values(rows.QUESTION, cases)
    for _ in range(looks):
        values = weights.values(rows.QUESTION, rows.Rows(sheet).cues(), onto=own.copy())
        _put_down(sheet, weights.scores_of(rows.QUESTION, values))


def cues_again(sheet: Sheet, cases: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """The cues of every display line, with those that the scores of all of them give."""
    return [case | found for case, found in zip(cases, rows.Rows(sheet).cues(), strict=True)]


def _put_down(sheet: Sheet, scores: Sequence[float]) -> None:
    """Note the log odds of every display line on the sheet, and what plain rules add to them."""
    for line, odds in zip(sheet.lines, scores, strict=True):
        text = sheet.units[line].text
        notice = NOTICE if is_notice_title(text) else 0.0
        speaker = NAMES_SPEAKER if "names a speaker" in word_cues(text) else 0.0
        sheet.headline_scores[line] = odds + notice - speaker


def all_display_cues(sheet: Sheet) -> list[dict[str, float]]:
    """The cues of every display line, in the order of the page: what its words, its length, its neighbours and the text
    below say of it.
    """
    shared, of_page = iter(shared_around(sheet)), _page_cues(sheet)
    found = []
    for number, run in enumerate(sheet.runs):
        of_run = _neighbour_cues(sheet, run) | _row_cues(sheet, number) | of_page
        for place in range(len(run)):
            found.append(_line_cues(sheet, run, place) | of_run | _share_cues(sheet, run, next(shared)))
    return found


def _page_cues(sheet: Sheet) -> dict[str, float]:
    return {
        "display lines on the page": float(min(len(sheet.lines), 30)),
        "display lines at the end": float(min(sheet.after_last, 20)),
        "openings under a display line": sheet.headed_openings,
    }


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


def _row_cues(sheet: Sheet, run_number: int) -> dict[str, float]:
    """Crossheads come in rows: runs of like build, each with a few paragraphs after it."""
    found: dict[str, float] = {}
    row = _alike(sheet, run_number)
    found["runs alike"] = float(len(row))
    found["runs of the same build"] = float(_of_same_build(sheet, run_number))
    found["runs that begin as long"] = float(_that_begin_as_long(sheet, run_number))
    found["runs of the same lengths"] = float(sum(same for _, same in row))
    found["row above without it"] = _row_without(sheet, run_number, -1)
    found["row below without it"] = _row_without(sheet, run_number, 1)
    starts = sheet.numbers_after_runs
    at = starts[run_number]
    found["paragraphs since the last run"] = float(min(20, at - (starts[run_number - 1] if run_number else 0)))
    following = starts[run_number + 1] if run_number + 1 < len(starts) else len(sheet.bodies)
    found["paragraphs to the next run"] = float(min(20, following - at))
    opened = bisect_left(sheet.opened, at)
    found["paragraphs since an opening"] = float(min(30, at - sheet.opened[opened - 1])) if opened else 30.0
    return found


def _alike(sheet: Sheet, run_number: int) -> list[tuple[int, bool]]:
    """Runs near one that have lines of about the same lengths, each with whether these are the very same."""
    lengths = sheet.lengths_of_runs
    return [(other, lengths[other] == lengths[run_number]) for other in runs_alike(sheet, run_number)]


def _that_begin_as_long(sheet: Sheet, run_number: int) -> int:
    """How many runs near one have as many lines, more than one, and a first line about as long: 甲 / ——某事."""
    lengths = sheet.lengths_of_runs
    lines, first = len(lengths[run_number]), lengths[run_number][0]
    return sum(
        lines > 1 and len(lengths[other]) == lines and abs(lengths[other][0] - first) <= 1
        for other in runs_near(sheet, run_number)
    )


def _row_without(sheet: Sheet, run_number: int, step: int) -> float:
    """How many runs on one side, the next one among them, are of like lengths with that one where this run is not.

    A line unlike the crossheads on either side of it heads a story.
    """
    following = run_number + step
    if not 0 <= following < len(sheet.runs) or sheet.are_of_like_lengths(following, run_number):
        return 0.0
    row = range(following, following + step * NEIGHBOURS, step)
    return float(sum(0 <= run < len(sheet.runs) and sheet.are_of_like_lengths(run, following) for run in row))


def _of_same_build(sheet: Sheet, run_number: int) -> int:
    """How many runs near one have as many lines with the same marks in them: 甲方，某事 … 乙方，某事."""
    shape = [build_of(sheet.units[line].text) for line in sheet.runs[run_number]]
    if not any(shape):
        return 0
    return sum(
        [build_of(sheet.units[line].text) for line in sheet.runs[other]] == shape
        for other in runs_near(sheet, run_number)
    )


def _share_cues(sheet: Sheet, run: list[int], shared: Sequence[float]) -> dict[str, float]:
    """What the text around a line says of its words, and how alike it is above and below."""
    paragraph, ahead, behind, whole = shared
    found = {
        "shared with the next paragraph": paragraph,
        "shared with the next section": ahead,
        "shared with the last section": behind,
        "shared with the page": whole,
        "shared elsewhere only": whole - max(ahead, behind),
    }
    at = sheet.number_after(run[-1])
    if 0 < at < len(sheet.bodies):
        found["text above and below alike"] = sheet.subjects.near[at - 1]
        found["wide text above and below alike"] = sheet.subjects.wide[at - 1]
    return found


def shared_around(sheet: Sheet) -> list[list[float]]:
    """For each display line its share in the next paragraph, the sections after and before it, and the page."""
    if not sheet.lines:
        return []
    at = np.array([sheet.number_after(run[-1]) for run in sheet.runs for _ in run])
    nothing = np.zeros_like(at)
    firsts = np.stack((at, at, at - SECTION, nothing), axis=1)
    lasts = np.stack((at + 1, at + SECTION, at, nothing + len(sheet.bodies)), axis=1)
    return sheet.shares.of_lines(firsts, lasts).tolist()
