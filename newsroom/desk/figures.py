"""The desk in figures: what is corrected and reviewed, who did how much, and what waits. Every number is counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from newsroom.models import Article, Doubt, Proposal, Reimport, Review, Revision, UnplacedFragment

# The newest issues, and days, that a page has room for.
ISSUES_SHOWN = 30
DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Share:
    """How far the articles of an issue or a month have come."""

    label: str
    reviewed: int
    corrected: int
    imported: int

    @property
    def total(self) -> int:
        return self.reviewed + self.corrected + self.imported

    @property
    def reviewed_percent(self) -> int:
        return round(100 * self.reviewed / self.total)

    @property
    def corrected_percent(self) -> int:
        """Those corrected and waiting for review."""
        return round(100 * self.corrected / self.total)


class Work(NamedTuple):
    """What one editor did on one day."""

    day: dt.date
    editor_id: int
    corrections: int
    reviews: int


def shares() -> tuple[list[Share], list[Share]]:
    """(the newest issues, all months), the newest first. One query."""
    rows = (
        Article.objects.standing()
        .order_by("-page__issue__date", "page__issue__newspaper__name")
        .values_list("page__issue__date", "page__issue__newspaper__name", "text_state")
        .annotate(count=Count("pk"))
    )
    counted = [(day, paper, state, count) for day, paper, state, count in rows]
    by_issue = [
        _share(f"{day:%Y-%m-%d} {paper}", some)
        for (day, paper), some in groupby(counted, key=lambda row: (row[0], row[1]))
    ]
    by_month = [_share(month, some) for month, some in groupby(counted, key=lambda row: f"{row[0]:%Y-%m}")]
    return by_issue[:ISSUES_SHOWN], by_month


def _share(label: str, rows: Iterable[tuple[dt.date, str, str, int]]) -> Share:
    counts: Counter[str] = Counter()
    for _day, _paper, state, count in rows:
        counts[state] += count
    states = Article.TextState
    return Share(label, counts[states.REVIEWED], counts[states.CORRECTED], counts[states.IMPORTED])


def throughput() -> list[Work]:
    """Corrections and reviews of the last days by day and editor, the newest first. Two queries."""
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - dt.timedelta(days=DAYS_SHOWN - 1)
    done: dict[tuple[dt.date, int], list[int]] = {}
    made = Revision.objects.filter(author__isnull=False, made_at__gte=since).order_by().values_list("author", "made_at")
    reviewed = Review.objects.filter(made_at__gte=since).order_by().values_list("reviewer", "made_at")
    for column, rows in enumerate((made, reviewed)):
        for editor, moment in rows.iterator(chunk_size=2000):
            if editor is not None:
                done.setdefault((timezone.localdate(moment), editor), [0, 0])[column] += 1
    return [Work(day, editor, *done[day, editor]) for day, editor in sorted(done, reverse=True)]


def waiting() -> dict[str, int]:
    """How much of each kind waits for an editor. Six queries."""
    articles, states = Article.objects.standing().order_by(), Article.TextState
    by_state = Counter(dict(articles.values_list("text_state").annotate(count=Count("pk"))))
    return {
        "doubtful": Doubt.objects.open().aggregate(articles=Count("article", distinct=True))["articles"],
        "suspicious": articles.suspicious().count(),
        "imported": by_state[states.IMPORTED],
        "corrected": by_state[states.CORRECTED],
        "conflicts": Reimport.objects.open_conflicts().count(),
        "reports": Proposal.objects.open().count(),
        "unplaced": UnplacedFragment.objects.filter(state=UnplacedFragment.State.OPEN).count(),
    }
