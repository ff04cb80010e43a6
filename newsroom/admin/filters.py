"""What editors narrow a list by."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.models import Article, Proposal, Reimport
from newsroom.models.articles import ArticleQuerySet


class SuspectFilter(admin.SimpleListFilter):
    title = _("suspects")
    parameter_name = "suspects"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("some", _("some")), ("none", _("none"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        if self.value() == "some":
            return queryset.filter(suspects__gt=0)
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
