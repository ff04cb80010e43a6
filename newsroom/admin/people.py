"""Contributors, the names they were credited under, and who among them may be one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import csrf_protect_m
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.structure import tell_changeset
from newsroom.desk.contributors import Why, merge_contributors, suggestions
from newsroom.desk.structure import Refused
from newsroom.models import Byline, Contributor, ContributorAlias, contributor_key

REASONS = {
    Why.SAME_NAME: gettext_lazy("the same name"),
    Why.ALIAS: gettext_lazy("the alias of one is the name of the other"),
    Why.SAME_SOUND: gettext_lazy("the same pinyin"),
}
# Words as printed that stand beside each name, to tell people by.
MOST_SHOWN = 6


class AliasInline(admin.TabularInline):
    model = ContributorAlias
    extra = 1


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    list_display = ("name", "distinction", "kind", "article_count")
    list_filter = ("kind",)
    ordering = ("sort_key", "name")
    search_fields = ("name",)
    search_help_text = gettext_lazy("By name, alias or pinyin.")
    inlines = (AliasInline,)
    actions = ("merge_chosen",)
    change_list_template = "admin/newsroom/contributor/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        return Contributor.objects.standing().annotate(article_count=Count("bylines__article", distinct=True))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Contributor], search_term: str
    ) -> tuple[QuerySet[Contributor], bool]:
        """Finds a name in any of its printed variants, other dots, padding, letters of full width; or by its sound."""
        key = contributor_key(search_term)
        if not key:
            return queryset, False
        by_alias = ContributorAlias.objects.filter(contributor=OuterRef("pk"), key__contains=key)
        sound = "".join(search_term.casefold().split())
        found = queryset.alias(sound=Replace("sort_key", Value(" "), Value("")))
        return found.filter(Q(key__contains=key) | Q(sound__startswith=sound) | Exists(by_alias)), False

    @admin.display(description=gettext_lazy("articles"), ordering="article_count")
    def article_count(self, contributor: Contributor) -> int:
        return contributor.article_count  # type: ignore[attr-defined]

    # Merging.

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("suggestions/", view(self.suggestions_view), name="newsroom_contributor_suggestions"),
            path("merge/", view(self.merge_view), name="newsroom_contributor_merge"),
            *super().get_urls(),
        ]

    @admin.action(description=gettext_lazy("Merge into one"), permissions=["change"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Contributor]) -> HttpResponse:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True))
        query = urlencode({"who": keys}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:newsroom_contributor_merge')}?{query}")

    def suggestions_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = [(REASONS[each.why], each.contributors) for each in suggestions()]
        context = {"title": _("Who may be one"), "suggestions": found}
        return self._page(request, "suggestions.html", context)

    @csrf_protect_m
    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """The chosen contributors side by side (GET); all of them merged into one (POST)."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        keys = [int(key) for key in sent.getlist("who") if key.isdecimal()]
        if request.method == "POST":
            left = sent.get("survivor", "")
            try:
                changeset = merge_contributors(
                    int(left) if left.isdecimal() else 0,
                    keys,
                    author=cast(User, request.user),
                    reason=sent.get("reason", ""),
                )
            except Refused as refused:
                self.message_user(request, str(refused), messages.WARNING)
            else:
                for person in Contributor.objects.filter(pk__in=keys):
                    self.log_change(request, person, changeset.reason)
                tell_changeset(self, request, changeset)
                return HttpResponseRedirect(reverse("admin:newsroom_contributor_change", args=[left]))
        return self._page(request, "merge.html", {"title": _("Merge into one"), "people": self._told(request, keys)})

    def _told(self, request: HttpRequest, keys: list[int]) -> list[dict[str, Any]]:
        """Each with the names and affiliations as printed; three queries."""
        people = list(self.get_queryset(request).filter(pk__in=keys).prefetch_related("aliases"))
        people.sort(key=lambda person: (-person.article_count, person.pk))  # type: ignore[attr-defined]
        printed: dict[int, dict[str, None]] = {person.pk: {} for person in people}
        credited = (
            Byline.objects.filter(contributor__in=people).order_by().values_list("contributor", "role", "affiliation")
        )
        for key, role, affiliation in credited.distinct():
            printed[key][f"{affiliation} {role}".strip()] = None
        return [
            {"person": person, "credits": [words for words in printed[person.pk] if words][:MOST_SHOWN]}
            for person in people
        ]

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/newsroom/contributor/{template}",
            {**self.admin_site.each_context(request), "is_nav_sidebar_enabled": False, "opts": self.opts, **context},
        )

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any) -> HttpResponse:
        """One that was merged leads to whom it was merged into."""
        merged = Contributor.objects.exclude(merged_into=None).filter(pk=object_id) if object_id.isdecimal() else ()
        for one in merged:
            return HttpResponseRedirect(reverse("admin:newsroom_contributor_change", args=[one.survivor.pk]))
        return super().change_view(request, object_id, *args, **options)
