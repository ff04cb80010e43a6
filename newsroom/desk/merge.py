"""Two changes of one text brought together: what does not touch is merged, what does is laid side by side.

Pure functions over texts and snapshots. ``base`` is what both started from, ``mine`` the change being saved, ``theirs``
the one already there. The same functions serve two editors at one article and an editor's work met by a better dump.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar

from newsroom.desk.edits import Edit, edits
from newsroom.desk.snapshots import TEXT_PARTS, BylineText, PhotoText, Snapshot

# Rewritten prose keeps single characters by accident. Up to this many unchanged characters between two changes of one
# side belong to the change: the other side's work is never woven into the middle of it.
KEPT_BY_ACCIDENT = 2

Value = TypeVar("Value")
Row = TypeVar("Row", BylineText, PhotoText | None)


class Clash(NamedTuple):
    """One stretch that both changed, each in its own way."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class MergedText:
    """``stretches`` in reading order: text that is agreed, or a clash."""

    stretches: tuple[str | Clash, ...]

    @property
    def clashes(self) -> list[Clash]:
        return [stretch for stretch in self.stretches if isinstance(stretch, Clash)]

    @property
    def text(self) -> str:
        """The merged text, ``mine`` where the two clash."""
        return "".join(stretch.mine if isinstance(stretch, Clash) else stretch for stretch in self.stretches)


class PartClash(NamedTuple):
    """A part of an article in which two changes clash. Of bylines and photos, the whole lists are given."""

    part: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """``snapshot`` is the merged article, ``mine`` where the two clash."""

    snapshot: Snapshot
    clashes: tuple[PartClash, ...]


class Undecided(Exception):
    """Both changed one value, each in its own way."""


def merge_texts(base: str, mine: str, theirs: str) -> MergedText:
    """Merges two changes of a text, character by character.

    Changes that touch each other clash, unless they come to the same.
    """
    stretches: list[str | Clash] = []
    at = 0
    for region in _regions(base, mine, theirs, kept_by_accident=KEPT_BY_ACCIDENT):
        stretches.append(base[at : region.start])
        versions = (base[region.start : region.end], mine[region.mine], theirs[region.theirs])
        try:
            stretches.append(_decided(*versions))
        except Undecided:
            stretches.append(Clash(*versions))
        at = region.end
    stretches.append(base[at:])
    return MergedText(tuple(stretch for stretch in stretches if stretch))


def merge(base: Snapshot, mine: Snapshot, theirs: Snapshot) -> Merged:
    """Merges two changes of an article, part by part."""
    clashes: list[PartClash] = []
    texts = {}
    for part in TEXT_PARTS:
        merged = merge_texts(*(getattr(version, part) for version in (base, mine, theirs)))
        clashes += [PartClash(part, *clash) for clash in merged.clashes]
        texts[part] = merged.text
    try:
        # Together: whom a photo is credited to and which photos there are cannot be settled apart.
        credited = Snapshot(
            photos=_merged_photos(base.photos, mine.photos, theirs.photos),
            bylines=_merged_bylines(base.bylines, mine.bylines, theirs.bylines),
        )
    except (Undecided, ValueError):
        credited = mine
        for part in ("photos", "bylines"):
            versions = [getattr(version, part) for version in (base, mine, theirs)]
            if versions[1] != versions[2]:
                clashes.append(PartClash(part, *versions))
    return Merged(Snapshot(**texts, photos=credited.photos, bylines=credited.bylines), tuple(clashes))


class _Region(NamedTuple):
    """A stretch of the base that at least one side changed, and where each side has it."""

    start: int
    end: int
    mine: slice
    theirs: slice


def _regions(
    base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], *, kept_by_accident: int = 0
) -> Iterator[_Region]:
    """The changes of both sides in order, those that touch each other made one."""
    waiting = sorted(
        [(edit, 0) for edit in edits(base, mine, kept_by_accident=kept_by_accident)]
        + [(edit, 1) for edit in edits(base, theirs, kept_by_accident=kept_by_accident)]
    )
    # How far each side has moved against the base so far.
    shifts = [0, 0]
    while waiting:
        group: list[tuple[Edit, int]] = [waiting.pop(0)]
        end = group[0][0].end
        while waiting and waiting[0][0].start <= end:
            group.append(waiting.pop(0))
            end = max(end, group[-1][0].end)
        start, before = group[0][0].start, list(shifts)
        for edit, side in group:
            shifts[side] = edit.new_end - edit.end
        yield _Region(start, end, *(slice(start + was, end + now) for was, now in zip(before, shifts, strict=True)))


def _decided(base: Value, mine: Value, theirs: Value) -> Value:
    """The value both come to, or the one that was changed. Raises Undecided."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    raise Undecided


def _merged_photos(
    base: tuple[PhotoText, ...], mine: tuple[PhotoText, ...], theirs: tuple[PhotoText, ...]
) -> tuple[PhotoText, ...]:
    at = [{photo.position: photo for photo in photos} for photos in (base, mine, theirs)]
    merged = (
        _merged_row(*(photos.get(position) for photos in at), names=("position", "caption", "credit"))
        for position in sorted(set().union(*at))
    )
    return tuple(photo for photo in merged if photo is not None)


def _merged_bylines(
    base: tuple[BylineText, ...], mine: tuple[BylineText, ...], theirs: tuple[BylineText, ...]
) -> tuple[BylineText, ...]:
    """Byline by byline where neither side added or removed any; else run by run of those that changed."""
    if len(base) == len(mine) == len(theirs):
        names = ("name", "role", "affiliation", "as_printed", "photo")
        merged = [_merged_row(*versions, names=names) for versions in zip(base, mine, theirs, strict=True)]
    else:
        merged, at = [], 0
        for region in _regions(base, mine, theirs):
            merged += base[at : region.start]
            merged += _decided(base[region.start : region.end], mine[region.mine], theirs[region.theirs])
            at = region.end
        merged += base[at:]
    # Whom an unchanged byline credits: as this save asks, else as stored.
    credited = {byline: byline.contributor for byline in (*theirs, *mine) if byline.contributor is not None}
    return tuple(replace(byline, contributor=credited.get(byline)) for byline in merged)


def _merged_row(base: Row, mine: Row, theirs: Row, *, names: Sequence[str]) -> Row:
    """One byline or photo: the version that was changed, or, where both changed it, value by value."""
    try:
        return _decided(base, mine, theirs)
    except Undecided:
        if base is None or mine is None or theirs is None:
            raise
        values = {name: _decided(*(getattr(version, name) for version in (base, mine, theirs))) for name in names}
        return type(mine)(**values)
