"""The article, its photos, and what the import was unsure of."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, Exists, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.models.body import Paragraph, paragraphs_of
from newsroom.models.newspapers import Page, Section

if TYPE_CHECKING:
    from newsroom.models.people import Contributor
    from newsroom.models.sources import ImportRun

# The longest headline part shown where an article has no headline: enough to tell it from its neighbours.
STAND_IN_CHARS = 24


class _KeysIn(Func):
    """A JSON list of keys as a subquery."""

    template = "(SELECT value FROM json_each(%(expressions)s))"
    output_field = models.BigIntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(SELECT json_array_elements_text((%(expressions)s)::json)::bigint)"
        return self.as_sql(compiler, connection, template=template, **context)


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible(self) -> ArticleQuerySet:
        return self.filter(visible=True)

    def withdrawn(self) -> ArticleQuerySet:
        return self.filter(visible=False)

    def awaiting_correction(self) -> ArticleQuerySet:
        return self.standing().filter(text_state=Article.TextState.IMPORTED)

    def awaiting_review(self) -> ArticleQuerySet:
        return self.standing().filter(text_state=Article.TextState.CORRECTED)

    def changed_since_review(self) -> ArticleQuerySet:
        """Reviewed once, and corrected again since."""
        reviewed_once = apps.get_model("newsroom", "Review").objects.filter(revision__article=OuterRef("pk"))
        return self.filter(Exists(reviewed_once), text_state=Article.TextState.CORRECTED)

    def standing(self) -> ArticleQuerySet:
        """All but those that were joined to another article, and are kept for their revisions and addresses.

        Asked by the few joined ones: no list has to read a row for it.
        """
        return self.exclude(pk__in=Article.objects.filter(merged_into__isnull=False).values("pk"))

    def unpaired(self) -> ArticleQuerySet:
        """With a printed pointer to another page of which it is not certain which article is the other half."""
        ahead = _halves(page__number=OuterRef("continues_on"), continued_from=OuterRef("page__number"), beginning=None)
        behind = _halves(page__number=OuterRef("continued_from"), continues_on=OuterRef("page__number"), paired_with=0)
        goes_on = Q(continues_on__isnull=False) | ~Q(continues_on_as_printed="")
        came_from = Q(continued_from__isnull=False) | ~Q(continued_from_as_printed="")
        return (
            self.standing()
            .filter(goes_on | came_from, half_missing=False)
            .annotate(halves_ahead=ahead, halves_behind=behind)
            .filter(
                (goes_on & Q(continuation=None) & ~Q(halves_ahead=1))
                | (came_from & Q(beginning=None) & ~Q(halves_behind=1))
            )
        )

    def doubtful(self) -> ArticleQuerySet:
        return self.filter(pk__in=Doubt.objects.open().values("article"))

    def suspicious(self) -> ArticleQuerySet:
        return self.filter(suspects__gt=0)

    def among(self, keys: Iterable[int]) -> ArticleQuerySet:
        """Those with these keys, however many: a database takes no more than some thousands as parameters."""
        return self.filter(pk__in=_KeysIn(Value(json.dumps(list(keys)))))

    def with_proposed_section(self) -> ArticleQuerySet:
        """Those whose section was proposed at import, and which no editor has looked at for it."""
        return self.filter(section_source=Article.SectionSource.PROPOSED)

    def printed_on(self, day: dt.date) -> ArticleQuerySet:
        return self.filter(page__issue__date=day)

    def in_section(self, section: Section) -> ArticleQuerySet:
        return self.filter(section=section)

    def credited_to(self, contributor: Contributor) -> ArticleQuerySet:
        return self.filter(bylines__contributor=contributor).distinct()

    def imported_by(self, run: ImportRun) -> ArticleQuerySet:
        return self.filter(import_run=run)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-page__issue__date", "page__issue__edition", "page__number", "position")

    def in_printed_order(self) -> ArticleQuerySet:
        return self.order_by("page__number", "position")

    def with_open_doubts(self) -> ArticleQuerySet:
        """Adds ``open_doubts``: how many of the import's doubts an editor has yet to settle."""
        open_ones = Doubt.objects.open().filter(article=OuterRef("pk")).order_by().values("article")
        return self.annotate(open_doubts=Coalesce(Subquery(open_ones.annotate(count=Count("pk")).values("count")), 0))

    def with_turn(self) -> ArticleQuerySet:
        """Adds ``turn``, which needs an editor's eyes first: 0 doubtful, 1 not yet corrected, 2 to review, 3 done."""
        return self.annotate(
            turn=Case(
                When(pk__in=Doubt.objects.open().values("article"), then=Value(0)),
                When(text_state=Article.TextState.IMPORTED, then=Value(1)),
                When(text_state=Article.TextState.CORRECTED, then=Value(2)),
                default=Value(3),
            )
        )

    def with_place(self) -> ArticleQuerySet:
        """Fetches where each article stood (page, issue, newspaper, section) in the same query."""
        return self.select_related("page__issue__newspaper", "section")


def _halves(**conditions: object) -> Coalesce:
    """How many articles of the same issue meet the conditions and were not said to be no half of this one."""
    # Asked so, nobody takes the index of the few pairs for the way to all that have none.
    unpaired = Article.objects.visible().alias(paired_with=Coalesce("continuation", 0))
    found = unpaired.filter(page__issue=OuterRef("page__issue"), **conditions)
    found = found.exclude(pk__in=_KeysIn(OuterRef("apart_from")))
    return Coalesce(Subquery(found.order_by().values("page__issue").annotate(count=Count("pk")).values("count")), 0)


class Article(models.Model):
    """One article as printed on one page. The text parts here are those of the newest revision."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        PHOTO = "photo", _("photo")
        NOTICE = "notice", _("notice")

    class TextState(models.TextChoices):
        IMPORTED = "imported", _("not yet corrected")
        CORRECTED = "corrected", _("corrected")
        REVIEWED = "reviewed", _("reviewed")

    class SectionSource(models.TextChoices):
        """Where the section came from, from the weakest to the strongest."""

        NONE = "", _("none")
        PROPOSED = "proposed", _("proposed from the text")
        PAGE_NAME = "page name", _("from the page name")
        GIVEN = "given", _("given at import")
        EDITOR = "editor", _("set by an editor")

    # Page and section have their indexes below; of a second, narrower one SQLite would think better than it is.
    page = models.ForeignKey(Page, models.PROTECT, related_name="articles", verbose_name=_("page"), db_index=False)
    # The permanent number in the address; the order on the page may change, this may not.
    number = models.PositiveSmallIntegerField(_("number on the page"), validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(_("order on the page"), validators=[MinValueValidator(1)])
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ARTICLE)
    section = models.ForeignKey(
        Section,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("section"),
        db_index=False,
    )
    section_source = models.CharField(
        _("section from"), max_length=10, choices=SectionSource, default=SectionSource.NONE, blank=True
    )
    # Of a proposed section: the words that speak for it, and how clearly they do, from 0 to 1.
    section_evidence = models.CharField(_("evidence for the section"), max_length=200, blank=True)
    section_confidence = models.FloatField(_("confidence in the section"), null=True, blank=True)

    kicker = models.TextField(_("kicker"), blank=True)
    headline = models.TextField(_("headline"), blank=True)
    subhead = models.TextField(_("subhead"), blank=True)
    dateline = models.CharField(_("dateline"), max_length=200, blank=True)
    body = models.TextField(
        _("body"), blank=True, help_text=_("One paragraph a line. “## ” starts a crosshead, “> ” a note.")
    )

    # The printed pointers （下转第四版）（上接第一版）: the page they name, and their words.
    continues_on = models.PositiveSmallIntegerField(_("continues on page"), null=True, blank=True)
    continues_on_as_printed = models.CharField(_("jump line"), max_length=60, blank=True)
    continued_from = models.PositiveSmallIntegerField(_("continued from page"), null=True, blank=True)
    continued_from_as_printed = models.CharField(_("continuation line"), max_length=60, blank=True)

    # Kind and jump lines as the newest dump has them; what differs from that in the article, an editor set.
    as_imported = models.JSONField(_("as imported"), default=dict, editable=False)
    text_state = models.CharField(_("text"), max_length=10, choices=TextState, default=TextState.IMPORTED)
    visible = models.BooleanField(_("public"), default=True)
    # The number of the newest revision; a save that started from an older one is told so.
    revision_number = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    # How many places of the newest revision look misread (newsroom.desk.suspects), for the queue.
    suspects = models.PositiveSmallIntegerField(_("suspects"), default=0, editable=False)
    # Places an editor found right as they stand, never to be suspected again (newsroom.desk.found_right).
    found_right = models.JSONField(_("found right"), default=list, blank=True, editable=False)
    import_run = models.ForeignKey(
        "newsroom.ImportRun",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        verbose_name=_("import run"),
    )
    modified_at = models.DateTimeField(_("last changed"), auto_now=True)

    # What editors did to the structure of the page; newsroom.desk.structure writes these, and nothing else does.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("joined to"),
        db_index=False,
    )
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="parts",
        verbose_name=_("split from"),
    )
    continuation = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="beginning",
        verbose_name=_("continuation"),
        help_text=_("The other half, where an editor has said which it is."),
    )
    # An editor said that the other half is not in the archive: nobody has to look for it.
    half_missing = models.BooleanField(_("other half missing"), default=False, editable=False)
    # Keys of articles that an editor said are not the other half, whatever the printed pointers; each names the other.
    apart_from = models.JSONField(_("apart from"), default=list, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["page", "position"]
        permissions = [
            ("review_article", "Can review corrected articles"),
            ("withdraw_article", "Can withdraw articles and make them public"),
            ("restructure_article", "Can move articles, order them and exchange their headlines"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="one_article_number_per_page"),
            models.CheckConstraint(condition=Q(number__gte=1) & Q(position__gte=1), name="articles_count_from_one"),
            models.CheckConstraint(
                condition=Q(text_state__in=["imported", "corrected", "reviewed"]), name="article_text_state_is_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["article", "photo", "notice"]), name="article_kind_is_known"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(visible=False), name="a_joined_article_is_not_shown_by_itself"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")) & ~Q(continuation=models.F("id")),
                name="an_article_is_not_joined_to_itself",
            ),
        ]
        indexes = [
            # Each holds all that lists and counts ask, so that they read no row: in SQLite what stands behind a long
            # body is found only by reading through it.
            models.Index(fields=["section", "page", "visible"], name="articles_by_section"),
            models.Index(fields=["page", "position", "visible", "text_state"], name="articles_in_printed_order"),
            models.Index(fields=["modified_at", "visible"], name="articles_by_change"),
            models.Index(fields=["visible"], condition=Q(visible=False), name="withdrawn_articles"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="joined_articles"),
            models.Index(fields=["text_state", "page", "position"], name="articles_by_text_state"),
            models.Index(
                fields=["page", "position", "text_state", "suspects"],
                condition=Q(suspects__gt=0),
                name="suspicious_articles",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The headline, or the opening of whatever text stands in for it: never empty."""
        if self.headline:
            return self.headline
        for text in (self.kicker, self.subhead, *(paragraph.text for paragraph in self.paragraphs)):
            if text:
                return text if len(text) <= STAND_IN_CHARS else text[:STAND_IN_CHARS] + "…"
        return str(_("(no headline)"))

    @property
    def paragraphs(self) -> list[Paragraph]:
        return paragraphs_of(self.body)

    def get_absolute_url(self) -> str:
        issue = self.page.issue
        return reverse("reader:article", args=[issue.newspaper.slug, issue, self.page.number, self.number])


class Photo(models.Model):
    """A picture printed with an article: its caption (图片说明) and its credit as printed (摄影/供图)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="photos", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["article", "position"]
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="one_photo_position_per_article")]

    def __str__(self) -> str:
        return self.caption[:STAND_IN_CHARS] or self.credit


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def open(self) -> DoubtQuerySet:
        return self.filter(state=Doubt.State.OPEN)


class Doubt(models.Model):
    """What the import was unsure of in an article, for an editor to accept or refuse."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    article = models.ForeignKey(Article, models.CASCADE, related_name="doubts", verbose_name=_("article"))
    what = models.CharField(_("about"), max_length=40)
    why = models.TextField(_("reason"))
    confidence = models.FloatField(_("confidence"), validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubt")
        verbose_name_plural = _("doubts")
        ordering = ["article", "confidence", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confidence__gte=0.0) & Q(confidence__lte=1.0), name="doubt_confidence_from_0_to_1"
            )
        ]
        indexes = [models.Index(fields=["state", "article"], name="open_doubts")]

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


class UnplacedFragment(models.Model):
    """Text of the source that the import could place nowhere. Kept until an editor attaches or dismisses it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ATTACHED = "attached", _("attached to an article")
        DISMISSED = "dismissed", _("dismissed")

    page = models.ForeignKey(Page, models.PROTECT, related_name="unplaced", verbose_name=_("page"))
    source = models.ForeignKey("newsroom.SourceText", models.PROTECT, related_name="unplaced", verbose_name=_("source"))
    text = models.TextField(_("text"))
    start = models.PositiveIntegerField(_("from character"))
    end = models.PositiveIntegerField(_("to character"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    article = models.ForeignKey(
        Article,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="attached_fragments",
        verbose_name=_("attached to"),
    )

    class Meta:
        verbose_name = _("unplaced fragment")
        verbose_name_plural = _("unplaced fragments")
        ordering = ["page", "start"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="fragment_is_not_empty")]

    def __str__(self) -> str:
        return self.text[:STAND_IN_CHARS]
