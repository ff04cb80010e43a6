"""What reading a page yields: frozen values with no database behind them.

Every part knows its source spans. The promise, held by property tests: every character of the source that is not white
space stands in exactly one part, and every part's text is its spans' characters in order, but for white space.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Characters ``start`` up to, not including, ``end`` of the decoded source text."""

    start: int
    end: int


class Role(StrEnum):
    """What a byline says its contributor did (身份). The values are the words that are stored and shown."""

    REPORTER = "记者"
    TRAINEE_REPORTER = "实习记者"
    INTERN = "实习生"
    CORRESPONDENT = "通讯员"
    CONTRIBUTING_REPORTER = "参与记者"
    AUTHOR = "作者"
    PHOTOGRAPHER = "摄影"
    PICTURE_SUPPLIER = "供图"
    COMPILER = "整理"
    TRANSLATOR = "编译"
    COMMENTATOR = "评论员"
    ILLUSTRATOR = "绘图"
    NONE = ""


class ArticleKind(StrEnum):
    ARTICLE = "article"
    PHOTO = "photo"
    NOTICE = "notice"


class ParagraphKind(StrEnum):
    TEXT = "text"
    CROSSHEAD = "crosshead"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Printed:
    """A run of text as printed, and where it stands. Empty text has no spans."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Printed()


@dataclass(frozen=True, slots=True)
class ParsedParagraph:
    kind: ParagraphKind
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ParsedByline:
    """One credited contributor. ``as_printed`` is the whole printed run that names them, shared by those it names."""

    name: str
    role: Role
    as_printed: Printed
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class ParsedPhoto:
    """``credit`` is as printed (``通讯员 买买提·乌木尔江 摄``); its bylines' ``as_printed`` is that same run."""

    caption: Printed = NOTHING
    credit: Printed = NOTHING
    bylines: tuple[ParsedByline, ...] = ()


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump line: the page it names, and its words. （下转第四版） → page 4."""

    page: int | None
    as_printed: Printed


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something inferred. ``confidence`` from 0 (a guess) to 1 (as good as printed)."""

    what: str
    why: str
    confidence: float


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """An article's section, "" for none, and who says so: a value of ``Article.SectionSource``.

    For one that is proposed, ``evidence`` holds the words that speak for it, and ``confidence`` how clearly they do.
    """

    name: str = ""
    source: str = ""
    evidence: str = ""
    confidence: float | None = None


NO_SECTION = SectionChoice()


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    kind: ArticleKind = ArticleKind.ARTICLE
    kicker: Printed = NOTHING
    headline: Printed = NOTHING
    subhead: Printed = NOTHING
    dateline: Printed = NOTHING
    paragraphs: tuple[ParsedParagraph, ...] = ()
    bylines: tuple[ParsedByline, ...] = ()
    photos: tuple[ParsedPhoto, ...] = ()
    continued_from: Jump | None = None
    continues_on: Jump | None = None
    doubts: tuple[Doubt, ...] = ()
    # A section the text itself prints (a column name); empty where it says nothing.
    section: str = ""
    # How many cuts between columns were rejoined in this article.
    joins: int = 0

    def parts(self) -> Iterator[tuple[str, int, Printed]]:
        """Every printed part as (part, index, text and spans): see ``SourceSpan.Part``. Byline runs come once each."""
        for name in ("kicker", "headline", "subhead", "dateline"):
            printed: Printed = getattr(self, name)
            if printed:
                yield name, 0, printed
        for index, run in enumerate(dict.fromkeys(byline.as_printed for byline in self.bylines)):
            yield "byline", index, run
        for index, paragraph in enumerate(self.paragraphs):
            yield "body", index, Printed(paragraph.text, paragraph.spans)
        for index, photo in enumerate(self.photos):
            if photo.caption:
                yield "caption", index, photo.caption
            if photo.credit:
                yield "credit", index, photo.credit
        for jump in (self.continued_from, self.continues_on):
            if jump is not None:
                yield "jump", 0, jump.as_printed

    @property
    def spans(self) -> tuple[Span, ...]:
        """Everything this article covers, in source order."""
        return tuple(sorted(span for _, _, printed in self.parts() for span in printed.spans))


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page read: its articles in reading order, and what could be placed nowhere."""

    articles: tuple[ParsedArticle, ...] = ()
    unplaced: tuple[Printed, ...] = ()
    # ISO date (2026-01-06) of the latest day the text reports, "" where it names none; and why it was taken.
    date: str = ""
    date_reason: str = ""
    # The paper's name where the text prints it; else "".
    newspaper: str = ""
    # Sentences for the operator about this page.
    warnings: tuple[str, ...] = field(default=())
