"""Two editors at one article: the second save is merged with the first, or told where the two clash."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction

from newsroom.desk.merge import Merged, merge
from newsroom.desk.revisions import Superseded, correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Revision


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


def correct_together(
    article_id: int, wanted: Snapshot, *, based_on: int, author: User, reason: str = ""
) -> SavedTogether:
    """Like ``correct``, but what somebody saved in between is merged in. Raises Clashing where that cannot be."""
    try:
        return SavedTogether(correct(article_id, wanted, based_on=based_on, author=author, reason=reason), None)
    except Superseded:
        return _merge(article_id, wanted, based_on=based_on, author=author, reason=reason)


@transaction.atomic
def _merge(article_id: int, wanted: Snapshot, *, based_on: int, author: User, reason: str) -> SavedTogether:
    article = Article.objects.select_for_update().get(pk=article_id)
    current = article.revisions.newest_first()[0]
    base = Snapshot.from_json(article.revisions.get(number=based_on).snapshot)
    theirs = Snapshot.from_json(current.snapshot)
    merged = merge(base, wanted, theirs)
    if merged.clashes:
        raise Clashing(current, merged, merge(base, theirs, wanted).snapshot)
    revision = correct(article_id, merged.snapshot, based_on=current.number, author=author, reason=reason)
    return SavedTogether(revision, current)
