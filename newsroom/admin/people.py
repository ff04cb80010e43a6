"""Contributors, the names they were credited under, and who among them may be one."""

from __future__ import annotations

from collections.abc import Iterable
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
from newsroom.desk.contributors import Why, merge_contributors, suggest_again, suggestions, tell_apart, told_apart
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
    # To the end: of namesakes too it is known which comes first.
    ordering = ("sort_key", "name", "pk")
    search_fields = ("name",)
    search_help_text = gettext_lazy("By name, alias or pinyin.")
    inlines = (AliasInline,)
    actions = ("merge_chosen",)
    change_list_template = "admin/newsroom/contributor/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        people = Contributor.objects.standing().annotate(article_count=Count("bylines__article", distinct=True))
        # Said here: a model's own order is not kept where rows are counted.
        return people.order_by(*self.ordering)

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
        return _to_be_merged(queryset.order_by("pk").values_list("pk", flat=True))

    @csrf_protect_m
    def suggestions_view(self, request: HttpRequest) -> HttpResponse:
        """Who may be one (GET); some of them looked at, told apart for good, or that taken back (POST)."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            keys = [int(key) for key in request.POST.getlist("who") if key.isdecimal()]
            return _to_be_merged(keys) if "merge" in request.POST else self._tell_apart(request, keys)
        context = {
            "title": _("Who may be one"),
            "suggestions": [(REASONS[each.why], each.contributors) for each in suggestions()],
            "told_apart": told_apart(),
            "may_change": self.has_change_permission(request),
        }
        return self._page(request, "suggestions.html", context)

    def _tell_apart(self, request: HttpRequest, keys: list[int]) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if "again" in request.POST:
            said, changed = _("May be one again: %(names)s"), suggest_again(keys)
        else:
            said, changed = _("Told apart: %(names)s"), tell_apart(keys)
        said %= {"names": "、".join(str(person) for person in changed)}
        for person in changed:
            self.log_change(request, person, said)
        self.message_user(request, said if changed else _("Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:newsroom_contributor_suggestions"))

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


def _to_be_merged(keys: Iterable[int]) -> HttpResponse:
    """Leads to the page that shows them side by side."""
    query = urlencode({"who": list(keys)}, doseq=True)
    return HttpResponseRedirect(f"{reverse('admin:newsroom_contributor_merge')}?{query}")
