"""The sample issues: their dumps come from their gold, and differ from it only where a defect is recorded."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.accuracy.render import (
    CLOSING_MARKS,
    OVERHANG,
    Gold,
    Setting,
    as_printed,
    committed_dump,
    gold_pages,
    render,
    resettled,
)

SEEDS = Path(__file__).parents[2] / "seeds"
PAGES = list(gold_pages())
ARTICLES = [(page, article) for page in PAGES for article in page["articles"]]
# Middle dots that dumps use for the one we keep in names.
DOTS = re.compile("[•‧]")
CONTINUATIONS = {"continued_from": "continues_on", "continues_on": "continued_from"}


def test_contributors_keep_their_names_whatever_was_printed() -> None:
    names = {byline["name"] for _, article in ARTICLES for byline in article["bylines"]}
    printed = {
        byline["name"] for page in PAGES for article in as_printed(page)["articles"] for byline in article["bylines"]
    }
    assert printed == names
    assert {"迪娜·叶尔兰", "热孜万·艾尼", "马小川"} <= names


def page_id(page: Gold) -> str:
    return str(page["dump"]["file"])


def article_id(case: tuple[Gold, Gold]) -> str:
    page, article = case
    return f"{page['date']}-{page['page']['number']:02d}-{page['articles'].index(article) + 1}"


def printed_characters(article: Gold) -> Counter[str]:
    """Every character of an article that is not white space, however often it was printed."""
    heads = "".join(article[part] for part in ("kicker", "headline", "subhead", "dateline"))
    body = "".join(paragraph["text"] for paragraph in article["paragraphs"])
    bylines = "".join(dict.fromkeys(byline["as_printed"] for byline in article["bylines"]))
    photos = "".join(photo["caption"] + photo["credit"] for photo in article["photos"])
    jumps = "".join(article[name]["as_printed"] for name in CONTINUATIONS if article[name])
    return Counter("".join((heads + body + bylines + photos + jumps).split()))


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_committed_dump_is_what_the_gold_renders(page: Gold) -> None:
    assert (SEEDS / page["dump"]["file"]).read_bytes() == committed_dump(page)


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_dump_holds_the_printed_articles_and_nothing_else(page: Gold) -> None:
    dumped = (SEEDS / page["dump"]["file"]).read_bytes().decode(page["dump"]["encoding"])
    printed = sum((printed_characters(article) for article in as_printed(page)["articles"]), Counter())
    assert Counter("".join(dumped.split())) == printed


@pytest.mark.parametrize("page", PAGES, ids=page_id)
@pytest.mark.parametrize("layout", ["lines", "wrapped", "web"])
def test_any_layout_keeps_every_character(page: Gold, layout: str) -> None:
    for seed in range(3):
        other = resettled(page, layout, seed)
        printed = sum((printed_characters(article) for article in as_printed(other)["articles"]), Counter())
        assert Counter("".join(render(other).split())) == printed
        assert render(other) == render(resettled(page, layout, seed))


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_page_as_printed_differs_from_gold_only_by_its_defects(page: Gold) -> None:
    page = page | {"dump": page["dump"] | {"half_width": False, "kangxi": False}}
    for gold, printed in zip(page["articles"], as_printed(page)["articles"], strict=True):
        expected = printed_characters(gold)
        for defect in gold["defects"]:
            expected.subtract("".join(defect["gold"].split()))
            expected.update("".join(defect["dump"].split()))
        assert printed_characters(printed) == +expected


@pytest.mark.parametrize("case", ARTICLES, ids=article_id)
def test_articles_have_the_shape_of_an_import(case: tuple[Gold, Gold]) -> None:
    _, article = case
    assert article["kind"] in {"article", "photo", "notice"}
    assert article["headline"] or article["continued_from"]
    assert article["paragraphs"] or article["photos"]
    assert {paragraph["kind"] for paragraph in article["paragraphs"]} <= {"text", "crosshead", "note"}
    for byline in [*article["bylines"], *(credit for photo in article["photos"] for credit in photo["bylines"])]:
        assert byline["name"] in DOTS.sub("·", "".join(byline["as_printed"].split()))
    assert Setting.of(article).headline in {"before", "after", "end"}


@pytest.mark.parametrize("case", ARTICLES, ids=article_id)
def test_paragraphs_are_whole(case: tuple[Gold, Gold]) -> None:
    """A running paragraph is one line without stray blanks, and closes what it opens."""
    _, article = case
    for paragraph in article["paragraphs"]:
        text = paragraph["text"]
        assert text == text.strip() and "\n" not in text
        for opening, closing in ("“”", "‘’", "《》", "（）"):
            assert text.count(opening) == text.count(closing), text


def test_jump_lines_find_their_other_half() -> None:
    pages = {(page["date"], page["page"]["number"]): page for page in PAGES}
    jumps = [(page, article, name) for page, article in ARTICLES for name in CONTINUATIONS if article[name]]
    assert len(jumps) >= 6
    lacking = 0
    for page, article, name in jumps:
        other = pages.get((page["date"], article[name]["page"]))
        if other is None:  # its other half stood on a page that the archive lacks
            lacking += 1
            continue
        here, back = page["page"]["number"], CONTINUATIONS[name]
        matching = [found for found in other["articles"] if found[back] and found[back]["page"] == here]
        assert len(matching) == 1
        assert matching[0]["headline"] in {article["headline"], ""} or not article["headline"]
    assert lacking <= 1


def test_readme_tells_what_the_samples_show() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\d{4}-\d\d-\d\d)` ", readme, re.MULTILINE)) == {page["date"] for page in PAGES}
    assert {page["dump"]["layout"] for page in PAGES} == {"lines", "wrapped", "web"}
    encodings = {page["dump"]["encoding"]: (page["date"], page["page"]["number"]) for page in PAGES}
    assert encodings["gb18030"] == ("2026-01-07", 3)
    assert encodings["utf-8-sig"] == ("2026-01-09", 1)
    last_issue = [page["page"]["number"] for page in PAGES if page["date"] == "2026-01-09"]
    assert last_issue == [1, 2, 4, 5]
    assert len(PAGES) >= 12 and len(ARTICLES) >= 40


def test_wrapped_lines_keep_their_width_and_start_with_no_closing_mark() -> None:
    for page in (page for page in PAGES if page["dump"]["layout"] == "wrapped"):
        bodies = [article | {"kicker": "", "headline": "", "subhead": ""} for article in page["articles"]]
        for line in render(page | {"articles": bodies}).splitlines():
            width = sum(0.5 if character.isascii() else 1 for character in line.strip())
            assert width <= 18 + OVERHANG, line
            assert not line.startswith(tuple(CLOSING_MARKS)), line


@pytest.mark.parametrize("manifest", sorted(SEEDS.glob("xueling/*/issue.toml")), ids=lambda path: path.parent.name)
def test_manifest_tells_what_the_gold_holds(manifest: Path) -> None:
    told = tomllib.loads(manifest.read_text(encoding="utf-8"))
    pages = [page for page in PAGES if page["date"] == manifest.parent.name]
    assert told["date"] == dt.date.fromisoformat(manifest.parent.name)
    assert {page["number"] for page in pages} == {told["number"]}
    assert {page["newspaper"] for page in pages} == {told["newspaper"]}
    assert told["pages"] == [page["page"] for page in pages]
    assert {path.name for path in manifest.parent.glob("*.txt")} == {Path(page["dump"]["file"]).name for page in pages}
