"""A planned issue becomes rows: all of it in one transaction, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Self

from django.db import IntegrityError, transaction
from django.db.models import Max, prefetch_related_objects

from newsroom.desk.revisions import contributor_named, first_revision
from newsroom.ingest.archive import Archive
from newsroom.ingest.files import shown
from newsroom.ingest.manifest import ManifestSection
from newsroom.ingest.places import Title
from newsroom.ingest.plan import IssuePlan, NewPage, NewSource, plan_issue
from newsroom.ingest.reading import Reading
from newsroom.models import (
    Article,
    Byline,
    Contributor,
    Doubt,
    ImportEvent,
    ImportRun,
    IndexTask,
    Issue,
    Newspaper,
    Page,
    PageSource,
    Photo,
    Section,
    SourceSpan,
    SourceText,
    UnplacedFragment,
    body_text,
)
from newsroom.parsing.readers.plain import visible_characters
from newsroom.parsing.types import ParsedArticle, ParsedByline, ParsedPage

# Two imports that meet a new contributor or section at once: the one that comes second starts its issue again.
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """What reading a page or an issue yielded; ``unplaced`` counts visible characters."""

    pages: int = 0
    articles: int = 0
    bylines: int = 0
    joins: int = 0
    doubts: int = 0
    unplaced: int = 0

    @classmethod
    def of_page(cls, page: NewPage) -> Self:
        """Of a page that may come from several sources, as one page."""
        return replace(sum((cls.of(source.reading.page) for source in page.sources), start=cls()), pages=1)

    @classmethod
    def of(cls, page: ParsedPage) -> Self:
        return cls(
            pages=1,
            articles=len(page.articles),
            bylines=sum(1 for article in page.articles for _ in bylines_of(article)),
            joins=sum(article.joins for article in page.articles),
            doubts=sum(len(article.doubts) for article in page.articles),
            unplaced=sum(visible_characters(printed.text) for printed in page.unplaced),
        )

    def __add__(self, other: Figures) -> Self:
        return type(self)(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def bylines_of(article: ParsedArticle) -> Iterator[tuple[int | None, ParsedByline]]:
    """Every byline of an article and its photos, with the position of the photo that it credits."""
    for byline in article.bylines:
        yield None, byline
    for position, photo in enumerate(article.photos, 1):
        for byline in photo.bylines:
            yield position, byline


def write_issue(readings: Sequence[Reading], archive: Archive, run: ImportRun) -> IssuePlan:
    """Plans the issue once more, now that nobody else can write it, and carries the plan out. Returns that plan.

    Raises ValidationError when the newspaper cannot be stored as named.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _write(readings, archive, run)
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _write(readings: Sequence[Reading], archive: Archive, run: ImportRun) -> IssuePlan:
    newspaper = _newspaper(readings[0].place.title)
    plan = plan_issue(readings, archive)
    if not plan.new or plan.date is None:
        return plan
    issue = _issue(newspaper, plan, plan.date)
    sections = _Sections(plan.sections)
    contributors: dict[str, Contributor] = {}
    for planned in plan.new:
        page = _page(planned, issue)
        for source in planned.sources:
            _SourceWriter(source, page, run, sections, contributors).write()
    return plan


def _newspaper(title: Title) -> Newspaper:
    """The paper's row, locked: two imports of one paper follow each other, issue by issue."""
    newspaper = Newspaper.objects.filter(name=title.name).first()
    if newspaper is None:
        newspaper = Newspaper(**asdict(title))
        newspaper.full_clean()
        newspaper.save()
    return Newspaper.objects.select_for_update().get(pk=newspaper.pk)


def _issue(newspaper: Newspaper, plan: IssuePlan, date: dt.date) -> Issue:
    issue, _ = Issue.objects.get_or_create(
        newspaper=newspaper,
        date=date,
        edition=plan.edition,
        defaults={"date_inferred": plan.date_inferred, "number": plan.number},
    )
    if (issue.date_inferred, issue.number) != (plan.date_inferred, plan.number):
        issue.date_inferred, issue.number = plan.date_inferred, plan.number
        issue.save(update_fields=["date_inferred", "number"])
    return issue


def _page(planned: NewPage, issue: Issue) -> Page:
    page, _ = Page.objects.get_or_create(
        issue=issue,
        number=planned.number,
        defaults={"number_inferred": planned.number_inferred, "name": planned.name},
    )
    return page


class _Sections:
    """The sections by name, made when first asked for."""

    def __init__(self, listed: tuple[ManifestSection, ...]) -> None:
        self._rows: dict[str, Section] = {}
        self._page_names = {section.name: "\n".join(section.page_names) for section in listed}

    def named(self, name: str) -> Section | None:
        if name and name not in self._rows:
            defaults = {"page_names": self._page_names.get(name, "")}
            self._rows[name], _ = Section.objects.get_or_create(name=name, defaults=defaults)
        return self._rows.get(name)


class _SourceWriter:
    """Writes one planned source and everything read from it."""

    def __init__(
        self,
        plan: NewSource,
        page: Page,
        run: ImportRun,
        sections: _Sections,
        contributors: dict[str, Contributor],
    ) -> None:
        self.plan = plan
        self.page = page
        self.run = run
        self.sections = sections
        self.contributors = contributors

    def write(self) -> None:
        self.source = self._source()
        parsed = self.plan.reading.page
        articles = Article.objects.bulk_create(list(self._articles(parsed)))
        written = list(zip(articles, parsed.articles, strict=True))
        photos = self._photos(written)
        Byline.objects.bulk_create(list(self._bylines(written, photos)))
        Doubt.objects.bulk_create(
            Doubt(article=row, what=doubt.what, why=doubt.why, confidence=doubt.confidence)
            for row, article in written
            for doubt in article.doubts
        )
        SourceSpan.objects.bulk_create(list(self._spans(written)))
        UnplacedFragment.objects.bulk_create(list(self._unplaced(parsed)))
        prefetch_related_objects(articles, "bylines", "photos")
        for row in articles:
            first_revision(row)
        IndexTask.objects.request(row.pk for row in articles)
        self._record()

    def _source(self) -> SourceText:
        reading = self.plan.reading
        source, _ = SourceText.objects.get_or_create(
            sha256=reading.sha256, defaults={"data": reading.source.data, "encoding": reading.source.encoding}
        )
        PageSource.objects.create(page=self.page, source=source, name=shown(reading.file)[:300], import_run=self.run)
        return source

    def _articles(self, parsed: ParsedPage) -> Iterator[Article]:
        placed = zip(parsed.articles, self.plan.sections, strict=True)
        highest = self.page.articles.aggregate(Max("number"), Max("position"))
        first = max(highest["number__max"] or 0, highest["position__max"] or 0) + 1
        for number, (article, (section, section_source)) in enumerate(placed, first):
            yield Article(
                page=self.page,
                number=number,
                position=number,
                kind=article.kind.value,
                section=self.sections.named(section),
                section_source=section_source,
                kicker=article.kicker.text,
                headline=article.headline.text,
                subhead=article.subhead.text,
                dateline=article.dateline.text,
                body=body_text((paragraph.kind.value, paragraph.text) for paragraph in article.paragraphs),
                continues_on=article.continues_on.page if article.continues_on else None,
                continues_on_as_printed=article.continues_on.as_printed.text if article.continues_on else "",
                continued_from=article.continued_from.page if article.continued_from else None,
                continued_from_as_printed=article.continued_from.as_printed.text if article.continued_from else "",
                import_run=self.run,
            )

    def _photos(self, written: list[tuple[Article, ParsedArticle]]) -> dict[tuple[int, int | None], Photo]:
        """The photos' rows by article and position."""
        rows = Photo.objects.bulk_create(
            Photo(article=row, position=position, caption=photo.caption.text, credit=photo.credit.text)
            for row, article in written
            for position, photo in enumerate(article.photos, 1)
        )
        return {(photo.article_id, photo.position): photo for photo in rows}

    def _bylines(
        self, written: list[tuple[Article, ParsedArticle]], photos: dict[tuple[int, int | None], Photo]
    ) -> Iterator[Byline]:
        for row, article in written:
            for position, (photo, byline) in enumerate(bylines_of(article), 1):
                yield Byline(
                    article=row,
                    photo=photos.get((row.pk, photo)),
                    position=position,
                    contributor=self._contributor(byline.name),
                    name=byline.name,
                    role=byline.role.value,
                    affiliation=byline.affiliation,
                    as_printed=byline.as_printed.text,
                )

    def _contributor(self, name: str) -> Contributor:
        if name not in self.contributors:
            self.contributors[name] = contributor_named(name)
        return self.contributors[name]

    def _spans(self, written: list[tuple[Article, ParsedArticle]]) -> Iterator[SourceSpan]:
        for row, article in written:
            for part, index, printed in article.parts():
                for position, span in enumerate(printed.spans):
                    yield SourceSpan(
                        article=row,
                        source=self.source,
                        part=part,
                        index=index,
                        position=position,
                        start=span.start,
                        end=span.end,
                    )

    def _unplaced(self, parsed: ParsedPage) -> Iterator[UnplacedFragment]:
        text = self.plan.reading.source.text
        for printed in parsed.unplaced:
            for span in printed.spans:
                yield UnplacedFragment(
                    page=self.page,
                    source=self.source,
                    text=text[span.start : span.end],
                    start=span.start,
                    end=span.end,
                )

    def _record(self) -> None:
        ImportEvent.objects.create(
            run=self.run,
            what=ImportEvent.What.CREATED,
            path=str(self.plan.reading.dump),
            issue_id=self.page.issue_id,
            message="\n".join(self.plan.reading.warnings),
            figures=asdict(Figures.of(self.plan.reading.page)),
        )
