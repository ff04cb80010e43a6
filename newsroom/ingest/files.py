"""Which files the operator meant, and their bytes. Nothing here trusts a name, a size or a link."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "issue.toml"
# A page of a broadsheet holds up to twenty thousand characters, some 60 kB; a dump a hundred times that size is none.
MAX_BYTES = 5_000_000
READABLE = frozenset({".txt"})
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
        if not argument.exists():
            raise NoSuchPath(f"There is no {shown(argument)}.")
        if argument.is_dir():
            if not _walk(argument, dumps, refused, passed_over):
                refused.append(Refusal(argument, f"holds no page dumps ({_suffixes()} files)"))
        elif _is_dump(argument.name):
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
        links = [name for name in folders if (here / name).is_symlink()]
        passed_over += [here / name for name in links]
        folders[:] = sorted((name for name in folders if name not in links and not name.startswith(".")), key=natural)
        for name in sorted(names, key=natural):
            path = here / name
            if _is_dump(name) and not path.is_symlink():
                seen += 1
                dumps.setdefault(path.resolve(), Dump(path, argument))
            elif name != MANIFEST:
                passed_over.append(path)
    return seen


def _is_dump(name: str) -> bool:
    path = Path(name)
    return path.suffix.lower() in READABLE and not name.startswith(".") and not NOTES.fullmatch(path.stem)


def _suffixes() -> str:
    return ", ".join(sorted(READABLE))


def natural(name: str) -> list[tuple[int, str]]:
    """A sort key that puts ``2.txt`` before ``10.txt``."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name) if part]


def bytes_of(path: Path) -> bytes:
    """A dump's bytes. Raises Unreadable for what is no regular file, is too large to be a page, or cannot be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is no ordinary file")
        if status.st_size > MAX_BYTES:
            raise Unreadable(_too_large(status.st_size))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise Unreadable(_too_large(len(data)))
    return data


def _too_large(size: int) -> str:
    return f"is {size / 1e6:.1f} MB large; no page is, and more than {MAX_BYTES / 1e6:.0f} MB are not read"


def shown(path: Path | str) -> str:
    """A path fit for a terminal and a database: line breaks, control characters and broken bytes are spelled out."""
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else character
        for character in str(path)
    )
