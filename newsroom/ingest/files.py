"""Which files the operator meant, and their bytes. Nothing here trusts a name, a size or a link."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsroom.parsing.readers import candidates, suffixes
from newsroom.parsing.readers.founder import is_page_index

MANIFEST = "issue.toml"
# No page file of an e-paper, no issue.toml and nothing else that is read beside the dumps is larger.
MAX_BYTES = 1_000_000
# How much of a file is looked at to tell whether some reader knows it.
START_BYTES = 4096
# A browser saves what belongs to page.html in page_files.
HIDDEN = re.compile(r"^\.|_files$")
# <paper>/<date>/<page>, with room above and below for whatever order somebody keeps.
MOST_DEEP = 50
# Notes that people leave beside the dumps.
NOTES = re.compile(r"(read\s?me|licen[cs]e|changelog|说明|自述)\b.*", re.IGNORECASE)


class Unreadable(Exception):
    """A file cannot be read. The message is one sentence for the operator."""


class NoSuchPath(Exception):
    """The operator named a path that is not there."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that may hold a page. ``argument`` is the path the operator gave, under which it was found."""

    path: Path
    argument: Path

    def __str__(self) -> str:
        return shown(self.path)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that was not imported, and one sentence why."""

    path: Path
    why: str

    def __str__(self) -> str:
        return f"{shown(self.path)}: {self.why}"


@dataclass(frozen=True, slots=True)
class Found:
    """What lies under the given paths: dumps in file order, what was refused, and what is no dump at all."""

    dumps: tuple[Dump, ...]
    refused: tuple[Refusal, ...]
    passed_over: tuple[Path, ...]


def find_dumps(arguments: Iterable[Path]) -> Found:
    """Every dump under the given files and folders, each once. Raises NoSuchPath for a path that is not there.

    Folders are walked in natural order (2 before 10). Hidden files, notes, other formats and symbolic links inside
    them are passed over; a file that was named outright and cannot be a dump is refused.
    """
    dumps: dict[Path, Dump] = {}
    refused: list[Refusal] = []
    passed_over: list[Path] = []
    for argument in arguments:
        try:
            argument.stat()
        except (OSError, ValueError) as error:
            raise NoSuchPath(f"There is no {shown(argument)} that can be read.") from error
        if argument.is_dir():
            if not _walk(argument, dumps, refused, passed_over):
                refused.append(Refusal(argument, f"holds no page dumps ({_suffixes()} files)"))
        elif _is_dump(argument):
            dumps.setdefault(argument.resolve(), Dump(argument, argument))
        else:
            refused.append(Refusal(argument, f"is no page dump; those are {_suffixes()} files"))
    return Found(tuple(dumps.values()), tuple(refused), tuple(passed_over))


def _walk(argument: Path, dumps: dict[Path, Dump], refused: list[Refusal], passed_over: list[Path]) -> int:
    """Adds what lies under a folder, and returns how many dumps and unreadable folders there were."""
    seen = 0

    def unreadable_folder(error: OSError) -> None:
        nonlocal seen
        seen += 1
        refused.append(Refusal(Path(error.filename), f"cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(argument, onerror=unreadable_folder):
        here = Path(folder)
        if len(here.parts) - len(argument.parts) >= MOST_DEEP and folders:
            seen += 1
            refused.append(Refusal(here, f"lies {MOST_DEEP} folders deep; what is in folders below was not looked at"))
            folders.clear()
        links = [name for name in folders if (here / name).is_symlink()]
        passed_over += [here / name for name in links]
        folders[:] = sorted((name for name in folders if name not in links and not HIDDEN.search(name)), key=natural)
        for name in sorted(names, key=natural):
            path = here / name
            if not path.is_symlink() and _is_dump(path):
                seen += 1
                dumps.setdefault(path.resolve(), Dump(path, argument))
            elif name != MANIFEST and not is_page_index(name):
                passed_over.append(path)
    return seen


def _is_dump(path: Path) -> bool:
    """Whether some reader may read the file. Only where its name leaves that open is the file looked into."""
    readers = candidates(path.name)
    if not readers or path.name.startswith(".") or NOTES.fullmatch(path.stem) or is_page_index(path.name):
        return False
    if any(reader.recognises(b"") for reader in readers) or not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            start = file.read(START_BYTES)
    except OSError:
        return True  # the run says why it cannot be read
    return any(reader.recognises(start) for reader in readers)


def _suffixes() -> str:
    return ", ".join(suffixes())


def natural(name: str) -> list[tuple[int, str]]:
    """A sort key that puts ``2.txt`` before ``10.txt``."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name) if part]


def bytes_of(path: Path) -> bytes:
    """A file's bytes. Raises Unreadable for what is no regular file, is too large to be a page, or cannot be read."""
    most = max((reader.most_bytes for reader in candidates(path.name)), default=MAX_BYTES)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is no ordinary file")
        if status.st_size > most:
            raise Unreadable(_too_large(status.st_size, most))
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    if len(data) > most:
        raise Unreadable(_too_large(len(data), most))
    return data


def _too_large(size: int, most: int) -> str:
    return f"is {size / 1e6:.1f} MB large; no page is, and more than {most / 1e6:.0f} MB are not read"


def shown(path: Path | str) -> str:
    """A path fit for a terminal and a database: line breaks, control characters and broken bytes are spelled out."""
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else character
        for character in str(path)
    )
