"""Where one article ends and the next begins: what stands between two paragraphs, and what each of them looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from newsroom.parsing import marks
from newsroom.parsing.cohesion import Vocabulary, pairs_of
from newsroom.parsing.displays import Display, displays_of
from newsroom.parsing.fragments import Kind
from newsroom.parsing.units import Unit

# Paragraphs on either side that are compared for a change of subject.
WINDOW = 3
# First words that lean on what was said before.
LEANING = re.compile(
    r"(?:同时|此外|另外|其中|因此|所以|于是|然而|但|不过|而|并且|接着|随后|之后|后来|对此|为此|至此|与此同时|据介绍|据了解|据悉|目前|如今|"
    r"记者(?:看到|了解|在|发现|注意)|他|她|它|这|该|其|此|那|两人|双方|会议(?:还|指出|强调|要求|认为|研究|听取|决定)|"
    r"[一二三四五六七八九十]是|首先|其次|再次|最后|第[二三四五六七八九十]|还|也|又|更|只|才|就|都|再|从此|正是|例如|比如|可|当然|总之|"
    r"[一-鿿]{2,4}(?:表示|介绍|说|指出|强调|认为|坦言|回忆|告诉)|比赛|活动(?:现场|中|期间)|现场|下一步|截至|一方面|另一方面|事实上|其实|说起|提起|谈及|谈到)"
)
WHEN = re.compile(r"近日|日前|近期|昨日|昨天|今日|(?:\d{1,2}月)?\d{1,2}日|近年来|连日来|本报讯|最近")
ABOUT_AUTHOR = re.compile(r"[（(]?(?:本文)?作者(?:为|系|单位|是|：|:)")
LIST_ITEM = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]、|\d{1,2}[.．、]|[●■◆▲★①-⑳]|第[一二三四五六七八九十]{1,2}[章条节]|——)"
)


@dataclass
class Gap:
    """What stands between two neighbouring paragraphs of running text: ``left`` and ``right`` are indices of units."""

    left: int
    right: int
    between: list[int] = field(default_factory=list)


class Sheet:
    """A page ready to be divided: its units, its paragraphs of running text, the gaps between them, its display lines."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = units
        self.bodies = [index for index, unit in enumerate(units) if unit.kind in (Kind.BODY, Kind.CAPTION)]
        self.gaps: list[Gap] = []
        for left, right in zip(self.bodies, self.bodies[1:], strict=False):
            self.gaps.append(Gap(left, right, list(range(left + 1, right))))
        self.vocabulary = Vocabulary([units[index].text for index in self.bodies])
        self.displays: list[Display] = displays_of(units)

    @cached_property
    def display_at(self) -> dict[int, Display]:
        return {display.unit: display for display in self.displays}

    @cached_property
    def after_last(self) -> int:
        """Display lines after the last paragraph: headlines that were displaced to the end of the page."""
        last = self.bodies[-1] if self.bodies else -1
        return sum(display.unit > last for display in self.displays)

    def pairs_between(self, first: int, last: int) -> set[str]:
        """The telling pairs of paragraphs ``first`` up to, not including, ``last``."""
        found: set[str] = set()
        for index in range(max(0, first), min(len(self.bodies), last)):
            found |= self.vocabulary.pairs[index]
        return found


def boundary_cues(sheet: Sheet, number: int) -> dict[str, float]:
    """What speaks for and against an article beginning after paragraph ``number`` of running text."""
    gap = sheet.gaps[number]
    found: dict[str, float] = {"bias": 1.0}
    for side, index in (("left", gap.left), ("right", gap.right)):
        if sheet.units[index].kind is Kind.CAPTION:
            found[f"{side} is a caption"] = 1.0
    _right_cues(found, sheet.units[gap.right])
    _left_cues(found, sheet.units[gap.left])
    _between_cues(found, sheet, gap)
    _subject_cues(found, sheet, number, gap)
    _combine(found)
    return found


def _right_cues(found: dict[str, float], unit: Unit) -> None:
    text = unit.text
    if unit.opening is not None:
        found["opens with a dateline" if unit.opening.dateline else "opens with a byline"] = 1.0
    elif LEANING.match(text):
        found["leans on what went before"] = 1.0
    elif text[0] in '“「"':
        found["opens with a quotation"] = 1.0
    elif LIST_ITEM.match(text):
        found["opens as a list item"] = 1.0
    elif WHEN.search(text[:24]):
        found["says when"] = 1.0
    if len(text) < 40:
        found["right is short"] = 1.0
    elif len(text) > 180:
        found["right is long"] = 1.0
    if text[0] in marks.NEVER_FIRST:
        found["right starts in mid-sentence"] = 1.0


def _left_cues(found: dict[str, float], unit: Unit) -> None:
    text = unit.text
    if unit.closing is not None:
        found["left is signed"] = 1.0
    elif ABOUT_AUTHOR.match(text[-60:].rpartition("。")[2] or text[-60:]) or ABOUT_AUTHOR.match(text):
        found["left tells of its author"] = 1.0
    if not marks.ends_sentence(text):
        found["left ends in a colon" if text[-1] in "：:" else "left breaks off"] = 1.0
    if len(text) < 40:
        found["left is short"] = 1.0
    if unit.opening is not None:
        found["left opened an article"] = 1.0
    if marks.open_marks(text):
        found["left leaves a mark open"] = 1.0


def _between_cues(found: dict[str, float], sheet: Sheet, gap: Gap) -> None:
    kinds = [sheet.units[index].kind for index in gap.between]
    lines = [sheet.display_at[index] for index in gap.between if index in sheet.display_at]
    if lines:
        found["display lines"] = min(len(lines), 4) / 2
        best = max(line.headline_score for line in lines)
        found["headline above"] = max(-4.0, min(best, 6.0)) / 4
        if len(lines) > 1:
            found["several display lines"] = 1.0
        if kinds[-1] is not Kind.DISPLAY:
            found["display line not last"] = 1.0
    else:
        found["no display line"] = 1.0
        if sheet.after_last == 0:
            found["no display line, none displaced"] = 1.0
    if Kind.BYLINE in kinds:
        where = kinds.index(Kind.BYLINE)
        if Kind.DISPLAY not in kinds:
            found["byline alone"] = 1.0
        elif Kind.DISPLAY in kinds[:where]:
            found["byline under display line"] = 1.0
        else:
            found["byline above display line"] = 1.0
    for kind in (Kind.CREDIT, Kind.NOTE, Kind.JUMP_FROM, Kind.JUMP_TO):
        if kind in kinds:
            found[f"{kind.value} between"] = 1.0
    if any(ABOUT_AUTHOR.match(sheet.units[index].text) for index in gap.between):
        found["author told of between"] = 1.0


def _subject_cues(found: dict[str, float], sheet: Sheet, number: int, gap: Gap) -> None:
    vocabulary = sheet.vocabulary
    before = sheet.pairs_between(number - WINDOW + 1, number + 1)
    after = sheet.pairs_between(number + 1, number + 1 + WINDOW)
    near = vocabulary.likeness(vocabulary.pairs[number], vocabulary.pairs[number + 1])
    wide = vocabulary.likeness(before, after)
    found["neighbours alike"] = min(near, 6.0) / 2
    found["surroundings alike"] = min(wide, 6.0) / 2
    if near < 0.15:
        found["neighbours share nothing"] = 1.0
    if wide < 0.4:
        found["surroundings share nothing"] = 1.0
    lines = [sheet.units[index].text for index in gap.between if index in sheet.display_at]
    if lines:
        wanted = pairs_of("，".join(lines))
        total = vocabulary.weigh(wanted) or 1.0
        ahead = vocabulary.weigh(wanted & sheet.pairs_between(number + 1, number + 1 + 2 * WINDOW)) / total
        behind = vocabulary.weigh(wanted & sheet.pairs_between(number + 1 - 2 * WINDOW, number + 1)) / total
        lead = vocabulary.weigh(wanted & vocabulary.pairs[number + 1]) / total
        found["display fits what follows"] = ahead
        found["display fits what went before"] = behind
        found["display fits the next paragraph"] = lead


def _combine(found: dict[str, float]) -> None:
    """Pairs of cues that together say more than their sum."""
    if "no display line" in found:
        for cue in ("neighbours alike", "surroundings alike", "leans on what went before", "opens with a dateline"):
            if cue in found:
                found[f"{cue}, no display line"] = found[cue]
    if "left is signed" in found and "opens with a dateline" in found:
        found["signed, then dateline"] = 1.0
