"""Sections and contributors."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left, Upper
from django.utils.translation import gettext as _

from newsroom.models import Article, Byline, Contributor, Issue, Page, Section
from newsroom.reader.freshness import state_of
from newsroom.reader.listing import Listing
from newsroom.reader.pages import Moved, NotInArchive, ReadersPage, Way, results_page
from newsroom.reader.reading import pieces_of

# Two weeks of a daily.
LATEST_ISSUES = 14
# Up to here one page of names is quicker to scan than to leaf through.
NAMES_ON_ONE_PAGE = 400


class ArticleList(ReadersPage):
    """A list of articles, newest first, that can be narrowed to a year."""

    def list_context(self, listing: Listing) -> dict[str, Any]:
        years = listing.years()
        wanted = self.request.GET.get("year", "")
        narrowed = wanted.isascii() and wanted.isdigit() and len(wanted) == 4
        page = results_page(self.request, listing.of_year(int(wanted)) if narrowed else listing)
        days = groupby(pieces_of(page.object_list), key=lambda piece: piece.article.page.issue)
        return {
            "years": years,
            "active": (years[-1][0], years[0][0]) if years else None,
            "year": wanted,
            "article_count": len(listing),
            "results": page,
            "days": [(issue, list(pieces)) for issue, pieces in days],
        }


class Sections(ReadersPage):
    """Every section with what it holds, and the article it was last headed by."""

    template_name = "newsroom/sections.html"

    def context(self) -> dict[str, Any]:
        sections = list(Section.objects.with_articles().order_by("position", "name"))
        latest = latest_of(sections)
        return {"sections": [(section, latest.get(section.pk)) for section in sections]}


def latest_of(sections: Iterable[Section]) -> dict[int, Article]:
    """The first article with a headline in the newest issue that has one of the section, by the section's key.

    Most sections have one in the latest issues, which are few to look through; only the others are looked for in all.
    """
    headed = Article.objects.visible().exclude(headline="")
    newest = ("-page__issue__date", "page__issue__edition", "page__number", "position")
    issues = [issue.pk for issue in Issue.objects.newest_first()[:LATEST_ISSUES]]
    recent = headed.filter(page__in=Page.objects.filter(issue__in=issues)).exclude(section=None)
    found: dict[int, int] = {}
    for section, article in recent.order_by(*newest).values_list("section", "pk"):
        found.setdefault(section, article)
    if others := [section.pk for section in sections if section.pk not in found]:
        of_section = headed.filter(section=OuterRef("pk")).order_by(*newest)
        looked_for = Section.objects.filter(pk__in=others).annotate(latest=Subquery(of_section.values("pk")[:1]))
        found |= {pk: article for pk, article in looked_for.values_list("pk", "latest") if article}
    loaded = Article.objects.with_place().in_bulk(found.values())
    return {section: loaded[article] for section, article in found.items() if article in loaded}


class SectionView(ArticleList):
    template_name = "newsroom/section.html"

    def context(self, slug: str) -> dict[str, Any]:
        section = Section.objects.filter(slug=slug).first()
        if section is None:
            raise NotInArchive(
                _("The archive has no section of that name."),
                [Way("", known.get_absolute_url(), known.name) for known in Section.objects.with_articles()],
            )
        context = self.list_context(Listing.in_section(section, state_of(self.request)))
        return dict(section=section, **context)


INITIAL = Upper(Left("sort_key", 1))


def credited_contributors() -> QuerySet[Contributor]:
    """Contributors of at least one article that readers may see."""
    return Contributor.objects.filter(Exists(Byline.objects.seen().filter(contributor=OuterRef("pk"))))


class Counted(Paginator):
    """Names of which it is known how many there are."""

    def __init__(self, names: QuerySet[Contributor], count: int) -> None:
        super().__init__(names, NAMES_ON_ONE_PAGE)
        self._count = count

    @property
    def count(self) -> int:
        return self._count


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
        people = credited_contributors().order_by("sort_key", "name", "distinction")
        if letter:
            people = people.alias(initial=INITIAL).filter(initial=letter)
        page = Counted(people, letters[letter] if letter else total).get_page(self.request.GET.get("p"))
        people_shown = list(page.object_list)
        articles = dict(
            Byline.objects.seen()
            .filter(contributor__in=[person.pk for person in people_shown])
            .order_by()
            .values_list("contributor")
            .annotate(count=Count("article", distinct=True))
        )
        by_letter = groupby(people_shown, key=lambda person: person.sort_key[:1].upper())
        return {
            "letters": letters.items(),
            "letter": letter,
            "total": total,
            "results": page,
            "by_letter": [
                (initial, [(person, articles.get(person.pk, 0)) for person in names]) for initial, names in by_letter
            ],
        }


MOST_AFFILIATIONS = 20


class ContributorView(ArticleList):
    """One contributor: under which names and roles credited, and every article."""

    template_name = "newsroom/contributor.html"

    def context(self, pk: int) -> dict[str, Any]:
        contributor = Contributor.objects.filter(pk=pk).prefetch_related("aliases").first()
        if contributor is None:
            raise NotInArchive(_("The archive knows no contributor at this address."))
        if contributor.merged_into_id is not None:
            raise Moved(contributor.survivor.get_absolute_url())
        credited = Byline.objects.seen().filter(contributor=contributor)
        roles = credited.order_by().values_list("role").annotate(count=Count("article", distinct=True))
        affiliations = credited.exclude(affiliation="").order_by("affiliation").values_list("affiliation", flat=True)
        return dict(
            contributor=contributor,
            roles=[(Byline.Role(role).label if role else "", count) for role, count in roles.order_by("-count")],
            affiliations=affiliations.distinct()[:MOST_AFFILIATIONS],
            **self.list_context(Listing.credited_to(contributor, state_of(self.request))),
        )
