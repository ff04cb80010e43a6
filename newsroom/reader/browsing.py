"""Sections and contributors."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Upper
from django.utils.translation import gettext as _

from newsroom.models import Article, Byline, Contributor, Section
from newsroom.models.articles import ArticleQuerySet
from newsroom.reader.pages import Moved, NotInArchive, ReadersPage, Way, results_page
from newsroom.reader.reading import pieces_of
from newsroom.reader.sheets import listable

# Up to here one page of names is quicker to scan than to leaf through.
NAMES_ON_ONE_PAGE = 400

CREDITED = Q(bylines__article__visible=True)


class ArticleList(ReadersPage):
    """A list of articles, newest first, that can be narrowed to a year."""

    def list_context(self, articles: ArticleQuerySet) -> dict[str, Any]:
        """``articles`` may hold withdrawn ones; they are neither listed nor counted."""
        articles = articles.visible()
        by_day = articles.order_by().values_list("page__issue__date").annotate(count=Count("pk", distinct=True))
        years: Counter[int] = Counter()
        for date, count in by_day:
            years[date.year] += count
        wanted = self.request.GET.get("year", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) == 4:
            articles = articles.filter(page__issue__date__year=int(wanted))
        # Sorting moves whole rows, so numbers are sorted and the texts of one page fetched afterwards.
        page = results_page(self.request, articles.newest_first().values_list("pk", flat=True))
        shown = listable(Article.objects.filter(pk__in=list(page.object_list))).newest_first()
        days = groupby(pieces_of(shown), key=lambda piece: piece.article.page.issue)
        return {
            "years": sorted(years.items(), reverse=True),
            "year": wanted,
            "article_count": years.total(),
            "results": page,
            "days": [(issue, list(pieces)) for issue, pieces in days],
        }


class Sections(ReadersPage):
    """Every section with what it holds."""

    template_name = "newsroom/sections.html"

    def context(self) -> dict[str, Any]:
        return {"sections": Section.objects.with_articles().order_by("position", "name")}


class SectionView(ArticleList):
    template_name = "newsroom/section.html"

    def context(self, slug: str) -> dict[str, Any]:
        section = Section.objects.filter(slug=slug).first()
        if section is None:
            raise NotInArchive(
                _("The archive has no section of that name."),
                [Way(known.name, known.get_absolute_url()) for known in Section.objects.with_articles()],
            )
        context = self.list_context(Article.objects.in_section(section))
        return dict(section=section, **context)


INITIAL = Upper(Left("sort_key", 1))


def credited_contributors() -> QuerySet[Contributor]:
    """Contributors of at least one article that readers may see."""
    seen = Byline.objects.filter(contributor=OuterRef("pk"), article__visible=True)
    return Contributor.objects.filter(Exists(seen))


class Contributors(ReadersPage):
    """Everybody the newspapers credit, by pinyin. A large archive shows one letter at a time."""

    template_name = "newsroom/contributors.html"

    def context(self) -> dict[str, Any]:
        counts = (
            credited_contributors().order_by().annotate(initial=INITIAL).values("initial").annotate(count=Count("pk"))
        )
        letters = {row["initial"]: row["count"] for row in counts.order_by("initial")}
        total = sum(letters.values())
        letter = self.request.GET.get("letter", "")[:1].upper()
        if letter not in letters:
            letter = "" if total <= NAMES_ON_ONE_PAGE else min(letters)
        people = credited_contributors().annotate(initial=INITIAL).order_by("sort_key", "name", "distinction")
        if letter:
            people = people.filter(initial=letter)
        people = people.annotate(article_count=Count("bylines__article", filter=CREDITED, distinct=True))
        page = results_page(self.request, people, NAMES_ON_ONE_PAGE)
        by_letter = groupby(page.object_list, key=lambda person: person.initial)
        return {
            "letters": letters.items(),
            "letter": letter,
            "total": total,
            "results": page,
            "by_letter": [(initial, list(names)) for initial, names in by_letter],
        }


class ContributorView(ArticleList):
    """One contributor: under which names and roles credited, and every article."""

    template_name = "newsroom/contributor.html"

    def context(self, pk: int) -> dict[str, Any]:
        contributor = Contributor.objects.filter(pk=pk).prefetch_related("aliases").first()
        if contributor is None:
            raise NotInArchive(_("The archive knows no contributor at this address."))
        if contributor.merged_into_id is not None:
            raise Moved(contributor.survivor.get_absolute_url())
        credited = Byline.objects.filter(contributor=contributor, article__visible=True)
        roles = credited.order_by().values("role").annotate(count=Count("article", distinct=True)).order_by("-count")
        return dict(
            contributor=contributor,
            roles=[(Byline.Role(row["role"]).label if row["role"] else "", row["count"]) for row in roles],
            affiliations=credited.exclude(affiliation="")
            .order_by("affiliation")
            .values_list("affiliation", flat=True)
            .distinct()[:20],
            **self.list_context(Article.objects.credited_to(contributor)),
        )
