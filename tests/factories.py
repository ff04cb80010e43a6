"""Makes the rows tests need: one call, one article, with everything above and below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import models, transaction

from newsroom.desk.revisions import contributor_named, first_revision
from newsroom.models import Article, Byline, IndexTask, Issue, Newspaper, Page, Photo, Revision, Section
from newsroom.models.guards import guard_kept_rows, lift_guards


def make_page(
    *,
    newspaper: str = "northern-herald",
    date: dt.date | str = "2026-01-07",
    edition: int = 1,
    number: int = 1,
    name: str = "",
) -> Page:
    """The page of that newspaper and day; made, with its issue and newspaper, where it is not there yet."""
    day = dt.date.fromisoformat(date) if isinstance(date, str) else date
    paper, _ = Newspaper.objects.get_or_create(slug=newspaper, defaults={"name": newspaper})
    issue, _ = Issue.objects.get_or_create(newspaper=paper, date=day, edition=edition)
    page, _ = Page.objects.get_or_create(issue=issue, number=number, defaults={"name": name})
    return page


@transaction.atomic  # so that it is indexed once, not after every row
def make_article(
    headline: str = "山城初雪",
    body: str = "昨夜一场初雪落在山城。",
    *,
    page: Page | None = None,
    newspaper: str = "northern-herald",
    date: dt.date | str = "2026-01-07",
    page_number: int = 1,
    page_name: str = "",
    section: str = "",
    bylines: Iterable[str | tuple[str, str]] = (),
    photos: Iterable[tuple[str, str]] = (),
    **parts: object,
) -> Article:
    """One article with its revision 0, and the index work requested.

    ``bylines`` are names, or (name, role); ``photos`` are (caption, credit); ``parts`` are any other fields of Article.
    """
    page = page or make_page(newspaper=newspaper, date=date, number=page_number, name=page_name)
    number = page.articles.count() + 1
    article = Article.objects.create(
        page=page,
        **{"number": number, "position": number, "headline": headline, "body": body, **parts},
    )
    if section:
        article.section, _ = Section.objects.get_or_create(name=section)
        article.save()
    for position, (caption, credit) in enumerate(photos, 1):
        Photo.objects.create(article=article, position=position, caption=caption, credit=credit)
    for position, credited in enumerate(bylines, 1):
        name, role = credited if isinstance(credited, tuple) else (credited, Byline.Role.REPORTER)
        Byline.objects.create(
            article=article,
            position=position,
            contributor=contributor_named(name),
            name=name,
            role=role,
            as_printed=f"{role} {name}".strip(),
        )
    first_revision(article)
    IndexTask.objects.request([article.pk])
    return article


def take_away_revisions(article: Article) -> None:
    """What the database refuses everybody else."""
    lift_guards()
    models.QuerySet(Revision).filter(article=article).delete()
    guard_kept_rows()


def index_all() -> None:
    """Builds the search index of exactly the articles the test has made so far."""
    from newsroom.search.rebuilding import rebuild

    rebuild()
    IndexTask.objects.all().delete()
