"""What an import would do to one issue: decided before anything is written, from readings and the archive alone."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from newsroom.desk.reimport import Outcome
from newsroom.ingest.archive import Archive, KnownIssue, KnownPage
from newsroom.ingest.files import Refusal, shown
from newsroom.ingest.manifest import ManifestSection
from newsroom.ingest.matching import Match, is_same_page, matches_on
from newsroom.ingest.places import Title
from newsroom.ingest.reading import Reading
from newsroom.models import Article
from newsroom.parsing.sections import Proposal, Proposer, SectionWords, propose_all
from newsroom.parsing.types import NO_SECTION, ParsedPage, SectionChoice

SectionSource = Article.SectionSource
# What page names add to the section's: 国际新闻, 教育周刊.
PAGE_NAME_ENDING = re.compile("(?:新闻|要闻|周刊|专刊|专版|专栏|天地)$")
MAX_EVIDENCE = 200


@dataclass(frozen=True, slots=True)
class NewSource:
    """A reading to be stored, with the section of each of its articles."""

    reading: Reading
    sections: tuple[SectionChoice, ...]

    def refused(self, why: str) -> Refusal:
        return Refusal(self.reading.dump.path, why)


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page to be created, or to get further articles, from one dump or from one file an article."""

    number: int
    number_inferred: bool
    sources: tuple[NewSource, ...]

    @property
    def name(self) -> str:
        return next((source.reading.place.page_name for source in self.sources if source.reading.place.page_name), "")


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A source whose bytes the archive holds already; ``where`` says as which page."""

    reading: Reading
    where: KnownPage


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """A changed dump of a page the archive holds, with what it does to each article there."""

    source: NewSource
    where: KnownPage
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class IssuePlan:
    """One issue: the pages to create, the sources already there, those refused. ``date`` None: nothing says it.

    ``again`` are changed dumps of pages that are there.
    """

    title: Title
    date: dt.date | None
    newspaper_inferred: bool
    date_inferred: bool
    edition: int
    number: int | None
    new: tuple[NewPage, ...]
    again: tuple[ReadAgain, ...]
    unchanged: tuple[Unchanged, ...]
    refused: tuple[Refusal, ...]
    sections: tuple[ManifestSection, ...]
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        edition = "" if self.edition == 1 else f" edition {self.edition}"
        serial = "" if self.number is None else f" (no. {self.number})"
        return f"{shown(self.title.name) or 'unknown newspaper'} {self.date or 'undated'}{edition}{serial}"

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.again)

    @property
    def new_sources(self) -> tuple[NewSource, ...]:
        return tuple(chain.from_iterable(page.sources for page in self.new))

    def lacking(self) -> str:
        """Why the issue cannot be written: a sentence on what nobody says. "" when it can."""
        unsaid = []
        if not self.title:
            unsaid.append("whose page it is with --newspaper")
        if self.date is None:
            unsaid.append("its date with --date")
        return f"neither path nor text tells; say {' and '.join(unsaid)}" if unsaid else ""

    def known_page(self, page: NewPage, date: dt.date) -> KnownPage:
        """A new page as the archive will know it when this plan is carried out."""
        return KnownPage(
            newspaper=self.title.name,
            date=date,
            date_inferred=self.date_inferred,
            edition=self.edition,
            number=page.number,
            number_inferred=page.number_inferred,
            files=tuple(source.reading.file for source in page.sources),
            newspaper_inferred=self.newspaper_inferred,
        )


def plan_issue(readings: Sequence[Reading], archive: Archive) -> IssuePlan:
    """Plans the pages of one issue, whose newspaper, date and edition the readings share."""
    place = readings[0].place
    edition = place.edition or 1
    known = archive.issue(place.title.name, place.date, edition) if place.title and place.date else KnownIssue()
    planner = _Planner(known, archive)
    for reading in readings:
        planner.consider(reading)
    new = planner.new_pages()
    planner.miss({number for reading in readings for number in reading.place.listed}, new)
    named = not all(reading.place.title_inferred for reading in readings)
    dated = not all(reading.place.date_inferred for reading in readings)
    number = next((reading.place.number for reading in readings if reading.place.number), None)
    if number and known.number and number != known.number:
        planner.warnings.append(f"{place.title.name} {place.date} is no. {known.number} in the archive, not {number}")
    return IssuePlan(
        title=place.title,
        date=place.date,
        newspaper_inferred=not named and (known.id is None or known.newspaper_inferred),
        date_inferred=not dated and (known.id is None or known.date_inferred),
        edition=edition,
        number=known.number or number,
        new=new,
        again=planner.read_again(),
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
        self.words = archive.section_words()
        self.unchanged: list[Unchanged] = []
        self.refused: list[Refusal] = []
        self.warnings: list[str] = []
        self.numbered: dict[int, list[Reading]] = defaultdict(list)
        # Readings without a page number that make one page each; articles of one page name make one together.
        self.unnumbered: dict[str, list[Reading]] = defaultdict(list)
        self.changed: dict[int, list[Reading]] = defaultdict(list)
        self.first_with: dict[str, Reading] = {}

    def consider(self, reading: Reading) -> None:
        if there := self.archive.page_with(reading.sha256):
            if there.differs_from(reading.said):
                self._refuse(
                    reading, f"is already imported as {there}, with these very bytes; put it right in the admin"
                )
            else:
                self.unchanged.append(Unchanged(reading, there))
            return
        twin = self.first_with.setdefault(reading.sha256, reading)
        number = reading.place.page
        if twin is not reading:
            self._consider_twin(reading, twin)
        elif changed := self._changes(reading):
            self.changed[changed.number].append(reading)
        elif number is None:
            together = f"article of {reading.place.page_name}" if reading.source.is_article else str(reading.dump)
            self.unnumbered[together].append(reading)
        else:
            self.numbered[number].append(reading)

    def _consider_twin(self, reading: Reading, twin: Reading) -> None:
        """The same bytes twice in one run: one page, unless the two files say that they are different ones."""
        if reading.place.page and twin.place.page and reading.place.page != twin.place.page:
            self._refuse(reading, f"holds the very bytes of {twin.dump}, which is page {twin.place.page}")
        else:
            self.warnings.append(f"{reading.dump}: passed over, for it holds the very bytes of {twin.dump}")

    def _changes(self, reading: Reading) -> KnownPage | None:
        """The page of the archive of which the reading is another text."""
        if reading.place.page is None:
            named = (page for page in self.known.values() if reading.file in page.files)
            return next(named, None) or self._alike(reading)
        page = self.known.get(reading.place.page)
        further = page and reading.source.is_article and page.takes_articles and reading.file not in page.files
        return None if further else page

    def read_again(self) -> tuple[ReadAgain, ...]:
        """The changed dumps of known pages, matched with the articles there. Two dumps of one page are refused."""
        again = []
        for number, readings in self.changed.items():
            page = self.known[number]
            if len(readings) > 1 and not all(reading.source.is_article for reading in readings):
                self._refuse_rivals(readings, number)
                continue
            for reading in readings:
                matches = matches_on(page.id, reading.page) if page.id and page.files else ()
                if is_same_page(matches):
                    again.append(ReadAgain(NewSource(reading, self._sections_on(reading)), page, matches))
                    self._tell_matches(reading, page, matches)
                else:
                    self._refuse(reading, _another_text(page))
        return tuple(again)

    def _tell_matches(self, reading: Reading, page: KnownPage, matches: Sequence[Match]) -> None:
        for match in matches:
            if match.outcome is Outcome.CONFLICT:
                said = (
                    f"the new text of “{match.title}” clashes with corrections, which stand; an editor has to settle it"
                )
            elif match.index is None and not reading.source.is_article:
                said = f"“{match.title}” of {page} is not in the new text; it stays as it is"
            else:
                continue
            self.warnings.append(f"{reading.dump}: {said}")

    def _alike(self, reading: Reading) -> KnownPage | None:
        """The page whose articles an unnumbered reading brings, whatever its file is called now."""
        if reading.source.is_article:
            return None
        pages = (page for page in self.known.values() if page.id and page.files)
        return next((page for page in pages if is_same_page(matches_on(page.id or 0, reading.page))), None)

    def _refuse(self, reading: Reading, why: str) -> None:
        self.refused.append(Refusal(reading.dump.path, why))

    def new_pages(self) -> tuple[NewPage, ...]:
        pages = []
        for number, readings in self.numbered.items():
            if len(readings) == 1 or all(reading.source.is_article for reading in readings):
                pages.append(self._page(number, readings[0].place.page_inferred, readings))
                continue
            self._refuse_rivals(readings, number)
        taken = {*self.known, *self.numbered}
        for readings in self.unnumbered.values():
            others = taken | {number for reading in readings for number in other_pages(reading.page)}
            number = next(free for free in range(1, len(others) + 2) if free not in others)
            taken.add(number)
            pages.append(self._page(number, True, readings))
            for reading in readings:
                self.warnings.append(
                    f"{reading.dump}: its page number, {number}, is inferred from the order of the files"
                )
        return tuple(sorted(pages, key=lambda page: page.number))

    def _refuse_rivals(self, readings: Sequence[Reading], number: int) -> None:
        for reading in readings:
            others = ", ".join(str(other.dump) for other in readings if other is not reading)
            self._refuse(reading, f"and {others} both say they are page {number}, with different text; keep one")

    def miss(self, listed: set[int], new: Sequence[NewPage]) -> None:
        """Says which pages issue.toml lists that neither the archive holds nor any dump brings."""
        for number in sorted(listed - {*self.known, *self.numbered, *(page.number for page in new)}):
            self.warnings.append(f"issue.toml lists page {number}, but there is no dump of it")

    def _page(self, number: int, inferred: bool, readings: Sequence[Reading]) -> NewPage:
        """The page with its sources as the e-paper lists them, the unlisted ones last and in file order."""
        in_order = sorted(readings, key=lambda reading: (reading.position is None, reading.position or 0))
        return NewPage(number, inferred, tuple(NewSource(reading, self._sections_on(reading)) for reading in in_order))

    def _sections_on(self, reading: Reading) -> tuple[SectionChoice, ...]:
        """The section of each article: as given, as the file states, after the page's name, or as the text proposes."""
        place, articles, stated = reading.place, reading.page.articles, reading.source.stated.sections
        listed = {name: section.name for section in place.sections for name in (*section.page_names, section.name)}
        of_name = self.sections | listed
        if place.section:
            given = of_name.get(place.section, place.section)
            return (SectionChoice(given, SectionSource.GIVEN.value),) * len(articles)
        if stated:
            return tuple(_stated(choice) for choice in stated)
        if place.page_name:
            named = _section_named(place.page_name, of_name)
            return (SectionChoice(named, SectionSource.PAGE_NAME.value),) * len(articles)
        listed_words = (SectionWords(section.name, section.words) for section in place.sections)
        proposer = Proposer([*self.words, *listed_words])
        return tuple(_proposed(proposal) for proposal in propose_all(reading.page, proposer, of_name))


def _another_text(page: KnownPage) -> str:
    return (
        f"is not the text of {page}, which was imported from {', '.join(page.files) or 'elsewhere'}: they hardly share "
        "an article; nothing of it was taken and nothing was overwritten"
    )


def _section_named(page_name: str, sections: Mapping[str, str]) -> str:
    """The section that a page name means: the one known by it, with or without 新闻 or 周刊 behind; else a new one."""
    for name in (page_name, PAGE_NAME_ENDING.sub("", page_name)):
        if name in sections:
            return sections[name]
    return page_name


def _stated(choice: SectionChoice) -> SectionChoice:
    """A section that a file states; where it does not tell who says so, the operator does, who gave the file."""
    if not choice.name:
        return NO_SECTION
    known = choice.source and choice.source in SectionSource.values
    return choice if known else SectionChoice(choice.name, SectionSource.GIVEN.value)


def _proposed(proposal: Proposal | None) -> SectionChoice:
    """What the text proposes is one of the sections there are; a new one only an editor makes."""
    if proposal is None:
        return NO_SECTION
    evidence = "、".join(proposal.evidence)[:MAX_EVIDENCE]
    return SectionChoice(proposal.section, SectionSource.PROPOSED.value, evidence, proposal.confidence)


def other_pages(page: ParsedPage) -> set[int]:
    """The pages that its jump lines point to: what carries on from page 1 or to it is not page 1 itself."""
    jumps = (jump for article in page.articles for jump in (article.continued_from, article.continues_on))
    return {jump.page for jump in jumps if jump is not None and jump.page is not None}
