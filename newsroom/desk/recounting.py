"""The queue's counts of suspects, brought up to date when the desk has learned something.

An article's suspects are counted when it is saved. A lesson changes those of other articles: these are counted again in
the background right after it, where there are few of them, else by ``manage.py update_suspects``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Max, Q

from newsroom.desk.found_right import count_suspects
from newsroom.desk.known import known
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.suspects import IN_PARTS
from newsroom.models import Article, Misreading
from newsroom.models.articles import ArticleQuerySet

log = logging.getLogger("newsroom.desk")

# Articles read at a time, and lessons looked for in one search through the texts.
AT_A_TIME, LESSONS_AT_A_TIME = 200, 40
# After a save: a second or two of work at most.
SOON = 200
# The newest lesson when that was last done: what stands in too many articles is not looked for again at every save.
_left: int | None = None


def recount_taught(limit: int | None = None) -> int:
    """Counts anew where something stands that was learned since the last time; returns how many articles were read.

    Where more than ``limit`` articles hold it, nothing is done and the lessons wait for a call without.
    """
    read = 0
    while True:
        lessons = list(Misreading.objects.filter(counted=False).order_by("pk")[:LESSONS_AT_A_TIME])
        if not lessons:
            return read
        # What is right now may have been learned to be misread before: that is taken back by this.
        taken_back = Misreading.objects.filter(misread__in=[lesson.right for lesson in lessons])
        words = {*(lesson.misread for lesson in lessons), *taken_back.values_list("misread", flat=True)}
        keys = list(_holding(words).values_list("pk", flat=True)[: None if limit is None else limit + 1])
        if limit is not None and len(keys) > limit:
            return read
        known(newest=True)
        read += _recount(keys)
        Misreading.objects.filter(pk__in=[lesson.pk for lesson in lessons]).update(counted=True)


def recount_all() -> Iterator[int]:
    """Counts every article anew, for what imports have taught of names; yields how many have been read so far."""
    lessons = list(Misreading.objects.filter(counted=False).values_list("pk", flat=True))
    known(newest=True)
    keys = list(Article.objects.standing().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_A_TIME):
        _recount(keys[start : start + AT_A_TIME])
        yield min(start + AT_A_TIME, len(keys))
    for start in range(0, len(lessons), AT_A_TIME):
        Misreading.objects.filter(pk__in=lessons[start : start + AT_A_TIME]).update(counted=True)


def recount_soon(**_signal: object) -> None:
    """After the index has been brought up to date, in its thread."""
    global _left
    try:
        newest = Misreading.objects.filter(counted=False).aggregate(newest=Max("pk"))["newest"]
        if newest is not None and newest != _left:
            recount_taught(SOON)
            _left = newest
    except Exception:
        log.exception("Suspects were not counted anew; manage.py update_suspects does it again.")


def _holding(words: Iterable[str]) -> ArticleQuerySet:
    holds = reduce(or_, (Q(**{f"{part}__contains": word}) for word in words for part in IN_PARTS))
    return Article.objects.standing().filter(holds).order_by("pk")


def _recount(keys: list[int]) -> int:
    """Writes the counts that differ, but for articles somebody saves meanwhile: that save counts itself."""
    for start in range(0, len(keys), AT_A_TIME):
        articles = Article.objects.filter(pk__in=keys[start : start + AT_A_TIME])
        for article in articles.only(*IN_PARTS, "suspects", "revision_number", "found_right"):
            text = Snapshot(**{part: getattr(article, part) for part in IN_PARTS})
            counted = count_suspects(text, article.found_right)
            if counted != article.suspects:
                unchanged = Article.objects.filter(pk=article.pk, revision_number=article.revision_number)
                unchanged.update(suspects=counted)
    return len(keys)
