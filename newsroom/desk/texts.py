"""The texts of a snapshot by name, so that a place in any of them can be pointed at and put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsroom.desk.snapshots import TEXT_PARTS, Snapshot


def texts_of(snapshot: Snapshot) -> dict[str, str]:
    """Every text that may be put right, by field: a text part, ``byline 0 name``, ``photo 1 caption``, counted from 0.

    What is kept as printed is none of them.
    """
    texts = {part: getattr(snapshot, part) for part in TEXT_PARTS}
    for index, byline in enumerate(snapshot.bylines):
        texts[f"byline {index} name"] = byline.name
        texts[f"byline {index} affiliation"] = byline.affiliation
    for index, photo in enumerate(snapshot.photos):
        texts[f"photo {index} caption"] = photo.caption
        texts[f"photo {index} credit"] = photo.credit
    return texts


def with_substituted(snapshot: Snapshot, sought: str, right: str, places: Iterable[tuple[str, int]]) -> Snapshot:
    """The snapshot with ``right`` for ``sought`` at each (field, start). Raises ValueError where it does not stand."""
    texts = texts_of(snapshot)
    for field, start in sorted(places, reverse=True):  # from the end, so that earlier places stay where they are
        if not texts.get(field, "").startswith(sought, start):
            raise ValueError(f"{sought} does not stand at {start} of {field}.")
        texts[field] = texts[field][:start] + right + texts[field][start + len(sought) :]
    bylines = []
    for index, byline in enumerate(snapshot.bylines):
        name = texts[f"byline {index} name"]
        bylines.append(
            replace(
                byline,
                name=name,
                affiliation=texts[f"byline {index} affiliation"],
                contributor=byline.contributor if name == byline.name else None,
            )
        )
    photos = [
        replace(photo, caption=texts[f"photo {index} caption"], credit=texts[f"photo {index} credit"])
        for index, photo in enumerate(snapshot.photos)
    ]
    return Snapshot(**{part: texts[part] for part in TEXT_PARTS}, bylines=tuple(bylines), photos=tuple(photos))
