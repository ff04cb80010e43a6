"""A saved web page with one article: its text and no other, every character placed in the markup."""

import datetime as dt

import pytest

from newsroom.parsing.decode import Undecodable
from newsroom.parsing.readers import Unfit, reader_of, web_article
from tests.parsing.readers.pages import WEB, characters_of, parts_of


def read(markup=WEB, encoding="gb18030"):
    (source,) = web_article.split("page.html", markup.encode(encoding), None)
    return source, source.read()


def test_the_article_is_found_and_nothing_else():
    source, page = read()
    (article,) = page.articles
    assert article.headline.text == "雪岭河冬捕首网出鱼三千公斤"
    said = "".join(part.text for part in parts_of(page))
    assert "人声鼎沸" in said and "忙到天黑才收摊。" in said
    assert "版权所有" not in said and "首页" not in said and "不是正文" not in said
    assert [(byline.name, byline.role.value) for byline in article.bylines] == [("马晓燕", "记者")]
    assert not source.is_article and page.warnings == ()


def test_its_date_is_stated():
    assert read()[0].stated.date == dt.date(2026, 1, 6)
    assert read(WEB.replace("publishdate", "keywords"))[0].stated.date is None


def test_every_part_stands_where_its_spans_say():
    source, page = read()
    assert source.text == WEB
    entities = {"&nbsp;": "", "&ldquo;": "“", "&rdquo;": "”"}
    for part in parts_of(page):
        covered = characters_of(part, source.text)
        for entity, character in entities.items():
            covered = covered.replace(entity, character)
        assert covered == "".join(part.text.split()) != ""


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body></body></html>",
        "<p>",
        "plain words",
        "<" * 5000,
        "<div>" * 3000 + "文" + "</div>" * 3000,
        "<frameset>",
    ],
)
def test_a_page_without_an_article_is_refused(markup):
    with pytest.raises((Unfit, Undecodable)):
        web_article.split("page.html", markup.encode(), None)


def test_what_makes_the_extractor_fail_is_refused(monkeypatch):
    def fail(*args, **kwargs):
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(Unfit, match="RecursionError"):
        read()


def test_a_news_site_is_not_taken_for_an_epaper():
    assert reader_of("a.HTML", WEB.encode("gb18030")) is web_article.READER
