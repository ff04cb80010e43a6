"""Which articles hold some words: their keys alone, for those who list articles by other means."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from haystack import connections as engines
from haystack.constants import DJANGO_ID

from newsroom.search.engine import NewsroomSearchBackend
from newsroom.search.filters import CURRENT
from newsroom.search.matching import Matching
from newsroom.search.nodes import AllOf, Run


def article_keys(runs: Iterable[str]) -> list[int]:
    """The public articles in whose present text each of these runs of characters stands, as far as they are indexed.

    Letters, width and traditional forms are folded as in any search. Raises NoUsableIndex.
    """
    backend: NewsroomSearchBackend = engines["default"].get_backend()
    view = backend.view()
    matching = Matching(view, backend.plan, scored=False)
    mask = matching.matching(AllOf(tuple(Run(CURRENT, run) for run in runs)))
    column = view.values(DJANGO_ID)
    keys = np.array(column.names, np.int64)
    return [int(key) for key in keys[column.ordinals[mask[column.owners]]]]
