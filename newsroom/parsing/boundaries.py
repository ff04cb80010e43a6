"""Where one article ends and the next begins: what stands between two paragraphs, and what each of them looks like."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from newsroom.parsing.displays import NOTICE
from newsroom.parsing.fragments import Kind
from newsroom.parsing.openings import ABOUT_AUTHOR
from newsroom.parsing.sheet import Gap, Sheet
from newsroom.parsing.subjects import WIDE
from newsroom.parsing.weights import Weights
from newsroom.parsing.wording import BOX_TITLE, is_notice_title, word_cues_of

# Log odds of a boundary at a printed pointer: a run that is carried on from another page starts there, one that is
# carried on elsewhere ends there.
POINTER = 6.0
# Log odds added where a byline stands alone between two paragraphs: at the foot of one article or the head of the next.
BYLINE_ALONE = 2.0
# Log odds added where a box (相关链接) has a headline of its own under its title.
BOX_WITH_HEADLINE = 5.0
# Log odds taken off between lines of one stanza.
SAME_STANZA = 10.0


def all_boundary_cues(sheet: Sheet) -> list[dict[str, float]]:
    """The cues of every gap between paragraphs."""
    return [boundary_cues(sheet, number, displaced) for number, displaced in enumerate(displaced_headlines(sheet))]


def boundary_cues(sheet: Sheet, number: int, displaced: tuple[float, float]) -> dict[str, float]:
    """What speaks for and against an article beginning right after paragraph ``number``."""
    gap = sheet.gaps[number]
    found: dict[str, float] = {}
    found.update((f"left {cue}", value) for cue, value in sheet.last_words[number].items())
    found.update((f"right {cue}", value) for cue, value in sheet.first_words[number + 1].items())
    _between_cues(found, sheet, gap)
    _subject_cues(found, sheet, number, gap)
    _page_cues(found, sheet, number)
    found["a headline elsewhere fits what follows"], found["a headline elsewhere fits only what follows"] = displaced
    return found


def boundary_odds(sheet: Sheet, cases: Sequence[dict[str, float]], weights: Weights) -> list[float]:
    """For each gap between paragraphs the log odds that an article begins after it, by its cues."""
    return [
        odds + _plain_odds(sheet, gap, cues)
        for gap, cues, odds in zip(sheet.gaps, cases, weights.scores("boundary", cases), strict=True)
    ]


def _plain_odds(sheet: Sheet, gap: Gap, cues: dict[str, float]) -> float:
    """Log odds for what the pages learned from show too seldom."""
    odds = 0.0
    if "byline alone" in cues:
        odds += BYLINE_ALONE
    if gap.between and is_notice_title(sheet.units[gap.between[-1]].text):
        odds += NOTICE
    if any(
        sheet.units[index].kind is sheet.units[index + 1].kind is Kind.DISPLAY
        and BOX_TITLE.match(sheet.units[index].text)
        for index in gap.between[:-1]
    ):
        odds += BOX_WITH_HEADLINE
    left, right = sheet.units[gap.left], sheet.units[gap.right]
    if left.is_verse and right.is_verse and not right.after_gap:
        odds -= SAME_STANZA
    if any(sheet.units[index].kind in (Kind.JUMP_FROM, Kind.JUMP_TO) for index in gap.between):
        odds += POINTER
    return odds


def _between_cues(found: dict[str, float], sheet: Sheet, gap: Gap) -> None:
    kinds = [sheet.units[index].kind for index in gap.between]
    lines = [index for index in gap.between if sheet.units[index].kind is Kind.DISPLAY]
    if lines:
        found["display lines"] = float(min(len(lines), 6))
        scores = [sheet.headline_scores[line] for line in lines]
        found["best headline above"] = max(scores)
        found["headline right above"] = scores[-1]
        found["first headline above"] = scores[0]
        found.update(word_cues_of("line right above", sheet.units[lines[-1]].text))
        if kinds[-1] is not Kind.DISPLAY:
            found["display line not last"] = 1.0
    else:
        found["no display line"] = 1.0
    if Kind.BYLINE in kinds:
        where = kinds.index(Kind.BYLINE)
        if Kind.DISPLAY not in kinds:
            found["byline alone"] = 1.0
            if _has_signed_opening(sheet, gap):
                found["byline alone under a story signed at its head"] = 1.0
        else:
            found["byline under display line" if Kind.DISPLAY in kinds[:where] else "byline above display line"] = 1.0
        if any(sheet.units[i].kind is Kind.BYLINE and sheet.units[i].text[0] in "（(" for i in gap.between):
            found["byline in brackets"] = 1.0
    for kind in (Kind.CREDIT, Kind.NOTE, Kind.DATELINE):
        if kind in kinds:
            found[f"{kind.value} between"] = 1.0
    if any(ABOUT_AUTHOR.match(sheet.units[index].text) for index in gap.between):
        found["author told of between"] = 1.0


def _has_signed_opening(sheet: Sheet, gap: Gap) -> bool:
    """Whether the nearest opening above, within a story's length, names its reporters already."""
    number = bisect_left(sheet.bodies, gap.left)
    at = bisect_left(sheet.opened, number + 1)
    if not at or number - sheet.opened[at - 1] > 2 * WIDE:
        return False
    opening = sheet.units[sheet.bodies[sheet.opened[at - 1]]].opening
    return opening is not None and bool(opening.runs)


def _subject_cues(found: dict[str, float], sheet: Sheet, number: int, gap: Gap) -> None:
    subjects = sheet.subjects
    found["neighbours alike"] = subjects.neighbours[number]
    found["near texts alike"] = subjects.near[number]
    found["wide texts alike"] = subjects.wide[number]
    found["right says what was said"] = subjects.said[number]
    found["left says what will be said"] = subjects.will_be_said[number]
    found["right says what will be said"] = subjects.said_on[number]
    lines = [index for index in gap.between if sheet.units[index].kind is Kind.DISPLAY]
    if lines:
        numbers = sheet.numbers_of(lines)
        found["display fits what follows"] = sheet.shares.of_group(numbers, number + 1, number + 1 + WIDE)
        found["display fits what went before"] = sheet.shares.of_group(numbers, number + 1 - WIDE, number + 1)
        found["display fits the next paragraph"] = sheet.shares.of_group(numbers, number + 1, number + 2)


def _page_cues(found: dict[str, float], sheet: Sheet, number: int) -> None:
    bodies = len(sheet.bodies)
    found["paragraphs on the page"] = float(min(bodies, 80))
    found["display lines on the page"] = float(min(len(sheet.lines), 30))
    found["display lines at the end"] = float(min(sheet.after_last, 20))
    found["openings under a display line"] = sheet.headed_openings
    found["openings on the page"] = len(sheet.opened) / bodies
    found["headlines on the page"] = sheet.headlines
    found["openings against headlines"] = len(sheet.opened) / (1.0 + sheet.headlines)
    at = bisect_left(sheet.opened, number + 1)
    found["paragraphs since an opening"] = float(min(30, number + 1 - sheet.opened[at - 1])) if at else 30.0
    ahead = bisect_left(sheet.opened, number + 2)
    found["paragraphs to an opening"] = (
        float(min(30, sheet.opened[ahead] - number - 1)) if ahead < len(sheet.opened) else 30.0
    )
    found["paragraphs to the end"] = float(min(30, bodies - number - 1))
    found["paragraphs from the top"] = float(min(30, number + 1))
    if sheet.units[sheet.bodies[number]].wrapped:
        found["wrapped"] = 1.0


def displaced_headlines(sheet: Sheet) -> list[tuple[float, float]]:
    """For each gap how well the best headline that stands elsewhere fits what follows, and fits it better than what
    went before.
    """
    gaps = np.arange(len(sheet.gaps))
    if not sheet.lines or not len(gaps):
        return [(0.0, 0.0)] * len(gaps)
    here = sheet.lead_shares[:, 1:]
    before = sheet.shares.of_lines(gaps + 1 - WIDE, gaps + 1)
    lines = np.array(sheet.lines)[:, None]
    is_headline = sheet.likely_headlines[:, None]
    tops, bottoms = (np.array(edge) for edge in zip(*((gap.left, gap.right) for gap in sheet.gaps), strict=True))
    elsewhere = is_headline & ((lines < tops) | (lines > bottoms))
    return list(
        zip(
            np.where(elsewhere, here, 0.0).max(axis=0).tolist(),
            np.where(elsewhere, here - before, 0.0).max(axis=0).tolist(),
            strict=True,
        )
    )
