"""Parts that are longer than what they were taken for can be are not stored as that: an editor decides."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import CharField

from newsroom.models import Article, Byline, Photo, contributor_key
from newsroom.parsing.types import NOTHING, Jump, ParsedArticle, ParsedPage, ParsedPhoto, Printed

# A jump line names a page of the same issue; a number beyond any issue is misread.
LAST_PAGE = 999


def storable(page: ParsedPage) -> ParsedPage:
    """The page with every part that is too long to be what it was taken for among the unplaced fragments instead."""
    misread: list[Printed] = []
    articles = tuple(_storable_article(article, misread) for article in page.articles)
    return replace(page, articles=articles, unplaced=(*page.unplaced, *misread))


def _storable_article(article: ParsedArticle, misread: list[Printed]) -> ParsedArticle:
    dateline = article.dateline
    if len(dateline.text) > _longest(Article, "dateline"):
        misread.append(dateline)
        dateline = NOTHING
    too_long = dict.fromkeys(
        byline.as_printed for byline in article.bylines if not _is_name(byline.name) or not _fits(byline.affiliation)
    )
    misread += too_long
    return replace(
        article,
        dateline=dateline,
        bylines=tuple(byline for byline in article.bylines if byline.as_printed not in too_long),
        photos=tuple(_storable_photo(photo, misread) for photo in article.photos),
        continued_from=_storable_jump(article.continued_from, "continued_from_as_printed", misread),
        continues_on=_storable_jump(article.continues_on, "continues_on_as_printed", misread),
    )


def _storable_photo(photo: ParsedPhoto, misread: list[Printed]) -> ParsedPhoto:
    if len(photo.credit.text) > _longest(Photo, "credit"):
        misread.append(photo.credit)
        return ParsedPhoto(caption=photo.caption)
    named = tuple(byline for byline in photo.bylines if _is_name(byline.name) and _fits(byline.affiliation))
    return replace(photo, bylines=named)


def _storable_jump(jump: Jump | None, column: str, misread: list[Printed]) -> Jump | None:
    if jump is None:
        return None
    if len(jump.as_printed.text) > _longest(Article, column):
        misread.append(jump.as_printed)
        return None
    return jump if jump.page is None or 1 <= jump.page <= LAST_PAGE else replace(jump, page=None)


def _is_name(name: str) -> bool:
    return 0 < len(contributor_key(name)) <= _longest(Byline, "name") and len(name) <= _longest(Byline, "name")


def _fits(affiliation: str) -> bool:
    return len(affiliation) <= _longest(Byline, "affiliation")


def _longest(model: type[Article | Byline | Photo], column: str) -> int:
    """How many characters a column of ours holds."""
    field = model._meta.get_field(column)
    assert isinstance(field, CharField) and field.max_length
    return field.max_length
