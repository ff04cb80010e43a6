"""The whole text of an article as one value: what a revision keeps, what is hashed, compared and put back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from newsroom.models import Article

TEXT_PARTS = ("kicker", "headline", "subhead", "dateline", "body")


@dataclass(frozen=True, slots=True)
class BylineText:
    """``photo`` is the position of the photo it credits, None for the article itself.

    ``contributor`` is the key of the contributor whom an editor or the import credited, None to go by the name. It is
    no part of the text: who is meant may be settled later, or two contributors found to be one, and the text stays.
    """

    name: str
    role: str = ""
    affiliation: str = ""
    as_printed: str = ""
    photo: int | None = None
    contributor: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class PhotoText:
    position: int
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every text part of an article, its bylines and photos in order. Equal snapshots have equal hashes.

    Raises ValueError when the photos are not in order, each at a position of its own, or a byline credits a photo that
    is not there.
    """

    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    dateline: str = ""
    body: str = ""
    bylines: tuple[BylineText, ...] = ()
    photos: tuple[PhotoText, ...] = ()

    def __post_init__(self) -> None:
        positions = [photo.position for photo in self.photos]
        if positions != sorted(set(positions)):
            raise ValueError(f"Photos stand at positions {positions}.")
        if missing := {byline.photo for byline in self.bylines} - {None, *positions}:
            raise ValueError(f"A byline credits photo {missing}; there are {positions}.")

    @classmethod
    def of(cls, article: Article) -> Self:
        """The article as the database holds it now. Two queries unless its bylines and photos are prefetched."""
        photos = sorted(article.photos.all(), key=lambda photo: photo.position)
        position_of = {photo.pk: photo.position for photo in photos}
        return cls(
            **{part: getattr(article, part) for part in TEXT_PARTS},
            bylines=tuple(
                BylineText(
                    name=byline.name,
                    role=byline.role,
                    affiliation=byline.affiliation,
                    as_printed=byline.as_printed,
                    photo=position_of.get(byline.photo_id) if byline.photo_id else None,
                    contributor=byline.contributor_id,
                )
                for byline in sorted(article.bylines.all(), key=lambda byline: byline.position)
            ),
            photos=tuple(PhotoText(photo.position, photo.caption, photo.credit) for photo in photos),
        )

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What ``as_json`` gave. Raises KeyError or TypeError on anything else."""
        return cls(
            **{part: data[part] for part in TEXT_PARTS},
            bylines=tuple(BylineText(**byline) for byline in data["bylines"]),
            photos=tuple(PhotoText(**photo) for photo in data["photos"]),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dicts, for a JSONField."""
        data = asdict(self)
        return {**data, "bylines": list(data["bylines"]), "photos": list(data["photos"])}

    @property
    def sha256(self) -> str:
        data = self.as_json()
        for byline in data["bylines"]:
            del byline["contributor"]
        canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        # Text read from a broken source may hold lone surrogates; they must hash too.
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()

    def with_parts(self, **parts: Any) -> Self:
        return replace(self, **parts)
