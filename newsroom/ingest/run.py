"""One run of the import: paths and options in, one outcome an issue out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom.ingest.archive import Archive, Titles
from newsroom.ingest.epaper import lists_in
from newsroom.ingest.figures import Figures
from newsroom.ingest.files import Dump, Refusal, Unreadable, find_dumps, shown
from newsroom.ingest.manifest import BadManifest, manifest_in
from newsroom.ingest.places import Misplaced, Options, Place, Title, place_in_options, place_of
from newsroom.ingest.plan import IssuePlan, plan_issue
from newsroom.ingest.reading import Reading, glance, read, said_by, sources_of
from newsroom.ingest.rows import write_issue
from newsroom.models import ImportEvent, ImportRun, statistics
from newsroom.parsing.readers import SourcePage, states_its_places

# The thickest Sunday paper had some 900 pages. What is more is a folder of something else, and not worth reading.
MOST_PAGES = 999
# Newspaper, date, edition; and, where no date is known, the file itself: undated pages are not thrown together.
IssueKey = tuple[str, dt.date | None, int, str]


@dataclass(frozen=True, slots=True)
class Located:
    """One page of a dump, by its number in the file, with what is said of its place.

    ``place`` is that place with what is needed from bytes and text to know the issue.
    """

    dump: Dump
    index: int
    said: Place
    place: Place

    @property
    def issue(self) -> IssueKey:
        place = self.place
        return place.title.name, place.date, place.edition or 1, "" if place.date else f"{self.dump} {self.index}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one issue, or, where ``plan`` is None, of inputs that reached none.

    ``written`` says that the plan's new pages are in the database now.
    """

    plan: IssuePlan | None
    refused: tuple[Refusal, ...]
    written: bool = False

    @property
    def figures(self) -> Figures:
        """What the new pages yielded."""
        figures = Figures()
        for page in self.plan.new if self.plan else ():
            sources = (Figures.of(source.reading.page) for source in page.sources)
            figures += replace(sum(sources, start=Figures()), pages=1)
        return figures


class Import:
    """An import about to run. ``found`` says what it will read.

    ``write`` False plans and reports but writes nothing. ``read_known`` has sources read, too, whose bytes the archive
    already holds, for who wants to see what they say. ``on_read`` is told of every page that has been dealt with.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        options: Options,
        *,
        write: bool,
        read_known: bool = False,
        on_read: Callable[[Dump], None] = lambda dump: None,
    ) -> None:
        """Raises NoSuchPath."""
        self.paths = paths
        self.options = options
        self.write = write
        self.read_known = read_known
        self.on_read = on_read
        self.found = find_dumps(paths)
        self.archive = Archive()
        self.latest = timezone.localdate() + dt.timedelta(days=1)  # tomorrow's paper may be at hand tonight
        self._lists_in = cache(lists_in)
        self._opened: tuple[Dump, list[SourcePage]] | None = None
        self._run: ImportRun | None = None
        self._untold: list[ImportEvent] = []

    def outcomes(self) -> Iterator[Outcome]:
        """Reads, plans and writes issue by issue. What was finished stays when the caller stops listening."""
        issues, refused = self._issues()
        if early := (*self.found.refused, *refused):
            yield self._refuse(early)
        for pages in issues.values():
            dumps = sum(1 for located in pages if located.dump.path.suffix.lower() == ".txt")
            if dumps > MOST_PAGES:
                yield self._refuse([Refusal(pages[0].dump.path.parent, _too_many(dumps, pages[0].place))])
                continue
            yield self._import(pages)
        self._end()

    def _issues(self) -> tuple[dict[IssueKey, list[Located]], list[Refusal]]:
        """The pages by issue, and the dumps that have no place."""
        placed, refused = self._placed()
        issues: dict[IssueKey, list[Located]] = {}
        for dump, said in placed:
            try:
                for located in self._locate(dump, said):
                    issues.setdefault(located.issue, []).append(located)
            except Unreadable as error:
                refused.append(Refusal(dump.path, str(error)))
                self.on_read(dump)
        return issues, refused

    def _placed(self) -> tuple[list[tuple[Dump, Place]], list[Refusal]]:
        """Every dump with what is said of its place, the paper's full name in it; and those of which nonsense is."""
        newspapers = self.archive.newspapers()
        known = {each for title in newspapers for each in (title.name, title.slug)}
        manifest_of = cache(manifest_in)
        placed, refused = [], []
        for dump in self.found.dumps:
            try:
                placed.append((dump, place_of(dump, self.options, known, manifest_of)))
            except (Misplaced, BadManifest) as error:
                refused.append(Refusal(dump.path, str(error)))
                self.on_read(dump)
        self._titles = Titles(newspapers, (place.title for _, place in placed))
        return [(dump, self._with_full_title(place)) for dump, place in placed], refused

    def _with_full_title(self, place: Place) -> Place:
        said, full = place.title, self._titles.full(place.title)
        remark = place.remark
        if said.name and said.name not in (full.name, full.slug):
            remark = f"taken for {full.name}, whose address is {full.slug}, and not for {said.name}"
        return replace(place, title=full, remark=remark)

    def _locate(self, dump: Dump, said: Place) -> Iterator[Located]:
        """The dump's pages. One that nobody says the issue of is read for it now, and again when its turn comes."""
        if states_its_places(dump.path.name):
            in_options = place_in_options(self.options)
            for index, source in enumerate(self._sources(dump)):
                stated = self._with_full_title(said_by(source, in_options))
                yield Located(dump, index, stated, stated)
        elif said.title and said.date:
            yield Located(dump, 0, said, said)
        else:
            for index, source in enumerate(self._sources(dump)):
                yield self._locate_by_text(dump, index, source, said)

    def _locate_by_text(self, dump: Dump, index: int, source: SourcePage, said: Place) -> Located:
        if known := self.archive.page_with(glance(dump, source, said).sha256):
            title = said.title if said.title.name == known.newspaper else Title(name=known.newspaper)
            inferred = known.newspaper_inferred and not said.title
            place = replace(said, title=title, title_inferred=inferred, date=known.date, edition=known.edition)
            return Located(dump, index, said, replace(place, date_inferred=known.date_inferred))
        place = read(dump, source, said, None, self.latest).place
        return Located(dump, index, said, self._with_full_title(place))

    def _sources(self, dump: Dump) -> list[SourcePage]:
        """The dump's pages, kept until another dump is opened."""
        if self._opened is None or self._opened[0] != dump:
            self._opened = dump, sources_of(dump, self.options.encoding)
        return self._opened[1]

    def _import(self, pages: list[Located]) -> Outcome:
        readings: list[Reading] = []
        refused: list[Refusal] = []
        for located in pages:
            try:
                readings.append(self._read(located))
            except Unreadable as error:
                refused.append(Refusal(located.dump.path, str(error)))
            self.on_read(located.dump)
        if not readings:
            return self._refuse(refused)
        plan = plan_issue(readings, self.archive)
        if not self.write:
            return self._foresee(plan, refused)
        if why := plan.lacking():
            plan = _without_new(plan, why)
        if plan.changes_anything:
            return self._write(plan, readings, refused)
        return self._tell(plan, refused)

    def _read(self, located: Located) -> Reading:
        """The page as read; one that the archive holds already is only glanced at unless it is to be shown."""
        dump, said, place = located.dump, located.said, located.place
        source = self._sources(dump)[located.index]
        reading = glance(dump, source, said)
        if self.read_known or self.archive.page_with(reading.sha256) is None:
            listed = self._lists_in(dump.path.parent).get(dump.path.name) if source.is_article else None
            reading = read(dump, source, said, listed, self.latest)
        in_issue = replace(
            reading.place,
            title=place.title,
            title_inferred=place.title_inferred,
            date=place.date,
            date_inferred=place.date_inferred,
            edition=place.edition,
        )
        return replace(reading, place=in_issue)

    def _foresee(self, plan: IssuePlan, refused: Sequence[Refusal]) -> Outcome:
        if plan.title and plan.date:
            for page in plan.new:
                for source in page.sources:
                    self.archive.remember(source.reading.sha256, plan.known_page(page, plan.date))
        if why := plan.lacking():
            unsaid = tuple(f"{source.reading.dump}: {why}" for source in plan.new_sources)
            plan = replace(plan, warnings=(*plan.warnings, *unsaid))
        return Outcome(plan, (*refused, *plan.refused))

    def _write(self, plan: IssuePlan, readings: Sequence[Reading], refused: Sequence[Refusal]) -> Outcome:
        try:
            written = write_issue(readings, self.archive, self._begun())
        except ValidationError as error:
            why = f"{plan.title.name} cannot be stored at the address {plan.title.slug}: {' '.join(error.messages)}"
            return self._tell(_without_new(plan, why), refused)
        return replace(self._tell(written, refused), written=written.changes_anything)

    def _refuse(self, refused: Sequence[Refusal]) -> Outcome:
        self._note_refused(refused)
        return Outcome(None, tuple(refused))

    def _tell(self, plan: IssuePlan, refused: Sequence[Refusal]) -> Outcome:
        """Records what was not written; the new pages record themselves."""
        for known in plan.unchanged:
            self._note(ImportEvent.What.UNCHANGED, str(known.reading.dump), f"as {known.where}")
        refused = (*refused, *plan.refused)
        self._note_refused(refused)
        return Outcome(plan, refused)

    def _note_refused(self, refused: Sequence[Refusal]) -> None:
        for refusal in refused:
            self._note(ImportEvent.What.REFUSED, shown(refusal.path), refusal.why)

    def _note(self, what: str, path: str, message: str) -> None:
        self._untold.append(ImportEvent(what=what, path=path, message=message))

    def _begun(self) -> ImportRun:
        """The run's row, made when the first page is about to be written: a run that adds nothing leaves no trace."""
        if self._run is None:
            said = {key: str(value) for key, value in asdict(self.options).items() if value}
            self._run = ImportRun.objects.create(paths=[shown(path) for path in self.paths], options=said)
        return self._run

    def _end(self) -> None:
        if self._run is None:
            return
        for event in self._untold:
            event.run = self._run
        ImportEvent.objects.bulk_create(self._untold)
        partial = any(event.what == ImportEvent.What.REFUSED for event in self._untold)
        self._run.state = ImportRun.State.PARTIAL if partial else ImportRun.State.FINISHED
        self._run.finished_at = timezone.now()
        self._run.save(update_fields=["state", "finished_at"])
        statistics.refresh()


def _too_many(dumps: int, place: Place) -> str:
    paper = shown(place.title.name) or "one paper"
    return (
        f"{dumps} dumps would be pages of {paper} {place.date}, and no issue has more than {MOST_PAGES}; nothing of it "
        "was read: put each issue into a folder of its own"
    )


def _without_new(plan: IssuePlan, why: str) -> IssuePlan:
    """The plan with every new page refused for one reason."""
    return replace(
        plan, new=(), again=(), refused=(*plan.refused, *(source.refused(why) for source in plan.new_sources))
    )
