"""Suspects as editors see them: where they stand, what is wrong, and what may be meant."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from newsroom.desk.found_right import Place, place_of, places_kept, still_suspected
from newsroom.desk.known import known
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.suspects import IN_PARTS, Rule, Suspect

# Enough on either side to see what is meant, and for the script to find the place again in a text that moved.
CONTEXT_CHARS = 10
# A page of odd glyphs has hundreds; the form lists as many as can be worked through.
LISTED = 60

WHY = {
    Rule.WRONG_WAY: _("the quotation mark faces the wrong way"),
    Rule.UNBALANCED: _("its other half is missing"),
    Rule.SPLIT_NUMBER: _("the number is split"),
    Rule.LETTER_FOR_DIGIT: _("a letter stands for a digit"),
    Rule.DOUBLED: _("two marks stand side by side"),
    Rule.STRAY_LETTER: _("a letter stands alone"),
    Rule.STRAY_SPACE: _("a space stands between characters"),
    Rule.WIDTH: _("the rest of the article uses the other width"),
    Rule.GLYPH: _("no ordinary character"),
    Rule.TAUGHT: _("an editor put the same right elsewhere"),
    Rule.NAME: _("nearly a name the archive knows"),
    Rule.WORD: _("no word, but nearly one"),
}


class ShownSuspect(NamedTuple):
    part: str
    before: str
    text: str
    after: str
    start: int
    why: str
    # None where nobody can say what is meant; empty where the text should go.
    suggestion: str | None
    # What the form sends where the editor finds the place right, and whether it was sent so.
    key: str
    ticked: bool

    @property
    def line_before(self) -> str:
        return _in_line(self.before)

    @property
    def line_after(self) -> str:
        return _in_line(self.after)


class ShownPlace(NamedTuple):
    """A place that was found right, with what stands beside it."""

    line_before: str
    text: str
    line_after: str
    key: str
    ticked: bool


Kept = Iterable[Iterable[str]]


def shown_suspects(snapshot: Snapshot, kept: Kept, ticked: Collection[str] = ()) -> list[ShownSuspect]:
    """What looks misread by all that is known now, but for the places kept as right. One query."""
    found = still_suspected(snapshot, kept, known(newest=True))
    return [_shown(snapshot, suspect, ticked) for suspect in found[:LISTED]]


def shown_right(snapshot: Snapshot, kept: Kept, ticked: Collection[str] = ()) -> list[ShownPlace]:
    """The places kept as right that stand in the text."""
    texts = [getattr(snapshot, part) for part in IN_PARTS]
    return [
        ShownPlace(_in_line(place.before), place.text, _in_line(place.after), key_of(place), key_of(place) in ticked)
        for place in sorted(places_kept(kept))
        if any("".join(place) in text for text in texts)
    ]


def key_of(place: Place) -> str:
    return json.dumps(place, ensure_ascii=False)


def _in_line(text: str) -> str:
    return text.replace("\n", "↵")


def _shown(snapshot: Snapshot, suspect: Suspect, ticked: Collection[str]) -> ShownSuspect:
    text, key = getattr(snapshot, suspect.part), key_of(place_of(snapshot, suspect))
    return ShownSuspect(
        part=suspect.part,
        before=text[max(0, suspect.start - CONTEXT_CHARS) : suspect.start],
        text=text[suspect.start : suspect.end],
        after=text[suspect.end : suspect.end + CONTEXT_CHARS],
        start=suspect.start,
        why=str(WHY[suspect.rule]),
        suggestion=suspect.suggestion,
        key=key,
        ticked=key in ticked,
    )
