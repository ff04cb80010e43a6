"""What reading yields, in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Self

from newsroom.parsing.furniture import furniture_among
from newsroom.parsing.readers.plain import visible_characters
from newsroom.parsing.types import ParsedArticle, ParsedByline, ParsedPage, Printed


@dataclass(frozen=True, slots=True)
class Figures:
    """What reading a page or an issue yielded; ``unplaced`` counts visible characters, page furniture left out."""

    pages: int = 0
    articles: int = 0
    bylines: int = 0
    joins: int = 0
    doubts: int = 0
    unplaced: int = 0

    @classmethod
    def of(cls, page: ParsedPage) -> Self:
        return cls(
            pages=1,
            articles=len(page.articles),
            bylines=sum(1 for article in page.articles for _ in bylines_of(article)),
            joins=sum(article.joins for article in page.articles),
            doubts=sum(len(article.doubts) for article in page.articles),
            unplaced=sum(visible_characters(printed.text) for printed in unplaced_of(page)[0]),
        )

    def as_json(self) -> dict[str, int]:
        return asdict(self)

    def __add__(self, other: Figures) -> Self:
        return type(self)(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def unplaced_of(page: ParsedPage) -> tuple[list[Printed], list[Printed]]:
    """What a page left unplaced: that which an editor should look at, and page furniture, which nobody need."""
    apart = furniture_among([printed.text for printed in page.unplaced])
    waiting = [printed for index, printed in enumerate(page.unplaced) if index not in apart]
    return waiting, [page.unplaced[index] for index in sorted(apart)]


def bylines_of(article: ParsedArticle) -> Iterator[tuple[int | None, ParsedByline]]:
    """Every byline of an article and its photos, with the position of the photo that it credits."""
    for byline in article.bylines:
        yield None, byline
    for position, photo in enumerate(article.photos, 1):
        for byline in photo.bylines:
            yield position, byline
