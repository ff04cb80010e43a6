"""Segments are written by us and can be read by any Whoosh."""

import random
from collections import Counter

import pytest
from whoosh.index import open_dir
from whoosh.query import Term
from whoosh.reading import SegmentReader

from newsroom.search import writer
from newsroom.search.codec import BLOCK_POSTINGS, INLINE_POSTINGS
from newsroom.search.postings import word_postings
from newsroom.search.schema import FieldPlan, IndexPlan, Kind, words_of
from newsroom.search.view import index_folder

PLAN = IndexPlan([FieldPlan("id", Kind.VALUES), FieldPlan("body", Kind.TEXT)], "body")
WORDS = ["雪山", "湖面", "马背", "渔工", "津贴", "a1"]


def document(number, body):
    return {"id": f"newsroom.article.{number}", "body": body}


@pytest.fixture
def written(tmp_path):
    """More documents than a block holds, some written again and some removed, so that segments were merged."""
    chance = random.Random(2)
    folder = tmp_path / "index"
    texts = {number: "，".join(chance.choices(WORDS, [90, 30, 10, 3, 1, 1], k=4)) for number in range(1500)}
    texts[7] = "独一无二"
    everything = writer.Changes([document(number, text) for number, text in texts.items()])
    writer.write(folder, PLAN, lambda: everything)
    for number in range(40):
        texts[number * 3] = chance.choice(WORDS)
        gone = 1000 + number
        del texts[gone]
        changes = writer.Changes([document(number * 3, texts[number * 3])], [f"newsroom.article.{gone}"])
        writer.write(folder, PLAN, lambda changes=changes: changes)
    return folder, texts


def expected(texts, word):
    counts = {number: Counter(words_of(text))[word] for number, text in texts.items()}
    return {number: count for number, count in counts.items() if count}


@pytest.mark.parametrize("word", [*WORDS, "独一无二"])
def test_postings_are_those_of_the_documents(written, word):
    folder, texts = written
    wanted = expected(texts, word)
    view = index_folder(folder).view(PLAN)
    found = {}
    for base, segment in view.placed():
        for number, count in zip(*segment.word("body", word), strict=True):
            if view.live[number + base]:
                found[int(segment.stored(number)["id"].rsplit(".", 1)[1])] = count
    assert found == wanted


def test_words_of_every_length_of_postings_are_there(written):
    _, texts = written
    sizes = sorted(len(expected(texts, word)) for word in [*WORDS, "独一无二"])
    assert sizes[0] <= INLINE_POSTINGS
    assert sizes[-1] > BLOCK_POSTINGS


def test_any_whoosh_reads_them(written):
    folder, texts = written
    index = open_dir(str(folder))
    with index.searcher() as searcher:
        for word in [*WORDS, "独一无二"]:
            hits = searcher.search(Term("body", word), limit=None, scored=False)
            numbers = {int(hit["id"].rsplit(".", 1)[1]) for hit in hits}
            assert numbers == set(expected(texts, word)), word
        assert searcher.doc_count() == len(texts)


def test_words_stand_in_order_and_each_is_found(written):
    folder, _ = written
    view = index_folder(folder).view(PLAN)
    for segment in view.segments:
        assert isinstance(segment.reader, SegmentReader)
        terms = [word for name, word in segment.reader.all_terms() if name == "body"]
        assert terms == sorted(terms)
        assert all(len(word_postings(segment.reader, "body", word)[0]) for word in terms)
        assert not len(word_postings(segment.reader, "body", "没有".encode())[0])
