"""What an article's page tells machines about itself: Highwire and Dublin Core names, Open Graph, JSON-LD.

Zotero and search engines read these; all are made from one set of facts, so they cannot disagree.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor
from newsroom.reader.citations import authors_of, full_title
from newsroom.reader.reading import opening_of, title_of

# What would end a script element, or start a comment in it, is written as JSON escapes.
_SAFE_IN_SCRIPT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@dataclass(frozen=True, slots=True)
class Metadata:
    """``canonical`` is the article's permanent address; ``named`` and ``properties`` are (name, content) of meta tags,
    ``json_ld`` the content of a script element."""

    canonical: str
    description: str
    named: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    json_ld: SafeString


def metadata_of(article: Article, snapshot: Snapshot, absolute: Callable[[str], str]) -> Metadata:
    """The article (with its place; bylines and photos prefetched) as machines see it. ``absolute`` completes an
    address."""
    page, issue = article.page, article.page.issue
    url = absolute(article.get_absolute_url())
    title = full_title(snapshot.headline or title_of(article), snapshot.subhead)
    authors = authors_of(article, snapshot)
    description = opening_of(article)
    day = issue.date
    named = [
        ("citation_title", title),
        *(("citation_author", name) for name in authors),
        ("citation_publication_date", f"{day:%Y/%m/%d}"),
        ("citation_journal_title", issue.newspaper.name),
        ("citation_issue", str(issue.number) if issue.number else ""),
        ("citation_firstpage", f"{page.number:02d}"),
        ("citation_language", "zh"),
        ("citation_public_url", url),
        ("DC.title", title),
        *(("DC.creator", name) for name in authors),
        ("DC.date", day.isoformat()),
        ("DC.publisher", issue.newspaper.publisher or issue.newspaper.name),
        ("DC.source", issue.newspaper.name),
        ("DC.subject", article.section.name if article.section else ""),
        ("DC.identifier", url),
        ("DC.language", "zh-CN"),
        ("DC.type", "Text"),
        # Zotero takes whatever names a journal for an article of one, unless it is told.
        ("z:itemType", "newspaperArticle"),
    ]
    properties = [
        ("og:type", "article"),
        ("og:title", title),
        ("og:description", description),
        ("og:url", url),
        ("og:site_name", issue.newspaper.name),
        ("og:locale", "zh_CN"),
        ("article:published_time", day.isoformat()),
        ("article:modified_time", article.modified_at.isoformat()),
        ("article:section", article.section.name if article.section else ""),
    ]
    return Metadata(
        canonical=url,
        description=description,
        named=tuple((name, content) for name, content in named if content),
        properties=tuple((name, content) for name, content in properties if content),
        json_ld=_json_ld(article, snapshot, title, authors, absolute),
    )


def _json_ld(
    article: Article, snapshot: Snapshot, title: str, authors: list[str], absolute: Callable[[str], str]
) -> SafeString:
    """A schema.org NewsArticle (https://schema.org/NewsArticle): where in which paper it was printed, and by whom."""
    page, issue = article.page, article.page.issue
    known = {byline.name: byline.contributor for byline in article.bylines.all()}
    url = absolute(article.get_absolute_url())
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": title,
        "description": opening_of(article),
        "inLanguage": "zh-CN",
        "datePublished": issue.date.isoformat(),
        "dateModified": article.modified_at.isoformat(),
        "version": article.revision_number,
        "dateline": snapshot.dateline,
        "printPage": f"{page.number:02d}",
        "printSection": page.name,
        "printEdition": str(issue.edition),
        "articleSection": article.section.name if article.section else "",
        "author": [_author(name, known.get(name), absolute) for name in authors],
        "publisher": {"@type": "Organization", "name": issue.newspaper.publisher or issue.newspaper.name},
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": issue.number,
            "datePublished": issue.date.isoformat(),
            "url": absolute(issue.get_absolute_url()),
            "isPartOf": {
                "@type": "Newspaper",
                "name": issue.newspaper.name,
                "url": absolute(issue.newspaper.get_absolute_url()),
            },
        },
        "isAccessibleForFree": True,
    }
    given = {name: value for name, value in facts.items() if value not in ("", None, [])}
    return mark_safe(json.dumps(given, ensure_ascii=False).translate(_SAFE_IN_SCRIPT))  # noqa: S308 - escaped above


def _author(name: str, contributor: Contributor | None, absolute: Callable[[str], str]) -> dict[str, str]:
    if contributor is None:
        return {"@type": "Person", "name": name}
    kind = "Organization" if contributor.kind == Contributor.Kind.ORGANISATION else "Person"
    return {"@type": kind, "name": name, "url": absolute(contributor.get_absolute_url())}
