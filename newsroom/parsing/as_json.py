"""A page as read, in the JSON structure that ``import_issue --json`` prints.

Spans are pairs ``[start, end]`` of characters of the decoded source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from newsroom.parsing.types import Jump, ParsedArticle, ParsedByline, ParsedPage, Span

Json = dict[str, Any]


def issue_as_json(
    *,
    newspaper: str,
    date: dt.date | None,
    date_inferred: bool,
    edition: int,
    number: int | None,
    pages: Iterable[Json],
) -> Json:
    """One issue; ``newspaper`` is "" and ``date`` is None where nothing says them."""
    return {
        "newspaper": newspaper,
        "date": date.isoformat() if date else None,
        "date_inferred": date_inferred,
        "edition": edition,
        "number": number,
        "pages": list(pages),
    }


def page_as_json(
    page: ParsedPage, *, number: int, number_inferred: bool, name: str, source: str, sections: Sequence[str] = ()
) -> Json:
    """One page; ``source`` is its file, ``sections`` the section of each article where others than it prints."""
    names = sections or [article.section for article in page.articles]
    return {
        "number": number,
        "number_inferred": number_inferred,
        "name": name,
        "source": source,
        "articles": [article_as_json(article, section) for article, section in zip(page.articles, names, strict=True)],
        "unplaced": [
            {"text": printed.text, "span": [printed.spans[0].start, printed.spans[-1].end]} for printed in page.unplaced
        ],
    }


def article_as_json(article: ParsedArticle, section: str) -> Json:
    return {
        "kicker": article.kicker.text,
        "headline": article.headline.text,
        "subhead": article.subhead.text,
        "section": section,
        "dateline": article.dateline.text,
        "kind": article.kind.value,
        "continued_from": _page_of(article.continued_from),
        "continues_on": _page_of(article.continues_on),
        "paragraphs": [{"kind": paragraph.kind.value, "text": paragraph.text} for paragraph in article.paragraphs],
        "bylines": [_byline(byline) for byline in article.bylines],
        "photos": [
            {
                "caption": photo.caption.text,
                "credit": photo.credit.text,
                "bylines": [_byline(byline) for byline in photo.bylines],
            }
            for photo in article.photos
        ],
        "joins": article.joins,
        "spans": _spans(article.spans),
        "doubts": [{"what": doubt.what, "why": doubt.why, "confidence": doubt.confidence} for doubt in article.doubts],
    }


def _page_of(jump: Jump | None) -> int | None:
    return jump.page if jump else None


def _byline(byline: ParsedByline) -> Json:
    return {
        "name": byline.name,
        "role": byline.role.value,
        "affiliation": byline.affiliation,
        "as_printed": byline.as_printed.text,
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
