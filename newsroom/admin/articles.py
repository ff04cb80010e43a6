"""Articles: the editors' queue, and the way into the correction form and the revisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import csrf_protect_m
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from newsroom.admin.correction import Correction, Saved
from newsroom.admin.figures import FiguresPage
from newsroom.admin.filters import (
    ConflictFilter,
    ContributorFilter,
    DateFilter,
    DoubtFilter,
    ProposalFilter,
    ReviewFilter,
    RunFilter,
    SuspectFilter,
)
from newsroom.admin.history import RevisionViews
from newsroom.admin.labels import label, person
from newsroom.admin.queue import QueueViews
from newsroom.admin.structure import PairFilter, StructureViews
from newsroom.admin.substitutions import SubstitutionPage, offers
from newsroom.desk.publication import publish, withdraw
from newsroom.desk.review import OwnCorrection, approve
from newsroom.desk.revisions import Superseded
from newsroom.desk.sections import accept_sections
from newsroom.models import Article
from newsroom.models.articles import ArticleQuerySet


@admin.register(Article)
class ArticleAdmin(FiguresPage, QueueViews, RevisionViews, SubstitutionPage, StructureViews):
    list_display = ("titled", "doubted", "suspected", "state", "printed_in", "filed_under", "visible", "changed_at")
    list_display_links = ("titled",)
    list_filter = (
        "text_state",
        DoubtFilter,
        SuspectFilter,
        ConflictFilter,
        ProposalFilter,
        ReviewFilter,
        PairFilter,
        DateFilter,
        ContributorFilter,
        "section",
        "section_source",
        "page__number",
        "kind",
        "visible",
        RunFilter,
        "page__issue__newspaper",
    )
    list_select_related = ("page__issue__newspaper", "section")
    list_per_page = 50
    actions = ("accept_chosen_sections", "withdraw_chosen", "publish_chosen")

    # An article comes from an import and stays: it can be withdrawn.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    # The list.

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def titled(self, article: Article) -> str:
        return article.title

    @admin.display(description=gettext_lazy("printed"), ordering="page__issue__date")
    def printed_in(self, article: Article) -> SafeString:
        issue = article.page.issue
        return format_html(
            '<span class="printed-in"><b>{}</b> {} <small>{}</small></span>',
            issue.stamp,
            article.page.label,
            issue.newspaper,
        )

    @admin.display(description=gettext_lazy("text"), ordering="turn")
    def state(self, article: Article) -> SafeString:
        return format_html('<span class="state {}">{}</span>', article.text_state, article.get_text_state_display())

    @admin.display(description=gettext_lazy("doubts"), ordering="open_doubts")
    def doubted(self, article: Article) -> SafeString | str:
        return format_html('<span class="doubts">{}</span>', article.open_doubts) if article.open_doubts else ""  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("suspects"), ordering="suspects")
    def suspected(self, article: Article) -> SafeString | str:
        return format_html('<span class="suspects">{}</span>', article.suspects) if article.suspects else ""

    @admin.display(description=gettext_lazy("section"), ordering="section__position")
    def filed_under(self, article: Article) -> SafeString | str:
        """The section; a proposed one is marked, and says why."""
        if article.section is None or article.section_source != Article.SectionSource.PROPOSED:
            return article.section.name if article.section else ""
        return format_html(
            '<span class="proposed" title="{}">{} <small>{}</small></span>',
            article.section_evidence,
            article.section.name,
            pgettext("section", "proposed"),
        )

    @admin.display(description=gettext_lazy("last changed"), ordering="modified_at")
    def changed_at(self, article: Article) -> str:
        return date_format(timezone.localtime(article.modified_at), "Y-m-d H:i")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("newsroom.withdraw_article")

    @admin.action(description=gettext_lazy("Accept the proposed sections"), permissions=["change"])
    def accept_chosen_sections(self, request: HttpRequest, queryset: ArticleQuerySet) -> None:
        accepted = accept_sections(queryset.values_list("pk", flat=True))
        self._log_each(request, accepted, "Accepted the proposed section.")
        self.message_user(
            request,
            ngettext("%(count)d section was accepted.", "%(count)d sections were accepted.", len(accepted))
            % {"count": len(accepted)},
        )

    @admin.action(description=gettext_lazy("Withdraw from readers"), permissions=["withdraw"])
    def withdraw_chosen(self, request: HttpRequest, queryset: ArticleQuerySet) -> None:
        withdrawn = withdraw(queryset.values_list("pk", flat=True))
        self._log_each(request, withdrawn, "Withdrawn from readers.")
        self.message_user(
            request,
            ngettext("%(count)d article was withdrawn.", "%(count)d articles were withdrawn.", len(withdrawn))
            % {"count": len(withdrawn)},
        )

    @admin.action(description=gettext_lazy("Make public again"), permissions=["withdraw"])
    def publish_chosen(self, request: HttpRequest, queryset: ArticleQuerySet) -> None:
        published = publish(queryset.values_list("pk", flat=True))
        self._log_each(request, published, "Made public again.")
        self.message_user(
            request,
            ngettext("%(count)d article is public again.", "%(count)d articles are public again.", len(published))
            % {"count": len(published)},
        )

    def _log_each(self, request: HttpRequest, article_ids: Iterable[int], message: str) -> None:
        for article in Article.objects.filter(pk__in=article_ids):
            self.log_change(request, article, message)

    # The form.

    def get_urls(self) -> list[URLPattern]:
        return [
            path("substitute/", self.admin_site.admin_view(self.substitute_view), name="newsroom_article_substitute"),
            path(
                "<path:object_id>/differences/",
                self.admin_site.admin_view(self.differences_view),
                name="newsroom_article_differences",
            ),
            path(
                "<path:object_id>/preview/",
                self.admin_site.admin_view(self.preview_view),
                name="newsroom_article_preview",
            ),
            path(
                "<path:object_id>/following/",
                self.admin_site.admin_view(self.following_view),
                name="newsroom_article_following",
            ),
            path(
                "<path:object_id>/restore/",
                self.admin_site.admin_view(self.restore_view),
                name="newsroom_article_restore",
            ),
            *super().get_urls(),
        ]

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
        if request.method == "POST":
            with transaction.atomic():
                return self._correct(request, object_id)
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        correction = Correction(article, self.admin_site, request.user)
        if "later" in request.GET:
            correction.take_in_later_dump()
        return self._form(request, correction)

    def _correct(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Saves what was sent, under a lock on the article; the form again where that cannot be."""
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        if article.merged_into_id is not None and self.has_change_permission(request):
            # Joined to another while this was typed: all of it is shown, to be taken there.
            return self._form(request, Correction(article, self.admin_site, request.user, request.POST))
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        following = self.next_in_queue(request, article) if {"_next", "_approve"} & request.POST.keys() else None
        correction = Correction(article, self.admin_site, request.user, request.POST)
        saved = correction.save() if correction.is_valid() else None
        if saved is None:
            return self._form(request, correction)
        self._tell(request, article, saved)
        if "_approve" in request.POST:
            self._approve(request, article)
        if "_continue" in request.POST:
            return self.redirect(request, "change", article.pk)
        if following is not None:
            return self.redirect(request, "change", following)
        return self.redirect(request, "changelist")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """The article with its place; locked while something is being saved."""
        articles = Article.objects.with_place()
        if request.method == "POST":
            articles = articles.select_for_update(of=("self",))
        return articles.filter(pk=object_id).first() if object_id.isdecimal() else None

    def _form(self, request: HttpRequest, correction: Correction) -> HttpResponse:
        context = {
            "title": _("Correct"),
            "subtitle": correction.article.title,
            "correction": correction,
            "media": self.media + correction.media,
        }
        return self.article_page(request, correction.article, "change_form.html", context)

    def _tell(self, request: HttpRequest, article: Article, saved: Saved) -> None:
        """Says what was saved, to the editor and to the log."""
        said = []
        if saved.revision is not None:
            said.append(_("Revision %(number)d was saved.") % {"number": saved.revision.number})
        if saved.merged_with is not None:
            said.append(
                _("It was merged with revision %(number)d by %(author)s.")
                % {"number": saved.merged_with.number, "author": person(saved.merged_with.author) or _("the import")}
            )
        if saved.fields:
            names = [str(label(Article, name)) for name in saved.fields]
            said.append(_("Changed: %(fields)s.") % {"fields": ", ".join(names)})
        if saved.settled:
            said.append(_("The clash with the later dump is settled."))
        if saved.doubts:
            said.append(
                ngettext("%(count)d doubt was settled.", "%(count)d doubts were settled.", saved.doubts)
                % {"count": saved.doubts}
            )
        if saved.right:
            said.append(
                ngettext(
                    "%(count)d suspected place was found right.",
                    "%(count)d suspected places were found right.",
                    saved.right,
                )
                % {"count": saved.right}
            )
        if saved.again:
            said.append(
                ngettext("%(count)d place is suspected again.", "%(count)d places are suspected again.", saved.again)
                % {"count": saved.again}
            )
        if said:
            self.log_change(request, article, " ".join(said))
        self.message_user(
            request,
            format_html(
                '<a href="{}">{}</a>: {}',
                self.address(request, "change", article.pk),
                article.title,
                " ".join(said) or _("Nothing was changed."),
            ),
            messages.SUCCESS if said else messages.INFO,
        )
        for offer in offers(saved.taught):
            self.message_user(request, offer, messages.INFO)

    def _approve(self, request: HttpRequest, article: Article) -> None:
        """Approves what the reviewer has just read, with what they saved along counted as their own correction."""
        if not request.user.has_perm("newsroom.review_article"):
            raise PermissionDenied
        shown = request.POST.get("text-based_on", "")
        try:
            approve(article.pk, based_on=int(shown) if shown.isdecimal() else -1, reviewer=request.user)  # type: ignore[arg-type]
        except (OwnCorrection, Superseded):
            self.message_user(
                request,
                _("Not approved: somebody else has to read what you corrected, and you what they did."),
                messages.WARNING,
            )
        else:
            said = _("Approved.")
            self.log_change(request, article, said)
            self.message_user(request, said, messages.SUCCESS)
