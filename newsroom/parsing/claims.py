"""A second look at the headlines of a divided page: each pair of a group and a story weighed against its rivals.

The first look asks of one group and one story at a time. Which other story the group would fit, and which other group
the story, is known only once the page is divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from newsroom.parsing.groups import TALLEST_GROUP, Group, Key
from newsroom.parsing.headlines import WORST_FIT, Fits, Headlines, Stretch, starts_of
from newsroom.parsing.weights import Weights

QUESTION = "headline again"


@dataclass(frozen=True, slots=True)
class Claim:
    """A group, the number of a story that it may head, and what speaks for and against that."""

    key: Key
    story: int
    cues: dict[str, float]


class Claims:
    """Every pair of a page's headline groups and stories that the first look thought worth keeping."""

    def __init__(self, headlines: Headlines, stretches: Sequence[Stretch], given: Mapping[int, Group]) -> None:
        self.headlines = headlines
        self.stretches = stretches
        self.given = given
        self._first_fits = headlines.fits(starts_of(stretches))
        self.fits: dict[Key, dict[int, float]] = {key: {} for key in headlines.keys}
        self._by_story: dict[int, list[tuple[float, Key]]] = {}
        found = self._first_fits
        number_of = {first: story for story, (first, _) in enumerate(stretches)}
        for group, first, fit in zip(found.groups.tolist(), found.first.tolist(), found.odds.tolist(), strict=True):
            key, story = headlines.keys[group], number_of[first]
            self.fits[key][story] = fit
            self._by_story.setdefault(story, []).append((fit, key))
        for claims in self._by_story.values():
            claims.sort(reverse=True)
        self._pairs = [(key, story) for key, fits in self.fits.items() for story in fits]
        self._kin = _kin(self.fits)
        self._owners = {line: story for story, group in given.items() for line in group.lines}

    def fits_again(self, weights: Weights) -> Fits:
        """The pairs that a second look keeps, with its log odds."""
        if not self._pairs:
            return self._first_fits
        own = [self._rival_cues(*pair) | self._given_cues(*pair) for pair in self._pairs]
        values = weights.values(QUESTION, own, onto=self.headlines.values(QUESTION, self._first_fits))
        return replace(self._first_fits, odds=np.array(weights.scores_of(QUESTION, values))).kept()

    def all(self) -> list[Claim]:
        """Every pair with its cues."""
        cases = self.headlines.fit_cues([(key, self.stretches[story]) for key, story in self._pairs])
        return [
            Claim(*pair, case | self._rival_cues(*pair) | self._given_cues(*pair))
            for pair, case in zip(self._pairs, cases, strict=True)
        ]

    def _rival_cues(self, key: Key, story: int) -> dict[str, float]:
        """How well the first look thought of the pair, of other groups for the story and of other stories for it."""
        fit = self.fits[key][story]
        kin = self._kin[key]
        rival = next(
            (odds for odds, other in self._by_story[story] if other != key and not _overlap(other, key)), WORST_FIT
        )
        other_lines = max((self.fits[other].get(story, WORST_FIT) for other in kin), default=WORST_FIT)
        elsewhere, wanted = (
            max(
                (odds for other in keys for number, odds in self.fits[other].items() if number != story),
                default=WORST_FIT,
            )
            for keys in ([key], kin)
        )
        return {
            "fit": fit,
            "best rival": rival,
            "fit against rivals": fit - rival,
            "fit with other lines": other_lines,
            "fit against other lines": fit - other_lines,
            "fit elsewhere": elsewhere,
            "fit against elsewhere": fit - elsewhere,
            "lines wanted elsewhere": wanted,
            "fit against the lines elsewhere": fit - wanted,
        }

    def _given_cues(self, key: Key, story: int) -> dict[str, float]:
        """What the first look did with the group's lines and with the story."""
        lines = self.headlines.groups[key].lines
        found = {
            "stories": float(min(30, len(self.stretches))),
            "stories without a headline": float(min(10, len(self.stretches) - len(self.given))),
        }
        group = self.given.get(story)
        if group is None:
            found["story was given none"] = 1.0
        elif group.lines == lines:
            found["story was given it"] = 1.0
        else:
            found["story was given another"] = 1.0
            found["share given of it"] = len(set(group.lines) & set(lines)) / len(lines)
        owners = [self._owners.get(line) for line in lines]
        found["lines left over"] = float(owners.count(None))
        found["lines given elsewhere"] = float(sum(owner not in (None, story) for owner in owners))
        return found


def _overlap(one: Key, other: Key) -> bool:
    """Whether two groups have a line in common; lines of one group stand together."""
    return one[0] < other[0] + other[1] and other[0] < one[0] + one[1]


def _kin(keys: Iterable[Key]) -> dict[Key, list[Key]]:
    """For each group the others that have a line in common with it, in the order of the page."""
    sizes: dict[int, list[int]] = {}
    for first, size in keys:
        sizes.setdefault(first, []).append(size)
    return {
        (first, size): [
            (other, lines)
            for other in range(first - TALLEST_GROUP + 1, first + size)
            for lines in sizes.get(other, ())
            if other + lines > first and (other, lines) != (first, size)
        ]
        for first, many in sizes.items()
        for size in many
    }
