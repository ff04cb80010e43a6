"""Kinds of NumPy arrays, by what they hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Indices = NDArray[np.intp]
# Yes or no.
Table = NDArray[np.bool_]
# Characters and strings of a few of them as whole numbers.
Codes = NDArray[np.int64]
