"""Visible text out of markup, every character with its place; hostile markup costs nothing but itself."""

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.parsing.decode import Undecodable
from newsroom.parsing.readers.markup import decode_markup, visible
from tests.parsing.readers.pages import FOUNDER, WEB

TEXT = "雪岭河冬捕开网，首网出鱼三千公斤。这一网他们等了整整一个月，今年的鱼比往年都大。"


def lines(markup):
    shown = visible(markup)
    return [shown.text[start:end].strip() for start, end in shown.lines()]


def test_blocks_break_lines_and_inline_tags_do_not():
    assert lines("<p>一<b>二</b><i>三</i></p><div>四<br/>五</div>六<td>七</td>") == ["一二三", "四", "五", "六", "七"]


def test_what_nobody_sees_is_left_out():
    markup = (
        "甲<script>if (a < b) '<p>乙</p>'</script ><STYLE>p{}</STYLE><!-- 丙 <p>丁</p> --><![if x]>戊"
        "<template>己</template>"
    )
    assert "".join(lines(markup)) == "甲戊"


def test_entities_are_one_character_with_the_place_of_all_their_letters():
    shown = visible("a&ldquo;b&#20013;c&#x96ea;&unknown;&nbsp;d")
    assert shown.text == "a“b中c雪&unknown;\xa0d"
    markup = "a&ldquo;b&#20013;c"
    shown = visible(markup)
    assert [markup[start:end] for start, end in shown.places] == ["a", "&ldquo;", "b", "&#20013;", "c"]


def test_spans_skip_tags_and_run_on_where_the_text_does():
    markup = "<p>一<b>二三</b>四</p>"
    shown = visible(markup)
    start = shown.text.index("一")
    spans = shown.spans(start, start + 4)
    assert [markup[s:e] for s, e in spans] == ["一", "二三", "四"]
    assert [markup[s:e] for s, e in shown.spans(start + 1, start + 3)] == ["二三"]


@given(st.text(alphabet=st.characters(exclude_characters="<>&"), max_size=60))
def test_text_without_markup_stands_where_it_stands(text):
    shown = visible(text)
    assert len(shown.text) == len(text)
    assert [place[0] for place in shown.places] == list(range(len(text)))


def test_what_looks_like_an_entity_and_is_none_stands_as_written():
    shown = visible("雪&cc;岭&amp;")
    assert shown.text == "雪&cc;岭&"
    assert shown.places == ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 11))


def test_a_number_that_is_no_character_is_none_of_the_text():
    shown = visible("雪&#1;岭")
    assert shown.text == "雪岭"
    assert shown.places == ((0, 1), (5, 6))


@given(st.text(alphabet="<>!-/&;pbscriptx#19 \n\"'=雪", max_size=200))
def test_any_markup_gives_places_that_hold_its_characters(markup):
    shown = visible(markup)
    assert len(shown.places) == len(shown.text)
    for character, (start, end) in zip(shown.text, shown.places, strict=True):
        assert 0 <= start <= end <= len(markup)
        source = markup[start:end]
        assert character == source or character in "\n " or html.unescape(source).startswith(character)


@pytest.mark.parametrize("piece", ["<", "<a", "<!--", "<script>", "&", "&#1", "<p ", "<div><!--</", "<a b='"])
def test_hostile_markup_takes_linear_time(piece):
    markup = piece * (400_000 // len(piece))
    started = time.monotonic()
    visible(markup)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_page_is_decoded_whatever_it_declares(encoding):
    assert decode_markup(WEB.encode(encoding), None).text == WEB  # it declares gb2312
    assert decode_markup(FOUNDER.encode(encoding), None).text == FOUNDER  # it declares utf-8


def test_a_page_that_declares_nothing_is_judged_by_its_text_and_not_its_tags():
    markup = "<html><body class='a-long-name'><div id='wrapper'><p>" + TEXT + "</p></div></body></html>"
    assert decode_markup(markup.encode("gb18030"), None).text == markup
    with pytest.raises(Undecodable):
        decode_markup(markup.encode("big5", "ignore"), None)
