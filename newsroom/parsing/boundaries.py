"""Where one article ends and the next begins: what stands between two paragraphs, and what each of them looks like."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from newsroom.parsing.arrays import Numbers, for_all
from newsroom.parsing.displays import NOTICE
from newsroom.parsing.fragments import Kind
from newsroom.parsing.openings import ABOUT_AUTHOR
from newsroom.parsing.sheet import Gap, Sheet
from newsroom.parsing.subjects import WIDE
from newsroom.parsing.weights import Weights
from newsroom.parsing.wording import BOX_TITLE, is_notice_title, word_cues_of

QUESTION = "boundary"
# Paragraphs are counted so far.
FARTHEST = 30
# Log odds of a boundary at a printed pointer: a run that is carried on from another page starts there, one that is
# carried on elsewhere ends there.
POINTER = 6.0
# Log odds added where a byline stands alone between two paragraphs: at the foot of one article or the head of the next.
BYLINE_ALONE = 2.0
# Log odds added where a box (相关链接) has a headline of its own under its title.
BOX_WITH_HEADLINE = 5.0
# Log odds taken off between lines of one stanza.
SAME_STANZA = 10.0


class BoundaryCues:
    """What speaks for and against an article beginning after each paragraph of a sheet but the last, a case a gap."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        # What stands at each gap, and what all gaps say, by the column.
        self.of_gaps = [_gap_cues(sheet, number) for number in range(len(sheet.gaps))]
        self.together: dict[str, Numbers] = {}
        if sheet.gaps:
            self.together = _page_cues(sheet) | _subject_cues(sheet) | _shared_cues(sheet) | _displaced_cues(sheet)

    def __len__(self) -> int:
        return len(self.of_gaps)

    def __iter__(self) -> Iterator[dict[str, float]]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> dict[str, float]:
        return self.of_gaps[number] | {cue: column.item(number) for cue, column in self.together.items()}

    def scores(self, weights: Weights) -> list[float]:
        """For each gap the log odds that an article begins after it."""
        values = weights.values(QUESTION, self.of_gaps)
        weights.put(QUESTION, values, self.together)
        return weights.scores_of(QUESTION, values)


def boundary_odds(sheet: Sheet, cases: BoundaryCues, weights: Weights) -> list[float]:
    """For each gap between paragraphs the log odds that an article begins after it, by its cues."""
    return [
        odds + _plain_odds(sheet, gap, cues)
        for gap, cues, odds in zip(sheet.gaps, cases.of_gaps, cases.scores(weights), strict=True)
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


def _gap_cues(sheet: Sheet, number: int) -> dict[str, float]:
    """How the paragraphs before and after a gap end and begin, and what stands between them."""
    found = {f"left {cue}": value for cue, value in sheet.last_words[number].items()}
    found.update((f"right {cue}", value) for cue, value in sheet.first_words[number + 1].items())
    gap = sheet.gaps[number]
    if gap.between:
        _between_cues(found, sheet, gap)
    else:
        found["no display line"] = 1.0
    return found


def _between_cues(found: dict[str, float], sheet: Sheet, gap: Gap) -> None:
    kinds = [sheet.units[index].kind for index in gap.between]
    lines = [index for index, kind in zip(gap.between, kinds, strict=True) if kind is Kind.DISPLAY]
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


def _subject_cues(sheet: Sheet) -> dict[str, Numbers]:
    """How alike the texts before and after each gap are."""
    subjects = sheet.subjects
    return {
        "neighbours alike": np.array(subjects.neighbours),
        "near texts alike": np.array(subjects.near),
        "wide texts alike": np.array(subjects.wide),
        "right says what was said": np.array(subjects.said),
        "left says what will be said": np.array(subjects.will_be_said),
        "right says what will be said": np.array(subjects.said_on),
    }


def _shared_cues(sheet: Sheet) -> dict[str, Numbers]:
    """What the display lines at each gap share with the paragraphs after and before it; 0 where there are none."""
    starts, stops = (np.searchsorted(sheet.lines, edges) for edges in (sheet.bodies[:-1], sheet.bodies[1:]))
    ahead, behind, following = (np.zeros(len(sheet.gaps)) for _ in range(3))
    gaps = np.flatnonzero(starts < stops)
    if len(gaps):
        after, lines = gaps + 1, (starts[gaps], stops[gaps])
        shared = sheet.shares.fit(*lines, after, np.minimum(after + WIDE, len(sheet.bodies)), lead=1)
        ahead[gaps], following[gaps] = shared.whole, shared.lead
        behind[gaps] = sheet.shares.fit(*lines, np.maximum(after - WIDE, 0), after, lead=1).whole
    return {
        "display fits what follows": ahead,
        "display fits what went before": behind,
        "display fits the next paragraph": following,
    }


def _page_cues(sheet: Sheet) -> dict[str, Numbers]:
    """What the page as a whole says, and where each gap stands on it."""
    bodies, opened = len(sheet.bodies), sheet.opened
    after = np.arange(1, bodies)
    last = np.array([-FARTHEST, *opened])[np.searchsorted(opened, after)]
    next_ = np.array([*opened, bodies + FARTHEST])[np.searchsorted(opened, after + 1)]
    of_page = {
        "paragraphs on the page": min(bodies, 80),
        "display lines on the page": min(len(sheet.lines), 30),
        "display lines at the end": min(sheet.after_last, 20),
        "openings under a display line": sheet.headed_openings,
        "openings on the page": len(opened) / bodies,
        "headlines on the page": sheet.headlines,
        "openings against headlines": len(opened) / (1.0 + sheet.headlines),
    }
    return for_all(of_page, len(after)) | {
        "paragraphs since an opening": np.minimum(FARTHEST, after - last).astype(float),
        "paragraphs to an opening": np.minimum(FARTHEST, next_ - after).astype(float),
        "paragraphs to the end": np.minimum(FARTHEST, bodies - after).astype(float),
        "paragraphs from the top": np.minimum(FARTHEST, after).astype(float),
        "wrapped": np.array([sheet.units[index].wrapped for index in sheet.bodies[:-1]], dtype=float),
    }


def _displaced_cues(sheet: Sheet) -> dict[str, Numbers]:
    """For each gap how well the best headline that stands elsewhere fits what follows, and fits it better than what
    went before.
    """
    gaps = np.arange(len(sheet.gaps))
    if not sheet.lines:
        return {}
    here = sheet.lead_shares[:, 1:]
    before = sheet.shares.of_lines(gaps + 1 - WIDE, gaps + 1)
    lines = np.array(sheet.lines)[:, None]
    is_headline = sheet.likely_headlines[:, None]
    tops, bottoms = np.array(sheet.bodies[:-1]), np.array(sheet.bodies[1:])
    elsewhere = is_headline & ((lines < tops) | (lines > bottoms))
    return {
        "a headline elsewhere fits what follows": np.where(elsewhere, here, 0.0).max(axis=0),
        "a headline elsewhere fits only what follows": np.where(elsewhere, here - before, 0.0).max(axis=0),
    }
