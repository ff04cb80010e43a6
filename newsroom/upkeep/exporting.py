"""The archive as a folder of plain files, readable without this program and read back by ``import_issue``.

    manifest.json                     format, version, what was chosen, counts, the hash of files.sha256
    files.sha256                      every other file with its SHA-256, as ``sha256sum -c`` checks it
    opening.jsonl                     what issues share: editors, newspapers, sections, contributors, runs, changesets
    issues/<paper>/<issue>.jsonl      all of one issue: pages, articles, bylines, doubts, revisions, …
    texts/<paper>/<issue>/<PP>-<N>.txt   each public article as it now reads
    sources/<xx>/<sha256>             each source as it was received, byte for byte
    closing.jsonl                     what refers to several issues

Lines are those of ``newsroom.upkeep.records``. No file says when it was written: equal archives give equal exports.
Issues are written one by one. ``unfinished.json`` marks an export that was stopped; running it again goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Count, Max

from newsroom.models import ArchiveState, Article, Issue, PageSource
from newsroom.upkeep.databases import frozen_view
from newsroom.upkeep.records import KNOWN, Record, closing_records, issue_records, shared_records
from newsroom.upkeep.selection import Selection

FORMAT, VERSION = "newsroom export", 1
MANIFEST, FILES, UNFINISHED = "manifest.json", "files.sha256", "unfinished.json"
OPENING, CLOSING = "opening.jsonl", "closing.jsonl"

# An issue was written, or was there already.
Progress = Callable[[Issue], None]


class Taken(Exception):
    """The folder holds something else. The message says what to do."""


@dataclass
class Exported:
    """How many rows of each model, and how many issues were found written by an export that was stopped."""

    counts: Counter[str] = field(default_factory=Counter)
    issues: int = 0
    found_written: int = 0


def count_chosen(selection: Selection) -> tuple[int, int]:
    """How many issues and articles an export would hold."""
    issues = selection.issues("default")
    return issues.count(), Article.objects.filter(page__issue__in=issues.order_by()).count()


def export_archive(folder: Path, selection: Selection, progress: Progress = lambda issue: None) -> Exported:
    """Writes the export, or the rest of one that was stopped, as the archive stands at this moment.

    Raises Taken when the folder holds anything else, OSError when it cannot be written.
    """
    _refuse_others(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with frozen_view() as alias:
        return _Export(folder, selection, alias, progress).write()


def _refuse_others(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise Taken(f"{folder} is no folder; name another.")
    if (folder / MANIFEST).exists():
        raise Taken(f"{folder} holds a finished export; name another folder.")
    if not (folder / UNFINISHED).exists() and any(folder.iterdir()):
        raise Taken(f"{folder} holds other files; name an empty or a new folder.")


class _Export:
    def __init__(self, folder: Path, selection: Selection, alias: str, progress: Progress) -> None:
        self.folder, self.selection, self.alias, self.progress = folder, selection, alias, progress
        self.done = Exported()
        read_twice = PageSource.objects.using(alias).values("source__sha256").annotate(pages=Count("page"))
        self._shared = set(read_twice.filter(pages__gt=1).values_list("source__sha256", flat=True))
        self._listed: set[str] = set()

    def write(self) -> Exported:
        finished = self._go_on()
        with (self.folder / f"{FILES}.part").open("ab") as self.list:
            if OPENING not in finished:
                self._write_lines(OPENING, shared_records(self.alias, self.selection))
                self._settle()
            for issue in self.selection.issues(self.alias).select_related("newspaper").iterator():
                self._write_issue(issue, finished)
                self.progress(issue)
            self._write_lines(CLOSING, closing_records(self.alias, self.selection))
            self._settle()
        self._finish()
        return self.done

    def _go_on(self) -> set[str]:
        """The files of records that an earlier run wrote; none where the archive has changed since."""
        state = json.dumps({"selection": self.selection.as_json(), "state": _state_of(self.alias)}, indent=1)
        marker, part = self.folder / UNFINISHED, self.folder / f"{FILES}.part"
        if marker.exists() and marker.read_text("utf-8") == state and part.exists():
            kept, finished = _whole_issues(part.read_text("utf-8"))
            self._listed |= {Path(_path_in(line)).name for line in kept} & self._shared
            _write_whole(part, "".join(kept).encode())
            return finished
        for old in sorted(self.folder.rglob("*"), reverse=True):
            old.unlink() if not old.is_dir() else old.rmdir()
        _write_whole(marker, state.encode())
        return set()

    def _write_issue(self, issue: Issue, finished: set[str]) -> None:
        name = f"issues/{issue.newspaper.slug}/{issue.stamp}.jsonl"
        self.done.issues += 1
        if name in finished:
            self.done.found_written += 1
            return
        self._write_texts(issue)
        self._write_lines(name, issue_records(self.alias, issue.pk, self._write_source))
        self._settle()

    def _write_source(self, sha256: str, data: bytes) -> None:
        if sha256 in self._shared:
            if sha256 in self._listed:
                return
            self._listed.add(sha256)
        self._write_file(f"sources/{sha256[:2]}/{sha256}", [data])

    def _write_texts(self, issue: Issue) -> None:
        """The articles that readers see."""
        articles = Article.objects.using(self.alias).visible().filter(page__issue=issue).in_printed_order()
        for article in articles.prefetch_related("bylines", "photos").select_related("page").iterator(chunk_size=100):
            name = f"texts/{issue.newspaper.slug}/{issue.stamp}/{article.page.number:02d}-{article.number}.txt"
            self._write_file(name, [plain_text(article).encode("utf-8", "surrogatepass")])

    def _write_lines(self, name: str, records: Iterable[Record]) -> None:
        self._write_file(name, (record.line() for record in records))

    def _write_file(self, name: str, pieces: Iterable[bytes]) -> None:
        """A file that has its name only once it is whole, and its line in the list."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, unnamed = hashlib.sha256(), path.with_name(f"{path.name}.part")
        with unnamed.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        unnamed.replace(path)
        self.list.write(f"{digest.hexdigest()}  {name}\n".encode())

    def _settle(self) -> None:
        """What was written so far will be found written, whatever happens."""
        self.list.flush()
        os.fsync(self.list.fileno())

    def _finish(self) -> None:
        (self.folder / f"{FILES}.part").replace(self.folder / FILES)
        counts = _counted(self.folder)
        described = {
            "format": FORMAT,
            "version": VERSION,
            "selection": self.selection.as_json(),
            "counts": dict(sorted(counts.items())),
            FILES: hashlib.sha256((self.folder / FILES).read_bytes()).hexdigest(),
        }
        _write_whole(self.folder / MANIFEST, (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode())
        (self.folder / UNFINISHED).unlink()
        self.done.counts.update(counts)


def plain_text(article: Article) -> str:
    """An article to be read without any program: headlines, bylines as printed, text, captions."""
    printed = dict.fromkeys(byline.as_printed or byline.name for byline in article.bylines.all() if not byline.photo_id)
    parts = [article.kicker, article.headline, article.subhead, *printed, article.dateline]
    parts += [paragraph.text for paragraph in article.paragraphs]
    parts += [text for photo in article.photos.all() for text in (photo.caption, photo.credit)]
    return "".join(f"{part}\n" for part in parts if part)


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """The (hash, file name) pairs of a list of files. Raises ValueError where a line is none."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            sha256, _, name = line.rstrip("\n").partition("  ")
            if len(sha256) != 64 or not name:
                raise ValueError(line[:80])
            yield sha256, name


def _whole_issues(listed: str) -> tuple[list[str], set[str]]:
    """The lines up to the last issue that was written whole, and the files of records among them."""
    kept: list[str] = []
    finished: set[str] = set()
    waiting: list[str] = []
    for line in listed.splitlines(keepends=True):
        waiting.append(line)
        name = _path_in(line)
        if line.endswith("\n") and (name == OPENING or name.startswith("issues/")):
            finished.add(name)
            kept += waiting
            waiting = []
    return kept, finished


def _path_in(line: str) -> str:
    return line.rstrip("\n").partition("  ")[2]


def _state_of(alias: str) -> list[Any]:
    """Something that differs where the archive does: its state, and how many rows of each model there are."""
    state: list[Any] = [ArchiveState.current(alias).token]
    for label, model in sorted(KNOWN.items()):
        rows = model._base_manager.using(alias)
        state.append([label, *rows.aggregate(count=Count("pk"), last=Max("pk")).values()])
        if any(each.name == "state" for each in model._meta.concrete_fields):
            state.append(sorted(map(list, rows.values_list("state").annotate(count=Count("pk")).order_by())))
    return state


def _counted(folder: Path) -> Counter[str]:
    """The rows of each model, as the files hold them."""
    counts: Counter[str] = Counter()
    for _, name in lines_of(folder / FILES):
        if name.endswith(".jsonl"):
            with (folder / name).open("rb") as file:
                counts.update(line[10 : line.index(b'"', 10)].decode() for line in file)
    return counts


def _write_whole(path: Path, data: bytes) -> None:
    unnamed = path.with_name(f"{path.name}.new")
    unnamed.write_bytes(data)
    unnamed.replace(path)
