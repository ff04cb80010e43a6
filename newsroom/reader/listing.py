"""Articles of a section or a contributor by the day they were printed, however many there are.

One query counts them by issue, over narrow indexes; from that the years, the total and the place of any page of the
list are known, and only the articles of the issues that page shows are read. The counts are kept in the process for as
long as nothing in the archive changes: whoever leafs through six thousand articles has them counted once.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, overload

from django.db.models import Count, Exists, OuterRef, QuerySet

from newsroom.models import Article, Byline, Contributor, Page, Section
from newsroom.models.articles import ArticleQuerySet
from newsroom.reader.sheets import listable


class Share(NamedTuple):
    """How many of the articles stand in one issue."""

    date: dt.date
    edition: int
    newspaper: int
    issue: int
    articles: int


# Long lists are few; what is kept of one is some thousand small tuples at most.
KEPT_LISTS = 32
_kept: OrderedDict[tuple[str, int, str], tuple[Share, ...]] = OrderedDict()
_one_at_a_time = threading.Lock()


def _kept_shares(kind: str, pk: int, state: str, count: Callable[[], tuple[Share, ...]]) -> tuple[Share, ...]:
    """As counted in this state of the archive; ``state`` was read before, so what is counted now is at least as new."""
    key = (kind, pk, state)
    with _one_at_a_time:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    shares = count()
    if state:
        with _one_at_a_time:
            _kept[key] = shares
            while len(_kept) > KEPT_LISTS:
                _kept.popitem(last=False)
    return shares


def _shares(found: QuerySet[Any], issue: str, count: Count) -> tuple[Share, ...]:
    """One query; ``issue`` is the way from a row to its issue. The newest first."""
    places = (f"{issue}__date", f"{issue}__edition", f"{issue}__newspaper", issue)
    rows = found.order_by().values_list(*places).annotate(articles=count)
    return tuple(
        sorted(
            (Share(*row) for row in rows),
            key=lambda share: (-share.date.toordinal(), share.edition, share.newspaper),
        )
    )


@dataclass(frozen=True, slots=True)
class Listing(Sequence[Article]):
    """Visible articles, newest first; a slice of them is read in four queries."""

    articles: ArticleQuerySet
    shares: tuple[Share, ...]

    @classmethod
    def in_section(cls, section: Section, state: str = "") -> Listing:
        """``state`` is that of the archive, where it is known."""
        articles = Article.objects.in_section(section).visible()
        shares = _kept_shares("section", section.pk, state, lambda: _shares(articles, "page__issue", Count("pk")))
        return cls(articles, shares)

    @classmethod
    def credited_to(cls, contributor: Contributor, state: str = "") -> Listing:
        """Counted from the bylines, since these are few beside the articles of the issues that a page shows."""
        bylines = Byline.objects.seen().filter(contributor=contributor)
        each_once = Count("article", distinct=True)
        shares = _kept_shares(
            "contributor", contributor.pk, state, lambda: _shares(bylines, "article__page__issue", each_once)
        )
        return cls(Article.objects.visible().filter(Exists(bylines.filter(article=OuterRef("pk")))), shares)

    def years(self) -> list[tuple[int, int]]:
        """Each year with how many there are of it, the newest first."""
        years: Counter[int] = Counter()
        for share in self.shares:
            years[share.date.year] += share.articles
        return sorted(years.items(), reverse=True)

    def of_year(self, year: int) -> Listing:
        return replace(self, shares=tuple(share for share in self.shares if share.date.year == year))

    def __len__(self) -> int:
        return sum(share.articles for share in self.shares)

    @overload
    def __getitem__(self, wanted: int) -> Article: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Article]: ...
    def __getitem__(self, wanted: int | slice) -> Article | list[Article]:
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        start, stop, _step = wanted.indices(len(self))
        issues, skipped, before = [], 0, 0
        for share in self.shares:
            if before + share.articles <= start:
                skipped = before + share.articles
            elif before < stop:
                issues.append(share.issue)
            else:
                break
            before += share.articles
        # As a list of pages, not by a join: so SQLite goes by the pages and not through all there is.
        shown = listable(self.articles.filter(page__in=Page.objects.filter(issue__in=issues))).order_by(
            "-page__issue__date", "page__issue__edition", "page__issue__newspaper_id", "page__number", "position"
        )
        return list(shown[start - skipped : stop - skipped])
