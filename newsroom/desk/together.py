"""Two editors at one article: the second save is merged with the first, or told where the two clash."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from newsroom.desk.merge import Merged, merge
from newsroom.desk.revisions import Held, Superseded, hold, write
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Revision


class Clashing(Superseded):
    """Somebody saved in between, and changed what this save changes. Nothing was written.

    ``merged`` holds everything the two agree on and the author's own text where they clash; ``theirs_first`` the same
    with the other one's text there.
    """

    def __init__(self, current: Revision, merged: Merged, theirs_first: Snapshot) -> None:
        super().__init__(current)
        self.merged = merged
        self.theirs_first = theirs_first


class SavedTogether(NamedTuple):
    revision: Revision
    # What the save was merged with, None where nobody came in between.
    merged_with: Revision | None


@transaction.atomic
def correct_together(
    article_id: int, wanted: Snapshot, *, based_on: int, author: User, reason: str = ""
) -> SavedTogether:
    """Like ``correct``, but what somebody saved in between is merged in. Raises Clashing where that cannot be."""
    return write_together(hold(article_id), wanted, based_on=based_on, author=author, reason=reason)


def write_together(held: Held, wanted: Snapshot, *, based_on: int, author: User, reason: str = "") -> SavedTogether:
    """Like ``correct_together``, of an article that is held already."""
    article, current = held
    if current.number == based_on:
        return SavedTogether(write(held, wanted, based_on=based_on, author=author, reason=reason), None)
    base = Snapshot.from_json(article.revisions.get(number=based_on).snapshot)
    theirs = Snapshot.from_json(current.snapshot)
    merged = merge(base, wanted, theirs)
    if merged.clashes:
        raise Clashing(current, merged, merge(base, theirs, wanted).snapshot)
    revision = write(held, merged.snapshot, based_on=current.number, author=author, reason=reason)
    return SavedTogether(revision, current)
