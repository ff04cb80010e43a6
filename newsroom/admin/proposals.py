"""Readers' reports as editors decide on them: one after the other, each with its difference, by one key."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import csrf_protect_m
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.records import RecordAdmin
from newsroom.admin.shown_proposals import ShownProposal
from newsroom.admin.substitutions import offers
from newsroom.desk.proposals import AlreadyDecided, accept, accept_as_done, refuse
from newsroom.desk.together import Clashing
from newsroom.models import Article, Proposal


@admin.register(Proposal)
class ProposalAdmin(RecordAdmin):
    list_display = ("difference", "titled", "note", "state", "received_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("article", "decided_by")
    search_fields = ("passage", "proposed", "note")
    date_hierarchy = "received_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return super().get_queryset(request).defer("article__body")

    @admin.display(description=gettext_lazy("proposed"))
    def difference(self, proposal: Proposal) -> SafeString:
        return ShownProposal(proposal).difference()

    @admin.display(description=gettext_lazy("article"), ordering="article")
    def titled(self, proposal: Proposal) -> str:
        return proposal.article.headline or f"#{proposal.article_id}"

    @csrf_protect_m
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            raise PermissionDenied
        key = unquote(object_id)
        found = Proposal.objects.select_related("revision", "made", "decided_by", "article__page__issue__newspaper")
        proposal = found.filter(pk=key).first() if key.isdecimal() else None
        if proposal is None:
            raise Http404
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, proposal)
        return self._page(request, proposal)

    def _page(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,
            "title": _("Reader's report"),
            "proposal": proposal,
            "original": proposal.article,
            "shown": ShownProposal(proposal),
            "may_decide": proposal.state == Proposal.State.OPEN and request.user.has_perm("newsroom.change_article"),
            "waiting": Proposal.objects.open().count(),
            "following": _following(proposal),
        }
        return TemplateResponse(request, "admin/newsroom/proposal/decide.html", context)

    def _decide(self, request: HttpRequest, proposal: Proposal) -> HttpResponse:
        """Does what the pressed button says, and goes on to the next report."""
        if not request.user.has_perm("newsroom.change_article"):
            raise PermissionDenied
        editor: Any = request.user
        here = HttpResponseRedirect(reverse("admin:newsroom_proposal_change", args=[proposal.pk]))
        try:
            if "accept" in request.POST:
                accepted = accept(proposal.pk, editor=editor)
                self._tell_accepted(request, accepted)
            elif "done" in request.POST:
                accept_as_done(proposal.pk, editor=editor)
                self._tell(request, proposal.article, _("The report is taken as done."))
            elif "refuse" in request.POST:
                refuse(proposal.pk, editor=editor, answer=request.POST.get("answer", "").strip())
                self._tell(request, proposal.article, _("The report is refused."))
            else:
                return here
        except AlreadyDecided:
            self.message_user(request, _("Somebody else has decided on this report already."), messages.WARNING)
            return here
        except Clashing:
            said = _("Nothing was changed: somebody has changed the same place since. Both are shown below.")
            self.message_user(request, said, messages.WARNING)
            return here
        following = _following(proposal)
        if following is None:
            return HttpResponseRedirect(reverse("admin:newsroom_proposal_changelist"))
        return HttpResponseRedirect(reverse("admin:newsroom_proposal_change", args=[following]))

    def _tell_accepted(self, request: HttpRequest, proposal: Proposal) -> None:
        if proposal.made is None:
            self._tell(request, proposal.article, _("The article read so already; the report is accepted."))
            return
        said = _("Revision %(number)d was saved, proposed by a reader.") % {"number": proposal.made.number}
        self._tell(request, proposal.article, said)
        for offer in offers(ShownProposal(proposal).teaches()):
            self.message_user(request, offer, messages.INFO)

    def _tell(self, request: HttpRequest, article: Article, said: str) -> None:
        """Says what was done, to the editor and to the article's log."""
        self.log_change(request, article, said)
        address = reverse("admin:newsroom_article_change", args=[article.pk])
        self.message_user(
            request, format_html('<a href="{}">{}</a>: {}', address, article.title, said), messages.SUCCESS
        )


def _following(proposal: Proposal) -> int | None:
    """The next open report, the oldest first, beginning again after the last; None where there is no other."""
    others = Proposal.objects.open().exclude(pk=proposal.pk).oldest_first()
    later = others.filter(received_at__gte=proposal.received_at).exclude(
        received_at=proposal.received_at, pk__lt=proposal.pk
    )
    return later.values_list("pk", flat=True).first() or others.values_list("pk", flat=True).first()
