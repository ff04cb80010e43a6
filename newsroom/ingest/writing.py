"""A page's source becomes rows: articles with bylines, photos, spans, doubts and their first revision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Max, prefetch_related_objects

from newsroom.desk.journal import free_number
from newsroom.desk.likeness import likeness, likest
from newsroom.desk.revisions import contributor_named, first_revision
from newsroom.ingest.facts import facts_of, section_fields
from newsroom.ingest.figures import Figures, bylines_of
from newsroom.ingest.files import shown
from newsroom.ingest.manifest import ManifestSection
from newsroom.ingest.plan import NewSource
from newsroom.models import (
    Article,
    Byline,
    Contributor,
    Doubt,
    ImportEvent,
    ImportRun,
    IndexTask,
    Page,
    PageSource,
    Photo,
    Section,
    SourceSpan,
    SourceText,
    UnplacedFragment,
    body_text,
)
from newsroom.parsing.furniture import furniture_among
from newsroom.parsing.types import ParsedArticle, Printed, SectionChoice

# Articles' rows, each with the reading it holds.
Written = Sequence[tuple[Article, ParsedArticle]]


class Sections:
    """The sections by name, made when first asked for."""

    def __init__(self, listed: tuple[ManifestSection, ...]) -> None:
        self._rows: dict[str, Section] = {}
        self._listed = {section.name: section for section in listed}

    def named(self, name: str) -> Section | None:
        if name and name not in self._rows:
            listed = self._listed.get(name, ManifestSection(name))
            defaults = {"page_names": "\n".join(listed.page_names), "keywords": "\n".join(listed.words)}
            self._rows[name], _ = Section.objects.get_or_create(name=name, defaults=defaults)
        return self._rows.get(name)


class SourceWriter:
    """Writes one planned source and everything read from it."""

    def __init__(
        self,
        plan: NewSource,
        page: Page,
        run: ImportRun,
        sections: Sections,
        contributors: dict[str, Contributor],
    ) -> None:
        self.plan = plan
        self.page = page
        self.run = run
        self.sections = sections
        self.contributors = contributors

    def write(self) -> None:
        """Everything the source brings, its articles behind those the page has already."""
        self.source = self.store_source()
        parsed = self.plan.reading.page
        self.add_articles(range(len(parsed.articles)))
        self.add_unplaced(parsed.unplaced)
        self.record(ImportEvent.What.CREATED, self.plan.reading.warnings)

    def add_articles(self, indexes: Sequence[int]) -> None:
        """New articles for these of the reading, each with its revision 0 and the index asked for it."""
        parsed = [self.plan.reading.page.articles[index] for index in indexes]
        sections = [self.plan.sections[index] for index in indexes]
        articles = Article.objects.bulk_create(list(self._articles(parsed, sections)))
        written = list(zip(articles, parsed, strict=True))
        photos = self._photos(written)
        Byline.objects.bulk_create(list(self._bylines(written, photos)))
        self.add_doubts(written)
        self.add_spans([(row, article.parts()) for row, article in written])
        prefetch_related_objects(articles, "bylines", "photos")
        for row in articles:
            first_revision(row)
        IndexTask.objects.request(row.pk for row in articles)

    def add_doubts(self, written: Written) -> None:
        Doubt.objects.bulk_create(
            [
                Doubt(article=row, what=doubt.what, why=doubt.why, confidence=doubt.confidence)
                for row, article in written
                for doubt in article.doubts
            ]
        )

    def add_spans(self, parts: Sequence[tuple[Article, Iterable[tuple[str, int, Printed]]]]) -> None:
        """Where each part (part, index, text and spans) of the articles stands in this source."""
        SourceSpan.objects.bulk_create(
            [
                SourceSpan(
                    article=row,
                    source=self.source,
                    part=part,
                    index=index,
                    position=position,
                    start=span.start,
                    end=span.end,
                )
                for row, printed_parts in parts
                for part, index, printed in printed_parts
                for position, span in enumerate(printed.spans)
            ]
        )

    def add_unplaced(self, fragments: Sequence[Printed], known: Sequence[UnplacedFragment] = ()) -> None:
        """Fragments the page had not. One that an editor has dealt with in an earlier reading is dealt with, and page
        furniture is nothing to be dealt with.
        """
        text = self.plan.reading.source.text
        known_texts = {fragment.text for fragment in known}
        furniture = furniture_among([printed.text for printed in fragments])
        state = UnplacedFragment.State
        new = [
            UnplacedFragment(
                page=self.page,
                source=self.source,
                text=text[span.start : span.end],
                start=span.start,
                end=span.end,
                state=state.DISMISSED if number in furniture else state.OPEN,
            )
            for number, printed in enumerate(fragments)
            if printed.text not in known_texts
            for span in printed.spans
        ]
        settled = [fragment for fragment in known if fragment.state != UnplacedFragment.State.OPEN]
        for at, same in likest(settled, new, lambda one, other: likeness(one.text, other.text)).items():
            new[at].state, new[at].article_id = settled[same].state, settled[same].article_id
        UnplacedFragment.objects.bulk_create(new)

    def store_source(self) -> SourceText:
        reading = self.plan.reading
        source, _ = SourceText.objects.get_or_create(
            sha256=reading.sha256, defaults={"data": reading.source.data, "encoding": reading.source.encoding}
        )
        PageSource.objects.create(page=self.page, source=source, name=shown(reading.file)[:300], import_run=self.run)
        return source

    def _articles(self, parsed: Sequence[ParsedArticle], sections: Sequence[SectionChoice]) -> Iterator[Article]:
        highest = self.page.articles.aggregate(Max("position"))["position__max"] or 0
        first = max(free_number(self.page), highest + 1)
        for number, (article, section) in enumerate(zip(parsed, sections, strict=True), first):
            facts = facts_of(article)
            yield Article(
                page=self.page,
                number=number,
                position=number,
                **section_fields(section, self.sections.named(section.name)),
                **facts,
                as_imported=facts,
                kicker=article.kicker.text,
                headline=article.headline.text,
                subhead=article.subhead.text,
                dateline=article.dateline.text,
                body=body_text((paragraph.kind.value, paragraph.text) for paragraph in article.paragraphs),
                import_run=self.run,
            )

    def _photos(self, written: Written) -> dict[tuple[int, int | None], Photo]:
        """The photos' rows by article and position."""
        rows = Photo.objects.bulk_create(
            Photo(article=row, position=position, caption=photo.caption.text, credit=photo.credit.text)
            for row, article in written
            for position, photo in enumerate(article.photos, 1)
        )
        return {(photo.article_id, photo.position): photo for photo in rows}

    def _bylines(self, written: Written, photos: dict[tuple[int, int | None], Photo]) -> Iterator[Byline]:
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

    def record(self, what: ImportEvent.What, said: Sequence[str]) -> None:
        """What the run did with this source."""
        ImportEvent.objects.create(
            run=self.run,
            what=what,
            path=str(self.plan.reading.dump),
            issue_id=self.page.issue_id,
            message="\n".join(said),
            figures=Figures.of(self.plan.reading.page).as_json(),
        )
