"""Contributors and the names they were credited under."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.models import Contributor, ContributorAlias, contributor_key


class AliasInline(admin.TabularInline):
    model = ContributorAlias
    extra = 1


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    list_display = ("name", "distinction", "kind", "article_count")
    list_filter = ("kind",)
    ordering = ("sort_key", "name")
    search_fields = ("name",)
    search_help_text = _("By name, alias or pinyin with a space between syllables.")
    inlines = (AliasInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        return super().get_queryset(request).annotate(article_count=Count("bylines__article", distinct=True))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Contributor], search_term: str
    ) -> tuple[QuerySet[Contributor], bool]:
        """Finds a name in any of its printed variants: other dots, padding, letters of full width."""
        key = contributor_key(search_term)
        if not key:
            return queryset, False
        by_alias = ContributorAlias.objects.filter(contributor=OuterRef("pk"), key__contains=key)
        sound = search_term.strip().casefold()
        return queryset.filter(Q(key__contains=key) | Q(sort_key__startswith=sound) | Exists(by_alias)), False

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, contributor: Contributor) -> int:
        return contributor.article_count  # type: ignore[attr-defined]
