"""What all pages about one article share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from newsroom.models import Article


class ArticlePages(admin.ModelAdmin):
    def article_page(
        self, request: HttpRequest, article: Article, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        """A page of the admin about one article. ``template`` stands in ``admin/newsroom/article/``."""
        context = {
            "original": article,
            "may_change": self.has_change_permission(request, article),
            "preserved_filters": self.get_preserved_filters(request),
            **context,
        }
        return self.page(request, template, context)

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """A page of the desk, of the whole width. ``template`` stands in ``admin/newsroom/article/``."""
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/newsroom/article/{template}",
            {**self.admin_site.each_context(request), "is_nav_sidebar_enabled": False, "opts": self.opts, **context},
        )

    def address(self, request: HttpRequest, name: str, *args: Any) -> str:
        """An address in the admin that remembers how the list was narrowed; ``name`` without ``newsroom_article_``."""
        address = reverse(f"admin:newsroom_article_{name}", args=args, current_app=self.admin_site.name)
        filters: dict[str, Any] = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return add_preserved_filters(filters, address)

    def redirect(self, request: HttpRequest, name: str, *args: Any) -> HttpResponse:
        return HttpResponseRedirect(self.address(request, name, *args))
