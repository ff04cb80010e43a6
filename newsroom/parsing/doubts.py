"""What the reader is unsure of in an article, with how sure it is and why, for the editors' queue."""

from __future__ import annotations

from newsroom.parsing.arrange import Arrangement, Story
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.types import Doubt
from newsroom.parsing.weights import probability

# What is likelier than this is not worth an editor's look.
SURE = 0.85


def doubts_of(sheet: Sheet, story: Story, arrangement: Arrangement, *, has_text: bool) -> tuple[Doubt, ...]:
    """The doubts about one story, gravest first."""
    doubts: list[Doubt] = []
    if story.group is not None:
        doubts += _headline_doubts(sheet, story)
    elif has_text:
        doubts.append(Doubt("headline", "no display line of the page fits it", 0.3))
    for number in range(story.first, story.last):
        for found in sheet.units[sheet.bodies[number]].joins:
            if found.confidence < SURE or found.tail < found.head:
                doubts.append(Doubt("join", _join_reason(found.head, found.tail), round(found.confidence, 2)))
    doubts += _edge_doubts(story, arrangement)
    return tuple(sorted(doubts, key=lambda doubt: doubt.confidence))


def _headline_doubts(sheet: Sheet, story: Story) -> list[Doubt]:
    assert story.group is not None
    chance = probability(story.fit)
    top = sheet.bodies[story.first]
    last = story.group.lines[-1]
    is_above = story.group.closes_run and last < top
    displaced = not is_above or sheet.number_after(last + 1) < story.first
    if displaced:
        return [
            Doubt("headline", "stands away from the text and was given to it by the words they share", round(chance, 2))
        ]
    return (
        [Doubt("headline", "stands above the text but shares little with it", round(chance, 2))] if chance < 0.5 else []
    )


def _edge_doubts(story: Story, arrangement: Arrangement) -> list[Doubt]:
    doubts = []
    if story.first:
        chance = probability(arrangement.boundary_odds[story.first - 1])
        if chance < SURE:
            doubts.append(Doubt("start", "may carry on the text before it", round(chance, 2)))
    inner = [1 - probability(arrangement.boundary_odds[number]) for number in range(story.first, story.last - 1)]
    if inner and min(inner) < SURE:
        doubts.append(Doubt("extent", "may be two articles", round(min(inner), 2)))
    return doubts


def _join_reason(head: int, tail: int) -> str:
    if tail < head:
        return "the piece that carries it on is printed before it"
    if tail == head + 1:
        return "the break does not say for certain that the text runs on"
    return "other text stands between the two pieces"
