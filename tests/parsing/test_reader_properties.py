"""The page reader's promise, held against any text at all: nothing lost, nothing invented, same text same page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.parsing import read_page, reader
from newsroom.parsing.types import ParsedPage, Printed
from tests.accuracy.render import gold_pages, render, resettled


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
PARTS = [
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
SEPARATORS_OF_LINES = ["\n", "\n\n", "\r\n", "\u2028", "\n \n", "\x0c", ""]
LINES = st.sampled_from(PARTS)
SEPARATORS = st.sampled_from(SEPARATORS_OF_LINES)


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


def test_text_of_many_pages_is_read_in_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    dumps = [render(resettled(page, "lines", 1, displaced=False)) for page in gold_pages()]
    source = "\n\n".join(dumps)
    monkeypatch.setattr(reader, "LONGEST_STRIP", 6_000)
    alone = {article.headline.text for dump in dumps for article in read_page(dump).articles}
    together = {article.headline.text for article in read_page(source).articles}
    assert len(alone & together) >= 0.85 * len(alone)
    hold_to_promise(source)


def test_same_text_same_page_in_another_process() -> None:
    """Sets come in another order in every process; nothing may hang on it."""
    script = (
        "import hashlib; from newsroom.parsing import read_page; from tests.accuracy.render import gold_pages, render;"
        "pages = [repr(read_page(render(page))) for page in list(gold_pages())[:3]];"
        "print(hashlib.sha256(''.join(pages).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1 and digests != {""}
