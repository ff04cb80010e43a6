"""A reader reports a misprint: a small page that needs no script and no account.

The page is never cached and carries Django's form token, as all forms do; the pages it is linked from stay
cacheable. What the reader is looking at travels in the form, signed with the time, so that neither can be made up.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from newsroom.desk.passages import Passage, passage_at, passage_like, passages_of
from newsroom.desk.proposals import LONGEST_NOTE, LONGEST_PROPOSED, NotAProposal, TooMany, propose, sender_of
from newsroom.desk.snapshots import Snapshot
from newsroom.desk.texts import texts_of
from newsroom.models import Article, Revision
from newsroom.reader.articles import place_of
from newsroom.reader.pages import NotInArchive, ReadersPage, Withdrawn
from newsroom.reader.reading import title_of
from newsroom.reader.sheets import listable
from newsroom.service.logins import client_address

# Nobody finds a misprint, mends it and sends it faster; a script does.
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 3600
# Enough of the paragraph on either side to know the place again.
CONTEXT_CHARS = 40
SALT = "newsroom.reporting"


class Shown(NamedTuple):
    """What a form was made for, as it comes back signed."""

    revision_id: int
    field: str
    start: int
    length: int
    shown_at: float


class ReportForm(forms.Form):
    shown = forms.CharField(widget=forms.HiddenInput, max_length=600)
    proposed = forms.CharField(
        label=gettext_lazy("It should read"),
        max_length=LONGEST_PROPOSED,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "zh-Hans", "spellcheck": "false", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=gettext_lazy("How do you know? (may stay empty)"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )
    # Readers do not see this field; scripts that fill in everything fall for it.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": -1, "autocomplete": "off"}))


class Received(Exception):
    """The report was taken in, or is to look as if it was."""


class Stale(Exception):
    """The form is not one of ours, or of another day."""


@method_decorator(never_cache, name="dispatch")
class ReportView(ReadersPage):
    """Choose a passage (no parameters, or ``passage`` as selected and ``before`` it), say what it should read, send."""

    template_name = "newsroom/report.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request, *args, **kwargs)

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().answer(request, *args, **kwargs)
        except Received:
            return HttpResponseRedirect(f"{reverse('reader:report', args=[kwargs['pk']])}?sent=1")

    def context(self, pk: int) -> dict[str, Any]:
        article = listable(Article.objects.filter(pk=pk)).first()
        if article is None:
            raise NotInArchive(_("The archive holds no article at this address."))
        if not article.visible:
            raise Withdrawn(article)
        context = self._sent(article) if self.request.method == "POST" else self._asked(article)
        return {"article": article, "title": title_of(article), **place_of(article), **context}

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        options.setdefault("status", context.get("status"))
        response = super().render_to_response(context, **options)
        response["X-Robots-Tag"] = "noindex"
        if wait := context.get("wait"):
            response["Retry-After"] = str(int(wait.total_seconds()))
        return response

    # Choosing.

    def _asked(self, article: Article) -> dict[str, Any]:
        asked = self.request.GET
        if "sent" in asked:
            return {"sent": True}
        revision = article.revisions.newest_first()[0]
        snapshot = Snapshot.from_json(revision.snapshot)
        passage = self._passage(snapshot)
        if passage is not None:
            return self._form(revision, snapshot, passage)
        return {"passages": passages_of(snapshot), "gone": "passage" in asked or "part" in asked}

    def _passage(self, snapshot: Snapshot) -> Passage | None:
        """The passage the address names: as selected by a script's reader, or as chosen from the list."""
        asked = self.request.GET
        if selected := asked.get("passage", ""):
            return passage_like(snapshot, selected, asked.get("before", ""), asked.get("part", ""))
        chosen = (asked.get("part"), asked.get("start"))
        return next((one for one in passages_of(snapshot) if (one.field, str(one.start)) == chosen), None)

    def _form(
        self, revision: Revision, snapshot: Snapshot, passage: Passage, form: ReportForm | None = None
    ) -> dict[str, Any]:
        whole = next(
            one
            for one in passages_of(snapshot)
            if one.field == passage.field and one.start <= passage.start < one.start + len(one.text)
        )
        at = passage.start - whole.start
        shown = Shown(revision.pk, passage.field, passage.start, len(passage.text), time.time())
        return {
            "passage": passage,
            "before": whole.text[max(0, at - CONTEXT_CHARS) : at],
            "after": whole.text[at + len(passage.text) :][:CONTEXT_CHARS],
            "form": form or ReportForm(initial={"shown": signing.dumps(shown, salt=SALT), "proposed": passage.text}),
        }

    # Sending.

    def _sent(self, article: Article) -> dict[str, Any]:
        form = ReportForm(self.request.POST)
        if self.request.POST.get("website"):
            raise Received
        try:
            shown, revision, passage = self._read(article, self.request.POST.get("shown", ""))
        except Stale:
            revision = article.revisions.newest_first()[0]
            return {"passages": passages_of(Snapshot.from_json(revision.snapshot)), "stale": True, "status": 400}
        context = self._form(revision, Snapshot.from_json(revision.snapshot), passage, form)
        if not form.is_valid():
            return {**context, "status": 422}
        if time.time() - shown.shown_at < LEAST_SECONDS:
            form.add_error(None, _("That was very quick. Please look at it once more and send it again."))
            return {**context, "status": 422}
        sender = sender_of(client_address(self.request), timezone.localdate())
        try:
            propose(revision, passage, form.cleaned_data["proposed"], note=form.cleaned_data["note"], sender=sender)
        except NotAProposal:
            form.add_error("proposed", _("This is what stands there already. Change what is wrong in it."))
            return {**context, "status": 422}
        except TooMany as too_many:
            form.add_error(None, _("No more reports can be taken just now. Please try again later."))
            return {**context, "status": 429, "wait": too_many.wait}
        raise Received

    def _read(self, article: Article, sent: str) -> tuple[Shown, Revision, Passage]:
        """What the form was made for. Raises Stale for anything we did not sign for this article, or too long ago."""
        try:
            shown = Shown(*signing.loads(sent, salt=SALT, max_age=MOST_SECONDS))
        except (signing.BadSignature, TypeError) as forged:
            raise Stale from forged
        revision = article.revisions.filter(pk=shown.revision_id).first()
        if revision is None:
            raise Stale
        snapshot = Snapshot.from_json(revision.snapshot)
        text = texts_of(snapshot).get(shown.field, "")[shown.start : shown.start + shown.length]
        passage = passage_at(snapshot, shown.field, shown.start, text)
        if passage is None:
            raise Stale
        return shown, revision, passage
