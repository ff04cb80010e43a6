"""Ways in: one reader a format, one file a reader. A new format is a new file and a line in READERS.

``plain`` reads page dumps, ``own_json`` what ``import_issue --json`` prints, ``founder`` the articles of a Founder
e-paper, ``web_article`` any other saved web page with an article on it.
"""

from __future__ import annotations

from pathlib import PurePath

from newsroom.parsing.readers import founder, own_json, plain, web_article
from newsroom.parsing.readers.source import Reader, SourcePage, Stated, Unfit

__all__ = [
    "READERS",
    "Reader",
    "SourcePage",
    "Stated",
    "Unfit",
    "candidates",
    "reader_of",
    "states_its_places",
    "suffixes",
]

# The first that has the suffix and recognises the bytes reads a file.
READERS = (plain.READER, own_json.READER, founder.READER, web_article.READER)


def suffixes() -> list[str]:
    """The endings of file names that some reader reads."""
    return sorted(set().union(*(reader.suffixes for reader in READERS)))


def candidates(file: str) -> list[Reader]:
    """The readers for files of that name."""
    suffix = PurePath(file).suffix.lower()
    return [reader for reader in READERS if suffix in reader.suffixes]


def states_its_places(file: str) -> bool:
    """Whether files of that name say themselves which issues and pages they hold, so that their path need not."""
    return any(reader.sovereign for reader in candidates(file))


def reader_of(file: str, data: bytes) -> Reader:
    """The reader for a file of that name with those bytes. Raises Unfit when none reads it."""
    for reader in candidates(file):
        if reader.recognises(data):
            return reader
    raise Unfit(f"is nothing that can be read as a page ({', '.join(suffixes())})")
