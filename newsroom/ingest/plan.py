"""What an import would do to one issue: decided before anything is written, from readings and the archive alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.ingest.archive import Archive, KnownIssue, KnownPage
from newsroom.ingest.files import Refusal
from newsroom.ingest.manifest import ManifestSection
from newsroom.ingest.places import Title
from newsroom.ingest.reading import Reading
from newsroom.models import Article
from newsroom.parsing.types import ParsedArticle

Source = Article.SectionSource


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page to be created. ``sections`` gives each article's section name ("" for none) and who says so."""

    reading: Reading
    number: int
    number_inferred: bool
    sections: tuple[tuple[str, Source], ...]

    @property
    def name(self) -> str:
        return self.reading.place.page_name

    def as_known(self, issue: IssuePlan, date: dt.date) -> KnownPage:
        """The page as the archive will know it when this plan is carried out."""
        return KnownPage(
            newspaper=issue.title.name,
            date=date,
            date_inferred=issue.date_inferred,
            edition=issue.edition,
            number=self.number,
            number_inferred=self.number_inferred,
            files=(self.reading.dump.path.name,),
        )

    def refused(self, why: str) -> Refusal:
        return Refusal(self.reading.dump.path, why)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A dump whose bytes the archive holds already; ``where`` says as which page."""

    reading: Reading
    where: str
    number: int
    number_inferred: bool


@dataclass(frozen=True, slots=True)
class IssuePlan:
    """One issue: the pages to create, those already there, those refused. ``date`` is None where nothing says it."""

    title: Title
    date: dt.date | None
    date_inferred: bool
    edition: int
    number: int | None
    new: tuple[NewPage, ...]
    unchanged: tuple[Unchanged, ...]
    refused: tuple[Refusal, ...]
    sections: tuple[ManifestSection, ...]
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        edition = "" if self.edition == 1 else f" edition {self.edition}"
        serial = "" if self.number is None else f" (no. {self.number})"
        return f"{self.title.name or 'unknown newspaper'} {self.date or 'undated'}{edition}{serial}"


def plan_issue(readings: Sequence[Reading], archive: Archive) -> IssuePlan:
    """Plans the pages of one issue, whose newspaper, date and edition the readings share."""
    place = readings[0].place
    known = archive.issue(place.title.name, place.date, place.edition) if place.title and place.date else KnownIssue()
    planner = _Planner(known, archive)
    for reading in readings:
        planner.consider(reading)
    new = planner.new_pages()
    inferred = all(reading.date_inferred for reading in readings)
    number = next((reading.place.number for reading in readings if reading.place.number), None)
    if number and known.number and number != known.number:
        planner.warnings.append(f"{place.title.name} {place.date} is no. {known.number} in the archive, not {number}")
    return IssuePlan(
        title=place.title,
        date=place.date,
        date_inferred=inferred and (known.id is None or known.date_inferred),
        edition=place.edition,
        number=known.number or number,
        new=new,
        unchanged=tuple(planner.unchanged),
        refused=tuple(planner.refused),
        sections=tuple(dict.fromkeys(section for reading in readings for section in reading.place.sections)),
        warnings=(*(each for reading in readings for each in reading.warnings), *planner.warnings),
    )


class _Planner:
    """Goes through the readings of one issue and sorts them into new, unchanged and refused."""

    def __init__(self, known: KnownIssue, archive: Archive) -> None:
        self.known = {page.number: page for page in known.pages}
        self.archive = archive
        self.sections = archive.sections()
        self.unchanged: list[Unchanged] = []
        self.refused: list[Refusal] = []
        self.warnings: list[str] = []
        self.numbered: dict[int, list[Reading]] = defaultdict(list)
        self.unnumbered: list[Reading] = []
        self.first_with: dict[str, Reading] = {}

    def consider(self, reading: Reading) -> None:
        if there := self.archive.page_with(reading.sha256):
            if there.differs_from(reading.said):
                self._refuse(reading, already_elsewhere(there))
            else:
                self.unchanged.append(Unchanged(reading, str(there), there.number, there.number_inferred))
            return
        twin = self.first_with.setdefault(reading.sha256, reading)
        if twin is not reading:
            self._consider_twin(reading, twin)
        elif reading.place.page is None:
            self._consider_unnumbered(reading)
        elif reading.place.page in self.known:
            self._refuse(reading, self._changed(reading.place.page))
        else:
            self.numbered[reading.place.page].append(reading)

    def _consider_twin(self, reading: Reading, twin: Reading) -> None:
        """The same bytes twice in one run: one page, unless the two files say that they are different ones."""
        if reading.place.page and twin.place.page and reading.place.page != twin.place.page:
            self._refuse(reading, f"holds the very bytes of {twin.dump}, which is page {twin.place.page}")
        else:
            self.warnings.append(f"{reading.dump}: passed over, for it holds the very bytes of {twin.dump}")

    def _consider_unnumbered(self, reading: Reading) -> None:
        for page in self.known.values():
            if reading.dump.path.name in page.files:
                self._refuse(reading, self._changed(page.number))
                return
        self.unnumbered.append(reading)

    def _changed(self, number: int) -> str:
        page = self.known[number]
        return (
            f"is another text of {page}, which was imported from {', '.join(page.files) or 'elsewhere'}; "
            "a changed dump of a known page is not merged yet, so nothing of it was taken and nothing was overwritten"
        )

    def _refuse(self, reading: Reading, why: str) -> None:
        self.refused.append(Refusal(reading.dump.path, why))

    def new_pages(self) -> tuple[NewPage, ...]:
        pages = []
        for number, readings in self.numbered.items():
            if len(readings) == 1:
                pages.append(NewPage(readings[0], number, False, self._sections_on(readings[0])))
                continue
            for reading in readings:
                others = ", ".join(str(other.dump) for other in readings if other is not reading)
                self._refuse(reading, f"and {others} both say they are page {number}, with different text; keep one")
        taken = {*self.known, *self.numbered}
        for reading in self.unnumbered:
            number = next(free for free in range(1, len(taken) + 2) if free not in taken)
            taken.add(number)
            pages.append(NewPage(reading, number, True, self._sections_on(reading)))
            self.warnings.append(f"{reading.dump}: its page number, {number}, is inferred from the order of the files")
        return tuple(sorted(pages, key=lambda page: page.number))

    def _sections_on(self, reading: Reading) -> tuple[tuple[str, Source], ...]:
        place = reading.place
        listed = {name: section.name for section in place.sections for name in (*section.page_names, section.name)}
        of_name = self.sections | listed
        if place.section:
            return ((of_name.get(place.section, place.section), Source.GIVEN),) * len(reading.page.articles)
        if place.page_name:
            return ((of_name.get(place.page_name, place.page_name), Source.PAGE_NAME),) * len(reading.page.articles)
        return tuple(_proposed(article, of_name) for article in reading.page.articles)


def _proposed(article: ParsedArticle, sections: dict[str, str]) -> tuple[str, Source]:
    """A section the article itself prints, where there is one of that name; a new one only an editor makes."""
    name = sections.get(article.section, "")
    return (name, Source.PROPOSED) if name else ("", Source.NONE)


def already_elsewhere(there: KnownPage) -> str:
    return f"is already imported as {there}, with these very bytes; if that is wrong, put it right in the admin"


def lacking(plan: IssuePlan) -> str:
    """Why the issue cannot be written: a sentence on what nobody says. "" when it can."""
    unsaid = []
    if not plan.title:
        unsaid.append("whose page it is with --newspaper")
    if plan.date is None:
        unsaid.append("its date with --date")
    return f"neither path nor text tells; say {' and '.join(unsaid)}" if unsaid else ""
