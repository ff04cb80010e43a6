"""Records of what came in and what was done: to be looked at, never changed."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsroom.models import (
    Article,
    Byline,
    ChangedRow,
    Doubt,
    FormerAddress,
    ImportEvent,
    ImportRun,
    IndexTask,
    Misreading,
    PageSource,
    Photo,
    Reimport,
    Review,
    Revision,
    SavedQueue,
    SourceSpan,
    SourceText,
)


class RecordAdmin(admin.ModelAdmin):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(SourceText)
class SourceTextAdmin(RecordAdmin):
    list_display = ("sha256", "encoding", "size", "received_at")
    list_filter = ("encoding",)
    search_fields = ("sha256", "pages__name")
    fields = ("sha256", "encoding", "size", "received_at", "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceText]:
        return super().get_queryset(request).defer("data")


class EventInline(admin.TabularInline):
    model = ImportEvent
    fields = ("what", "path", "issue", "message")
    extra = 0
    max_num = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportEvent]:
        return super().get_queryset(request).select_related("issue__newspaper")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ImportRun)
class ImportRunAdmin(RecordAdmin):
    list_display = ("started_at", "state", "finished_at", "event_count")
    list_filter = ("state",)
    inlines = (EventInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).annotate(event_count=Count("events"))

    @admin.display(description=_("inputs"), ordering="event_count")
    def event_count(self, run: ImportRun) -> int:
        return run.event_count  # type: ignore[attr-defined]


@admin.register(ImportEvent)
class ImportEventAdmin(RecordAdmin):
    list_display = ("path", "what", "issue", "run", "message")
    list_filter = ("what",)
    list_select_related = ("issue__newspaper", "run")
    search_fields = ("path", "message")


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    list_display = ("article", "number", "author", "made_at", "reason")
    list_select_related = ("article", "author")
    list_filter = ("author",)
    ordering = ("-pk",)
    search_fields = ("reason", "sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).defer("snapshot")


@admin.register(Reimport)
class ReimportAdmin(RecordAdmin):
    """Conflicts are settled in the form of their article."""

    list_display = ("article", "made_at", "state", "import_run")
    list_select_related = ("article", "import_run")
    list_filter = ("state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reimport]:
        return super().get_queryset(request).defer("snapshot")


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    list_display = ("article", "revision_number", "reviewer", "made_at")
    list_select_related = ("revision__article", "reviewer")
    list_filter = ("reviewer",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        return super().get_queryset(request).defer("revision__snapshot")

    @admin.display(description=_("article"))
    def article(self, review: Review) -> Article:
        return review.revision.article

    @admin.display(description=_("revision"))
    def revision_number(self, review: Review) -> int:
        return review.revision.number


@admin.register(Misreading)
class MisreadingAdmin(RecordAdmin):
    """What corrections taught: where it stands in other articles, their forms mark it."""

    list_display = ("misread", "right", "article")
    list_select_related = ("revision__article",)
    search_fields = ("misread", "right")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Misreading]:
        return super().get_queryset(request).defer("revision__snapshot")

    @admin.display(description=_("article"))
    def article(self, misreading: Misreading) -> Article:
        return misreading.revision.article


@admin.register(SavedQueue)
class SavedQueueAdmin(RecordAdmin):
    """Editors keep and forget their own above the list of articles."""

    list_display = ("name", "editor", "query")
    list_select_related = ("editor",)


@admin.register(LogEntry)
class LogAdmin(RecordAdmin):
    """Who did what on the whole desk, for chief editors; each article's own log stands with its revisions."""

    list_display = ("action_time", "user", "content_type", "what", "said")
    list_select_related = ("user", "content_type")
    list_filter = (("user", admin.RelatedOnlyFieldListFilter), ("content_type", admin.RelatedOnlyFieldListFilter))
    search_fields = ("object_repr", "change_message")
    ordering = ("-pk",)
    fields = ("action_time", "user", "content_type", "object_repr", "said")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("newsroom.withdraw_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=_("what"))
    def what(self, entry: LogEntry) -> SafeString | str:
        address = entry.get_admin_url()
        return format_html('<a href="{}">{}</a>', address, entry.object_repr) if address else entry.object_repr

    @admin.display(description=_("what was done"))
    def said(self, entry: LogEntry) -> str:
        return entry.get_change_message() or entry.get_action_flag_display()


@admin.register(IndexTask)
class IndexTaskAdmin(RecordAdmin):
    list_display = ("article_id", "requested_at")


@admin.register(Doubt)
class DoubtAdmin(RecordAdmin):
    """Doubts are settled in the form of their article, where the text is in sight."""

    list_display = ("what", "why", "confidence", "state", "article")
    list_select_related = ("article",)
    list_filter = ("state", "what")


@admin.register(Byline)
class BylineAdmin(RecordAdmin):
    """Bylines are corrected in the form of their article, where every change is a revision."""

    list_display = ("name", "role", "affiliation", "as_printed", "article")
    list_select_related = ("article",)
    list_filter = ("role",)
    search_fields = ("name", "as_printed")


@admin.register(Photo)
class PhotoAdmin(RecordAdmin):
    list_display = ("caption", "credit", "article")
    list_select_related = ("article",)
    search_fields = ("caption", "credit")


@admin.register(PageSource)
class PageSourceAdmin(RecordAdmin):
    list_display = ("name", "page", "import_run")
    list_select_related = ("page__issue__newspaper", "import_run")
    search_fields = ("name",)


@admin.register(SourceSpan)
class SourceSpanAdmin(RecordAdmin):
    list_display = ("article", "part", "index", "position", "start", "end", "source")
    list_filter = ("part",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceSpan]:
        return super().get_queryset(request).select_related("article", "source").defer("source__data")


@admin.register(FormerAddress)
class FormerAddressAdmin(RecordAdmin):
    list_display = ("page", "number", "article")
    list_select_related = ("page__issue__newspaper", "article")


@admin.register(ChangedRow)
class ChangedRowAdmin(RecordAdmin):
    list_display = ("changeset", "what", "row", "before", "after")
    list_select_related = ("changeset",)
    list_filter = ("what",)
