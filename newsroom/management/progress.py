"""Bars for work that takes a while, in the operator's language; nothing where nobody looks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from tqdm import tqdm

from newsroom.management.language import speaking

# What a bar counts.
ARTICLES = pgettext_lazy("counted by a bar", "articles")
FILES = pgettext_lazy("counted by a bar", "files")
ISSUES = pgettext_lazy("counted by a bar", "issues")
PAGES = pgettext_lazy("counted by a bar", "pages")
ROWS = pgettext_lazy("counted by a bar", "rows")


def bar(unit: str | Promise, total: int | None = None, *, doing: str | Promise = "") -> Any:
    """A bar of tqdm's: ``update()`` moves it on."""
    with speaking():
        return tqdm(desc=str(doing) or None, total=total, unit=str(unit), disable=None, leave=False)


@contextlib.contextmanager
def rows_bar() -> Iterator[Callable[[str, int], None]]:
    """For work that is told in (table, rows) steps."""
    with bar(ROWS) as rows:

        def progress(table: str, count: int) -> None:
            rows.set_description_str(table, refresh=False)
            rows.update(count)

        yield progress


@contextlib.contextmanager
def articles_bar() -> Iterator[Callable[[int, int], None]]:
    """For work that is told as (done, all)."""
    with bar(ARTICLES) as articles:

        def progress(done: int, total: int) -> None:
            articles.total = total
            articles.update(done - articles.n)

        yield progress
