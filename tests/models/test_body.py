"""The body of an article: paragraphs to lines and back."""

from hypothesis import given
from hypothesis import strategies as st

from newsroom.models import body_text, paragraphs_of

paragraphs = st.lists(
    st.tuples(
        st.sampled_from(["text", "crosshead", "note"]),
        st.text(st.characters(exclude_characters="\n"), min_size=1).filter(str.strip),
    )
)


@given(paragraphs)
def test_paragraphs_survive_the_way_to_the_textarea_and_back(given_paragraphs):
    assert [tuple(p) for p in paragraphs_of(body_text(given_paragraphs))] == given_paragraphs


def test_marks_say_what_a_line_is():
    assert paragraphs_of("## 小标题\n\n正文。\n> 图片为资料图\n\\## 这不是小标题") == [
        ("crosshead", "小标题"),
        ("text", "正文。"),
        ("note", "图片为资料图"),
        ("text", "## 这不是小标题"),
    ]
