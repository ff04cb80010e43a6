"""Where a dump belongs: newspaper, issue and page, as the operator, issue.toml and the path say. Never a guess."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from newsroom.ingest.files import Dump, shown
from newsroom.ingest.manifest import Manifest, ManifestSection, manifest_in
from newsroom.models.newspapers import EARLIEST_DATE

# ``2026-01-07``, ``2026-01-07-e2``, ``20260107``, ``2026年1月7日``; ``2026-01/07``, ``202601/07``, ``2026/01/07``.
DATE_FOLDERS = (
    re.compile(r"(?P<year>\d{4})[-._/年](?P<month>\d{1,2})[-._/月](?P<day>\d{1,2})日?(?:-e(?P<edition>[1-9]\d{0,3}))?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})/?(?P<day>\d{2})"),
)
# ``02``, ``02-要闻``, ``02版：要闻``, ``第2版 要闻``, ``02_要闻``. After a dash or colon all but a figure is a name;
# otherwise only Chinese is, for ``002_f9a2d7`` is somebody's catalogue number.
PAGE_FILE = re.compile(
    r"(?:第\s*)?(?P<number>\d{1,3})\s*"
    r"(?:版?\s*[-－–—：:]\s*(?P<name>.*\D.*)|(?:版[_.\s]*|[_.\s]+)(?P<han>[\u3400-\u9fff].*)|版)?"
)
# Folders that hold dumps of any paper, named on the command line more often than a paper of that name exists.
NO_PAPERS = re.compile(
    r"archives?|data|desktop|documents|downloads|dumps?|files|home|imports?|incoming|issues|newspapers|ocr|out|output|"
    r"pages|papers|root|seeds|sources?|te?mp|texts?|txt",
    re.IGNORECASE,
)
# Folders that e-papers put between the paper and the date.
OF_EPAPERS = re.compile(r"html?|content|layout|pc|h5|images?", re.IGNORECASE)
MAX_PAGE_NAME = 60
HAN = re.compile(r"[\u3400-\u9fff]")


class Misplaced(Exception):
    """What the operator, issue.toml and the path say of one dump does not fit together. The message says why."""


@dataclass(frozen=True, slots=True)
class Title:
    """A newspaper as somebody named it: by its name, by the slug of its address, or both."""

    name: str = ""
    slug: str = ""
    cn_number: str = ""
    publisher: str = ""
    place: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.slug)


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator says on the command line; it overrides everything else."""

    newspaper: str = ""
    date: dt.date | None = None
    edition: int | None = None
    page: int | None = None
    section: str = ""
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page of a dump belongs. Empty and None mean that nobody says."""

    title: Title = Title()
    title_inferred: bool = False
    date: dt.date | None = None
    date_inferred: bool = False
    edition: int | None = None
    number: int | None = None
    page: int | None = None
    page_inferred: bool = False
    page_name: str = ""
    section: str = ""
    sections: tuple[ManifestSection, ...] = ()
    # The pages issue.toml lists, where all dumps of the issue are meant.
    listed: frozenset[int] = frozenset()
    # A sentence where the paper's name was only a folder's.
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DateFolder:
    """What a folder (or two or three, one in the other) says; ``above`` is the paper's, or whatever holds it."""

    date: dt.date
    edition: int | None
    above: Path


def place_of(
    dump: Dump, options: Options, known: Collection[str], manifest_of: Callable[[Path], Manifest] = manifest_in
) -> Place:
    """Where the dump belongs. ``known`` are the names and slugs of newspapers, which any folder above may bear.

    ``manifest_of`` gives a folder's issue.toml; pass a cached one for many dumps. Raises Misplaced when sources
    disagree or a date is none, BadManifest when an issue.toml cannot be followed.
    """
    dated = date_folder_above(dump)
    manifest = _manifest_over(dump, dated, manifest_of)
    number, name = page_in_name(dump.path.stem)
    listed = manifest.page_of(dump.path.name, options.page or number)
    date = options.date or _agreed_date(manifest.date, dated)
    title, remark = _title(dump, options, manifest, dated, known)
    place = Place(
        title=title,
        date=date,
        edition=options.edition or manifest.edition or (dated.edition if dated else None),
        number=manifest.number,
        page=options.page or (listed.number if listed else number),
        page_name=(listed.name if listed else "") or name,
        section=options.section or (listed.section if listed else "") or manifest.section,
        sections=manifest.sections,
        listed=frozenset(page.number for page in manifest.pages) if dump.argument.is_dir() else frozenset(),
        remark=remark,
    )
    if len(place.page_name) > MAX_PAGE_NAME or not place.page_name.isprintable():
        raise Misplaced(f"the page name is no line of at most {MAX_PAGE_NAME} characters; rename the file")
    return place


def place_in_options(options: Options) -> Place:
    """What the operator says, whatever path and issue.toml do: for files that state their places themselves."""
    return Place(
        title=Title(name=options.newspaper),
        date=options.date,
        edition=options.edition,
        page=options.page,
        section=options.section,
    )


def page_in_name(stem: str) -> tuple[int | None, str]:
    """The page number and page name that a file's name states: ``01-要闻`` → (1, 要闻), ``scan`` → (None, "")."""
    found = PAGE_FILE.fullmatch(stem.strip())
    if found is None or not int(found["number"]):
        return None, ""
    return int(found["number"]), (found["name"] or found["han"] or "").strip()


def date_folder_above(dump: Dump) -> DateFolder | None:
    """The date folder the dump lies in: its own, or one further up that the operator named or searched.

    Raises Misplaced where a folder looks like a date but is none.
    """
    own = _full(dump.path).parent
    for folder in (own, *own.parents):
        if folder != own and not folder.is_relative_to(_full(dump.argument)):
            return None
        names = [each for each in (folder.parent.parent.name, folder.parent.name, folder.name) if each]
        for deep in range(1, len(names) + 1):
            if (said := _date_in("/".join(names[-deep:]))) is not None:
                holders = folder.parents[deep - 1 :]
                return DateFolder(*said, above=next(each for each in holders if not OF_EPAPERS.fullmatch(each.name)))
    return None


def _date_in(names: str) -> tuple[dt.date, int | None] | None:
    for pattern in DATE_FOLDERS:
        if found := pattern.fullmatch(names):
            said = found.groupdict()
            try:
                date = dt.date(int(said["year"]), int(said["month"]), int(said["day"]))
            except ValueError:
                date = dt.date.min
            if date >= EARLIEST_DATE:
                return date, int(said["edition"]) if said.get("edition") else None
            if re.match(r"\d{4}-\d{2}-\d{2}", names):
                raise Misplaced(f"the folder {shown(names)} is no date of a newspaper; rename it, or say --date")
    return None


def _agreed_date(listed: dt.date | None, dated: DateFolder | None) -> dt.date | None:
    if listed and dated and listed != dated.date:
        raise Misplaced(f"issue.toml says {listed}, its folder {dated.date}; mend one of them, or say --date")
    if listed and listed < EARLIEST_DATE:
        raise Misplaced(f"issue.toml says {listed}, a date before any newspaper")
    return listed or (dated.date if dated else None)


def _title(
    dump: Dump, options: Options, manifest: Manifest, dated: DateFolder | None, known: Collection[str]
) -> tuple[Title, str]:
    folder = _paper_folder(dump, dated, known)
    slug = folder if re.fullmatch(r"[a-z0-9_-]{1,60}", folder) else ""
    if options.newspaper:
        return Title(name=options.newspaper), ""
    if manifest.newspaper or manifest.slug:
        title = Title(manifest.newspaper, manifest.slug, manifest.cn_number, manifest.publisher, manifest.place)
        return replace(title, slug=title.slug or slug), ""
    remark = f"the newspaper's name, {shown(folder)}, is that of its folder" if folder and folder not in known else ""
    return Title(name=folder, slug=slug), remark


def _paper_folder(dump: Dump, dated: DateFolder | None, known: Collection[str]) -> str:
    """The name of the folder above the date, where it may be a paper's.

    A folder that the operator neither named nor searched counts only when it is a known or a Chinese title: whatever
    else dumps lie under is nobody's newspaper.
    """
    if dated is None:
        return ""
    folder = dated.above
    name = folder.name
    if not 0 < len(name) <= 100:
        return ""
    if name in known or HAN.search(name):
        return name
    searched = folder.is_relative_to(_full(dump.argument))
    named = len(dump.path.parts) > len(_full(dump.path).relative_to(folder).parts)
    return name if (searched or named) and not NO_PAPERS.fullmatch(name) else ""


def _manifest_over(dump: Dump, dated: DateFolder | None, manifest_of: Callable[[Path], Manifest]) -> Manifest:
    """issue.toml beside the dump, over those in folders above, up to the paper's or the one the operator named."""
    own = _full(dump.path).parent
    tops = {_full(dump.argument)} | ({dated.above} if dated else set())
    manifest = manifest_of(own)
    for folder in own.parents:
        if not any(folder.is_relative_to(top) for top in tops):
            break
        manifest = manifest.over(manifest_of(folder))
    return manifest


def _full(path: Path) -> Path:
    """An absolute path without ``..``, links unresolved: names as the operator sees them."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (Path.absolute keeps "..")
