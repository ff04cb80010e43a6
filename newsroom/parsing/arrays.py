"""Kinds of NumPy arrays, by what they hold, and what several modules do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]
# Yes or no.
Table = NDArray[np.bool_]
# Characters and strings of a few of them as whole numbers.
Codes = NDArray[np.int64]


def within(numbers: ArrayLike, least: float, most: float) -> NDArray[Any]:
    """The numbers, none below ``least`` or above ``most``; takes a fraction of what ``np.clip`` does for few."""
    return np.minimum(np.maximum(numbers, least), most)


def differs(numbers: NDArray[Any]) -> Table:
    """For each number of a row whether it is another than the one before it."""
    found = np.ones(numbers.shape, dtype=bool)
    np.not_equal(numbers[..., 1:], numbers[..., :-1], out=found[..., 1:])
    return found


def for_all(values: Mapping[str, float], count: int) -> dict[str, Numbers]:
    """Columns of so many cases that all say the same."""
    return {cue: np.full(count, float(value)) for cue, value in values.items()}


def cases_of(columns: Mapping[str, Numbers]) -> list[dict[str, float]]:
    """What the columns say of each case."""
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]
