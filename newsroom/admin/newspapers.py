"""Newspapers, issues, pages and sections, and the fragments that found no place on a page."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.admin.structure_pages import PageStructure
from newsroom.models import Issue, Newspaper, Page, Section, UnplacedFragment
from newsroom.models.newspapers import words_in


@admin.register(Newspaper)
class NewspaperAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "cn_number", "place", "issue_count")
    search_fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Newspaper]:
        return super().get_queryset(request).annotate(issue_count=Count("issues"))

    @admin.display(description=_("issues"), ordering="issue_count")
    def issue_count(self, newspaper: Newspaper) -> int:
        return newspaper.issue_count  # type: ignore[attr-defined]


class PageInline(admin.TabularInline):
    model = Page
    fields = ("number", "name", "number_inferred")
    extra = 0
    can_delete = False
    show_change_link = True


@admin.register(Issue)
class IssueAdmin(admin.ModelAdmin):
    list_display = ("date", "newspaper", "edition", "number", "date_inferred", "newspaper_inferred", "page_count")
    list_filter = ("newspaper", "date_inferred", "newspaper_inferred")
    list_select_related = ("newspaper",)
    date_hierarchy = "date"
    search_fields = ("date", "number", "newspaper__name")
    inlines = (PageInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        return super().get_queryset(request).annotate(page_count=Count("pages"))

    @admin.display(description=_("pages"), ordering="page_count")
    def page_count(self, issue: Issue) -> int:
        return issue.page_count  # type: ignore[attr-defined]


@admin.register(Page)
class PageAdmin(PageStructure):
    list_display = ("label", "issue", "number_inferred", "article_count")
    list_filter = ("issue__newspaper", "number", "number_inferred")
    list_select_related = ("issue__newspaper",)
    date_hierarchy = "issue__date"
    ordering = ("-issue__date", "issue__edition", "number")
    search_fields = ("name", "issue__date")
    autocomplete_fields = ("issue",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, page: Page) -> int:
        return page.article_count  # type: ignore[attr-defined]


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "position", "article_count", "word_count")
    list_editable = ("position",)
    search_fields = ("name", "page_names", "keywords")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(article_count=Count("articles"))

    @admin.display(description=_("articles"), ordering="article_count")
    def article_count(self, section: Section) -> int:
        return section.article_count  # type: ignore[attr-defined]

    @admin.display(description=_("words"))
    def word_count(self, section: Section) -> int:
        return len(words_in(section.keywords))


@admin.register(UnplacedFragment)
class UnplacedFragmentAdmin(admin.ModelAdmin):
    """What the source holds and no article does. The text is the source's and is not edited here."""

    list_display = ("text", "page", "state")
    list_filter = ("state", "page__issue__newspaper")
    list_select_related = ("page__issue__newspaper",)
    date_hierarchy = "page__issue__date"
    search_fields = ("text",)
    readonly_fields = ("page", "source", "text", "start", "end")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: UnplacedFragment | None = None) -> bool:
        return False
