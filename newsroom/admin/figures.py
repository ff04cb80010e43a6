"""The page of figures: one page, a bounded number of queries, bars drawn on the server."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from newsroom.admin.labels import person
from newsroom.admin.pages import ArticlePages
from newsroom.desk.figures import shares, throughput, waiting
from newsroom.desk.lessons import most_taught

SUBSTITUTIONS_SHOWN = 12


class FiguresPage(ArticlePages):
    def get_urls(self) -> list[URLPattern]:
        figures = path("figures/", self.admin_site.admin_view(self.figures_view), name="newsroom_article_figures")
        return [figures, *super().get_urls()]

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        issues, months = shares()
        work = throughput()
        editors = User.objects.in_bulk({done.editor_id for done in work})
        context: dict[str, Any] = {
            "title": _("Figures"),
            "waiting": waiting(),
            "shares": [(_("By month"), months), (_("The newest issues"), issues)],
            "work": [(done, person(editors[done.editor_id])) for done in work],
            "most_done": max((done.corrections + done.reviews for done in work), default=1),
            "substitutions": most_taught(SUBSTITUTIONS_SHOWN),
        }
        return self.page(request, "figures.html", context)
