"""Newspaper, issue, page and section: where an article was printed."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

# First path segments that the site itself answers; a newspaper by that name could never be reached.
RESERVED_SLUGS = frozenset(
    ("admin", "api", "articles", "contributors", "dates", "feeds", "healthz", "i18n", "search", "sections", "static")
)
# The first modern Chinese-language newspapers appeared after 1815; an earlier date is a misread one.
EARLIEST_DATE = dt.date(1815, 1, 1)


def check_slug_is_free(slug: str) -> None:
    """Raises ValidationError when the site itself answers at that path."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is an address of the site itself; choose another."), params={"slug": slug})


class Newspaper(models.Model):
    """A title (报纸)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(
        _("address"), max_length=60, unique=True, allow_unicode=True, validators=[check_slug_is_free]
    )
    cn_number = models.CharField(_("CN number"), max_length=20, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    place = models.CharField(_("place of publication"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("newspaper")
        verbose_name_plural = _("newspapers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reader:newspaper", args=[self.slug])


class IssueQuerySet(models.QuerySet["Issue"]):
    def newest_first(self) -> IssueQuerySet:
        return self.order_by("-date", "edition", "newspaper__name")

    def years(self) -> list[tuple[int, int]]:
        """Each year with its number of issues, the newest first. Counted here: SQLite would call Python a row."""
        counts = Counter(date.year for date in self.order_by().values_list("date", flat=True))
        return sorted(counts.items(), reverse=True)

    def printed_on(self, day: dt.date) -> IssueQuerySet:
        return self.filter(date=day)

    def before(self, issue: Issue) -> IssueQuerySet:
        """Earlier issues of the same newspaper, nearest first."""
        return (
            self.filter(newspaper=issue.newspaper_id)
            .filter(Q(date__lt=issue.date) | Q(date=issue.date, edition__lt=issue.edition))
            .order_by("-date", "-edition")
        )

    def after(self, issue: Issue) -> IssueQuerySet:
        """Later issues of the same newspaper, nearest first."""
        return (
            self.filter(newspaper=issue.newspaper_id)
            .filter(Q(date__gt=issue.date) | Q(date=issue.date, edition__gt=issue.edition))
            .order_by("date", "edition")
        )


class Issue(models.Model):
    """One newspaper, one date, one edition (期)."""

    newspaper = models.ForeignKey(Newspaper, models.PROTECT, related_name="issues", verbose_name=_("newspaper"))
    newspaper_inferred = models.BooleanField(
        _("newspaper inferred"), default=False, help_text=_("Read from the text, not given by the operator.")
    )
    date = models.DateField(_("date"), db_index=True)
    date_inferred = models.BooleanField(
        _("date inferred"), default=False, help_text=_("Read from the text, not given by the operator.")
    )
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, validators=[MinValueValidator(1)])
    number = models.PositiveIntegerField(_("serial number"), null=True, blank=True)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-date", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["newspaper", "date", "edition"], name="one_issue_per_newspaper_date_and_edition"
            ),
            models.CheckConstraint(condition=Q(date__gte=EARLIEST_DATE), name="issue_date_is_of_a_newspaper_age"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="issue_edition_counts_from_one"),
        ]

    def __str__(self) -> str:
        edition = "" if self.edition == 1 else f" ({self.edition})"
        return f"{self.newspaper} {self.date:%Y-%m-%d}{edition}"

    @property
    def stamp(self) -> str:
        """The issue in an address: ``2026-01-07``, or ``2026-01-07-e2`` for a second edition."""
        return f"{self.date:%Y-%m-%d}" + ("" if self.edition == 1 else f"-e{self.edition}")

    def get_absolute_url(self) -> str:
        return reverse("reader:issue", args=[self.newspaper.slug, self])


class Page(models.Model):
    """One printed page (版) of an issue: its number (版次) and its name (版名)."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="pages", verbose_name=_("issue"))
    number = models.PositiveSmallIntegerField(_("page number"), validators=[MinValueValidator(1)])
    number_inferred = models.BooleanField(_("page number inferred"), default=False)
    name = models.CharField(_("page name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["issue", "number"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], name="one_page_number_per_issue"),
            models.CheckConstraint(condition=Q(number__gte=1), name="page_number_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.label}"

    @property
    def label(self) -> str:
        """As readers say it: ``02版：要闻``, or ``02版`` where the page has no name."""
        return f"{self.number:02d}版" + (f"：{self.name}" if self.name else "")

    def get_absolute_url(self) -> str:
        return reverse("reader:page", args=[self.issue.newspaper.slug, self.issue, self.number])


def words_in(lines: str) -> list[str]:
    """The words of a list as editors type it: one a line; spaces and commas part them too."""
    return [word for word in re.split(r"[\s,，、;；]+", lines) if word]


class SectionQuerySet(models.QuerySet["Section"]):
    def with_articles(self) -> SectionQuerySet:
        """Those that hold articles readers may see, ``article_count`` of them."""
        seen = Q(articles__visible=True)
        return self.annotate(article_count=Count("articles", filter=seen)).filter(article_count__gt=0)


class Section(models.Model):
    """What readers browse by (栏目/版块)."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=True)
    position = models.PositiveSmallIntegerField(_("order"), default=100)
    page_names = models.TextField(
        _("page names"), blank=True, help_text=_("Page names (版名) that belong to this section, one a line.")
    )
    keywords = models.TextField(
        _("words"),
        blank=True,
        help_text=_(
            "Words that speak for this section, one a line. An article whose words clearly speak for one section is "
            "proposed for it at import; where they do not, none is proposed."
        ),
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.slug:
            self.slug = slugify(self.name, allow_unicode=True) or self.name.encode().hex()[:50]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("reader:section", args=[self.slug])
