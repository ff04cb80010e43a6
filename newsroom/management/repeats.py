"""What is said of ten thousand files is not said ten thousand times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

# What a person reads of one kind before it is enough to know how many more there are.
MOST_ALIKE = 20
# The file a sentence is about, and what differs from one such sentence to the next.
ABOUT = re.compile(r"^(?:refused: |拒收：)?.*?: ")
DIFFERING = re.compile(r"\d+")


class Repeats:
    """Says sentences like “refused: FILE: the file is empty” until there were enough of a kind, and counts the rest."""

    def __init__(self, say: Callable[[str], object], most: int | None = MOST_ALIKE) -> None:
        """``most`` None says them all."""
        self._say, self._most = say, most
        self._heard: Counter[str] = Counter()
        self._sample: dict[str, str] = {}

    def __call__(self, sentence: str) -> None:
        said = ABOUT.sub("", sentence)
        kind = DIFFERING.sub("0", said)
        self._heard[kind] += 1
        if self._most is None or self._heard[kind] <= self._most:
            self._say(sentence)
        else:
            self._sample.setdefault(kind, said)

    def rest(self) -> Iterator[tuple[int, str]]:
        """How many of each kind were not said, and one of them without its file."""
        for kind, said in self._sample.items():
            yield self._heard[kind] - (self._most or 0), said
