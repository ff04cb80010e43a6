"""Which issues of the archive are meant: all, or those of a newspaper and of a stretch of days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from newsroom.models import Issue


@dataclass(frozen=True, slots=True)
class Selection:
    """``newspaper`` is a name or slug. Empty and None mean all there are; both days are counted in."""

    newspaper: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_everything(self) -> bool:
        return self == Selection()

    def issues(self, alias: str) -> QuerySet[Issue]:
        """In an order of their own: by newspaper, day and edition."""
        chosen = Q()
        if self.newspaper:
            chosen &= Q(newspaper__name=self.newspaper) | Q(newspaper__slug=self.newspaper)
        if self.since:
            chosen &= Q(date__gte=self.since)
        if self.until:
            chosen &= Q(date__lte=self.until)
        return Issue.objects.using(alias).filter(chosen).order_by("newspaper__slug", "date", "edition")

    def as_json(self) -> dict[str, Any]:
        return {
            "newspaper": self.newspaper,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }
