"""One printed page as the desk sees it: its articles in order, what found no place, which halves are not paired."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import csrf_protect_m
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from newsroom.admin.structure import log_changeset, tell_changeset
from newsroom.admin.structure_forms import CHANGE, RESTRUCTURE
from newsroom.desk.structure import Refused, dismiss
from newsroom.desk.structure_places import reorder
from newsroom.models import Article, ChangedRow, Changeset, Page, UnplacedFragment

# So many of the page's changesets are listed: what was done a moment ago is to be seen, and undone.
RECENT = 8


class PageStructure(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.structure_view)
        return [path("<int:pk>/structure/", view, name="newsroom_page_structure"), *super().get_urls()]

    @csrf_protect_m
    def structure_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page (GET); its articles put in order, or a fragment dismissed (POST)."""
        page = Page.objects.select_related("issue__newspaper").filter(pk=pk).first()
        if page is None:
            raise Http404
        if not request.user.has_perm("newsroom.view_article"):
            raise PermissionDenied
        refused = ""
        if request.method == "POST":
            try:
                changeset = self._carry_out(request, page)
            except Refused as error:
                refused = str(error)
            else:
                log_changeset(self, request, changeset)
                tell_changeset(self, request, changeset)
                return HttpResponseRedirect(reverse("admin:newsroom_page_structure", args=[page.pk]))
        return self._show(request, page, refused)

    def _carry_out(self, request: HttpRequest, page: Page) -> Changeset:
        author = cast(User, request.user)
        if "dismiss" in request.POST:
            if not request.user.has_perm(CHANGE):
                raise PermissionDenied
            key = request.POST["dismiss"]
            if not key.isdecimal():
                raise Http404
            return dismiss(int(key), author=author)
        if not request.user.has_perm(RESTRUCTURE):
            raise PermissionDenied
        wanted, shown = self._order_sent(request)
        return reorder(page.pk, wanted, seen=shown, author=author)

    @staticmethod
    def _order_sent(request: HttpRequest) -> tuple[list[int], list[int]]:
        """The order wanted and the one the editor saw. Raises Refused for what is no number."""
        shown = [int(key) for key in request.POST.getlist("article") if key.isdecimal()]
        wanted = request.POST.getlist("order")
        if len(wanted) != len(shown) or not all(number.strip().isdecimal() for number in wanted):
            raise Refused(_("Give every article a number."))
        # Of two with one number the one that was moved is meant to come first: 3 made 1 stands before 1.
        places = [
            (int(number), int(number) >= at, at) for at, number in enumerate((number.strip() for number in wanted), 1)
        ]
        ranked = sorted(range(len(shown)), key=lambda at: places[at])
        return [shown[at] for at in ranked], shown

    def _show(self, request: HttpRequest, page: Page, refused: str) -> HttpResponse:
        standing = Article.objects.standing().filter(page=page).with_open_doubts().order_by("position", "number")
        articles = list(
            standing.select_related("continuation__page", "split_from").prefetch_related("bylines", "photos")
        )
        unpaired = set(Article.objects.filter(page=page).unpaired().values_list("pk", flat=True))
        fragments = UnplacedFragment.objects.filter(page=page).select_related("article").order_by("start")
        for article in articles:
            article.page = page
            article.lone_half = article.pk in unpaired  # type: ignore[attr-defined]
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            "admin/newsroom/page/structure.html",
            {
                **self.admin_site.each_context(request),
                "is_nav_sidebar_enabled": False,
                "opts": self.opts,
                "title": _("Structure"),
                "page": page,
                "pages": list(page.issue.pages.order_by("number")),
                "articles": articles,
                "fragments": [each for each in fragments if each.state == UnplacedFragment.State.OPEN],
                "settled": [each for each in fragments if each.state != UnplacedFragment.State.OPEN],
                "changesets": self._recent(page, [article.pk for article in articles]),
                "refused": refused,
                "may_change": request.user.has_perm(CHANGE),
                "may_restructure": request.user.has_perm(RESTRUCTURE),
            },
        )

    @staticmethod
    def _recent(page: Page, articles: list[int]) -> Any:
        """What was last done on the page, newest first."""
        what = ChangedRow.What
        fragments = UnplacedFragment.objects.filter(page=page).values("pk")
        rows = ChangedRow.objects.filter(
            Q(what=what.ARTICLE, row__in=articles)
            | Q(what=what.ORDER, row=page.pk)
            | Q(what=what.FRAGMENT, row__in=fragments)
        )
        ours = Q(pk__in=rows.values("changeset")) | Q(revisions__article__in=articles)
        found = Changeset.objects.filter(ours).exclude(kind=Changeset.Kind.SUBSTITUTION).distinct()
        return found.select_related("author", "undone_by").order_by("-pk")[:RECENT]
