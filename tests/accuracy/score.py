"""How well a page was read: each measure compares what the reader made of a dump with what the dump's gold says.

Counts add up over pages; ``Score`` turns them into shares. An article is *found* when its text and the gold's share
nine tenths of their short strings; everything else about an article is asked of the predicted article that shares
most with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from newsroom.parsing.types import ArticleKind, ParagraphKind, ParsedArticle, ParsedPage
from tests.accuracy.gold import plain

SHINGLE = 6
FOUND = 0.9
MATCHED = 0.5
MEASURES = (
    "segmentation",
    "headline",
    "kicker and subhead",
    "byline",
    "dateline",
    "paragraph",
    "crosshead",
    "caption",
    "rejoined",
    "order",
)


@dataclass(slots=True)
class Score:
    """For each measure: right answers, answers given, answers wanted."""

    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def count(self, measure: str, given: Iterable[Any], wanted: Iterable[Any]) -> None:
        got, want = Counter(given), Counter(wanted)
        self.right[measure] += (got & want).total()
        self.given[measure] += got.total()
        self.wanted[measure] += want.total()

    def add(self, other: Score) -> None:
        self.right.update(other.right)
        self.given.update(other.given)
        self.wanted.update(other.wanted)

    def f1(self, measure: str) -> float:
        """Twice the right answers over those given and wanted; 1 where nothing was asked and nothing said."""
        both = self.given[measure] + self.wanted[measure]
        return 2 * self.right[measure] / both if both else 1.0


def score_page(page: ParsedPage, gold: list[dict[str, Any]], dump: str) -> Score:
    """Compare a page read with the articles its dump holds (``as_printed`` of ``render.py``)."""
    score = Score()
    predicted = [_Read(article) for article in page.articles]
    wanted = [_Gold(article) for article in gold]
    pairs = _matched(predicted, wanted)
    # A picture without a headline is no article to either side.
    said = [read for read in predicted if not read.is_bare_picture]
    score.given["segmentation"] += len(said)
    score.wanted["segmentation"] += sum(not article.is_picture for article in wanted)
    for number, article in enumerate(wanted):
        likeness, read = pairs.get(number, (0.0, None))
        if likeness >= FOUND and not article.is_picture:
            score.right["segmentation"] += 1
        elif likeness >= FOUND and read in said:
            score.given["segmentation"] -= 1
        _score_parts(score, read if likeness >= MATCHED else None, article, dump)
    matched = [read for _, read in pairs.values()]
    for read in predicted:
        if read not in matched:
            score.count("byline", read.bylines, [])
    return score


def _score_parts(score: Score, read: _Read | None, article: _Gold, dump: str) -> None:
    nothing: list[str] = []
    score.count("headline", [read.headline] if read and read.headline else nothing, article.headline)
    score.count("kicker and subhead", read.around_headline if read else nothing, article.around_headline)
    score.count("byline", read.bylines if read else nothing, article.bylines)
    score.count("dateline", read.dateline if read else nothing, article.dateline)
    # What is told under a picture that stands alone is its caption or its text, as one likes.
    told = read.paragraphs if read else nothing
    if not article.is_picture:
        score.count("paragraph", told, article.paragraphs)
    score.count("crosshead", read.crossheads if read else nothing, article.crossheads)
    captions = read.captions if read else nothing
    score.count(
        "caption",
        captions + told if article.is_picture else captions,
        article.captions + article.paragraphs * article.is_picture,
    )
    lines = {plain(line) for line in dump.splitlines()}
    whole_lines = "\n".join(lines)
    cut = [paragraph for paragraph in article.paragraphs if paragraph not in whole_lines]
    kept = [paragraph for paragraph in (read.paragraphs if read else nothing) if paragraph in cut]
    score.count("rejoined", kept, cut)
    if read is not None:
        steps = list(_steps([p for p in read.paragraphs if p in article.paragraphs]))
        score.count("order", steps, list(_steps([p for p in article.paragraphs if p in read.paragraphs])))


def _steps(paragraphs: list[str]) -> Iterator[tuple[str, str]]:
    yield from pairwise(paragraphs)


class _Read:
    """A parsed article in the terms that are compared."""

    def __init__(self, article: ParsedArticle) -> None:
        texts = {kind: [plain(p.text) for p in article.paragraphs if p.kind is kind] for kind in ParagraphKind}
        self.paragraphs = texts[ParagraphKind.TEXT]
        self.crossheads = texts[ParagraphKind.CROSSHEAD]
        self.captions = [plain(photo.caption.text) for photo in article.photos if photo.caption]
        self.headline = plain(article.headline.text)
        self.around_headline = [plain(part.text) for part in (article.kicker, article.subhead) if part]
        self.dateline = [plain(article.dateline.text)] if article.dateline else []
        bylines = [*article.bylines, *(byline for photo in article.photos for byline in photo.bylines)]
        self.bylines = {(byline.name, str(byline.role)) for byline in bylines}
        self.is_bare_picture = article.kind is ArticleKind.PHOTO and not self.headline
        self.shingles = _shingles("".join(self.paragraphs) or "".join(self.captions))


class _Gold:
    """A gold article in the same terms."""

    def __init__(self, article: dict[str, Any]) -> None:
        texts = {
            kind: [plain(p["text"]) for p in article["paragraphs"] if p["kind"] == kind]
            for kind in ("text", "crosshead")
        }
        self.paragraphs = texts["text"]
        self.crossheads = texts["crosshead"]
        self.captions = [plain(photo["caption"]) for photo in article["photos"] if photo.get("caption")]
        self.headline = [plain(article["headline"])] if article["headline"] else []
        self.around_headline = [plain(article[part]) for part in ("kicker", "subhead") if article[part]]
        self.dateline = [plain(article["dateline"])] if article["dateline"] else []
        bylines = [*article["bylines"], *(b for photo in article["photos"] for b in photo.get("bylines", []))]
        self.bylines = {(byline["name"], byline["role"]) for byline in bylines}
        self.is_picture = article["kind"] == "photo"
        self.shingles = _shingles("".join(self.paragraphs) or "".join(self.captions))


def _shingles(text: str) -> set[str]:
    return {text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))} if text else set()


def _matched(predicted: list[_Read], wanted: list[_Gold]) -> dict[int, tuple[float, _Read]]:
    """For each gold article, by number, the predicted one most like it and how like; each is taken once."""
    scored = []
    for number, article in enumerate(wanted):
        for place, read in enumerate(predicted):
            shared = len(article.shingles & read.shingles)
            if shared:
                scored.append((shared / len(article.shingles | read.shingles), -number, -place))
    pairs: dict[int, tuple[float, _Read]] = {}
    taken: set[int] = set()
    for likeness, number, place in sorted(scored, reverse=True):
        if -number not in pairs and place not in taken:
            pairs[-number] = (likeness, predicted[-place])
            taken.add(place)
    return pairs
