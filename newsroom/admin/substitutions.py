"""Fix once, fix everywhere: the page that lists a misreading across the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import csrf_protect_m
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.admin.pages import ArticlePages
from newsroom.admin.structure import log_changeset
from newsroom.desk.lessons import most_taught
from newsroom.desk.substitutions import MOST_LISTED, Occurrence, occurrences, substitute
from newsroom.models import Article

# A save that teaches more than this was a rewrite rather than the mending of misprints.
MOST_OFFERED = 3
# So many of the desk's lessons are offered to one who has typed nothing yet.
MOST_SUGGESTED = 40


def offers(taught: Iterable[tuple[str, str]]) -> Iterator[SafeString]:
    """Links that look for what a correction taught elsewhere in the archive."""
    for sought, right in islice(taught, MOST_OFFERED):
        yield format_html(
            '<a href="{}?{}">{}</a>',
            reverse("admin:newsroom_article_substitute"),
            urlencode({"sought": sought, "right": right}),
            _("Look for %(sought)s elsewhere, to be %(right)s") % {"sought": sought, "right": right},
        )


class SubstitutionForm(forms.Form):
    sought = forms.CharField(label=gettext_lazy("misread"), max_length=60, strip=False)
    right = forms.CharField(label=gettext_lazy("right"), max_length=60, strip=False, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("sought") and cleaned["sought"] == cleaned.get("right"):
            raise forms.ValidationError(_("Both are the same."))
        return cleaned


class SubstitutionPage(ArticlePages):
    @csrf_protect_m
    def substitute_view(self, request: HttpRequest) -> HttpResponse:
        """Lists where a misreading stands (GET), and puts the ticked places right (POST)."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        form = SubstitutionForm(sent if "sought" in sent else None)
        found: list[Occurrence] = []
        if form.is_valid():
            if request.method == "POST":
                return self._substitute(request, form)
            found = list(occurrences(form.cleaned_data["sought"]))
        articles = Article.objects.with_place().in_bulk({place.article_id for place in found})
        context = {
            "title": _("Fix everywhere"),
            "form": form,
            "found": [
                (articles[article_id], list(places))
                for article_id, places in groupby(found, key=lambda place: place.article_id)
            ],
            "count": len(found),
            "more": len(found) == MOST_LISTED,
            "substitutions": [] if form.is_bound else most_taught(MOST_SUGGESTED),
        }
        return self.page(request, "substitute.html", context)

    def _substitute(self, request: HttpRequest, form: SubstitutionForm) -> HttpResponse:
        sought, right = form.cleaned_data["sought"], form.cleaned_data["right"]
        try:
            done = substitute(sought, right, request.POST.getlist("place"), author=request.user)  # type: ignore[arg-type]
        except ValueError as wrong:
            raise Http404(str(wrong)) from wrong
        if done.overtaken:
            said = ngettext(
                "%(count)d article was changed in the meantime and left alone; look again.",
                "%(count)d articles were changed in the meantime and left alone; look again.",
                len(done.overtaken),
            )
            self.message_user(request, said % {"count": len(done.overtaken)}, messages.WARNING)
        if done.changeset is None:
            self.message_user(request, _("Nothing was changed."), messages.INFO)
            return HttpResponseRedirect(reverse("admin:newsroom_article_substitute"))
        log_changeset(self, request, done.changeset)
        said = ngettext("%(count)d place was put right.", "%(count)d places were put right.", done.places)
        self.message_user(request, said % {"count": done.places}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:newsroom_changeset_change", args=[done.changeset.pk]))
