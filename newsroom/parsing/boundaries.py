"""Where one article ends and the next begins: what stands between two paragraphs, and what each of them looks like."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set

from newsroom.parsing.displays import NOTICE, is_notice_title, word_cues
from newsroom.parsing.fragments import Kind
from newsroom.parsing.openings import ABOUT_AUTHOR
from newsroom.parsing.sheet import Gap, Sheet
from newsroom.parsing.weights import Weights

# Paragraphs on either side that are compared for a change of subject, near and wide.
NEAR = 3
WIDE = 8
# A displaced headline speaks for a start where this much of its weight stands in the first paragraphs.
LEAD = 2
# Log odds of a boundary at a printed pointer: a run that is carried on from another page starts there, one that is
# carried on elsewhere ends there.
POINTER = 6.0
# Log odds added where a byline stands alone between two paragraphs: at the foot of one article or the head of the next.
BYLINE_ALONE = 2.0
# Log odds taken off between lines of one stanza.
SAME_STANZA = 10.0


def boundary_cues(sheet: Sheet, number: int) -> dict[str, float]:
    """What speaks for and against an article beginning right after paragraph ``number``."""
    gap = sheet.gaps[number]
    found: dict[str, float] = {}
    found.update((f"left {cue}", value) for cue, value in sheet.last_words[number].items())
    found.update((f"right {cue}", value) for cue, value in sheet.first_words[number + 1].items())
    _between_cues(found, sheet, gap)
    _subject_cues(found, sheet, number, gap)
    _page_cues(found, sheet, number)
    _displaced_cues(found, sheet, number, gap)
    return found


def boundary_odds(sheet: Sheet, number: int, weights: Weights) -> float:
    """Log odds that an article begins right after paragraph ``number``."""
    found = boundary_cues(sheet, number)
    odds = weights.score("boundary", found)
    if "byline alone" in found:
        odds += BYLINE_ALONE
    gap = sheet.gaps[number]
    if gap.between and is_notice_title(sheet.units[gap.between[-1]].text):
        odds += NOTICE
    left, right = sheet.units[gap.left], sheet.units[gap.right]
    if left.is_verse and right.is_verse and not right.after_gap:
        odds -= SAME_STANZA
    if any(sheet.units[index].kind in (Kind.JUMP_FROM, Kind.JUMP_TO) for index in sheet.gaps[number].between):
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
        found.update(
            (f"line right above: {cue}", value) for cue, value in word_cues(sheet.units[lines[-1]].text).items()
        )
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
    vocabulary = sheet.vocabulary
    left, right = vocabulary.pairs[number], vocabulary.pairs[number + 1]
    found["neighbours alike"] = min(8.0, vocabulary.likeness(left, right))
    for name, reach in (("near", NEAR), ("wide", WIDE)):
        before = sheet.pairs_between(number - reach + 1, number + 1)
        after = sheet.pairs_between(number + 1, number + 1 + reach)
        found[f"{name} texts alike"] = min(8.0, vocabulary.likeness(before, after))
        if reach == WIDE:
            found["right says what was said"] = _part(sheet, right, before)
            found["left says what will be said"] = _part(sheet, left, after)
            later = sheet.pairs_between(number + 2, number + 2 + reach)
            found["right says what will be said"] = _part(sheet, right, later)
    lines = [index for index in gap.between if index in sheet.line_strings]
    if lines:
        strings = {string: weight for line in lines for string, weight in sheet.line_strings[line].items()}
        found["display fits what follows"] = sheet.share(strings, number + 1, number + 1 + WIDE)
        found["display fits what went before"] = sheet.share(strings, number + 1 - WIDE, number + 1)
        found["display fits the next paragraph"] = sheet.share(strings, number + 1, number + 2)


def _part(sheet: Sheet, pairs: Set[str], others: Set[str]) -> float:
    """How much of a paragraph's weight, counting only what the page says more than once, other text has too."""
    repeated = {pair for pair in pairs if sheet.vocabulary.spread[pair] > 1}
    total = sheet.vocabulary.weigh(repeated)
    return sheet.vocabulary.weigh(repeated & others) / total if total else 0.0


def _page_cues(found: dict[str, float], sheet: Sheet, number: int) -> None:
    bodies = len(sheet.bodies)
    found["paragraphs on the page"] = float(min(bodies, 80))
    found["display lines on the page"] = float(min(len(sheet.lines), 30))
    found["display lines at the end"] = float(min(sheet.after_last, 20))
    found["openings on the page"] = len(sheet.opened) / bodies
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


def _displaced_cues(found: dict[str, float], sheet: Sheet, number: int, gap: Gap) -> None:
    """Headlines that stand elsewhere: one whose words begin to be said here speaks for a start."""
    best = best_alone = 0.0
    for line in sheet.lines:
        if gap.left < line < gap.right or sheet.headline_scores[line] < -1.0:
            continue
        held = sheet.held[line]
        # What the paragraphs hold one by one is at least what they hold together.
        if sum(held.get(at, 0.0) for at in range(number + 1, number + 1 + LEAD)) <= best_alone:
            continue
        here = sheet.line_share(line, number + 1, number + 1 + LEAD)
        if here <= best_alone:
            continue
        before = sheet.line_share(line, number + 1 - WIDE, number + 1)
        best = max(best, here)
        best_alone = max(best_alone, here - before)
    found["a headline elsewhere fits what follows"] = best
    found["a headline elsewhere fits only what follows"] = best_alone
