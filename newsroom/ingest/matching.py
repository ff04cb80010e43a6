"""A changed dump of a known page, matched article by article with what the archive holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from newsroom.desk.fitting import Fitted, belonging, fitted
from newsroom.desk.reimport import Outcome, foresee, last_imported, paired
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from newsroom.ingest.figures import bylines_of
from newsroom.models import Article, Reimport, SourceSpan, body_text
from newsroom.models.articles import ArticleQuerySet
from newsroom.parsing.types import ParsedArticle, ParsedPage


@dataclass(frozen=True, slots=True)
class Match:
    """One article of a known page, or of its new dump, and what the dump does to it.

    ``article_id`` is None where the dump brings an article the page has not; ``index``, which article of the dump it
    is, is None where the dump lacks one the page has: that is left as it is. ``reading`` is what the dump reads there:
    where editors split or joined articles, what of it is theirs, and ``fitted`` says where that stands in the dump.
    """

    article_id: int | None
    title: str
    index: int | None
    outcome: Outcome | None
    reading: Snapshot | None = None
    fitted: Fitted | None = None


def matches_on(page_id: int, parsed: ParsedPage) -> tuple[Match, ...]:
    """Every article of the page once, with what the reading has of it; and the articles only the reading has."""
    articles = list(_read_from(page_id))
    known = [last_imported(article) for article in articles]
    readings = [snapshot_of(article) for article in parsed.articles]
    restructured = set(Reimport.objects.restructured().filter(article__in=articles).values_list("article", flat=True))
    ours = [at for at, article in enumerate(articles) if article.pk in restructured]
    plain = [at for at, article in enumerate(articles) if article.pk not in restructured]
    fit = belonging([known[at] for at in ours], [known[at] for at in plain], readings) if ours else []
    matches = _fitted_matches([articles[at] for at in ours], [known[at] for at in ours], readings, fit)
    left = [at for at in range(len(readings)) if at not in fit]
    for old, new in paired([known[at] for at in plain], [readings[at] for at in left]):
        article = None if old is None else articles[plain[old]]
        index = None if new is None else left[new]
        reading = None if index is None else readings[index]
        outcome = foresee(article, reading).outcome if article and reading else None
        title = article.title if article else parsed.articles[index or 0].headline.text
        matches.append(Match(article.pk if article else None, title, index, outcome, reading))
    return tuple(matches)


def _fitted_matches(
    articles: Sequence[Article], known: Sequence[Snapshot], readings: Sequence[Snapshot], fit: Sequence[int]
) -> list[Match]:
    """The articles that editors split, joined or rearranged, each with its share of the readings that are of them."""
    if not fit:
        return [Match(article.pk, article.title, None, None) for article in articles]
    matches = []
    for article, share in zip(articles, fitted(known, [readings[at] for at in fit]), strict=True):
        if share is None:
            matches.append(Match(article.pk, article.title, None, None))
            continue
        share = share.numbered(fit)
        index = min((*share.readings, *(origin.reading for origins in share.origins.values() for origin in origins)))
        outcome = foresee(article, share.snapshot).outcome
        matches.append(Match(article.pk, article.title, index, outcome, share.snapshot, share))
    return matches


def _read_from(page_id: int) -> ArticleQuerySet:
    """The articles that were read from the page's dumps, wherever they stand now, in the order of the page."""
    read_here = SourceSpan.objects.filter(article=OuterRef("pk"), source__pages__page=page_id)
    read = SourceSpan.objects.filter(article=OuterRef("pk"))
    here = Exists(read_here) | Q(~Exists(read), page=page_id)
    return Article.objects.standing().filter(here).order_by("page__number", "position")


def is_same_page(matches: tuple[Match, ...]) -> bool:
    """Whether a dump is another text of that page and not the text of another page: half its articles are known."""
    pairs = sum(1 for match in matches if match.outcome is not None)
    known = sum(1 for match in matches if match.article_id is not None)
    brought = sum(1 for match in matches if match.index is not None)
    return 0 < min(known, brought) <= 2 * pairs


NEW, MISSING = "new", "missing from it"


def counts_of(matches: tuple[Match, ...]) -> dict[str, int]:
    """How many articles of the page came to what; nothing that none came to."""
    counts = Counter(match.outcome.value for match in matches if match.outcome)
    counts[NEW] = sum(1 for match in matches if match.article_id is None)
    counts[MISSING] = sum(1 for match in matches if match.index is None)
    return {what: count for what, count in counts.items() if count}


def in_words(matches: tuple[Match, ...]) -> str:
    """``2 unchanged, 1 merged, 1 new``."""
    return ", ".join(f"{count} {what}" for what, count in counts_of(matches).items())


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
