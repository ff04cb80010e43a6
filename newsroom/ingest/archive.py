"""What the archive already holds, as planning needs to know it. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.utils.text import slugify

from newsroom.ingest.places import Place, Title
from newsroom.models import Issue, Newspaper, Page, PageSource, Section
from newsroom.models.newspapers import words_in
from newsroom.parsing.sections import SectionWords


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of the archive that has articles or sources. ``files`` are the names of the dumps it was read from."""

    newspaper: str
    date: dt.date
    date_inferred: bool
    edition: int
    number: int
    number_inferred: bool
    files: tuple[str, ...] = ()
    id: int | None = None
    newspaper_inferred: bool = False

    @property
    def takes_articles(self) -> bool:
        """Whether it was read from files of one article each, so that a further file may bring a further article."""
        return bool(self.files) and all(file.lower().endswith((".htm", ".html")) for file in self.files)

    def __str__(self) -> str:
        edition = "" if self.edition == 1 else f" edition {self.edition}"
        return f"{self.newspaper} {self.date}{edition}, page {self.number}"

    def differs_from(self, said: Place) -> bool:
        """Whether somebody says of a dump with the same bytes that it is another page."""
        return (
            (bool(said.title) and said.title.name != self.newspaper)
            or (said.date is not None and (said.date, said.edition or 1) != (self.date, self.edition))
            or (said.page is not None and said.page != self.number)
        )


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """An issue of the archive, or none yet: then it has no pages and its id is None."""

    id: int | None = None
    newspaper_inferred: bool = False
    date_inferred: bool = False
    number: int | None = None
    pages: tuple[KnownPage, ...] = ()


class Archive:
    """The database as it stands, or an empty archive where it has no tables yet."""

    def __init__(self) -> None:
        self.has_tables = Newspaper._meta.db_table in connection.introspection.table_names()
        self._planned: dict[str, KnownPage] = {}

    def remember(self, sha256: str, page: KnownPage) -> None:
        """Takes a page that was planned, and will not be written, for one that is there."""
        self._planned[sha256] = page

    def newspapers(self) -> list[Title]:
        if not self.has_tables:
            return []
        return [Title(name=name, slug=slug) for name, slug in Newspaper.objects.values_list("name", "slug")]

    def sections(self) -> dict[str, str]:
        """Every name under which a section is known, its own and its page names -> its name."""
        if not self.has_tables:
            return {}
        rows = list(Section.objects.order_by("-pk").values_list("name", "page_names"))
        of_page = {each.strip(): name for name, names in rows for each in names.splitlines() if each.strip()}
        return of_page | {name: name for name, _ in rows}

    def section_words(self) -> tuple[SectionWords, ...]:
        """Every section with the words that speak for it."""
        if not self.has_tables:
            return ()
        rows = Section.objects.exclude(keywords="").order_by("pk").values_list("name", "keywords")
        return tuple(SectionWords(name, tuple(words_in(keywords))) for name, keywords in rows)

    def page_with(self, sha256: str) -> KnownPage | None:
        """The page that was read from a source with these very bytes."""
        if sha256 in self._planned or not self.has_tables:
            return self._planned.get(sha256)
        source = (
            PageSource.objects.filter(source__sha256=sha256)
            .select_related("page__issue__newspaper")
            .order_by("pk")
            .first()
        )
        return None if source is None else _known(source.page, (source.name,))

    def issue(self, newspaper: str, date: dt.date, edition: int) -> KnownIssue:
        if not self.has_tables:
            return KnownIssue()
        issue = Issue.objects.filter(newspaper__name=newspaper, date=date, edition=edition).first()
        if issue is None:
            return KnownIssue()
        pages = Page.objects.filter(issue=issue).select_related("issue__newspaper").prefetch_related("sources")
        filled = set(pages.filter(articles__isnull=False).values_list("pk", flat=True))
        return KnownIssue(
            issue.pk,
            issue.newspaper_inferred,
            issue.date_inferred,
            issue.number,
            tuple(
                _known(page, tuple(source.name for source in page.sources.all()))
                for page in pages
                if page.pk in filled or page.sources.all()
            ),
        )


def _known(page: Page, files: tuple[str, ...]) -> KnownPage:
    issue = page.issue
    return KnownPage(
        newspaper=issue.newspaper.name,
        date=issue.date,
        date_inferred=issue.date_inferred,
        edition=issue.edition,
        number=page.number,
        number_inferred=page.number_inferred,
        files=files,
        id=page.pk,
        newspaper_inferred=issue.newspaper_inferred,
    )


class Titles:
    """The newspapers of the archive and of this run, so that a slug and a name mean one paper."""

    def __init__(self, known: Iterable[Title], said: Iterable[Title]) -> None:
        self._of: dict[str, Title] = {}
        # A title that is a folder's name, its slug the same, makes no paper of its own where another has that slug.
        for title in [*known, *(each for each in said if each.name and each.slug and each.name != each.slug)]:
            bearer = self._of.get(title.name) or self._of.get(title.slug) or title
            self._of.setdefault(title.name, bearer)
            self._of.setdefault(title.slug, bearer)

    def full(self, title: Title) -> Title:
        """The title with the name and slug it has, or gets if it is new.

        A paper whose name is not known but whose slug is has got another name since: addresses stay.
        """
        if not title:
            return title
        name = title.name or title.slug
        if found := self._of.get(name) or self._of.get(title.slug):
            return replace(title, name=found.name, slug=found.slug)
        return replace(title, name=name, slug=title.slug or slugify(name, allow_unicode=True))
