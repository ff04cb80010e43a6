"""The page reader's promise, held against any text at all: nothing lost, nothing invented, same text same page."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.parsing import read_page
from newsroom.parsing.types import ParsedPage, Printed


def bare(text: str) -> str:
    return "".join(character for character in text if not character.isspace())


def parts_of(page: ParsedPage) -> list[Printed]:
    return [part for article in page.articles for _, _, part in article.parts()] + list(page.unplaced)


def hold_to_promise(source: str) -> None:
    page = read_page(source)
    placed: Counter[int] = Counter()
    for part in parts_of(page):
        assert part.spans, f"{part.text!r} does not say where it stands"
        printed = "".join(source[span.start : span.end] for span in part.spans)
        assert bare(printed) == bare(part.text)
        for span in part.spans:
            placed.update(range(span.start, span.end))
    for position, character in enumerate(source):
        if not character.isspace():
            assert placed[position] == 1, f"{character!r} at {position} stands in {placed[position]} parts"
    assert read_page(source) == page


# What pages are made of, so that chance builds pages and not only noise.
LINES = st.sampled_from(
    [
        "",
        "",
        "本报讯（记者 叶尔兰·巴合提 通讯员 张三）1月5日，河东县的冰雪节开幕了。",
        "新华社北京1月5日电 （记者李四、王五）会议在北京召开，",
        "据新华社电",
        "（上接第一版）",
        "(下转第四版)",
        "（本报北京5月6日电）",
        "（记者李四，参与记者赵六、钱七）",
        "本报记者 李四 王五",
        "石榴云/河东日报记者 李四",
        "李四摄（人民视觉）",
        "图为冰雪节的开幕式。 通讯员 王五 摄",
        "版式设计：李四",
        "核心阅读",
        "——河东县冰雪节见闻",
        "冰雪节开幕 游客纷至",
        "让冰雪“热”起来（今日谈）",
        "“我们准备了三个月，",
        "今天终于开幕了。”他说。",
        "演出了《燕子",
        "归来》与《远行》两部作品。",
        "河东县地处群山之间，每年十一月到次年四月都有积雪，滑雪的人一年比一年多，",
        "河东县今年新开了三条雪道，",
        "旅馆也添了两百多张床位。",
        "•",
        "\u3000\u3000李　四",
        "\x00\x01\x02",
        "abc def",
        "2026年1月",
        "⻓⼭",
    ]
)
SEPARATORS = st.sampled_from(["\n", "\n\n", "\r\n", "\u2028", "\n \n", "\x0c", ""])


@st.composite
def pages(draw: st.DrawFn) -> str:
    return "".join(draw(LINES) + draw(SEPARATORS) for _ in range(draw(st.integers(0, 30))))


@settings(max_examples=150, deadline=None)
@given(pages())
def test_nothing_is_lost_of_pages_put_together_by_chance(source: str) -> None:
    hold_to_promise(source)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_nothing_is_lost_of_any_text(source: str) -> None:
    hold_to_promise(source)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_nothing_is_lost_of_binary_junk(junk: bytes) -> None:
    hold_to_promise(junk.decode("latin-1"))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="“”《》（）()「」。，：、—…图记者本报讯电摄第版上接下转一·\n 年月日0123", max_size=300))
def test_nothing_is_lost_of_marks_and_trade_words(source: str) -> None:
    hold_to_promise(source)


@pytest.mark.parametrize("character", ["字", "“", "》", "\n", "a", "（", "·", "1", "。", "——"])
def test_one_character_over_and_over_is_read(character: str) -> None:
    hold_to_promise(character * 3000)


def test_text_of_many_pages_is_read_in_strips() -> None:
    towns = ["河东", "青石", "云岭", "沙湾", "白桥", "红泉", "柳林", "金滩"]
    matters = ["小麦", "公路", "图书馆", "渔业", "医院", "暴雨", "校舍", "果园"]
    stories = [
        f"{town}县{matter}传来喜讯\n\n本报讯（记者 李四）1月5日，{town}县{matter}的事情有了结果。"
        + f"{town}县的人们谈起{matter}，都说来之不易。" * 14
        + "\n\n"
        for town in towns
        for matter in matters
    ]
    source = "".join(stories)
    assert len(source) > 16_000
    page = read_page(source)
    assert len(page.articles) == len(stories)
    assert [article.headline.text for article in page.articles] == [story.split("\n")[0] for story in stories]
    assert not page.unplaced
