"""The calendar: by year, and by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, ngettext

from newsroom.models import Article, Issue, Newspaper, Page
from newsroom.reader.almanac import almanac
from newsroom.reader.ledger import ONE_DAY, Gap, PrintedDay, PrintedIssue, gaps, gaps_in_year, months
from newsroom.reader.pages import ReadersPage

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

EARLIER_YEARS = 12


class Counted(TypedDict):
    article_count: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """What the archive lacks of one newspaper in one year."""

    newspaper: Newspaper
    gaps: tuple[Gap, ...]


def counted_issues(issues: QuerySet[Issue]) -> QuerySet[WithAnnotations[Issue, Counted]]:
    """Each with how many of its articles readers may see."""
    return issues.select_related("newspaper").annotate(
        article_count=Count("pages__articles", filter=Q(pages__articles__visible=True)),
    )


class Dates(ReadersPage):
    """One year of printed days: how much was printed, and what is not in the archive. ``?newspaper=`` narrows it,
    ``?on=2026-01-07`` leads to that day."""

    template_name = "newsroom/dates.html"

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (day := _day_in(request.GET.get("on", ""))) is not None:
            return redirect("reader:day", day)
        return super().answer(request, *args, **kwargs)

    def context(self, year: int | None = None) -> dict[str, Any]:
        newspapers = list(Newspaper.objects.all())
        chosen = next((paper for paper in newspapers if paper.slug == self.request.GET.get("newspaper")), None)
        issues = Issue.objects.filter(newspaper=chosen) if chosen else Issue.objects.all()
        years = issues.years()
        year = year or (years[0][0] if years else dt.date.today().year)
        of_year = list(counted_issues(issues.filter(date__year=year)).order_by("date", "edition"))
        lacks = lacking([chosen] if chosen else newspapers, of_year, year)
        calendar = months(year, _printed_days(of_year), [gap for each in lacks for gap in each.gaps])
        return {
            "newspapers": newspapers,
            "chosen": chosen,
            "years": years,
            "year": year,
            "issues_of_year": len(of_year),
            "articles_of_year": sum(issue.article_count for issue in of_year),
            "months": [month for month in calendar if month.printed],
            "empty_months": [month.first for month in calendar if not month.printed],
            "weekdays": _weekdays(),
            "lacking": lacks,
        }


class MonthView(ReadersPage):
    """One month: every issue with what it opened with, and what is not in the archive. ``?newspaper=`` narrows it."""

    template_name = "newsroom/month.html"

    def context(self, month: dt.date) -> dict[str, Any]:
        newspapers = list(Newspaper.objects.all())
        chosen = next((paper for paper in newspapers if paper.slug == self.request.GET.get("newspaper")), None)
        held = Issue.objects.filter(newspaper=chosen) if chosen else Issue.objects.all()
        after = (month + 31 * ONE_DAY).replace(day=1)
        of_month = held.filter(date__gte=month, date__lt=after)
        issues = list(counted_issues(of_month).order_by("date", "newspaper__name", "edition"))
        of_year = held.filter(date__year=month.year).only("date", "number", "newspaper")
        lacks = lacking([chosen] if chosen else newspapers, of_year, month.year)
        printed = _printed_days(issues)
        leads = leads_of(issues)
        return {
            "month": months(month.year, printed, [gap for each in lacks for gap in each.gaps])[month.month - 1],
            "newspapers": newspapers,
            "chosen": chosen,
            "weekdays": _weekdays(),
            "issues": [(issue, leads.get(issue.pk)) for issue in issues],
            "articles_of_month": sum(issue.article_count for issue in issues),
            "earlier": held.filter(date__lt=month).order_by("-date").values_list("date", flat=True).first(),
            "later": held.filter(date__gte=after).order_by("date").values_list("date", flat=True).first(),
            "lacking": [
                Lacking(each.newspaper, touching)
                for each in lacks
                if (touching := tuple(gap for gap in each.gaps if gap.first < after and gap.last >= month))
            ],
        }


class DayView(ReadersPage):
    """What was printed on one day, the issues nearest to it, and the same day in other years."""

    template_name = "newsroom/day.html"

    def context(self, day: dt.date) -> dict[str, Any]:
        ordered = Issue.objects.select_related("newspaper")
        same_day = counted_issues(Issue.objects.filter(date__month=day.month, date__day=day.day).exclude(date=day))
        issues = list(counted_issues(Issue.objects.printed_on(day)).order_by("newspaper__name", "edition"))
        other_years = list(same_day.order_by("-date", "edition")[:EARLIER_YEARS])
        leads = leads_of([*issues, *other_years])
        return {
            "day": day,
            "almanac": almanac(day),
            "issues": [(issue, leads.get(issue.pk)) for issue in issues],
            "earlier": ordered.filter(date__lt=day).order_by("-date", "edition").first(),
            "later": ordered.filter(date__gt=day).order_by("date", "edition").first(),
            "other_years": [(issue, leads.get(issue.pk)) for issue in other_years],
        }


def leads_of(issues: Iterable[Issue]) -> dict[int, Article]:
    """What each issue opens with: the first article of its first page that has a headline. One query."""
    found = Article.objects.visible().with_place().exclude(headline="").order_by("-page__number", "-position")
    first_pages = Page.objects.filter(issue__in=[issue.pk for issue in issues], number=1)
    return {article.page.issue_id: article for article in found.filter(page__in=first_pages)}


def lacking(newspapers: Iterable[Newspaper], of_year: Iterable[Issue], year: int) -> list[Lacking]:
    """The gaps of each newspaper that touch the year; one query finds the issues on either side of it."""
    wanted = {newspaper.pk: newspaper for newspaper in newspapers}
    mine = Issue.objects.filter(newspaper=OuterRef("pk"))
    before = mine.filter(date__year__lt=year).order_by("-date", "-edition")
    after = mine.filter(date__year__gt=year).order_by("date", "edition")
    around = Newspaper.objects.filter(pk__in=wanted).annotate(
        before=Subquery(before.values("date")[:1]),
        before_number=Subquery(before.values("number")[:1]),
        after=Subquery(after.values("date")[:1]),
        after_number=Subquery(after.values("number")[:1]),
    )
    held: dict[int, list[PrintedIssue]] = {pk: [] for pk in wanted}
    for newspaper in around:
        sides = ((newspaper.before, newspaper.before_number), (newspaper.after, newspaper.after_number))
        held[newspaper.pk] += [PrintedIssue(date, number) for date, number in sides if date]
    for issue in of_year:
        held[issue.newspaper_id].append(PrintedIssue(issue.date, issue.number))
    found = [(wanted[pk], gaps_in_year(gaps(issues), year)) for pk, issues in held.items()]
    return [Lacking(newspaper, tuple(its_gaps)) for newspaper, its_gaps in found if its_gaps]


def _printed_days(issues: Iterable[WithAnnotations[Issue, Counted]]) -> dict[dt.date, PrintedDay]:
    """Each day leads to its issue, or to the day's page where several were printed."""
    printed = {}
    for date, of_day in groupby(issues, key=lambda issue: issue.date):
        held = list(of_day)
        count = sum(issue.article_count for issue in held)
        url = held[0].get_absolute_url() if len(held) == 1 else reverse("reader:day", args=[date])
        words = ngettext("%(date)s: %(articles)s article", "%(date)s: %(articles)s articles", count)
        printed[date] = PrintedDay(count, url, words % {"date": date.isoformat(), "articles": count})
    return printed


def _day_in(text: str) -> dt.date | None:
    """A day that has an address, or None."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1000 <= day.year < 3000 else None


def _weekdays() -> list[tuple[str, str]]:
    """Monday first: the name, and what stands above the column (星期三 三, Wednesday We)."""
    names = [str(WEEKDAYS[number]) for number in range(7)]
    chinese = (get_language() or "").startswith("zh")
    return [(name, name[-1] if chinese else name[:2]) for name in names]
