"""A page as read, in the JSON structure that ``import_issue --json`` prints and ``readers.own_json`` reads back.

Spans are pairs ``[start, end]`` of characters of the source's text, which stands in ``source_text`` with its encoding
(as base64 of its bytes where text and encoding do not give them back). A page that was read from several files, one
an article, is listed once for each, its ``whole`` being false.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from newsroom.parsing.types import Jump, ParsedArticle, ParsedByline, ParsedPage, ParsedPhoto, SectionChoice, Span

Json = dict[str, Any]


def issue_as_json(
    *,
    newspaper: str,
    newspaper_inferred: bool,
    date: dt.date | None,
    date_inferred: bool,
    edition: int,
    number: int | None,
    pages: Iterable[Json],
) -> Json:
    """One issue; ``newspaper`` is "" and ``date`` is None where nothing says them."""
    return {
        "newspaper": newspaper,
        "newspaper_inferred": newspaper_inferred,
        "date": date.isoformat() if date else None,
        "date_inferred": date_inferred,
        "edition": edition,
        "number": number,
        "pages": list(pages),
    }


def page_as_json(
    page: ParsedPage,
    *,
    number: int,
    number_inferred: bool,
    name: str,
    source: str,
    source_text: Json,
    text: str,
    sections: Sequence[SectionChoice],
    whole: bool = True,
) -> Json:
    """One page.

    ``source`` is its file, ``text`` what spans count in; ``sections`` holds each article's section.
    """
    return {
        "number": number,
        "number_inferred": number_inferred,
        "whole": whole,
        "name": name,
        "source": source,
        "articles": [
            article_as_json(article, section) for article, section in zip(page.articles, sections, strict=True)
        ],
        "unplaced": [
            {"text": text[span.start : span.end], "span": [span.start, span.end]}
            for printed in page.unplaced
            for span in printed.spans
        ],
        "source_text": source_text,
    }


def source_as_json(data: bytes, encoding: str, text: str) -> Json:
    """A source so that its very bytes can be had back."""
    if text.encode(encoding) == data:
        return {"encoding": encoding, "text": text}
    return {"encoding": encoding, "base64": base64.b64encode(data).decode("ascii")}


def article_as_json(article: ParsedArticle, section: SectionChoice) -> Json:
    return {
        "kicker": article.kicker.text,
        "headline": article.headline.text,
        "subhead": article.subhead.text,
        "section": section.name,
        "section_source": section.source,
        "section_evidence": section.evidence,
        "section_confidence": section.confidence,
        "dateline": article.dateline.text,
        "kind": article.kind.value,
        "continued_from": _page_of(article.continued_from),
        "continues_on": _page_of(article.continues_on),
        "jump_lines": {
            "continued_from": article.continued_from.as_printed.text if article.continued_from else "",
            "continues_on": article.continues_on.as_printed.text if article.continues_on else "",
        },
        "paragraphs": [
            {"kind": paragraph.kind.value, "text": paragraph.text, "spans": _spans(paragraph.spans)}
            for paragraph in article.paragraphs
        ],
        "bylines": [_byline(byline) for byline in article.bylines],
        "photos": [_photo(photo) for photo in article.photos],
        "joins": article.joins,
        "spans": _spans(article.spans),
        "part_spans": {
            "kicker": _spans(article.kicker.spans),
            "headline": _spans(article.headline.spans),
            "subhead": _spans(article.subhead.spans),
            "dateline": _spans(article.dateline.spans),
            "continued_from": _spans(article.continued_from.as_printed.spans if article.continued_from else ()),
            "continues_on": _spans(article.continues_on.as_printed.spans if article.continues_on else ()),
        },
        "doubts": [{"what": doubt.what, "why": doubt.why, "confidence": doubt.confidence} for doubt in article.doubts],
    }


def _page_of(jump: Jump | None) -> int | None:
    return jump.page if jump else None


def _photo(photo: ParsedPhoto) -> Json:
    return {
        "caption": photo.caption.text,
        "credit": photo.credit.text,
        "bylines": [_byline(byline) for byline in photo.bylines],
        "part_spans": {"caption": _spans(photo.caption.spans), "credit": _spans(photo.credit.spans)},
    }


def _byline(byline: ParsedByline) -> Json:
    return {
        "name": byline.name,
        "role": byline.role.value,
        "affiliation": byline.affiliation,
        "as_printed": byline.as_printed.text,
        "spans": _spans(byline.as_printed.spans),
    }


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
