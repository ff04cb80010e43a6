"""A changed dump of a known page, matched article by article with what the archive holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from newsroom.desk.reimport import Outcome, foresee, last_imported, paired
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from newsroom.ingest.figures import bylines_of
from newsroom.models import Article, body_text
from newsroom.parsing.types import ParsedArticle, ParsedPage


@dataclass(frozen=True, slots=True)
class Match:
    """One article of a known page, or of its new dump, and what the dump does to it.

    ``article_id`` is None where the dump brings an article the page has not; ``index``, which article of the dump it
    is, is None where the dump lacks one the page has: that is left as it is.
    """

    article_id: int | None
    title: str
    index: int | None
    outcome: Outcome | None


def matches_on(page_id: int, parsed: ParsedPage) -> tuple[Match, ...]:
    """Every article of the page and of the reading once, in pairs where they are one article."""
    articles = list(Article.objects.filter(page_id=page_id).order_by("position"))
    readings = [snapshot_of(article) for article in parsed.articles]
    matches = []
    for old, new in paired([last_imported(article) for article in articles], readings):
        article = None if old is None else articles[old]
        outcome = foresee(article, readings[new]).outcome if article and new is not None else None
        title = article.title if article else parsed.articles[new or 0].headline.text
        matches.append(Match(article.pk if article else None, title, new, outcome))
    return tuple(matches)


def is_same_page(matches: tuple[Match, ...]) -> bool:
    """Whether a dump is another text of that page and not the text of another page: half its articles are known."""
    pairs = sum(1 for match in matches if match.outcome is not None)
    known = sum(1 for match in matches if match.article_id is not None)
    brought = sum(1 for match in matches if match.index is not None)
    return 0 < min(known, brought) <= 2 * pairs


def in_words(matches: tuple[Match, ...]) -> str:
    """``2 unchanged, 1 merged, 1 new``."""
    counts = Counter(match.outcome.value for match in matches if match.outcome)
    counts["new"] = sum(1 for match in matches if match.article_id is None)
    counts["missing from it"] = sum(1 for match in matches if match.index is None)
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def snapshot_of(article: ParsedArticle) -> Snapshot:
    """A reading of an article as the text its revision 0 would hold."""
    return Snapshot(
        kicker=article.kicker.text,
        headline=article.headline.text,
        subhead=article.subhead.text,
        dateline=article.dateline.text,
        body=body_text((paragraph.kind.value, paragraph.text) for paragraph in article.paragraphs),
        bylines=tuple(
            BylineText(byline.name, byline.role.value, byline.affiliation, byline.as_printed.text, photo)
            for photo, byline in bylines_of(article)
        ),
        photos=tuple(
            PhotoText(position, photo.caption.text, photo.credit.text)
            for position, photo in enumerate(article.photos, 1)
        ),
    )
