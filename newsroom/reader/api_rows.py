"""Rows of the database as the API writes them: dicts in the shape of newsroom.reader.api_schemas."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor, Issue, Revision, paragraphs_of
from newsroom.reader.reading import title_of
from newsroom.search.archive import Hit


def absolute(request: HttpRequest, address: str) -> str:
    return request.build_absolute_uri(address)


def api_url(request: HttpRequest, name: str, *args: object) -> str:
    return absolute(request, reverse(f"api:{name}", args=args))


def issue_row(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    return {
        "newspaper": issue.newspaper.slug,
        "date": issue.date,
        "date_inferred": issue.date_inferred,
        "edition": issue.edition,
        "number": issue.number,
        "url": absolute(request, issue.get_absolute_url()),
        "api_url": api_url(request, "issue", issue.newspaper.slug, issue.stamp),
    }


def article_row(request: HttpRequest, article: Article) -> dict[str, Any]:
    page, issue = article.page, article.page.issue
    return {
        "id": article.pk,
        "title": title_of(article),
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "newspaper": issue.newspaper.slug,
        "date": issue.date,
        "edition": issue.edition,
        "page": page.number,
        "page_name": page.name,
        "number": article.number,
        "section": article.section.slug if article.section else None,
        "kind": article.kind,
        "text_state": article.text_state,
        "revision": article.revision_number,
        "url": absolute(request, article.get_absolute_url()),
        "api_url": api_url(request, "article", article.pk),
    }


def hit_row(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    article = hit.article
    row = article_row(request, article)
    kept = ("id", "title", "page", "page_name", "section", "kind", "text_state", "revision", "url", "api_url")
    return {
        **{name: row[name] for name in kept},
        "headline": str(hit.headline),
        "snippet": "\n".join(hit.snippets),
        "snippets": [str(snippet) for snippet in hit.snippets],
        "issue": issue_row(request, article.page.issue),
        "bylines": [
            {"name": byline.name, "role": byline.role, "contributor": byline.contributor_id}
            for byline in article.bylines.all()
        ],
        "matched": hit.matched,
    }


def text_of(snapshot: Snapshot, article: Article) -> dict[str, Any]:
    contributors = {byline.name: byline.contributor_id for byline in article.bylines.all()}
    return {
        "kicker": snapshot.kicker,
        "headline": snapshot.headline,
        "subhead": snapshot.subhead,
        "dateline": snapshot.dateline,
        "paragraphs": [paragraph._asdict() for paragraph in paragraphs_of(snapshot.body)],
        "bylines": [
            {
                "name": byline.name,
                "role": byline.role,
                "affiliation": byline.affiliation,
                "as_printed": byline.as_printed,
                "photo": byline.photo,
                "contributor": contributors.get(byline.name),
            }
            for byline in snapshot.bylines
        ],
        "photos": [
            {"position": photo.position, "caption": photo.caption, "credit": photo.credit} for photo in snapshot.photos
        ],
    }


def revision_row(request: HttpRequest, revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "made_at": revision.made_at,
        "sha256": revision.sha256,
        "url": absolute(request, revision.get_absolute_url()),
        "api_url": api_url(request, "revision", revision.article_id, revision.number),
    }


def contributor_row(request: HttpRequest, contributor: Contributor) -> dict[str, Any]:
    return {
        "id": contributor.pk,
        "name": contributor.name,
        "kind": contributor.kind,
        "distinction": contributor.distinction,
        "pinyin": contributor.sort_key,
        "url": absolute(request, contributor.get_absolute_url()),
        "api_url": api_url(request, "contributor", contributor.pk),
    }
