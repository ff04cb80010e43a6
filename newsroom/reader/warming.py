"""What a process that serves readers loads before the first of them asks.

All of it is loaded when first needed anyway. But then eight threads wait for one another to read the same tables, and
the readers who come right after a start or a reload wait for seconds.
"""

from __future__ import annotations

from django.urls import get_resolver
from haystack import connections as engines

from newsroom.language.lookalikes import shapes, sound
from newsroom.reader.freshness import program_digest
from newsroom.search.analysis import words
from newsroom.search.engine import NoUsableIndex


def warm_up() -> None:
    """Loads the views, the dictionary, the tables of sounds and shapes, and opens the index. Asks no database.

    Where there is no usable index it is left to the first search, which has it built.
    """
    _ = get_resolver().url_patterns
    program_digest()
    shapes()
    sound("报")
    words("报")
    try:
        engines["default"].get_backend().view()
    except NoUsableIndex:
        return
