"""Front page, newspaper, issue and printed page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from newsroom.models import Article, Issue, Newspaper
from newsroom.reader.almanac import almanac
from newsroom.reader.ledger import PrintedIssue, gaps
from newsroom.reader.pages import NotInArchive, ReadersPage, Way
from newsroom.reader.reading import Piece, pieces_of, shortened
from newsroom.reader.sheets import absent_numbers, listable, sheets_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

LATEST_ISSUES = 12
# The lead's opening on the front page is as long as the articles beside it are high: each takes about six lines of two
# columns of the lead. Never so long that it is the article itself.
LEAD_CHARS = 240
LEAD_CHARS_PER_NEIGHBOUR = 130
MOST_LEAD_CHARS = 900
# On a page of its own so many stand beside the lead, and the others below; where there are few, all stand beside it.
BESIDE_LEAD, FEW_BESIDE_LEAD = 2, 3

Stamp = tuple[dt.date, int]


class LatestIssue(TypedDict):
    latest: dt.date
    latest_edition: int


def find_issue(slug: str, stamp: Stamp) -> Issue:
    """Raises NotInArchive, naming the nearest issues before and after."""
    date, edition = stamp
    issue = Issue.objects.select_related("newspaper").filter(newspaper__slug=slug, date=date, edition=edition).first()
    if issue is not None:
        return issue
    newspaper = Newspaper.objects.filter(slug=slug).first()
    if newspaper is None:
        raise NotInArchive(_("The archive holds no newspaper of that name."))
    asked = Issue(newspaper=newspaper, date=date, edition=edition)
    near = [
        (_("the nearest issue before"), Issue.objects.before(asked).select_related("newspaper").first()),
        (_("the nearest issue after"), Issue.objects.after(asked).select_related("newspaper").first()),
    ]
    raise NotInArchive(
        _("No issue of %(newspaper)s of %(date)s is in the archive.")
        % {"newspaper": newspaper.name, "date": date.isoformat()},
        [Way(f"{label}: {found.stamp}", found.get_absolute_url()) for label, found in near if found],
    )


def lead_of(pieces: Sequence[Piece]) -> Piece | None:
    """The article a page opens with: the first that has a headline, else the first."""
    return next((piece for piece in pieces if piece.article.headline), next(iter(pieces), None))


def lead_paragraphs(lead: Piece | None, neighbours: int) -> list[str]:
    """The lead's first running paragraphs, the last one cut; the more articles stand beside it, the more of them."""
    kept: list[str] = []
    left = min(LEAD_CHARS + LEAD_CHARS_PER_NEIGHBOUR * neighbours, MOST_LEAD_CHARS)
    for paragraph in lead.article.paragraphs if lead else ():
        if paragraph.kind != "text" or left <= 0:
            continue
        kept.append(shortened(paragraph.text, left))
        left -= len(paragraph.text)
    return kept


def issue_context(issue: Issue) -> dict[str, Any]:
    """An issue laid out: what the front page and the issue page both show."""
    sheets = sheets_of(issue)
    opening = next((sheet for sheet in sheets if sheet.pieces), None)
    lead = lead_of(opening.pieces) if opening else None
    beside = [piece for piece in opening.pieces if piece is not lead] if opening else []
    before = Issue.objects.before(issue).select_related("newspaper").first()
    after = Issue.objects.after(issue).select_related("newspaper").first()
    return {
        "issue": issue,
        "newspaper": issue.newspaper,
        "almanac": almanac(issue.date),
        "sheets": sheets,
        "lead": lead,
        "lead_paragraphs": lead_paragraphs(lead, len(beside)),
        "beside_lead": beside,
        "inside": [sheet for sheet in sheets if sheet is not opening],
        "page_count": sum(sheet.page is not None for sheet in sheets),
        "article_count": sum(len(sheet.pieces) for sheet in sheets),
        "previous_issue": before,
        "next_issue": after,
        "gaps_around": gaps(PrintedIssue(each.date, each.number) for each in (before, issue, after) if each),
    }


def with_latest_date(newspapers: QuerySet[Newspaper]) -> QuerySet[WithAnnotations[Newspaper, LatestIssue]]:
    """Newspapers that have an issue, each with ``latest`` (a date) and ``latest_edition``."""
    latest = Issue.objects.filter(newspaper=OuterRef("pk")).order_by("-date", "-edition")
    return newspapers.annotate(
        latest=Subquery(latest.values("date")[:1]), latest_edition=Subquery(latest.values("edition")[:1])
    ).filter(latest__isnull=False)


class Front(ReadersPage):
    """The latest issue of the archive, as its newspaper would open it."""

    template_name = "newsroom/front.html"

    def context(self) -> dict[str, Any]:
        issue = Issue.objects.select_related("newspaper").newest_first().first()
        if issue is None:
            self.template_name = "newsroom/empty.html"
            return {}
        others = with_latest_date(Newspaper.objects.exclude(pk=issue.newspaper_id))
        return dict(
            **issue_context(issue),
            other_issues=[
                Issue(newspaper=newspaper, date=newspaper.latest, edition=newspaper.latest_edition)
                for newspaper in others
            ],
        )


class NewspaperView(ReadersPage):
    """What the archive holds of one newspaper."""

    template_name = "newsroom/newspaper.html"

    def context(self, slug: str) -> dict[str, Any]:
        newspaper = Newspaper.objects.filter(slug=slug).first()
        if newspaper is None:
            raise NotInArchive(_("The archive holds no newspaper of that name."))
        # Counted for the issues that are shown, not for all of them first.
        shown = [issue.pk for issue in newspaper.issues.newest_first()[:LATEST_ISSUES]]
        latest = Issue.objects.filter(pk__in=shown).newest_first().select_related("newspaper")
        latest = latest.annotate(
            page_count=Count("pages", distinct=True),
            article_count=Count("pages__articles", filter=Q(pages__articles__visible=True), distinct=True),
        )
        return {
            "newspaper": newspaper,
            "latest_issues": latest,
            "held": newspaper.issues.aggregate(count=Count("pk"), first=Min("date"), last=Max("date")),
            "years": newspaper.issues.years(),
        }


class IssueView(ReadersPage):
    """One issue: every page with its headlines."""

    template_name = "newsroom/issue.html"

    def context(self, slug: str, stamp: Stamp) -> dict[str, Any]:
        issue = find_issue(slug, stamp)
        self.settle(issue.get_absolute_url())
        return dict(**issue_context(issue))


class PageView(ReadersPage):
    """One printed page (版): its articles, and the way to the other pages."""

    template_name = "newsroom/page.html"

    def context(self, slug: str, stamp: Stamp, number: int) -> dict[str, Any]:
        issue = find_issue(slug, stamp)
        pages = list(issue.pages.order_by("number"))
        for each in pages:
            each.issue = issue
        page = next((each for each in pages if each.number == number), None)
        if page is None:
            raise NotInArchive(
                _("Page %(number)s of this issue is not in the archive.") % {"number": f"{number:02d}"},
                [Way("", each.get_absolute_url(), each.label) for each in pages],
            )
        self.settle(page.get_absolute_url())
        at = pages.index(page)
        pieces = pieces_of(listable(Article.objects.filter(page=page).visible()).in_printed_order())
        lead = lead_of(pieces)
        others = [piece for piece in pieces if piece is not lead]
        beside = len(others) if len(others) <= FEW_BESIDE_LEAD else BESIDE_LEAD
        return {
            "issue": issue,
            "newspaper": issue.newspaper,
            "almanac": almanac(issue.date),
            "page": page,
            "pages": pages,
            "absent_pages": absent_numbers(pages),
            "lead": lead,
            "lead_paragraphs": lead_paragraphs(lead, beside),
            "beside_lead": others[:beside],
            "below_lead": others[beside:],
            "previous_page": pages[at - 1] if at else None,
            "next_page": pages[at + 1] if at + 1 < len(pages) else None,
        }
