"""Suspects as editors see them: where they stand, what is wrong, and what may be meant."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from newsroom.desk.known import known
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.suspects import Rule, Suspect, suspects

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

    @property
    def line_before(self) -> str:
        return self.before.replace("\n", "↵")

    @property
    def line_after(self) -> str:
        return self.after.replace("\n", "↵")


def shown_suspects(snapshot: Snapshot) -> list[ShownSuspect]:
    """What looks misread by all that is known now. One query."""
    return [_shown(snapshot, suspect) for suspect in suspects(snapshot, known(newest=True))[:LISTED]]


def _shown(snapshot: Snapshot, suspect: Suspect) -> ShownSuspect:
    text = getattr(snapshot, suspect.part)
    return ShownSuspect(
        part=suspect.part,
        before=text[max(0, suspect.start - CONTEXT_CHARS) : suspect.start],
        text=text[suspect.start : suspect.end],
        after=text[suspect.end : suspect.end + CONTEXT_CHARS],
        start=suspect.start,
        why=str(WHY[suspect.rule]),
        suggestion=suspect.suggestion,
    )
