"""The revisions of an article: their list, the differences between any two, and going back to one."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import csrf_protect_m
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page as ResultsPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.utils.translation import gettext as _

from newsroom.admin.correction_forms import TextForm
from newsroom.admin.differences import CONTEXT_CHARS, PART_NAMES, shown_changes, sizes
from newsroom.admin.labels import person
from newsroom.admin.pages import ArticlePages
from newsroom.desk.differences import differing_parts
from newsroom.desk.revisions import Superseded, restore
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Revision

REVISIONS_A_PAGE = 50


class ListedRevision(NamedTuple):
    """A revision, and what it changed in the one before."""

    revision: Revision
    author: str
    parts: list[str]
    added: int
    removed: int


class LogLine(NamedTuple):
    time: dt.datetime
    author: str
    message: str


class RevisionViews(ArticlePages):
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        article = self._viewable(request, object_id)
        newest_first = article.revisions.newest_first().select_related("author", "changeset")
        page = self.get_paginator(request, newest_first, REVISIONS_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        log = LogEntry.objects.filter(
            object_id=str(article.pk), content_type=ContentType.objects.get_for_model(Article)
        ).select_related("user")
        context = {
            "revisions": self._listed(article, page),
            "results": page,
            "page_var": PAGE_VAR,
            "log": [
                LogLine(entry.action_time, person(entry.user), entry.get_change_message())
                for entry in log.order_by("-action_time")[:REVISIONS_A_PAGE]
            ],
            "title": _("Revisions"),
        }
        return self.article_page(request, article, "revisions.html", {**context, **(extra_context or {})})

    def differences_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What changed from one revision to another: ``from`` and ``to``, by default from print to now."""
        article = self._viewable(request, object_id)
        before = self._revision(article, request.GET, "from", 0)
        after = self._revision(article, request.GET, "to", article.revision_number)
        context = {
            "before": before,
            "after": after,
            "changes": shown_changes(Snapshot.from_json(before.snapshot), Snapshot.from_json(after.snapshot)),
            "numbers": range(article.revision_number + 1),
            "title": _("What changed"),
        }
        return self.article_page(request, article, "differences.html", context)

    @csrf_protect_m
    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """From print to the text parts as they stand in the form (POST), for a script to show while one types."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._viewable(request, object_id)
        form = TextForm(request.POST, prefix="text")
        if not form.is_valid():
            return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        printed, now = (
            Snapshot.from_json(article.revisions.get(number=number).snapshot) for number in (0, article.revision_number)
        )
        typed = now.with_parts(**form.text_over(now))
        return self.page(request, "_changes.html", {"changes": shown_changes(printed, typed, context=CONTEXT_CHARS)})

    @csrf_protect_m
    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Makes an earlier revision the newest, unless somebody saved since the list was shown."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        article = self._viewable(request, object_id)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        chosen = self._revision(article, request.POST, "number", None)
        based_on = self._revision(article, request.POST, "based_on", None)
        try:
            made = restore(article.pk, chosen.number, based_on=based_on.number, author=request.user)  # type: ignore[arg-type]
        except Superseded as superseded:
            self.message_user(
                request,
                _("Nothing was restored: %(author)s saved revision %(number)d in the meantime. Look at it first.")
                % {"author": person(superseded.current.author) or _("the import"), "number": superseded.current.number},
                messages.WARNING,
            )
        else:
            if made.number > based_on.number:
                said = _("Revision %(made)d was saved; it restores revision %(number)d.")
                said %= {"made": made.number, "number": chosen.number}
                self.log_change(request, article, said)
            else:
                said = _("The text is already that of revision %(number)d.") % {"number": chosen.number}
            self.message_user(request, said)
        return self.redirect(request, "history", article.pk)

    def _viewable(self, request: HttpRequest, object_id: str) -> Article:
        key = unquote(object_id)
        article = Article.objects.with_place().filter(pk=key).first() if key.isdecimal() else None
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _revision(self, article: Article, sent: QueryDict, name: str, default: int | None) -> Revision:
        number = sent.get(name, "" if default is None else str(default))
        found = article.revisions.filter(number=number).select_related("author") if number.isdecimal() else []
        for revision in found:
            return revision
        raise Http404

    def _listed(self, article: Article, page: ResultsPage) -> list[ListedRevision]:
        revisions = list(page)
        texts = {revision.number: Snapshot.from_json(revision.snapshot) for revision in revisions}
        oldest = min(texts, default=0)
        for before in article.revisions.filter(number=oldest - 1) if oldest else ():
            texts[before.number] = Snapshot.from_json(before.snapshot)
        listed = []
        for revision in revisions:
            before_it = texts.get(revision.number - 1)
            changes = differing_parts(before_it, texts[revision.number]) if before_it is not None else []
            listed.append(
                ListedRevision(
                    revision,
                    person(revision.author),
                    [str(PART_NAMES[change.part]) for change in changes],
                    *sizes(changes),
                )
            )
        return listed
