"""Pages set as other papers set theirs: folios, guides, briefs, supplements, notices, profiles, agency news.

Each ``tests/golden/papers/NAME.txt`` is a dump of ours in such a layout, ``NAME.json`` what a person reads in it. Lines
of a headline group are compared together: which of them is the kicker is measured by ``make accuracy``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsroom.parsing import read_page
from newsroom.parsing.types import ParsedArticle, ParsedPage

PAPERS = Path(__file__).parents[1] / "golden" / "papers"


def outline(page: ParsedPage) -> dict[str, Any]:
    return {
        "articles": [of_article(article) for article in page.articles],
        "apart": [each.text for each in page.unplaced],
    }


def of_article(article: ParsedArticle) -> dict[str, Any]:
    jumps = {"from": article.continued_from, "on": article.continues_on}
    return {
        "head": [part.text for part in (article.kicker, article.headline, article.subhead) if part],
        "kind": article.kind.value,
        "dateline": article.dateline.text,
        "bylines": [f"{byline.role.value} {byline.name}".strip() for byline in article.bylines],
        "photos": [[photo.caption.text, photo.credit.text] for photo in article.photos],
        "jumps": {way: jump.page for way, jump in jumps.items() if jump is not None},
        "paragraphs": [
            paragraph.text if paragraph.kind.value != "text" else f"{paragraph.text[:6]}…{paragraph.text[-6:]}"
            for paragraph in article.paragraphs
        ],
    }


def together(outlined: dict[str, Any]) -> dict[str, Any]:
    articles = [{**article, "head": " ".join(article["head"])} for article in outlined["articles"]]
    return {**outlined, "articles": articles}


@pytest.mark.parametrize("name", sorted(path.stem for path in PAPERS.glob("*.txt")))
def test_a_page_as_other_papers_set_theirs(name: str) -> None:
    expected = json.loads((PAPERS / f"{name}.json").read_text(encoding="utf-8"))
    read = read_page((PAPERS / f"{name}.txt").read_text(encoding="utf-8"))
    assert together(outline(read)) == together(expected)
