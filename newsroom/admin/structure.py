"""The structure page of an article: every edit as a form, shown before it is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import csrf_protect_m
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.differences import CONTEXT_CHARS
from newsroom.admin.labels import person
from newsroom.admin.pages import ArticlePages
from newsroom.admin.structure_changes import changed_places, changed_texts
from newsroom.admin.structure_forms import EDITS, EditForm, Standing
from newsroom.desk.revisions import Superseded
from newsroom.desk.structure import Refused
from newsroom.models import Article, ChangedRow, Changeset, UnplacedFragment
from newsroom.models.articles import ArticleQuerySet


class PairFilter(SimpleListFilter):
    """Halves of articles whose other half nobody knows for certain."""

    title = gettext_lazy("jump lines")
    parameter_name = "halves"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unpaired", gettext_lazy("other half unknown"))]

    def queryset(self, request: HttpRequest, queryset: ArticleQuerySet) -> ArticleQuerySet:  # type: ignore[override]
        if self.value() == "unpaired":
            return queryset.filter(pk__in=Article.objects.unpaired().values("pk"))
        return queryset


class StructureViews(ArticlePages):
    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """One that was joined to another is changed there."""
        return (obj is None or obj.merged_into_id is None) and super().has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.structure_view)
        return [path("<int:pk>/structure/", view, name="newsroom_article_structure"), *super().get_urls()]

    @csrf_protect_m
    def structure_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every edit of the article's structure (GET); one shown as it would come out, or made (POST)."""
        article = Article.objects.with_place().filter(pk=pk).first()
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        if article.merged_into_id is not None:
            return HttpResponseRedirect(reverse("admin:newsroom_article_structure", args=[article.merged_into_id]))
        standing = Standing(article, _fragment(request, article))
        sent = self._sent(request, standing) if request.method == "POST" else None
        if sent is not None and sent.is_valid():
            response = self._carry_out(request, standing, sent)
            if response is not None:
                return response
        return self.article_page(
            request,
            article,
            "structure.html",
            {
                "title": _("Structure"),
                "title_of_page": _("Structure"),
                "edits": self._offered(request, standing, sent),
                "fragment": standing.fragment,
            },
        )

    def _sent(self, request: HttpRequest, standing: Standing) -> EditForm:
        make = EDITS.get(request.POST.get("edit", ""))
        if make is None:
            raise Http404
        form = make(standing, request.POST)
        if not request.user.has_perm(form.permission):
            raise PermissionDenied
        return form

    def _offered(self, request: HttpRequest, standing: Standing, sent: EditForm | None) -> list[EditForm]:
        """The edits there is something to choose for and the editor may make; the one sent as it was sent."""
        forms = (sent if sent and sent.name == name else make(standing) for name, make in EDITS.items())
        return [form for form in forms if form is sent or (request.user.has_perm(form.permission) and form.possible)]

    def _carry_out(self, request: HttpRequest, standing: Standing, form: EditForm) -> HttpResponse | None:
        """The edit as it would come out, or, once that was seen, done; None where it cannot be: the form says why."""
        applying = "_apply" in request.POST
        try:
            with transaction.atomic():
                changeset = form.run(cast(User, request.user))
                context = {
                    "title": _("See what changes"),
                    "title_of_page": form.title,
                    "form": form,
                    "texts": changed_texts(changeset, context=CONTEXT_CHARS),
                    "places": changed_places(changeset),
                    "fragment": standing.fragment,
                }
                if applying:
                    log_changeset(self, request, changeset)
                transaction.set_rollback(not applying)
        except Refused as refused:
            form.add_error(None, str(refused))
            return None
        except Superseded as superseded:
            form.add_error(None, superseded_words(superseded))
            return None
        if not applying:
            return self.article_page(request, standing.article, "structure_preview.html", context)
        tell_changeset(self, request, changeset)
        # The article may have moved or have been joined by what was just done.
        now = Article.objects.get(pk=standing.article.pk)
        return HttpResponseRedirect(reverse("admin:newsroom_page_structure", args=[now.page_id]))


def _fragment(request: HttpRequest, article: Article) -> UnplacedFragment | None:
    """The open fragment to be attached, where one was chosen."""
    chosen = request.POST.get("fragment") or request.GET.get("fragment") or ""
    open_ones = UnplacedFragment.objects.filter(state=UnplacedFragment.State.OPEN, page__issue=article.page.issue_id)
    return open_ones.filter(pk=chosen).first() if chosen.isdecimal() else None


def superseded_words(superseded: Superseded) -> str:
    said = _("Nothing was changed: %(author)s saved revision %(number)d of “%(title)s” in the meantime. Look again.")
    current = superseded.current
    return said % {
        "author": person(current.author) or _("the import"),
        "number": current.number,
        "title": current.article.title,
    }


def touched(changeset: Changeset) -> Iterable[Article]:
    """Every article whose text or place a changeset changed."""
    rows = changeset.changed_rows.filter(what=ChangedRow.What.ARTICLE).values_list("row", flat=True)
    return Article.objects.filter(pk__in={*rows, *changeset.revisions.values_list("article", flat=True)})


def log_changeset(model_admin: Any, request: HttpRequest, changeset: Changeset) -> None:
    """Every article that was touched has it in its log, and the changeset itself."""
    said = f"{changeset.get_kind_display()}: {changeset.reason}"
    for row in (*touched(changeset), changeset):
        model_admin.log_change(request, row, said)


def tell_changeset(model_admin: Any, request: HttpRequest, changeset: Changeset) -> None:
    model_admin.message_user(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            changeset.reason,
            reverse("admin:newsroom_changeset_change", args=[changeset.pk]),
            _("Look at it or undo it"),
        ),
        messages.SUCCESS,
    )
