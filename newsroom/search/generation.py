"""Which generation of the index is there, for whoever keeps what a search gave."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from haystack import connections as engines

from newsroom.search.engine import NewsroomSearchBackend
from newsroom.search.view import index_folder


class Generation(NamedTuple):
    """``mark`` is equal only where every search finds the same. ``written_at`` is None where there is no index."""

    mark: str
    written_at: dt.datetime | None


def index_generation() -> Generation:
    """A look into the folder, no more."""
    backend: NewsroomSearchBackend = engines["default"].get_backend()
    found = index_folder(backend.folder).generation()
    if found is None:
        return Generation("", None)
    number, written_ns, inode = found
    return Generation(f"{number}-{written_ns}-{inode}", dt.datetime.fromtimestamp(written_ns / 1e9, dt.UTC))
