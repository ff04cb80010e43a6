"""Revisions: every state an article's text ever had, and the changesets that group them."""

from __future__ import annotations

from typing import NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.articles import Article
from newsroom.models.sources import Immutable


class Changeset(models.Model):
    """Revisions made together, undone together (批次), with what else was changed along."""

    class Kind(models.TextChoices):
        SUBSTITUTION = "substitution", _("fixed everywhere")
        SPLIT = "split", _("article split")
        JOIN = "join", _("articles joined")
        MOVE = "move", _("article moved")
        ORDER = "order", _("page put in order")
        HEADLINE = "headline", _("headlines exchanged")
        PART = "part", _("paragraph and headline")
        ATTACH = "attach", _("fragment attached")
        DISMISS = "dismiss", _("fragment dismissed")
        PAIR = "pair", _("halves paired")
        CONTRIBUTORS = "contributors", _("contributors merged")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changesets",
        verbose_name=_("author"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUBSTITUTION)
    made_at = models.DateTimeField(_("time"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )

    class Meta:
        verbose_name = _("changeset")
        verbose_name_plural = _("changesets")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.reason or f"{self.made_at:%Y-%m-%d %H:%M}"


class ReimportQuerySet(models.QuerySet["Reimport"]):
    def open_conflicts(self) -> ReimportQuerySet:
        return self.filter(state=Reimport.State.CONFLICT)

    def restructured(self) -> ReimportQuerySet:
        """Those of articles that editors split, joined or rearranged."""
        return self.filter(state=Reimport.State.RESTRUCTURED)

    def taken_in(self) -> ReimportQuerySet:
        """Those whose text is part of the article by now, newest first."""
        known = [Reimport.State.TAKEN, Reimport.State.SETTLED, Reimport.State.RESTRUCTURED]
        return self.filter(state__in=known).order_by("-pk")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def update(self, **kwargs: object) -> NoReturn:
        raise Immutable("A revision is never changed.")

    def delete(self) -> NoReturn:
        raise Immutable("A revision is never taken away.")

    def newest_first(self) -> RevisionQuerySet:
        return self.order_by("-number")


class Revision(models.Model):
    """One state of an article's text (修订). Revision 0 is what was imported. None is ever changed.

    The database refuses it too: see newsroom.models.guards.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name=_("author"),
        help_text=_("Empty where the import wrote it."),
    )
    made_at = models.DateTimeField(_("time"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    changeset = models.ForeignKey(
        Changeset, models.PROTECT, null=True, blank=True, related_name="revisions", verbose_name=_("changeset")
    )
    # The whole text: newsroom.desk.snapshots says what is in it.
    snapshot = models.JSONField(_("text"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_revision_number_per_article"),
            models.CheckConstraint(condition=Q(number__gte=0), name="revisions_count_from_zero"),
        ]
        indexes = [
            models.Index(fields=["made_at", "author"], condition=Q(author__isnull=False), name="corrections_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} r{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk and not kwargs.get("force_insert"):
            raise Immutable("A revision is never changed.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise Immutable("A revision is never taken away.")

    def get_absolute_url(self) -> str:
        return reverse("reader:revision", args=[self.article_id, self.number])


class MisreadingQuerySet(models.QuerySet["Misreading"]):
    def times(self) -> dict[tuple[str, str], int]:
        """How often each was put right: (misread, right) -> times. One query."""
        counted = self.values_list("misread", "right").annotate(times=models.Count("pk")).order_by()
        return {(misread, right): times for misread, right, times in counted}


class Misreading(models.Model):
    """What an editor's revision taught of misreadings that may stand elsewhere (误识): 石福云 is 石榴云."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="misreadings", verbose_name=_("revision"))
    misread = models.CharField(_("misread"), max_length=20)
    right = models.CharField(_("right"), max_length=20)
    # Whether the suspects of the articles that hold either have been counted since (newsroom.desk.recounting).
    counted = models.BooleanField(_("counted"), default=False, editable=False)

    objects = MisreadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("misreading")
        verbose_name_plural = _("misreadings")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["misread", "right"], name="misreadings_by_text"),
            models.Index(fields=["counted"], condition=Q(counted=False), name="misreadings_to_count"),
        ]

    def __str__(self) -> str:
        return f"{self.misread} → {self.right}"


class Review(models.Model):
    """A revision somebody other than its correctors has read and found right (审校)."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="review", verbose_name=_("revision"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    made_at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Reimport(models.Model):
    """How a later dump reads an article that was imported before, and what became of it.

    Where editors split, join or rearrange articles, what was imported is shared out among them in the same way: the
    next dump is to be compared with that.

    The newest that was taken in is what the next dump is compared with: the article itself may hold editors' work.
    """

    class State(models.TextChoices):
        TAKEN = "taken", _("taken in")
        CONFLICT = "conflict", _("clashes with a correction")
        SETTLED = "settled", _("settled by an editor")
        OVERTAKEN = "overtaken", _("overtaken by a later dump")
        RESTRUCTURED = "rearranged", _("shared out anew by an editor")

    article = models.ForeignKey(Article, models.PROTECT, related_name="reimports", verbose_name=_("article"))
    import_run = models.ForeignKey(
        "newsroom.ImportRun",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reimports",
        verbose_name=_("import run"),
    )
    # The structure edit that shared out anew what was imported.
    changeset = models.ForeignKey(
        Changeset, models.PROTECT, null=True, blank=True, related_name="reimports", verbose_name=_("changeset")
    )
    made_at = models.DateTimeField(_("time"), default=timezone.now)
    # The whole text as that dump reads it, like Revision.snapshot.
    snapshot = models.JSONField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    # The revision it became part of; none where the article read so already or the conflict is open.
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="reimports", verbose_name=_("revision")
    )

    objects = ReimportQuerySet.as_manager()

    class Meta:
        verbose_name = _("later dump")
        verbose_name_plural = _("later dumps")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(state="conflict"), name="one_open_conflict_per_article"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "conflict", "settled", "overtaken", "rearranged"]),
                name="reimport_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
