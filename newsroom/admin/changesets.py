"""Changesets: what was changed together, what came of it, and the way to take it back."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import csrf_protect_m
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.differences import CONTEXT_CHARS
from newsroom.admin.labels import person
from newsroom.admin.records import RecordAdmin
from newsroom.admin.structure import log_changeset
from newsroom.admin.structure_changes import changed_places, changed_texts
from newsroom.admin.structure_forms import CHANGE, RESTRUCTURE
from newsroom.desk.undoing import CannotUndo, undo
from newsroom.models import Changeset, Revision

Kind = Changeset.Kind
# Who may do a thing may take it back.
RIGHTS = {
    Kind.MOVE: RESTRUCTURE,
    Kind.ORDER: RESTRUCTURE,
    Kind.HEADLINE: RESTRUCTURE,
    Kind.PAIR: RESTRUCTURE,
    Kind.CONTRIBUTORS: "newsroom.change_contributor",
}


def may_undo(user: User | AnonymousUser, changeset: Changeset) -> bool:
    return user.has_perm(RIGHTS.get(Kind(changeset.kind), CHANGE))


@admin.register(Changeset)
class ChangesetAdmin(RecordAdmin):
    list_display = ("made_at", "author", "kind", "reason", "undone")
    list_filter = ("kind", "author")
    list_select_related = ("author", "undone_by")
    search_fields = ("reason",)
    fields = ("kind", "reason", "author", "made_at", "undoes")
    change_form_template = "admin/newsroom/changeset/change_form.html"

    @admin.display(description=gettext_lazy("undone"), boolean=True)
    def undone(self, changeset: Changeset) -> bool:
        return hasattr(changeset, "undone_by")

    def get_urls(self) -> list[URLPattern]:
        undo_path = path("<int:pk>/undo/", self.admin_site.admin_view(self.undo_view), name="newsroom_changeset_undo")
        return [undo_path, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        changeset: Changeset = context["original"]
        context["texts"] = changed_texts(changeset, context=CONTEXT_CHARS)
        context["places"] = changed_places(changeset)
        context["undone_by"] = Changeset.objects.filter(undoes=changeset).first()
        context["may_undo"] = may_undo(request.user, changeset) and context["undone_by"] is None
        return super().render_change_form(request, context, *args, **options)

    @csrf_protect_m
    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        changeset = Changeset.objects.filter(pk=pk).first()
        if changeset is None:
            raise Http404
        if not may_undo(request.user, changeset):
            raise PermissionDenied
        shown = pk
        try:
            undoing = undo(changeset, author=cast(User, request.user))
        except CannotUndo as hindered:
            self.message_user(request, _("Nothing was undone: later work stands in the way."), messages.WARNING)
            for sentence in _hindrances(hindered):
                self.message_user(request, sentence, messages.WARNING)
        except ValueError:
            self.message_user(request, _("It was undone already."), messages.WARNING)
        else:
            shown = undoing.pk
            log_changeset(self, request, undoing)
            self.message_user(request, _("The changeset is undone."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newsroom_changeset_change", args=[shown]))


def _hindrances(hindered: CannotUndo) -> list[SafeString | str]:
    """One sentence for each later work, with the way to it."""
    return [
        *(_of_revision(revision) for revision in hindered.revisions),
        *(_of_changeset(changeset) for changeset in hindered.changesets),
        *(
            _("“%(title)s” was withdrawn, made public or met by a later dump since.") % {"title": article.title}
            for article in hindered.articles
        ),
    ]


def _of_revision(revision: Revision) -> SafeString:
    said = _("“%(title)s” was worked over since: revision %(number)d, %(author)s, %(time)s.")
    values = {
        "title": revision.article.title,
        "number": revision.number,
        "author": person(revision.author) or _("the import"),
        "time": date_format(timezone.localtime(revision.made_at), "Y-m-d H:i"),
    }
    differences = reverse("admin:newsroom_article_differences", args=[revision.article_id])
    return format_html('<a href="{}?to={}">{}</a>', differences, revision.number, said % values)


def _of_changeset(changeset: Changeset) -> SafeString:
    said = _("Undo this first: %(kind)s, %(author)s, “%(reason)s”.")
    values = {
        "kind": changeset.get_kind_display(),
        "author": person(changeset.author) or _("the import"),
        "reason": changeset.reason,
    }
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:newsroom_changeset_change", args=[changeset.pk]), said % values
    )
