"""A new dump's readings of a page, fitted to the articles that editors made of the page.

The dump knows nothing of what was split, joined or rearranged. Piece by piece - headline parts, paragraphs, photos,
bylines - the readings are laid upon what was last imported of those articles, and each article gets the pieces that are
its own. So a reading of what was split is split in the same place, and readings of what was joined are joined. Readings
equal to what was imported come out equal, and no piece of a reading goes to two articles or to none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from newsroom.desk.likeness import Pairs, held, likeness, likest, pairs_of
from newsroom.desk.pieces import Origin, as_line, composed, pieces_of, words_of
from newsroom.desk.shares import HEADLINE_PARTS
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot

# Of a piece that has no partner, as where paragraphs were cut otherwise, so much stands in the article it belongs to.
BELONGS = 0.5
# A dump that holds so much of an article brings all of it: what it lacks is not printed there.
READ_WHOLE = 0.75


@dataclass
class Fitted:
    """What a dump brings for one article, and where it stands in the dump's readings.

    ``readings`` are those that belong to the article for the most part; ``origins`` says for (part, index) of the
    article, as in a SourceSpan, which (reading, part, index) it comes from.
    """

    snapshot: Snapshot
    readings: list[int]
    origins: dict[tuple[str, int], list[Origin]] = field(default_factory=dict)

    def numbered(self, numbers: Sequence[int]) -> Fitted:
        """The same with its readings numbered as in a longer list, of which these are the numbers."""
        origins = {
            part: [origin._replace(reading=numbers[origin.reading]) for origin in found]
            for part, found in self.origins.items()
        }
        return Fitted(self.snapshot, [numbers[reading] for reading in self.readings], origins)


class _Line(NamedTuple):
    """A paragraph on its way into an article's body: ``place`` orders it."""

    place: float
    text: str
    origins: tuple[Origin, ...] = ()


def belonging(known: Sequence[Snapshot], others: Sequence[Snapshot], readings: Sequence[Snapshot]) -> list[int]:
    """Which readings are, for the most part, of the known articles rather than of one of the others."""
    together: Pairs = sum((pairs_of(words_of(text)) for text in known), Counter())
    apart = [pairs_of(words_of(text)) for text in others]
    found = []
    for at, reading in enumerate(readings):
        pairs = pairs_of(words_of(reading))
        share = held(pairs, together)
        if share >= BELONGS and share > max((held(pairs, other) for other in apart), default=0.0):
            found.append(at)
    return found


def fitted(known: Sequence[Snapshot], readings: Sequence[Snapshot]) -> list[Fitted | None]:
    """What these readings bring for each of the known articles; None where they bring nothing of it."""
    fitting = _Fitting(known, readings)
    return [fitting.fit(of) for of in range(len(known))]


class _Fitting:
    def __init__(self, known: Sequence[Snapshot], readings: Sequence[Snapshot]) -> None:
        self.known, self.readings = known, readings
        self.known_pieces = [piece for of, text in enumerate(known) for piece in pieces_of(of, text)]
        read = [piece for of, text in enumerate(readings) for piece in pieces_of(of, text)]
        self.pieces = composed(self.known_pieces, read)
        self.pairs = [pairs_of(words_of(text)) for text in known]
        self.read: Pairs = sum((pairs_of(words_of(text)) for text in readings), Counter())
        self.partner = likest(self.known_pieces, self.pieces, lambda one, other: likeness(one.text, other.text))
        self.article = self._articles()
        self.main = self._main_articles()
        known_photos = [(of, photo) for of, text in enumerate(known) for photo in text.photos]
        self.photos = self._placed_photos(known_photos)

    # Which article each piece belongs to.

    def _articles(self) -> list[int]:
        """Its partner's; else where most of it stands; else that of the piece before or behind it."""
        found: list[int | None] = []
        for at, piece in enumerate(self.pieces):
            if at in self.partner:
                found.append(self.known_pieces[self.partner[at]].of)
                continue
            best, share = self._holding(piece.text)
            found.append(best if share >= BELONGS else None)
        return [self._beside(found, at) for at in range(len(found))]

    def _holding(self, text: str) -> tuple[int, float]:
        shares = [held(pairs_of(text), pairs) for pairs in self.pairs]
        best = max(range(len(shares)), key=shares.__getitem__)
        return best, shares[best]

    def _beside(self, found: list[int | None], at: int) -> int:
        same = [other for other, piece in enumerate(self.pieces) if piece.of == self.pieces[at].of]
        nearest = sorted(same, key=lambda other: (other > at, abs(other - at)))
        beside = (found[other] for other in nearest)
        return next((article for article in beside if article is not None), 0)

    def _main_articles(self) -> list[int]:
        """The article that most of each reading belongs to: what cannot be told apart goes there."""
        sizes: dict[int, Counter[int]] = defaultdict(Counter)
        for piece, article in zip(self.pieces, self.article, strict=True):
            sizes[piece.of][article] += len(piece.text)
        return [
            sizes[of].most_common(1)[0][0] if sizes[of] else self._holding(words_of(text))[0]
            for of, text in enumerate(self.readings)
        ]

    def _read_whole(self, of: int) -> bool:
        return held(self.pairs[of], self.read) >= READ_WHOLE

    # What each article gets.

    def fit(self, of: int) -> Fitted | None:
        sources = [reading for reading, article in enumerate(self.main) if article == of]
        mine = [at for at, article in enumerate(self.article) if article == of]
        if not (sources or mine):
            return None
        result = Fitted(Snapshot(), sources)
        parts, lines = self._text(of, mine, result)
        photos, numbers = self._photos_of(of, result)
        result.snapshot = Snapshot(
            **{part: parts.get(part, "") for part in (*HEADLINE_PARTS, "dateline")},
            body="\n".join(line.text for line in lines),
            photos=photos,
            bylines=tuple(byline for _place, byline in sorted(self._bylines(of, numbers), key=lambda each: each[0])),
        )
        return result

    def _text(self, of: int, mine: list[int], result: Fitted) -> tuple[dict[str, str], list[_Line]]:
        """The headline parts and dateline, and the paragraphs in order."""
        occupied = {self.known_pieces[self.partner[at]].part for at in mine if at in self.partner}
        parts: dict[str, str] = {}
        lines: list[_Line] = []
        place = -1.0
        for at in mine:
            piece = self.pieces[at]
            partner = self.known_pieces[self.partner[at]] if at in self.partner else None
            part = partner.part if partner else piece.part
            if part != "body" and part not in parts and (partner or part not in occupied):
                parts[part] = piece.text
                result.origins[part, 0] = list(piece.origins)
                continue
            place = float(partner.at) if partner and partner.part == "body" else place + 0.001
            lines.append(_Line(place, as_line(piece, partner), piece.origins))
        lines = sorted([*lines, *self._not_read(of, parts)], key=lambda line: line.place)
        result.origins |= {("body", index): list(line.origins) for index, line in enumerate(lines) if line.origins}
        return parts, lines

    def _not_read(self, of: int, parts: dict[str, str]) -> Iterator[_Line]:
        """What the dump does not bring at all is not gone: it was printed on another page, or in another file."""
        found = set(self.partner.values())
        for at, piece in enumerate(self.known_pieces):
            if piece.of != of or at in found or held(pairs_of(piece.text), self.read) >= BELONGS:
                continue
            if piece.part == "body":
                yield _Line(float(piece.at), as_line(piece, piece))
            elif not self._read_whole(of):
                parts.setdefault(piece.part, piece.text)

    def _placed_photos(self, known: list[tuple[int, PhotoText]]) -> dict[tuple[int, int], tuple[int, int]]:
        """(reading, number there) -> (article, number there) of each photo."""
        read = [(of, photo) for of, text in enumerate(self.readings) for photo in text.photos]
        partner = likest(known, read, lambda one, other: _photo_likeness(one[1], other[1]))
        free = [max((photo.position for photo in text.photos), default=0) for text in self.known]
        placed = {}
        for at, (reading, photo) in enumerate(read):
            if at in partner:
                article, same = known[partner[at]]
                placed[reading, photo.position] = article, same.position
            else:
                article = self.main[reading]
                free[article] += 1
                placed[reading, photo.position] = article, free[article]
        return placed

    def _photos_of(self, of: int, result: Fitted) -> tuple[tuple[PhotoText, ...], dict[tuple[int, int], int]]:
        """The article's photos, and the number that each photo of a reading has there."""
        found: dict[int, PhotoText] = {}
        numbers = {photo: number for photo, (article, number) in self.photos.items() if article == of}
        for (reading, position), number in numbers.items():
            [photo] = [photo for photo in self.readings[reading].photos if photo.position == position]
            found[number] = replace(photo, position=number)
        if not self._read_whole(of):
            for photo in self.known[of].photos:
                found.setdefault(photo.position, photo)
        for index, number in enumerate(sorted(found)):
            for reading, position in (photo for photo, at in numbers.items() if at == number):
                there = [photo.position for photo in self.readings[reading].photos].index(position)
                for part in ("caption", "credit"):
                    result.origins[part, index] = [Origin(reading, part, there)]
        return tuple(found[number] for number in sorted(found)), numbers

    def _bylines(self, of: int, numbers: dict[tuple[int, int], int]) -> Iterator[tuple[float, BylineText]]:
        """The article's bylines, each with what orders it."""
        known = [
            (each, index, byline) for each, text in enumerate(self.known) for index, byline in enumerate(text.bylines)
        ]
        read = [(each, byline) for each, text in enumerate(self.readings) for byline in text.bylines]
        partner = likest(known, read, lambda one, other: _byline_likeness(one[2], other[1]))
        place = -1.0
        for at, (reading, byline) in enumerate(read):
            article, index, _same = known[partner[at]] if at in partner else (self.main[reading], -1, byline)
            if byline.photo is not None:
                article = of if (reading, byline.photo) in numbers else -1
            if article != of:
                continue
            place = float(index) if index >= 0 else place + 0.001
            yield place, replace(byline, photo=None if byline.photo is None else numbers[reading, byline.photo])
        if not self._read_whole(of):
            read_photos = set(numbers.values())
            for at, (article, index, byline) in enumerate(known):
                if article == of and at not in partner.values() and byline.photo not in read_photos:
                    yield float(index), byline


def _photo_likeness(one: PhotoText, other: PhotoText) -> float:
    return likeness(one.caption + one.credit, other.caption + other.credit)


def _byline_likeness(one: BylineText, other: BylineText) -> float:
    return (likeness(one.name, other.name) + likeness(one.as_printed, other.as_printed)) / 2
