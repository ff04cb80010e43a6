"""Headlines break between words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.reader.typesetting import by_words
from newsroom.search.archive import highlight


@pytest.mark.parametrize(
    ("headline", "set_so"),
    [
        ("雪岭地区发布冬季文旅消费季成绩单", "雪岭|地区|发布|冬季|文旅|消费季成绩单"),
        ("今年春运首趟“牧区专列”车票开售", "今年|春运|首趟|“牧区专列”|车票|开售"),
        ("关于老路实行临时交通管制的通告", "关于|老路|实行|临时|交通管制的通告"),
        ("《一座山的冬天》获文学奖二等奖提名", "《一座山的冬天》|获文学奖|二等奖|提名"),
        ("全地区首批132个重点项目集中开工", "全地区|首批132个|重点项目|集中|开工"),
        ("凝心聚力谋发展 实干笃行担使命", "凝心|聚力|谋发展 实干|笃行担使命"),
        ("山城初雪", "山城初雪"),
    ],
)
def test_a_headline_breaks_between_words(headline, set_so):
    assert by_words(headline) == set_so.replace("|", "<wbr>")


def test_marks_and_escapes_are_kept():
    marked = highlight("雪岭地区发布<冬季>文旅成绩单 & 更多", "地区发布 成绩")
    assert by_words(marked) == (
        "雪岭<mark><wbr>地区<wbr>发布</mark>&lt;冬季&gt;文旅<mark><wbr>成绩</mark>单 &amp; 更多"
    )
    assert by_words("雪岭地区<b>发布</b>成绩单").startswith("雪岭<wbr>地区&lt;b&gt;")


@given(st.text("雪岭地区发布冬季<>&;\"'“”《》（）() ，。—a1 ", max_size=60))
def test_nothing_but_breaks_is_added(text):
    from django.utils.html import escape

    assert by_words(text).replace("<wbr>", "") == escape(text)
    assert not re.search(r"<wbr>[，。”》）)]|[“《（(]<wbr>|^<wbr>|<wbr>$", by_words(text))
