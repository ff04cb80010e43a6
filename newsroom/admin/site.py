"""The admin as editors meet it: first the desk, with what waits on it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from newsroom.desk.figures import waiting


class NewsroomAdminSite(AdminSite):
    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Correction desk")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        counts = waiting() if request.user.has_perm("newsroom.view_article") else None
        return super().index(request, {"waiting": counts, **(extra_context or {})})
