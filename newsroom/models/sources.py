"""What came in: source texts as received, where each part of an article stands in them, and the runs that read them."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.articles import Article
from newsroom.models.newspapers import Issue, Page


class Immutable(Exception):
    """Something that records what was received or said is never changed afterwards."""


class SourceText(models.Model):
    """A dump as received: its bytes, and the encoding that reads them. Never changed."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    data = models.BinaryField(_("bytes"))
    encoding = models.CharField(_("encoding"), max_length=20)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    class Meta:
        verbose_name = _("source text")
        verbose_name_plural = _("source texts")
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.sha256[:12]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk and not kwargs.get("force_insert"):
            raise Immutable("A source text is kept as it was received.")
        self.sha256 = hashlib.sha256(bytes(self.data)).hexdigest()
        self.size = len(self.data)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """The characters that spans count in. Byte order marks are no part of them."""
        return bytes(self.data).decode(self.encoding).removeprefix("\ufeff")


class PageSource(models.Model):
    """Which source a page was read from. The newest is the one in force."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="sources", verbose_name=_("page"))
    source = models.ForeignKey(SourceText, models.PROTECT, related_name="pages", verbose_name=_("source"))
    name = models.CharField(_("file"), max_length=300)
    import_run = models.ForeignKey(
        "newsroom.ImportRun", models.PROTECT, related_name="page_sources", verbose_name=_("import run")
    )

    class Meta:
        verbose_name = _("page source")
        verbose_name_plural = _("page sources")
        ordering = ["page", "-pk"]
        constraints = [models.UniqueConstraint(fields=["page", "source"], name="one_record_per_page_and_source")]

    def __str__(self) -> str:
        return self.name


class SourceSpan(models.Model):
    """Where one part of an article stands in a source: characters ``start`` up to, not including, ``end``."""

    class Part(models.TextChoices):
        KICKER = "kicker", _("kicker")
        HEADLINE = "headline", _("headline")
        SUBHEAD = "subhead", _("subhead")
        DATELINE = "dateline", _("dateline")
        BYLINE = "byline", _("byline")
        BODY = "body", _("body")
        CAPTION = "caption", _("caption")
        CREDIT = "credit", _("credit")
        JUMP = "jump", _("jump line")

    article = models.ForeignKey(Article, models.CASCADE, related_name="spans", verbose_name=_("article"))
    source = models.ForeignKey(SourceText, models.PROTECT, related_name="spans", verbose_name=_("source"))
    part = models.CharField(_("part"), max_length=10, choices=Part)
    # Which paragraph of the body or which photo; 0 for parts there is one of.
    index = models.PositiveIntegerField(_("index"), default=0)
    # The order in which the spans of one part are read: a column's tail may be printed before its head.
    position = models.PositiveIntegerField(_("order"), default=0)
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))

    class Meta:
        verbose_name = _("source span")
        verbose_name_plural = _("source spans")
        ordering = ["article", "part", "index", "position"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="span_is_not_empty")]

    def __str__(self) -> str:
        return f"{self.part} {self.start}–{self.end}"


class ImportRun(models.Model):
    """One run of the import command: what it was asked, what it did."""

    class State(models.TextChoices):
        RUNNING = "running", _("running or interrupted")
        FINISHED = "finished", _("finished")
        PARTIAL = "partial", _("finished, some input refused")

    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    paths = models.JSONField(_("paths"), default=list)
    options = models.JSONField(_("options"), default=dict)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class ImportEvent(models.Model):
    """What one run did with one input."""

    class What(models.TextChoices):
        CREATED = "created", _("imported")
        UNCHANGED = "unchanged", _("already imported")
        MERGED = "merged", _("merged")
        REFUSED = "refused", _("refused")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="events", verbose_name=_("import run"))
    what = models.CharField(_("outcome"), max_length=10, choices=What)
    path = models.TextField(_("input"))
    issue = models.ForeignKey(
        Issue, models.SET_NULL, null=True, blank=True, related_name="import_events", verbose_name=_("issue")
    )
    message = models.TextField(_("message"), blank=True)
    # articles, bylines, joined columns, doubts, unplaced characters
    figures = models.JSONField(_("figures"), default=dict)

    class Meta:
        verbose_name = _("import event")
        verbose_name_plural = _("import events")
        ordering = ["run", "pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.path}"
