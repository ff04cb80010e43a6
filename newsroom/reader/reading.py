"""An article set for reading: its text parts, credits and photos as a page shows them.

The same setting serves today's text and any earlier revision, so both are read the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from unicodedata import east_asian_width

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from newsroom.models import Article, Byline, Contributor, paragraphs_of

# About three lines of a column on the front page: enough to choose by.
OPENING_CHARS = 110
# A headline wider than this takes two lines in any type worth calling a headline.
WIDEST_SET_TO_MEASURE = 30

Mark = Callable[[str], SafeString]


@dataclass(frozen=True, slots=True)
class CreditedName:
    """A name as credited; ``contributor`` is None where an earlier revision names somebody no longer credited."""

    name: str
    contributor: Contributor | None


@dataclass(frozen=True, slots=True)
class Credits:
    """The contributors who share one role and affiliation, in printed order: 记者 甲 乙."""

    role: str
    affiliation: str
    names: tuple[CreditedName, ...]


@dataclass(frozen=True, slots=True)
class CreditPart:
    """A run of a photo's credit line; a name that is credited carries its contributor."""

    text: str
    contributor: Contributor | None = None


@dataclass(frozen=True, slots=True)
class SetParagraph:
    """``kind`` is text, crosshead or note; ``dateline`` stands before the first running paragraph."""

    kind: str
    text: SafeString
    dateline: str = ""


@dataclass(frozen=True, slots=True)
class SetPhoto:
    caption: SafeString
    credit: tuple[CreditPart, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as a page shows it."""

    title: SafeString
    ems: int
    kicker: SafeString
    subhead: SafeString
    dateline: str
    credits: tuple[Credits, ...]
    paragraphs: tuple[SetParagraph, ...]
    photos: tuple[SetPhoto, ...]

    @classmethod
    def of(cls, snapshot: Snapshot, article: Article, mark: Mark = conditional_escape) -> Reading:
        """``mark`` turns text into safe HTML: it escapes, and may highlight. The article's bylines, prefetched with
        their contributors, say where a name links to."""
        known = {byline.name: byline.contributor for byline in article.bylines.all()}
        title = snapshot.headline or title_of(article)
        return cls(
            title=mark(title),
            ems=ems(title),
            kicker=mark(snapshot.kicker),
            subhead=mark(snapshot.subhead),
            dateline=snapshot.dateline,
            credits=grouped([byline for byline in snapshot.bylines if byline.photo is None], known),
            paragraphs=_paragraphs(snapshot, mark),
            photos=tuple(_photo(photo, snapshot.bylines, known, mark) for photo in snapshot.photos),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """An article in a list: what a reader chooses by. ``place`` fields come from the article itself."""

    article: Article
    title: str
    ems: int
    opening: str
    credits: tuple[Credits, ...]
    url: str

    @classmethod
    def of(cls, article: Article) -> Piece:
        """The article is loaded with its place; bylines (with contributors) and photos are prefetched."""
        bylines = list(article.bylines.all())
        known = {byline.name: byline.contributor for byline in bylines}
        title = title_of(article)
        return cls(
            article=article,
            title=title,
            ems=ems(title),
            opening=opening_of(article),
            credits=grouped([byline for byline in bylines if byline.photo_id is None], known),
            url=article.get_absolute_url(),
        )


def pieces_of(articles: Iterable[Article]) -> list[Piece]:
    return [Piece.of(article) for article in articles]


def ems(text: str) -> int:
    """How many characters wide a headline is, Latin ones counted half; the style sheet sets it to the measure."""
    return min(WIDEST_SET_TO_MEASURE, ceil(sum(1 if east_asian_width(sign) in "WFA" else 0.56 for sign in text)))


def title_of(article: Article) -> str:
    """What a list calls the article. A photo printed without a headline goes by its caption."""
    if not article.headline and not article.body:
        for photo in article.photos.all():
            if photo.caption:
                return shortened(photo.caption, 24)
    return article.title


def opening_of(article: Article) -> str:
    """The first running paragraph, cut after OPENING_CHARS; of a photo its caption."""
    texts = [paragraph.text for paragraph in article.paragraphs if paragraph.kind == "text"]
    texts = texts or [photo.caption for photo in article.photos.all() if photo.caption]
    return shortened(texts[0], OPENING_CHARS) if texts else ""


def grouped(bylines: Iterable[Byline | BylineText], known: Mapping[str, Contributor]) -> tuple[Credits, ...]:
    """Bylines in printed order -> runs of names that share a role and an affiliation."""
    runs = groupby(bylines, key=lambda byline: (byline.role, byline.affiliation))
    return tuple(
        Credits(
            role=_role_label(role),
            affiliation=affiliation,
            names=tuple(CreditedName(byline.name, known.get(byline.name)) for byline in run),
        )
        for (role, affiliation), run in runs
    )


def _role_label(role: str) -> str:
    return str(Byline.Role(role).label) if role in Byline.Role.values else role


def _paragraphs(snapshot: Snapshot, mark: Mark) -> tuple[SetParagraph, ...]:
    dateline = snapshot.dateline
    set_paragraphs = []
    for paragraph in paragraphs_of(snapshot.body):
        opens = paragraph.kind == "text" and dateline
        set_paragraphs.append(SetParagraph(paragraph.kind, mark(paragraph.text), dateline if opens else ""))
        dateline = "" if opens else dateline
    return tuple(set_paragraphs)


def _photo(photo: PhotoText, bylines: Iterable[BylineText], known: Mapping[str, Contributor], mark: Mark) -> SetPhoto:
    credited = [byline for byline in bylines if byline.photo == photo.position]
    return SetPhoto(caption=mark(photo.caption), credit=credit_parts(photo.credit, credited, known))


def credit_parts(
    credit: str, credited: Iterable[BylineText], known: Mapping[str, Contributor]
) -> tuple[CreditPart, ...]:
    """A credit line as printed, split so that each credited name can link: 通讯员 | 王某 | 摄.

    A name that the line does not spell as credited (padded, or cut) follows the line; nothing is shown twice.
    """
    parts: list[CreditPart] = []
    rest = credit
    unseen = []
    for byline in credited:
        before, found, after = rest.partition(byline.name)
        if not found:
            unseen.append(CreditPart(byline.name, known.get(byline.name)))
            continue
        if before:
            parts.append(CreditPart(before))
        parts.append(CreditPart(byline.name, known.get(byline.name)))
        rest = after
    if rest:
        parts.append(CreditPart(rest))
    return (*parts, *unseen)


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit].rstrip() + "…"
