"""A paper is known by its text only where it names itself."""

import pytest

from newsroom.parsing import read_page
from newsroom.parsing.mastheads import newspaper_of


@pytest.mark.parametrize(
    ("lines", "paper"),
    [
        (["雪 岭 日 报", "2026年1月7日 星期三"], "雪岭日报"),
        (["雪岭日报2026年1月7日星期三第02版"], "雪岭日报"),
        (["更正", "本报昨日第二版有误，特此更正。", "雪岭日报编辑部"], "雪岭日报"),
        (["《雪岭日报》社"], "雪岭日报"),
        (["主办单位：雪岭日报社"], "雪岭日报"),
        (["雪岭新闻网-雪岭地区融媒体中心(记者 马晓燕)1月6日，雪岭河冬捕。"], "雪岭新闻网"),
        (["雪岭日报讯（记者 王浩）清晨，冰面开网。"], "雪岭日报"),
        # None of its own, or more than one.
        (["本报讯（记者 王浩）清晨，冰面开网。"], ""),
        (["石榴云/山城日报记者 刘翔", "清晨，冰面开网。"], ""),
        (["据《山城晚报》报道，冰面开网。"], ""),
        (["人民日报讯（记者 王浩）清晨，冰面开网。"], ""),
        (["山城晚报讯（记者 王浩）清晨，开网。", "本报讯（记者 马晓燕）傍晚，收网。"], ""),
        (["山城晚报讯（记者 王浩）清晨，开网。", "雪岭新闻网讯（记者 马晓燕）傍晚，收网。"], ""),
        (["雪岭日报编辑部", "山城晚报编辑部"], ""),
        ([], ""),
    ],
)
def test_the_paper_the_lines_name_as_their_own(lines, paper):
    assert newspaper_of(lines) == paper


def test_a_page_read_knows_its_paper():
    text = "冬捕首网\n\n雪岭日报讯（记者 王浩）清晨，雪岭河开网，捕鱼队拉起今冬第一网。\n"
    assert read_page(text).newspaper == "雪岭日报"
