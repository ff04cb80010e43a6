"""Contributors and the bylines that credit them."""

from __future__ import annotations

import re
import unicodedata

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.models.articles import Article, Photo

# Every dot that dumps put between the parts of a Kazakh or Uyghur name, U+00B7 being the one we keep. NFKC has made
# full stops of ． and ․ before this is asked.
MIDDLE_DOTS = re.compile("[·•・‧∙⋅●.\u0387\u1427\uff65]+")
# Spaces, and characters that show nothing: zero-width joiners, byte order marks.
UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")


# Radicals of the CJK supplement that a browser's print puts for characters of names, and NFKC leaves as they are.
RADICALS = str.maketrans(
    "⺠⺧⺮⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "民牛竹月虎西见角贝车长长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)


def contributor_key(name: str) -> str:
    """A name as printed -> the form under which its variants meet: one middle dot, no padding, half-width letters.

    ``古扎丽•阿布都热 西提`` and ``古扎丽·阿布都热西提`` are one person; ``王　　浩`` is ``王浩``.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.translate(RADICALS)).casefold())
    return MIDDLE_DOTS.sub("·", UNSEEN.sub("", plain))


def plain_name(name: str) -> str:
    """A name as printed -> as it is shown: characters for the radicals of a PDF, one middle dot, no padding.

    ``⻢⼩川`` is ``马小川``, ``王　　浩`` is ``王浩``; names in letters keep their spaces. Bylines keep the print.
    """
    spelt = MIDDLE_DOTS.sub("·", unicodedata.normalize("NFKC", name.translate(RADICALS)))
    words = UNSEEN.sub(" ", spelt).split()
    return (" " if spelt.isascii() else "").join(words) or name


class ContributorQuerySet(models.QuerySet["Contributor"]):
    def standing(self) -> ContributorQuerySet:
        """All but those found to be another contributor."""
        return self.filter(merged_into=None)


class Contributor(models.Model):
    """A person or an organisation that newspapers credit."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    # Two people of one name are told apart by an editor's words (摄影部, 福海县).
    distinction = models.CharField(_("distinction"), max_length=60, blank=True)
    key = models.CharField(max_length=120, editable=False, db_index=True)
    sort_key = models.CharField(_("pinyin"), max_length=240, editable=False, db_index=True)
    # Found to be this contributor; kept for its address. No byline credits it any more.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )

    # Keys of contributors that an editor found to be somebody else, however alike the names; each names the other.
    told_apart = models.JSONField(_("told apart"), default=list, blank=True, editable=False)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["sort_key", "name"]
        constraints = [
            models.UniqueConstraint(fields=["key", "distinction"], name="one_contributor_per_name_and_distinction"),
            models.CheckConstraint(condition=~Q(key=""), name="contributor_has_a_name"),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="a_contributor_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.distinction}）" if self.distinction else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = contributor_key(self.name)[:120]
        self.sort_key = pinyin_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("reader:contributor", args=[self.pk])

    @property
    def survivor(self) -> Contributor:
        """Whom this one was merged into in the end; itself where it stands. One query for each merge."""
        return self if self.merged_into is None else self.merged_into.survivor


def pinyin_key(name: str) -> str:
    """A name -> lower-case pinyin without tones, syllables apart (``hu jun xiu``), for sorting."""
    from pypinyin import lazy_pinyin  # a large table: loaded when a name is first stored, not with the models

    return " ".join(lazy_pinyin(contributor_key(name)))[:240]


class ContributorAlias(models.Model):
    """Another name under which a contributor was credited."""

    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="aliases", verbose_name=_("contributor"))
    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(max_length=120, editable=False, unique=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = contributor_key(self.name)[:120]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class BylineQuerySet(models.QuerySet["Byline"]):
    def seen(self) -> BylineQuerySet:
        """Those of articles that readers may see. Asked by the few withdrawn ones, so that no article is read."""
        return self.exclude(article__in=Article.objects.withdrawn())


class Byline(models.Model):
    """One credited contributor on one article (署名), with the text as printed."""

    class Role(models.TextChoices):
        REPORTER = "记者", _("reporter")
        TRAINEE_REPORTER = "实习记者", _("trainee reporter")
        INTERN = "实习生", _("intern")
        CORRESPONDENT = "通讯员", _("correspondent")
        CONTRIBUTING_REPORTER = "参与记者", _("contributing reporter")
        AUTHOR = "作者", _("author")
        PHOTOGRAPHER = "摄影", _("photographer")
        PICTURE_SUPPLIER = "供图", _("picture supplied by")
        COMPILER = "整理", _("compiled by")
        TRANSLATOR = "编译", _("translated by")
        COMMENTATOR = "评论员", _("commentator")
        ILLUSTRATOR = "绘图", _("illustrator")

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines", verbose_name=_("article"))
    photo = models.ForeignKey(
        Photo, models.CASCADE, null=True, blank=True, related_name="bylines", verbose_name=_("photo")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="bylines", verbose_name=_("contributor"))
    name = models.CharField(_("name as credited"), max_length=120)
    role = models.CharField(_("role"), max_length=10, choices=Role, blank=True)
    affiliation = models.CharField(_("affiliation"), max_length=120, blank=True)
    as_printed = models.TextField(_("as printed"), blank=True)

    objects = BylineQuerySet.as_manager()

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["article", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="one_byline_position_per_article"),
            models.CheckConstraint(condition=~Q(name=""), name="byline_has_a_name"),
        ]
        indexes = [models.Index(fields=["contributor", "article"], name="bylines_by_contributor")]

    def __str__(self) -> str:
        return f"{self.role} {self.name}".strip()
