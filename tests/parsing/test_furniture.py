"""Page furniture: whole lines that are folios, the page's editors, imprints, guides; and what only looks so."""

from __future__ import annotations

import pytest

from newsroom.parsing import read_page
from newsroom.parsing.furniture import furniture_among, is_furniture

FURNITURE = """02 民生
2025年3月14日 星期五
责任编辑：陈立 版式设计：周晓
江北日报社出版
江北日报
《江北晚报》
A03 民生新闻
2025.3.14 星期五 编辑/李晓云 美编/王力 校对/陈冬
第7版  副刊
编辑：何田  电话：0832-1234567  投稿邮箱：fukan@example.cn
要闻 2025年3月14日 01版
第三版 2026年1月6日 星期二 农历乙巳年十一月十八
本版责编：王强
2026年1月6日 星期二 乙巳年十一月十八 第9085期 今日4版
国内统一刊号：CN65-0012 邮发代号：57-12 雪岭日报社出版
新闻热线：0906-2123456
责编 李 明 校对 王小红
综 合 新 闻  3 版
A2 | 要闻 | 2025年3月14日
主管主办：中共江北市委宣传部""".splitlines()
TEXT = """2025年3月13日
江北供电公司
老旧小区加装电梯提速
3月12日
遗失声明
记者从市住建局获悉，今年我市计划在老旧小区加装电梯120部，目前已有37部建成
编辑部的故事
本报记者 李文博 通讯员 张 敏
摄影：张三
3月13日 江北大桥限行
第三版图书出版
编辑手记
热线电话24小时守护
公益广告
第二届江北马拉松开跑
2025年江北市政府工作报告
12345
二版
版式设计：沈亦伶
日报表里看变化
本期统筹：杨烁""".splitlines()


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_told(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", TEXT)
def test_text_is_not_taken_for_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_a_guide_ends_where_an_entry_names_no_page() -> None:
    lines = ["导读", "老旧小区加装电梯提速 >>> 2版", "暖心食堂开进村 见3版", "春潮涌动项目忙", "冰雪节昨日盛大开幕 2版"]
    assert furniture_among(lines) == {0, 1, 2}
    assert not furniture_among(["看点", "春潮涌动项目忙"])


def test_furniture_between_columns_neither_heads_nor_cuts_an_article() -> None:
    dump = (
        "A03 民生新闻\n\n镜泉湖畔冰雪节开幕\n\n"
        "本报讯（记者 赵明）1月5日，第十届冰雪节在河东县镜泉湖畔开幕，来自各地的游客在冰道上排起了长\n\n"
        "责任编辑：陈立 版式设计：周晓\n\n队。活动将持续到二月底。\n"
    )
    page = read_page(dump)
    (article,) = page.articles
    assert article.headline.text == "镜泉湖畔冰雪节开幕" and not article.kicker
    assert [paragraph.text[-12:] for paragraph in article.paragraphs] == ["队。活动将持续到二月底。"]
    assert [printed.text for printed in page.unplaced] == ["A03 民生新闻", "责任编辑：陈立 版式设计：周晓"]


@pytest.mark.parametrize("size", [10, 1000])
def test_hostile_lines_cost_no_time(size: int) -> None:
    """Each would take minutes where a pattern could be matched in many ways."""
    for line in ("编辑 " * size, "2版 " * size, "责编：张三、" * size, "A1" * size, "热线" * size):
        is_furniture(line)
        furniture_among(["导读", line, line])
