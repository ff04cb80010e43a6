"""What of an article is searched, counted and sorted: the one Haystack index of the newsroom.

``headline`` (with kicker and subhead), ``credits`` and ``body`` (with dateline, captions, jump lines) are the text as
it is now. ``printed`` is the text as it was imported, where a correction has changed it, so that an article is found by
what the page really said, too. Each line of a text field is searched by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from haystack import indexes

from newsroom.models import Article, Revision, paragraphs_of
from newsroom.search.schema import PartsField

# How much a word counts where it stands.
HEADLINE_BOOST = 4.0
CREDITS_BOOST = 2.0
PRINTED_BOOST = 0.5


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    text = PartsField(document=True, parts=("headline", "credits", "body"))
    headline = indexes.CharField(boost=HEADLINE_BOOST)
    credits = indexes.CharField(boost=CREDITS_BOOST)
    body = indexes.CharField()
    printed = indexes.CharField(boost=PRINTED_BOOST)

    # Facets: the values readers narrow by, as they stand in addresses.
    newspaper = indexes.CharField(indexed=False, stored=False, faceted=True)
    year = indexes.CharField(indexed=False, stored=False, faceted=True)
    month = indexes.CharField(indexed=False, stored=False, faceted=True)
    section = indexes.CharField(indexed=False, stored=False, faceted=True)
    page = indexes.CharField(indexed=False, stored=False, faceted=True)
    byline = indexes.MultiValueField(indexed=False, stored=False, faceted=True)
    role = indexes.MultiValueField(indexed=False, stored=False, faceted=True)
    state = indexes.CharField(indexed=False, stored=False, faceted=True)

    date = indexes.DateField()
    edition = indexes.IntegerField()
    page_number = indexes.IntegerField()
    position = indexes.IntegerField()
    content_hash = indexes.CharField(indexed=False)

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> Any:
        """Public articles, with everything that ``prepare`` reads fetched in a handful of queries."""
        return with_searched_parts(Article.objects.visible())

    def prepare(self, article: Article) -> dict[str, Any]:
        prepared: dict[str, Any] = super().prepare(article)
        issue = article.page.issue
        bylines = sorted(article.bylines.all(), key=lambda byline: byline.position)
        current = {
            "headline": _lines(article.kicker, article.headline, article.subhead),
            "credits": _lines(
                *(part for byline in bylines for part in (byline.name, byline.affiliation, byline.as_printed))
            ),
            "body": _lines(
                article.dateline,
                *(paragraph.text for paragraph in article.paragraphs),
                *(part for photo in article.photos.all() for part in (photo.caption, photo.credit)),
                article.continues_on_as_printed,
                article.continued_from_as_printed,
            ),
        }
        prepared |= current
        prepared |= {
            "text": _lines(*current.values()),
            "printed": _changed_lines(article, current),
            "newspaper_exact": issue.newspaper.slug,
            "year_exact": f"{issue.date:%Y}",
            "month_exact": f"{issue.date:%Y-%m}",
            "section_exact": article.section.slug if article.section else "",
            "page_exact": str(article.page.number),
            "byline_exact": sorted({str(byline.contributor_id) for byline in bylines}),
            "role_exact": sorted({byline.role for byline in bylines if byline.role}),
            "state_exact": article.text_state,
            "date": issue.date,
            "edition": issue.edition,
            "page_number": article.page.number,
            "position": article.position,
        }
        prepared["content_hash"] = _hash(prepared)
        return prepared


def with_searched_parts(articles: Any) -> Any:
    """Fetches with the articles all that is indexed of them."""
    first_revisions = Revision.objects.filter(number=0, article__revision_number__gt=0)
    return articles.with_place().prefetch_related(
        "bylines", "photos", Prefetch("revisions", first_revisions, to_attr="first_revisions")
    )


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _changed_lines(article: Article, current: dict[str, str]) -> str:
    """The lines of revision 0 that the text no longer has; nothing where no correction was made.

    Whole lines, so that a phrase of the printed text is found with the words around the correction.
    """
    if article.revision_number == 0:
        return ""
    imported = getattr(article, "first_revisions", None)
    if imported is None:
        imported = article.revisions.filter(number=0)
    if not imported:
        return ""
    printed = imported[0].snapshot
    kept = {line for text in current.values() for line in text.split("\n")}
    lines = [printed[part] for part in ("kicker", "headline", "subhead", "dateline")]
    lines += [paragraph.text for paragraph in paragraphs_of(printed["body"])]
    lines += [photo[part] for photo in printed["photos"] for part in ("caption", "credit")]
    lines += [byline[part] for byline in printed["bylines"] for part in ("name", "affiliation", "as_printed")]
    return _lines(*dict.fromkeys(line for text in lines for line in text.split("\n") if line not in kept))


def _hash(prepared: dict[str, Any]) -> str:
    """Of all that is indexed of one article: equal hashes mean that the index agrees with the database."""
    parts = sorted((name, value if isinstance(value, list) else str(value)) for name, value in prepared.items())
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:32]


def document_ids(article_ids: Iterable[int]) -> list[str]:
    """Articles' numbers -> the ids of their documents in the index."""
    return [f"newsroom.article.{article_id}" for article_id in article_ids]


def article_numbers(ids: Iterable[str]) -> list[int]:
    """The same the other way; documents that are no articles are left out."""
    ours = document_ids([0])[0].removesuffix("0")
    return [int(name.removeprefix(ours)) for name in ids if name.startswith(ours)]
