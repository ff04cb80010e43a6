"""What editors narrow a list by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Max, Min, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.models import (
    Article,
    Byline,
    Contributor,
    ImportRun,
    Issue,
    Proposal,
    Reimport,
    contributor_key,
)
from newsroom.models.articles import ArticleQuerySet


class SuspectFilter(admin.SimpleListFilter):
    title = _("suspects")
    parameter_name = "suspects"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("some", _("some")), ("none", _("none"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        if self.value() == "some":
            return queryset.suspicious()
        if self.value() == "none":
            return queryset.filter(suspects=0)
        return queryset


class ConflictFilter(admin.SimpleListFilter):
    """Articles that a later dump reads otherwise where an editor corrected them."""

    title = _("later dump")
    parameter_name = "later"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("conflict", _("clashes"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        if self.value() == "conflict":
            return queryset.filter(pk__in=Reimport.objects.open_conflicts().values("article"))
        return queryset


class ProposalFilter(admin.SimpleListFilter):
    title = _("readers' reports")
    parameter_name = "reports"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        if self.value() == "open":
            return queryset.filter(pk__in=Proposal.objects.open().values("article"))
        return queryset


class ReviewFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("changed", _("changed since review"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        return queryset.changed_since_review() if self.value() == "changed" else queryset


class DoubtFilter(admin.SimpleListFilter):
    title = _("doubts of the import")
    parameter_name = "doubts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open")), ("none", _("none open"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        if self.value() == "open":
            return queryset.doubtful()
        if self.value() == "none":
            return queryset.exclude(pk__in=Article.objects.doubtful().values("pk"))
        return queryset


class DateFilter(admin.SimpleListFilter):
    """Year, month and day of print, one after the other: ``2026``, ``2026-01``, ``2026-01-07``.

    What is offered is read from the issues alone. Django's own date hierarchy goes through every article.
    """

    title = _("date")
    parameter_name = "date"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = self._chosen()
        if not chosen:
            ends = Issue.objects.aggregate(first=Min("date"), last=Max("date"))
            if ends["last"] is None:
                return []
            return [(str(year), str(year)) for year in range(ends["last"].year, ends["first"].year - 1, -1)]
        upper = [("-".join(chosen[:depth]), "-".join(chosen[:depth])) for depth in range(1, min(len(chosen), 2) + 1)]
        within = Issue.objects.filter(date__year=int(chosen[0]))
        if len(chosen) == 1:
            months = within.dates("date", "month")
            return upper + [(f"{month:%Y-%m}", f"{month:%m}") for month in months]
        days = within.filter(date__month=int(chosen[1])).dates("date", "day")
        return upper + [(day.isoformat(), f"{day:%m-%d}") for day in days]

    def _chosen(self) -> list[str]:
        found = re.fullmatch(r"([12]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?", self.value() or "", re.ASCII)
        return [part for part in found.groups() if part] if found else []

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        try:
            year, month, day = (int(part) if part else None for part in (*self._chosen(), "", "", "")[:3])
            if year is None:
                return queryset
            first = dt.date(year, month or 1, day or 1)
            after = dt.date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
        except ValueError:
            return queryset.none()
        if day is not None:
            return queryset.printed_on(first)
        return queryset.filter(page__issue__date__gte=first, page__issue__date__lt=after)


class ContributorFilter(admin.SimpleListFilter):
    """A name typed in, in any of its printed variants or as an alias."""

    title = _("contributor")
    parameter_name = "contributor"
    template = "admin/newsroom/article/_contributor_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("", "")]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        key = contributor_key(self.value() or "")[:120]
        if not key:
            return queryset
        known = Contributor.objects.filter(Q(key=key) | Q(aliases__key=key)).values("pk")
        return queryset.filter(pk__in=Byline.objects.filter(contributor__in=known).values("article"))

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        """One choice, for the template: what is asked now, and all else that the list is narrowed by."""
        kept = [
            (name, value)
            for name, values in changelist.filter_params.items()
            if name != self.parameter_name
            for value in values
        ]
        yield {
            "value": self.value() or "",
            "kept": kept,
            "clear": changelist.get_query_string(remove=[self.parameter_name]),
        }


# The last runs are those an editor has work of.
RUNS_LISTED = 12


class RunFilter(admin.SimpleListFilter):
    title = _("import run")
    parameter_name = "run"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(run.pk), str(run)) for run in ImportRun.objects.order_by("-pk").only("started_at")[:RUNS_LISTED]]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        run = self.value() or ""
        return queryset.filter(import_run=int(run)) if run.isdecimal() else queryset
