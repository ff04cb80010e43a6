"""What a reader can point at, and where words a reader selected stand."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.desk.passages import LONGEST_PASSAGE, Passage, passage_at, passage_like, passages_of
from newsroom.desk.snapshots import BylineText, PhotoText, Snapshot
from newsroom.desk.texts import texts_of

ARTICLE = Snapshot(
    headline="山城初雪",
    dateline="本报讯",
    body="昨夜下雪。\n\n## 路上\n\\## 不是小标题\n雪还在下，雪很大。",
    bylines=(BylineText("石福云", "记者"),),
    photos=(PhotoText(1, "雪中的车", "王浩 摄"),),
)


def test_everything_that_is_read_is_offered_where_it_stands():
    assert [(passage.field, passage.start, passage.text) for passage in passages_of(ARTICLE)] == [
        ("headline", 0, "山城初雪"),
        ("byline 0 name", 0, "石福云"),
        ("dateline", 0, "本报讯"),
        ("body", 0, "昨夜下雪。"),
        ("body", 10, "路上"),
        ("body", 14, "## 不是小标题"),
        ("body", 23, "雪还在下，雪很大。"),
        ("photo 0 caption", 0, "雪中的车"),
        ("photo 0 credit", 0, "王浩 摄"),
    ]


@given(st.lists(st.text("雪山城路，。！”# >\\", max_size=60), max_size=6), st.integers(1, 40))
def test_passages_stand_where_they_say_and_leave_nothing_out(lines, times):
    snapshot = Snapshot(body="\n".join(line * times for line in lines))
    passages = passages_of(snapshot)
    for passage in passages:
        assert texts_of(snapshot)[passage.field].startswith(passage.text, passage.start)
        assert len(passage.text) <= LONGEST_PASSAGE
    read = "".join(passage.text for passage in passages)
    assert read.count("雪") == snapshot.body.count("雪")
    assert read.count("。") == snapshot.body.count("。")


def test_selected_words_are_found_where_they_were_selected():
    assert passage_like(ARTICLE, "雪") == Passage("headline", 3, "雪")
    assert passage_like(ARTICLE, "雪", before="昨夜下") == Passage("body", 3, "雪")
    assert passage_like(ARTICLE, "雪", before="雪还在下，") == Passage("body", 28, "雪")
    assert passage_like(ARTICLE, "雪", part="body") == Passage("body", 3, "雪")
    assert passage_like(ARTICLE, "雪", part="photo") == Passage("photo 0 caption", 0, "雪")
    assert passage_like(ARTICLE, "石福云", before="记者 ") == Passage("byline 0 name", 0, "石福云")


def test_of_a_selection_over_several_paragraphs_the_first_counts():
    assert passage_like(ARTICLE, " 下雪。\n路上 ") == Passage("body", 2, "下雪。")


def test_words_that_stand_nowhere_are_not_found():
    for selected in ("", "\n", "石榴云", "昨夜下雪。路上"):
        assert passage_like(ARTICLE, selected) is None
    assert passage_at(ARTICLE, "body", 1, "昨夜") is None
    assert passage_at(ARTICLE, "reason", 0, "昨夜") is None
    assert passage_at(ARTICLE, "body", 0, "") is None
