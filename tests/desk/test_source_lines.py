"""The lines of a dump an article came from, with what is the article's own marked in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.source_lines import excerpt, source_lines
from newsroom.models import ImportRun, PageSource, SourceSpan, SourceText
from tests.factories import make_article


def shown(text, spans):
    return [
        (line.number, line.apart, [(piece.text, piece.part) for piece in line.pieces]) for line in excerpt(text, spans)
    ]


def test_lines_are_numbered_as_in_the_dump_and_gaps_said():
    text = "山城初雪\r\n别的文章\r\n\r\n昨夜下雪。天气预报\r\n\r\n雪停了。"
    assert shown(text, [(0, 4, "headline"), (14, 19, "body"), (27, 31, "body")]) == [
        (1, False, [("山城初雪", "headline")]),
        (4, True, [("昨夜下雪。", "body"), ("天气预报", "")]),
        (6, False, [("雪停了。", "body")]),
    ]


def test_a_span_over_several_lines_is_shown_in_each():
    assert shown("甲乙\n丙丁", [(1, 4, "body")]) == [
        (1, False, [("甲", ""), ("乙", "body")]),
        (2, False, [("丙", "body"), ("丁", "")]),
    ]


@given(st.text("雪\n\r山", max_size=30), st.data())
def test_no_character_of_a_line_is_lost_or_doubled(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    spans = [(start, end, "body") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in excerpt(text, spans):
        assert "".join(piece.text for piece in line.pieces) == lines[line.number - 1]
    marked = sum(len(piece.text) for line in excerpt(text, spans) for piece in line.pieces if piece.part)
    assert marked == sum(len(text[start:end].replace("\r", "").replace("\n", "")) for start, end, _part in spans)


@pytest.mark.django_db
def test_the_newest_dump_comes_first_by_the_name_of_its_file(django_assert_num_queries):
    article = make_article()
    for name in ("old.txt", "new.txt"):
        source = SourceText.objects.create(data=f"{name}\n山城初雪".encode(), encoding="utf-8")
        PageSource.objects.create(page=article.page, source=source, name=name, import_run=ImportRun.objects.create())
        SourceSpan.objects.create(article=article, source=source, part="headline", start=8, end=12)
    with django_assert_num_queries(2):
        excerpts = source_lines(article)
    assert [(one.name, [line.number for line in one.lines]) for one in excerpts] == [("new.txt", [2]), ("old.txt", [2])]
