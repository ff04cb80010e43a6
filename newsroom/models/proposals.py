"""What readers report: a place of an article that they say should read otherwise."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.articles import Article
from newsroom.models.history import Revision


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> ProposalQuerySet:
        return self.filter(state=Proposal.State.OPEN)

    def oldest_first(self) -> ProposalQuerySet:
        return self.order_by("received_at", "pk")

    def received_since(self, moment: dt.datetime) -> ProposalQuerySet:
        return self.filter(received_at__gte=moment)

    def sent_by(self, sender: str) -> ProposalQuerySet:
        return self.filter(sender=sender)


class Proposal(models.Model):
    """A reader's report (读者指误): what stands somewhere in a revision, and what the reader says should stand there.

    Nothing is changed by it until an editor accepts it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    article = models.ForeignKey(Article, models.PROTECT, related_name="proposals", verbose_name=_("article"))
    # The text the reader had before them. ``field`` is named as newsroom.desk.texts names it.
    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="proposed_against", verbose_name=_("revision read")
    )
    field = models.CharField(_("part"), max_length=40)
    start = models.PositiveIntegerField(_("from character"))
    passage = models.TextField(_("stands"))
    proposed = models.TextField(_("should read"), blank=True)
    note = models.TextField(_("reader's note"), blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    # A keyed hash of the day and the sender's address, against floods; no address can be read from it.
    sender = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    # The same report sent twice is one.
    fingerprint = models.CharField(max_length=64, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_proposals",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.CharField(_("reason"), max_length=300, blank=True)
    # The revision it became; none where the article read so already or the proposal was refused.
    made = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("revision made")
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's report")
        verbose_name_plural = _("readers' reports")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(state="open"), name="one_open_proposal_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "refused"]), name="proposal_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="a_decided_proposal_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "article"], name="open_proposals")]

    def __str__(self) -> str:
        return f"{self.passage[:20]} → {self.proposed[:20]}"
