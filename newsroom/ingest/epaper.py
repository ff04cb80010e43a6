"""What the page files (``node_*.htm``) of a saved e-paper tell of the article files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsroom.ingest.files import Unreadable, bytes_of, natural
from newsroom.parsing.decode import Undecodable
from newsroom.parsing.readers.founder import is_page_index, read_page_index


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a page file lists an article: on which page, and as the how-manieth of it."""

    page: int | None
    page_name: str
    position: int


def lists_in(folder: Path) -> dict[str, Listed]:
    """The file name of each article that a page file in the folder lists -> where. Unreadable ones say nothing."""
    listed: dict[str, Listed] = {}
    indexes = (path.name for path in folder.iterdir() if is_page_index(path.name) and not path.is_symlink())
    for name in sorted(indexes, key=natural):
        try:
            index = read_page_index(bytes_of(folder / name))
        except (Unreadable, Undecodable):
            continue
        for position, file in enumerate(index.files, 1):
            listed.setdefault(file, Listed(index.number, index.name, position))
    return listed
