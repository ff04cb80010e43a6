"""What editors did to the structure of a page: addresses articles had before, and every row a changeset touched."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.models.articles import Article
from newsroom.models.history import Changeset
from newsroom.models.newspapers import Page


class FormerAddress(models.Model):
    """A page and number at which an article once stood. Readers who ask there are sent on; no other article gets it."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="former_addresses", verbose_name=_("page"))
    number = models.PositiveSmallIntegerField(_("number on the page"), validators=[MinValueValidator(1)])
    article = models.ForeignKey(
        Article, models.PROTECT, related_name="former_addresses", verbose_name=_("article now there")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["page", "number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="one_article_per_former_address")]

    def __str__(self) -> str:
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        issue = self.page.issue
        return reverse("reader:article", args=[issue.newspaper.slug, issue, self.page.number, self.number])


class ChangedRow(models.Model):
    """What a changeset changed beside texts: the values of one row before and after. Undoing puts the former back.

    Revisions hold the texts; this holds where articles stand, what they absorbed, whose the spans are.
    """

    class What(models.TextChoices):
        ARTICLE = "article", _("article")
        ORDER = "order", _("order on the page")
        FRAGMENT = "fragment", _("unplaced fragment")
        SPAN = "span", _("source span")
        DOUBT = "doubt", _("doubt")
        CONTRIBUTOR = "contributor", _("contributor")

    changeset = models.ForeignKey(Changeset, models.PROTECT, related_name="changed_rows", verbose_name=_("changeset"))
    what = models.CharField(_("what"), max_length=12, choices=What)
    # The key of the article, page, fragment, span, doubt or contributor. No foreign key: it is one of several tables.
    row = models.BigIntegerField(_("row"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))

    class Meta:
        verbose_name = _("changed row")
        verbose_name_plural = _("changed rows")
        ordering = ["pk"]
        indexes = [models.Index(fields=["what", "row"], name="changes_of_a_row")]

    def __str__(self) -> str:
        return f"{self.what} {self.row}"
