"""What is known of three real dumps, where they lie beside the project: articles, heads, names, joins, pictures.

The documents are not ours to publish, so nothing of them stands here but short strings.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from newsroom.parsing import read_page
from newsroom.parsing.types import ParagraphKind, ParsedArticle, ParsedPage
from tests.parsing.test_reader_properties import hold_to_promise

DOCUMENTS = Path(__file__).parents[3] / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the real documents are not beside this project")


def source(number: str) -> str:
    return next(DOCUMENTS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")


@cache
def page(number: str) -> ParsedPage:
    return read_page(source(number))


def headed(number: str, beginning: str) -> ParsedArticle:
    found = [article for article in page(number).articles if article.headline.text.startswith(beginning)]
    assert len(found) == 1, [article.headline.text for article in page(number).articles]
    return found[0]


def names(article: ParsedArticle) -> list[tuple[str, str]]:
    return [(byline.name, str(byline.role)) for byline in article.bylines]


def body(article: ParsedArticle) -> str:
    return "\n".join(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(("number", "articles"), [("000", 6), ("002", 5), ("003", 1)])
def test_every_article_is_found_and_nothing_is_lost(number: str, articles: int) -> None:
    assert len(page(number).articles) == articles
    hold_to_promise(source(number))


@pytest.mark.parametrize(
    ("number", "joined"),
    [
        ("000", "精准编制实施"),
        ("000", "项目建设、资金使用"),
        ("000", "演出了《燕子归来》与《归途》两部作品"),
        ("000", "大赛共收到全疆各地"),
        ("000", "她表示,将持续提升管理服务水平"),
        ("002", "积极推进长白山脉—阿尔泰山脉"),
        ("002", "赠送药品价值9.6万元"),
        ("002", "文化界人士多次交流"),
        ("002", "各级人大代表中去"),
    ],
)
def test_what_columns_cut_is_joined(number: str, joined: str) -> None:
    assert sum(joined in paragraph.text for article in page(number).articles for paragraph in article.paragraphs) == 1


def test_first_page_gives_heads_back_to_bodies() -> None:
    lead = headed("000", "凝心聚力谋发展")
    assert lead.kicker.text.startswith("学习宣传贯彻")
    assert lead.subhead.text.startswith("——中共阿勒泰地委")
    assert lead.dateline.text == "本报讯"
    assert names(lead) == [("胡俊秀", "记者"), ("张钰昕", "通讯员"), ("王旭", "通讯员")]
    assert "边疆稳" in body(next(a for a in page("000").articles if "错时轮换" in a.headline.text + a.kicker.text))
    dance = headed("000", "阿勒泰四部作品亮相")
    assert names(dance) == [("古扎丽·阿布都热西提", "记者")]
    assert "天鹅展翅" in body(dance)
    ice = headed("000", "《惠风和畅》获")
    assert names(ice) == [("古扎丽·阿布都热西提", "记者")]
    assert "袁文瑜" in body(ice)


def test_first_page_reads_continued_runs() -> None:
    home = headed("000", "“小家”热气腾腾")
    assert home.continued_from is not None and home.continued_from.page == 1
    assert names(home) == [
        ("苏璐萍", "记者"),
        ("赵春华", "参与记者"),
        ("马蓓", "参与记者"),
        ("李琳", "参与记者"),
        ("孙芳婷", "参与记者"),
    ]
    unheaded = [article for article in page("000").articles if not article.headline]
    assert len(unheaded) == 1
    assert unheaded[0].continued_from is not None and unheaded[0].continued_from.page == 1
    assert "依法治地" in body(unheaded[0])


def test_first_page_reads_an_agency_reporter_and_pictures() -> None:
    relay = next(a for a in page("000").articles if "山海深情" in body(a))
    assert names(relay) == [("刘翔", "记者")]
    assert {paragraph.kind for paragraph in relay.paragraphs} == {ParagraphKind.TEXT}
    pictures = {
        photo.credit.text: (photo.caption.text, article.headline.text[:5])
        for article in page("000").articles
        for photo in article.photos
    }
    assert set(pictures) == {"通讯员 买买提·乌木尔江 摄", "地区工会供图"}
    assert pictures["通讯员 买买提·乌木尔江 摄"][0].endswith("《游牧情》率先登场。")
    assert pictures["通讯员 买买提·乌木尔江 摄"][1] == "阿勒泰四部"
    assert pictures["地区工会供图"][1] == "《惠风和畅"


def test_second_page_gives_displaced_heads_back() -> None:
    survey = headed("002", "以担当作为谱写")
    assert survey.subhead.text.startswith("——吉林省2024年")
    crossheads = [p.text for p in survey.paragraphs if p.kind is ParagraphKind.CROSSHEAD]
    assert [crosshead[:4] for crosshead in crossheads] == ["产业援疆", "万里援疆", "共筑“连", "抓实育才"]
    poetry = next(a for a in page("002").articles if "中国诗歌春晚总监制" in body(a))
    head = poetry.kicker.text + poetry.headline.text
    assert head.replace(" ", "") == "2025第十一届中国诗歌春晚" + "阿勒泰文艺采风团走进富蕴县"
    assert names(poetry) == [("娜迪亚·哈依拉提", "实习记者")]
    allowance = headed("002", "为老年人晚年幸福“加码”")
    assert allowance.kicker.text == "地区扎实推进高龄津贴普惠制度"
    assert names(allowance) == [("王景鸿", "实习记者")]
    fishing = next(a for a in page("002").articles if "乌伦古湖作为" in body(a))
    assert "我们不见不散" in fishing.headline.text
    assert names(fishing) == [("古丽娜", "记者")]
    deputies = headed("002", "代表畅言心声")
    assert names(deputies) == [("古扎丽·阿布都热西提", "记者"), ("王景鸿", "实习记者")]


def test_web_article_reads_source_line_and_picture() -> None:
    (article,) = page("003").articles
    assert article.headline.text.startswith("中共阿勒泰地委扩大会议")
    assert names(article) == [("常轶茹", "记者"), ("张涛", "记者"), ("彭林海", "实习记者")]
    assert {byline.affiliation for byline in article.bylines} == {"阿勒泰新闻网-阿勒泰地区融媒体中心"}
    (photo,) = article.photos
    assert photo.credit.text == "实习记者 彭林海摄"
    assert photo.caption.text.startswith("12月27日,")


@pytest.mark.parametrize(("number", "day"), [("000", "2026-01-06"), ("002", "2025-01-15"), ("003", "2025-12-27")])
def test_latest_day_reported_is_the_page_s_day(number: str, day: str) -> None:
    assert page(number).date == day


def test_nothing_of_the_real_documents_stays_unplaced() -> None:
    assert not [part.text for number in ("000", "002", "003") for part in page(number).unplaced]
