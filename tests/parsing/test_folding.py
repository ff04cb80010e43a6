"""One form for characters that dumps write in several, and no offset changed."""

import sys

import pytest

from newsroom.parsing.folding import folded


def test_every_white_space_is_a_plain_space() -> None:
    spaces = "".join(filter(str.isspace, map(chr, range(sys.maxunicode + 1))))
    assert folded(spaces + "\u200b\ufeff") == " " * (len(spaces) + 2)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("(記者 陳某某,攝)", "（记者 陈某某，摄）"),
        ("１月５日", "1月5日"),
        ("阿依古丽.吐尔逊", "阿依古丽·吐尔逊"),
        ("阿依古丽﹒吐尔逊", "阿依古丽·吐尔逊"),
        ("三.认真学习", "三.认真学习"),
        ("3.认真学习", "3.认真学习"),
        ("⽂ 丨 ⻓", "文 / 长"),
    ],
)
def test_characters_have_one_form(printed: str, plain: str) -> None:
    assert folded(printed) == plain
