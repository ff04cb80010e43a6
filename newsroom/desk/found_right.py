"""Suspected places that an editor found right as they stand: they are suspected no more, whatever rule finds them.

Kept with the article as ``[before, text, after]``. A place is known again by what stands beside it, so that it may move
within the article and outlives later dumps; where its surroundings read otherwise it is another place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from newsroom.desk.known import Known, known
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.suspects import Suspect, suspects

# A quotation mark alone says nothing; with two characters on either side it is seldom met twice in an article.
BESIDE = 2
# What the queue's column holds; a page of odd glyphs has thousands, and nobody needs them counted.
MOST_SUSPECTS = 999


class Place(NamedTuple):
    """A stretch of text and what stands beside it."""

    before: str
    text: str
    after: str


def place_of(snapshot: Snapshot, suspect: Suspect) -> Place:
    text: str = getattr(snapshot, suspect.part)
    return Place(
        text[max(0, suspect.start - BESIDE) : suspect.start],
        text[suspect.start : suspect.end],
        text[suspect.end : suspect.end + BESIDE],
    )


def places_kept(kept: Iterable[Iterable[str]]) -> set[Place]:
    """The places as an article keeps them."""
    return {Place(*place) for place in kept}


def still_suspected(snapshot: Snapshot, kept: Iterable[Iterable[str]], of_the_archive: Known) -> list[Suspect]:
    """What looks misread, but for what was found right."""
    right = places_kept(kept)
    return [each for each in suspects(snapshot, of_the_archive) if place_of(snapshot, each) not in right]


def count_suspects(snapshot: Snapshot, kept: Iterable[Iterable[str]] = ()) -> int:
    """How many places look misread, for the queue. One query at most, and that seldom."""
    return min(len(still_suspected(snapshot, kept, known())), MOST_SUSPECTS)


def changed(kept: Iterable[Iterable[str]], right: Collection[Place], again: Collection[Place]) -> list[list[str]]:
    """What an article keeps once some places are found right and others are to be suspected again."""
    return [list(place) for place in sorted((places_kept(kept) | set(right)) - set(again))]
