"""The reader does not read worse than it did: measured on the sample pages, held to ``floors.json``."""

from __future__ import annotations

import json

import pytest

from newsroom.parsing import read_page
from newsroom.parsing.types import ParsedArticle, ParsedPage, ParsedParagraph, Printed, Span
from tests.accuracy.__main__ import FLOORS as FLOORS_FILE
from tests.accuracy.__main__ import SEEDS, measure, sets
from tests.accuracy.noise import DAMAGES, misread, with_broken_lines, without_punctuation
from tests.accuracy.score import MEASURES, Score, score_page

FLOORS: dict[str, dict[str, float]] = json.loads(FLOORS_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return {name: measure(pages) for name, pages in sets(SEEDS[:1]).items()}


@pytest.mark.parametrize(("name", "measured"), [(name, m) for name in FLOORS for m in FLOORS[name]])
def test_accuracy_stays_above_its_floor(scores: dict[str, Score], name: str, measured: str) -> None:
    assert scores[name].f1(measured) >= FLOORS[name][measured]


def test_every_set_and_measure_has_a_floor() -> None:
    assert set(FLOORS) == set(sets(()))
    assert all(set(floors) == set(MEASURES) for floors in FLOORS.values())


def test_accuracy_falls_gently_on_a_worse_scan(scores: dict[str, Score]) -> None:
    pages = sets(SEEDS[:1])["lines, in place"]
    clean = scores["lines, in place"].f1("segmentation")
    for label, damage in DAMAGES.items():
        assert measure(pages, damage).f1("segmentation") >= clean - 0.2, label


GOLD = [
    {
        "kind": "article",
        "kicker": "",
        "headline": "镜泉湖畔冰雪节开幕",
        "subhead": "",
        "dateline": "本报讯",
        "paragraphs": [{"kind": "text", "text": "1月5日，河东县第十届冰雪节在镜泉湖畔开幕。"}],
        "bylines": [{"name": "赵明", "role": "记者"}],
        "photos": [],
    }
]
DUMP = "镜泉湖畔冰雪节开幕\n\n本报讯（记者 赵明）1月5日，河东县第十届冰雪节在镜泉湖畔开幕。\n"


def test_a_perfect_reading_scores_one_in_everything() -> None:
    score = score_page(read_page(DUMP), GOLD, DUMP)
    assert {measured: score.f1(measured) for measured in MEASURES} == dict.fromkeys(MEASURES, 1.0)


def test_a_page_not_read_scores_nothing() -> None:
    score = score_page(ParsedPage(), GOLD, DUMP)
    assert [score.f1(measured) for measured in ("segmentation", "headline", "byline", "paragraph")] == [0, 0, 0, 0]


def test_two_articles_taken_for_one_are_not_found() -> None:
    other = {
        **GOLD[0],
        "headline": "沙枣乡粮站开磅",
        "paragraphs": [{"kind": "text", "text": "沙枣乡粮站昨天开磅收购小麦。"}],
    }
    whole = "".join(str(article["paragraphs"][0]["text"]) for article in (GOLD[0], other))  # type: ignore[index]
    merged = ParsedArticle(
        headline=Printed("镜泉湖畔冰雪节开幕", (Span(0, 9),)),
        paragraphs=(ParsedParagraph(kind="text", text=whole, spans=(Span(9, 60),)),),  # type: ignore[arg-type]
    )
    assert score_page(ParsedPage(articles=(merged,)), [GOLD[0], other], DUMP).right["segmentation"] == 0


def test_damage_is_the_same_every_time_and_of_the_size_asked_for() -> None:
    text = "河东县的冰雪节，今年办到了第十届。" * 100
    assert misread(text, 0.03, 1) == misread(text, 0.03, 1) != misread(text, 0.03, 2)
    changed = sum(one != two for one, two in zip(text, misread(text, 0.03, 1).text, strict=True))
    assert 0.015 * len(text) < changed < 0.045 * len(text)
    assert "，" not in without_punctuation(text, 1.0, 1).text
    assert with_broken_lines(text, 0.0, 1).text == text
    assert with_broken_lines(text + "\n" + text, 1.0, 1).text.replace("\n", "") == text * 2


@pytest.mark.parametrize("label", DAMAGES)
def test_damage_undone_gives_the_clean_text_back(label: str) -> None:
    dump = DUMP + "\n" + "河东县的冰雪节，今年办到了第十届。" * 40 + "\n"
    damaged = DAMAGES[label](dump)
    page = damaged.undo(read_page(damaged.text))
    parts = [paragraph.text for article in page.articles for paragraph in article.paragraphs]
    assert "".join(parts).endswith("今年办到了第十届。")
    assert all("".join(part.split()) in "".join(dump.split()) for part in parts)
