import subprocess
import sys

import pytest
from whoosh.qparser import QueryParser

from newsroom.search import analysis
from newsroom.search.analysis import placed_words, plain_words, words
from newsroom.search.analyzer import ChineseAnalyzer
from newsroom.search.schema import ChineseText

TEXT = "阿勒泰地区在福海县举行冬捕节，5G信号好。"


@pytest.fixture(params=["rjieba", "jieba"])
def segmenter(request, monkeypatch):
    """Each test with either segmenter."""
    if request.param == "jieba":
        monkeypatch.setitem(sys.modules, "rjieba", None)
    analysis._load.cache_clear()
    yield request.param
    analysis._load.cache_clear()


def test_cuts_words_and_the_shorter_words_within(segmenter):
    found = words(TEXT.lower())
    assert {"阿勒泰", "地区", "阿勒泰地区", "福海县", "举行", "5g"} <= set(found)
    assert not set("，。") & set(found)
    assert "".join(plain_words(TEXT)) == TEXT.replace("，", "").replace("。", "")


def test_tokens_know_their_place_and_their_position(segmenter):
    tokens = list(placed_words(TEXT))
    for word, _, start, end in tokens:
        assert TEXT[start:end].lower() == word
    positions = {word: position for word, position, *_ in tokens}
    assert positions["阿勒泰地区"] == positions["阿勒泰"] == 0
    assert positions["在"] == 1


def test_untokenized_values_stay_whole(segmenter):
    analyzer = ChineseAnalyzer()
    assert [token.text for token in analyzer("*", tokenize=False)] == ["*"]
    assert [token.text for token in analyzer("要闻,民生", tokenize=False)] == ["要闻,民生"]


def test_names_become_words(segmenter):
    analysis.learn(["苏璐萍"])
    assert "苏璐萍" in plain_words("记者苏璐萍报道")


def test_phrases_of_several_words_match_in_whoosh(tmp_path):
    from whoosh.fields import TEXT as TEXT_FIELD
    from whoosh.fields import Schema
    from whoosh.index import create_in

    index = create_in(tmp_path, Schema(body=TEXT_FIELD(analyzer=ChineseAnalyzer(), stored=True)))
    writer = index.writer()
    writer.add_document(body="老人在湖边看雪。")
    writer.commit()
    with index.searcher() as searcher:
        assert len(searcher.search(QueryParser("body", index.schema).parse('"湖边 看雪"'))) == 1
        assert len(searcher.search(QueryParser("body", index.schema).parse('"看雪 湖边"'))) == 0


def test_our_field_counts_words():
    assert {word.decode(): count for word, count, *_ in ChineseText().index("雪，雪，風")} == {"雪": 2, "风": 1}


def test_importing_loads_no_dictionary():
    code = "import sys, newsroom.search.analysis; sys.exit(bool({'jieba', 'rjieba'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
