"""What search says equals what the database holds: every string is found, every count is true."""

import random
from collections import Counter
from pathlib import Path

import pytest
from django.http import QueryDict
from haystack.query import SearchQuerySet

from newsroom.models import Article
from newsroom.search.archive import ArchiveSearch
from newsroom.search.documents import ArticleIndex
from newsroom.search.folding import fold
from newsroom.search.params import FACETS
from tests.benchmarks import synthetic
from tests.factories import index_all, make_article, make_page

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*sorted((ROOT / "seeds").rglob("*.txt")), *sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))]
# What the query language reads as its own when it stands in a query.
SYNTAX = set('“”"「」『』（）()-－:：*') | set("ANDORT与或非")


def lines_of_articles() -> dict[int, list[str]]:
    """The folded lines of each article's text, read from the database by itself."""
    lines = {}
    for article in ArticleIndex().index_queryset():
        parts = [article.kicker, article.headline, article.subhead, article.dateline]
        parts += [paragraph.text for paragraph in article.paragraphs]
        parts += [part for photo in article.photos.all() for part in (photo.caption, photo.credit)]
        parts += [part for line in article.bylines.all() for part in (line.name, line.affiliation, line.as_printed)]
        lines[article.pk] = [fold(line) for part in parts for line in part.split("\n") if line]
    return lines


@pytest.fixture
def dumps(db):
    """Every dump at hand cut into articles of a few paragraphs: what they say matters here, not who wrote it."""
    if not SOURCES:
        pytest.skip("there are no dumps to read")
    page = make_page()
    for source in SOURCES:
        text = source.read_text("utf-8", errors="replace")
        paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
        for start in range(0, len(paragraphs), 8):
            make_article(paragraphs[start][:200], "\n".join(paragraphs[start + 1 : start + 8]), page=page)
    index_all()
    return lines_of_articles()


def random_pieces(lines, chance, count, longest):
    every = [line for held in lines.values() for line in held if line]
    for _ in range(count):
        line = chance.choice(every)
        start = chance.randrange(len(line))
        yield line[start : start + chance.randint(1, longest)]


def test_every_run_of_characters_is_found_and_counted(dumps):
    chance = random.Random(1)
    for piece in random_pieces(dumps, chance, 2000, 20):
        needle = fold(piece)
        if not needle:
            continue
        expected = {key for key, lines in dumps.items() if any(needle in line for line in lines)}
        found = SearchQuerySet().models(Article).filter(text__exact=piece)
        assert found.count() == len(expected) > 0, piece


def test_readers_find_them_too(dumps):
    chance = random.Random(2)
    for piece in random_pieces(dumps, chance, 60, 8):
        if not piece.split() or SYNTAX & set(piece):
            continue
        words = [fold(word) for word in piece.split()]
        expected = {key for key, lines in dumps.items() if all(any(word in line for line in lines) for word in words)}
        assert ArchiveSearch.from_params({"q": piece}).answer().count == len(expected), piece


@pytest.fixture
def archive(db):
    """Sixty articles with everything facets count, some of it missing."""
    chance = random.Random(3)
    for number in range(60):
        made = synthetic.article(number)
        make_article(
            made["headline"],
            made["body"][:200],
            date=chance.choice(["2024-12-31", "2025-01-01", "2025-01-02", "2025-07-07", "2026-01-07"]),
            page_number=chance.randint(1, 4),
            section=chance.choice(["", "要闻", "综合", "文"]),
            newspaper=chance.choice(["northern-herald", "southern-post"]),
            bylines=chance.sample(
                [("王浩", "记者"), ("王浩", "摄影"), ("李琳", "通讯员"), ("赵军", "")], chance.randint(0, 3)
            ),
            text_state=chance.choice(["imported", "corrected", "reviewed"]),
        )
    index_all()


def values_of(article) -> dict[str, set[str]]:
    day = article.page.issue.date
    return {
        "newspaper": {article.page.issue.newspaper.slug},
        "year": {f"{day:%Y}"},
        "month": {f"{day:%Y-%m}"},
        "section": {article.section.slug} if article.section else set(),
        "page": {str(article.page.number)},
        "byline": {str(byline.contributor_id) for byline in article.bylines.all()},
        "role": {byline.role for byline in article.bylines.all() if byline.role},
        "state": {article.text_state},
        "day": {day.isoformat()},
    }


def combinations(articles, lines, count):
    """(query, what is selected, articles that hold the query) at random; one or several values of up to three facets,
    sometimes a range of days."""
    chance = random.Random(4)
    distinct = {name: sorted(set().union(*(held[name] for held in articles.values()))) for name in FACETS}
    while count:
        text = chance.choice(["", *random_pieces(lines, chance, 3, 2)])
        holding = {key for key in articles if not text or any(fold(text) in line for line in lines[key])}
        if SYNTAX & set(text) or text != text.strip() or not holding:
            continue
        selected = {
            name: chance.sample(distinct[name], min(chance.choice([1, 1, 1, 2, 3]), len(distinct[name])))
            for name in chance.sample(FACETS, chance.randint(0, 3))
        }
        if chance.random() < 0.2:
            selected["from"] = chance.choice(["2025-01-01", "2025-07-07"])
            holding = {key for key in holding if min(articles[key]["day"]) >= selected["from"]}
        count -= 1
        yield text, selected, holding


def test_facets_equal_a_recount_whatever_is_selected(archive):
    articles = {article.pk: values_of(article) for article in ArticleIndex().index_queryset()}
    for text, selected, holding in combinations(articles, lines_of_articles(), 300):
        answer = ArchiveSearch.from_params({"q": text, **selected}).answer()
        chosen = {name: values for name, values in selected.items() if name in FACETS}
        matching = {key for key in holding if all(articles[key][name] & set(chosen[name]) for name in chosen)}
        assert answer.count == len(matching), (text, selected)
        for facet in answer.facets:
            others = {name: values for name, values in chosen.items() if name != facet.name}
            counted: Counter[str] = Counter()
            for key in holding:
                if all(articles[key][name] & set(values) for name, values in others.items()):
                    counted.update(articles[key][facet.name])
            shown = {value.value: value.count for value in facet.values if value.count}
            assert shown == dict(counted), (text, selected, facet.name)
            # What is selected can be taken back, whether or not anything has it.
            removable = {value.value: value.query for value in facet.values if value.selected}
            assert set(removable) == set(chosen.get(facet.name, ())), (text, selected)
            for value, query in removable.items():
                assert value not in QueryDict(query).getlist(facet.name)


def test_a_click_shows_what_its_count_promised(archive):
    articles = {article.pk: values_of(article) for article in ArticleIndex().index_queryset()}
    chance = random.Random(5)
    clicked = 0
    for text, selected, _ in combinations(articles, lines_of_articles(), 40):
        answer = ArchiveSearch.from_params({"q": text, **selected}).answer()
        choices = [
            (facet, value)
            for facet in answer.facets
            for value in facet.values
            # Another value of a facet that has a selection widens it: its count is what it alone would show.
            if not value.selected and facet.name not in selected
        ]
        for _facet, value in chance.sample(choices, min(3, len(choices))):
            assert ArchiveSearch.from_params(QueryDict(value.query)).answer().count == value.count, value
            clicked += 1
    assert clicked > 60


def test_a_headline_as_query_puts_its_article_first(archive):
    for article in Article.objects.all():
        assert ArchiveSearch.from_params({"q": f"“{article.headline}”"}).answer().hits[0].article == article
