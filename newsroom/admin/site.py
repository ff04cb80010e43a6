"""The admin as editors meet it: first the desk, with what waits on it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Count
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from newsroom.models import Article, Proposal, UnplacedFragment


class NewsroomAdminSite(AdminSite):
    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Correction desk")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        waiting = _waiting() if request.user.has_perm("newsroom.view_article") else None
        return super().index(request, {"waiting": waiting, **(extra_context or {})})


def _waiting() -> dict[str, int]:
    """How many articles wait for what, what readers report, and how many fragments found no place. Four queries."""
    by_state = dict(Article.objects.order_by().values_list("text_state").annotate(count=Count("pk")))
    return {
        "doubtful": Article.objects.doubtful().count(),
        "imported": by_state.get(Article.TextState.IMPORTED, 0),
        "corrected": by_state.get(Article.TextState.CORRECTED, 0),
        "reported": Proposal.objects.open().count(),
        "unplaced": UnplacedFragment.objects.filter(state=UnplacedFragment.State.OPEN).count(),
    }
