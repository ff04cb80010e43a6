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
from newsroom.ingest.files import Dump, Refusal, Unreadable, find_dumps, shown
from newsroom.ingest.manifest import BadManifest, manifest_in
from newsroom.ingest.places import Misplaced, Options, Place, Title, place_of
from newsroom.ingest.plan import IssuePlan, lacking, plan_issue
from newsroom.ingest.reading import Reading, glance, read_dump
from newsroom.ingest.rows import Figures, write_issue
from newsroom.models import ImportEvent, ImportRun

# Newspaper, date, edition; and, where no date is known, the file itself: undated pages are not thrown together.
IssueKey = tuple[str, dt.date | None, int, str]


@dataclass(frozen=True, slots=True)
class Located:
    """A dump with what is said of its place, and that place with what its bytes or its text add to it."""

    dump: Dump
    said: Place
    place: Place

    @property
    def issue(self) -> IssueKey:
        place = self.place
        return place.title.name, place.date, place.edition, "" if place.date else str(self.dump)


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
        return sum((Figures.of(page.reading.page) for page in self.plan.new) if self.plan else (), start=Figures())


class Import:
    """An import about to run. ``found`` says what it will read.

    ``write`` False plans and reports but writes nothing. ``read_known`` has dumps read, too, whose bytes the archive
    already holds, for who wants to see what they say. ``on_read`` is told of every dump that has been dealt with.
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
        self._run: ImportRun | None = None
        self._untold: list[ImportEvent] = []

    def outcomes(self) -> Iterator[Outcome]:
        """Reads, plans and writes issue by issue. What was finished stays when the caller stops listening."""
        issues, refused = self._issues()
        if early := (*self.found.refused, *refused):
            yield self._refuse(early)
        for dumps in issues.values():
            yield self._import(dumps)
        self._end()

    def _issues(self) -> tuple[dict[IssueKey, list[Located]], list[Refusal]]:
        """The dumps by issue, and those that have no place."""
        placed, refused = self._placed()
        issues: dict[IssueKey, list[Located]] = {}
        for dump, said in placed:
            try:
                located = self._locate(dump, said)
            except Unreadable as error:
                refused.append(Refusal(dump.path, str(error)))
                self.on_read(dump)
            else:
                issues.setdefault(located.issue, []).append(located)
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
        return [(dump, replace(place, title=self._titles.full(place.title))) for dump, place in placed], refused

    def _locate(self, dump: Dump, said: Place) -> Located:
        """A dump that nobody says the issue of is read for it now, and read again when its issue's turn comes."""
        if said.title and said.date:
            return Located(dump, said, said)
        if known := self.archive.page_with(glance(dump, said).sha256):
            title = said.title if said.title.name == known.newspaper else Title(name=known.newspaper)
            return Located(dump, said, replace(said, title=title, date=known.date, edition=known.edition))
        read = read_dump(dump, said, self.options.encoding, self.latest).place
        return Located(dump, said, replace(read, title=self._titles.full(read.title)))

    def _import(self, dumps: list[Located]) -> Outcome:
        readings: list[Reading] = []
        refused: list[Refusal] = []
        for located in dumps:
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
        if why := lacking(plan):
            plan = replace(plan, new=(), refused=(*plan.refused, *(page.refused(why) for page in plan.new)))
        if plan.new:
            return self._write(plan, readings, refused)
        return self._tell(plan, refused)

    def _read(self, located: Located) -> Reading:
        """The dump as read; one that the archive holds already is only glanced at unless it is to be shown."""
        reading = glance(located.dump, located.said)
        if self.read_known or self.archive.page_with(reading.sha256) is None:
            reading = read_dump(located.dump, located.said, self.options.encoding, self.latest)
        return replace(reading, place=located.place)

    def _foresee(self, plan: IssuePlan, refused: Sequence[Refusal]) -> Outcome:
        for page in plan.new:
            if plan.title and plan.date:
                self.archive.remember(page.reading.sha256, page.as_known(plan, plan.date))
        if why := lacking(plan):
            plan = replace(plan, warnings=(*plan.warnings, *(f"{page.reading.dump}: {why}" for page in plan.new)))
        return Outcome(plan, (*refused, *plan.refused))

    def _write(self, plan: IssuePlan, readings: Sequence[Reading], refused: Sequence[Refusal]) -> Outcome:
        try:
            written = write_issue(readings, self.archive, self._begun())
        except ValidationError as error:
            why = f"{plan.title.name} cannot be stored at the address {plan.title.slug}: {' '.join(error.messages)}"
            plan = replace(plan, new=(), refused=(*plan.refused, *(page.refused(why) for page in plan.new)))
            return self._tell(plan, refused)
        return replace(self._tell(written, refused), written=bool(written.new))

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
