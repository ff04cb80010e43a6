"""A bar for work that is told in (table, rows) steps; nothing where nobody looks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from tqdm import tqdm


@contextlib.contextmanager
def rows_bar() -> Iterator[Callable[[str, int], None]]:
    with tqdm(unit="rows", disable=None, leave=False) as bar:

        def progress(table: str, rows: int) -> None:
            bar.set_description_str(table, refresh=False)
            bar.update(rows)

        yield progress
