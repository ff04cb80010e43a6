"""An issue laid out page by page, the way its front page and its contents show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from newsroom.models import Article, Byline, Issue, Page
from newsroom.models.articles import ArticleQuerySet
from newsroom.reader.reading import Piece

CREDITED = Prefetch("bylines", Byline.objects.select_related("contributor").order_by("position"))


def listable(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Everything a list of articles shows, in three queries whatever the number of articles."""
    return articles.with_place().prefetch_related(CREDITED, "photos")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of an issue and the articles on it that readers may see. ``page`` is None where it is not in the
    archive though pages after it are (缺版)."""

    number: int
    page: Page | None
    pieces: tuple[Piece, ...]


def sheets_of(issue: Issue) -> list[Sheet]:
    """Every page of the issue in order, absent ones in their place.

    Four queries; pages, articles and issue know each other without more.
    """
    pages = list(issue.pages.order_by("number"))
    articles = Article.objects.filter(page__issue=issue).visible().in_printed_order()
    pieces: dict[int, list[Piece]] = {page.pk: [] for page in pages}
    page_of = {page.pk: page for page in pages}
    for page in pages:
        page.issue = issue
    for article in articles.select_related("section").prefetch_related(CREDITED, "photos"):
        if article.page_id in page_of:  # a page that an import added between the two queries waits for the next reader
            article.page = page_of[article.page_id]
            pieces[article.page_id].append(Piece.of(article))
    held = [Sheet(page.number, page, tuple(pieces[page.pk])) for page in pages]
    absent = [Sheet(number, None, ()) for number in absent_numbers(pages)]
    return sorted([*held, *absent], key=lambda sheet: sheet.number)


def absent_numbers(pages: Iterable[Page]) -> list[int]:
    """Page numbers (缺版) that must have been printed, since higher ones were, but are not in the archive."""
    numbers = {page.number for page in pages}
    return [number for number in range(1, max(numbers, default=0)) if number not in numbers]
