import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.search.folding import fold, fold_with_offsets

ANY_TEXT = st.text(st.characters(codec=None), max_size=60) | st.text(
    "雪龍⽂ａ１ 　a1\n·•“”—…ﬁ㎡\u200b\u00ad", max_size=30
)


@pytest.mark.parametrize(
    ("variant", "plain"),
    [
        ("２０２６年ＡＰＰ", "2026年app"),
        ("臺灣龍馬", "台湾龙马"),
        ("⽂化⻓廊", "文化长廊"),
        ("𠮷林戶外", "吉林户外"),
        ("古扎丽•阿布都热‧西提", "古扎丽·阿布都热·西提"),
        ("王　　浩", "王浩"),
        ("“好”「好」", '"好""好"'),
        ("（一）：，！", "(一):,!"),
        ("乌伦古\u200b湖\ufeff", "乌伦古湖"),
    ],
)
def test_variants_meet(variant, plain):
    assert fold(variant) == fold(plain) == plain


def test_keeps_two_latin_words_apart():
    assert fold("New  York 5 G 网络") == "new york 5 g网络"


def test_keeps_line_breaks():
    assert fold("雪 \n 雪") == "雪\n雪"


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_offsets_lead_back_to_the_text(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)


@given(ANY_TEXT, st.integers(0, 60), st.integers(1, 20))
def test_what_stands_in_a_line_stands_in_its_search_copy(text, start, length):
    piece = text[start : start + length]
    if "\n" not in piece:
        assert fold(piece) in fold(text)
