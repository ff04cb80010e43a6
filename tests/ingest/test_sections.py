"""Sections: who says them, what the text proposes, and how often that is right."""

import datetime as dt
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from newsroom.ingest.archive import Archive
from newsroom.ingest.places import Options
from newsroom.ingest.run import Import
from newsroom.models import Article, Section
from newsroom.parsing import read_page
from newsroom.parsing.decode import decode
from newsroom.parsing.readers import plain
from newsroom.parsing.sections import Proposer, propose_all
from newsroom.parsing.types import ParsedArticle, ParsedPage
from tests.ingest.dumps import write

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parents[2] / "seeds"
DATED = Options(newspaper="雪岭日报", date=dt.date(2026, 1, 7))
# What an editor would file each article of the sample issues under, did the page's name not say; any of these is right.
RIGHT = {
    "云杉至鹿鸣公路开工建设": "经济 要闻",
    "一条路，等了四十年": "社会 要闻 民生",
    "萨亚河首次开展冬季水文连续监测": "生态 科技",
    "地区歌舞团小分队踏雪下乡": "文化",
    "流动图书⻋开进冬牧场": "文化 教育",
    "红砾县博物馆新馆试开放": "文化",
    "⿊松⽔库除险加固完⼯": "经济 农业 生态",
    "冰⾯⾏⻋安全须知": "社会 民生",
    "鹰嘴岭隧道双向贯通": "要闻 经济",
    "萨亚河冬季补水一亿两千万立方米": "生态 农业",
    "一座牧场的三本账": "农业",
    "雪线上的巡线人": "民生 经济 社会",
    "我国大洋科考船“远岬号”完成冬季航次返港": "科技",
    "行署常务会议研究冬季保供和春耕备耕工作": "要闻",
    "阔孜兰口岸智慧查验通道启用": "经济",
    "红砾县为老旧住宅装上“防火眼”": "民生 社会",
    "夜间门诊亮起灯": "健康 民生",
    "老年食堂添了两口锅": "民生",
    "冬季供暖报修这样办": "民生",
    "炉火": "副刊",
    "萨亚河（外一首）": "副刊",
    "奶奶的搪瓷缸": "副刊",
    "让一粒红小麦走出山谷": "农业",
    "月牙达坂滑雪场迎来首个万人日": "旅游",
    "把账算到牧民心坎上": "农业 要闻",
    "古籍修复有了“纸张身份证”": "文化",
    "铁塔上的守夜人": "社会 民生 经济",
    "候鸟迁徙志愿监测网新增两百个观测点": "生态",
    "各县市节前保供见闻": "民生 经济",
    "寄宿生洗上了热水澡": "教育 民生",
    "来信追踪：区间车下周开行": "民生",
    "跟着雪地救援队跑一天": "社会 旅游",
    "老毡房里的新剧场": "文化",
    "冰灯初上": "旅游 文化",
    "全地区首批132个重点项目集中开工": "经济 要闻",
    "风雪鹰嘴岭 一路灯火明": "社会 民生",
    "今年春运首趟“牧区专列”车票开售": "民生 社会",
    "红花与铲子(快评)": "要闻 社会",
    "木头记得的事": "文化",
    "护边员家里开起“流动药箱”": "健康",
    "上岸渔民当起江豚“点名员”": "生态",
    "老渡口": "副刊",
    "雪落在三个地方": "副刊",
    "在石头里读到流水": "副刊 文化",
    "雪岭地区发布冬季文旅消费季成绩单": "旅游 经济",
    # The continuation of 让一粒红小麦走出山谷.
    "": "农业",
}


def run(*paths, options=DATED, write=True):
    return list(Import(list(paths), options, write=write).outcomes())


def test_sections_come_from_whoever_speaks_loudest(tmp_path, monkeypatch):
    existing = Section.objects.create(name="本埠", page_names="城关\n街巷")
    Section.objects.create(name="文苑")
    printed_column = ParsedPage(articles=(ParsedArticle(section="文苑"), ParsedArticle(section="没有的栏目")))
    monkeypatch.setattr(plain, "read_page", lambda text: printed_column)
    toml = '[[pages]]\nnumber = 3\nsection = "民生"\n[[sections]]\nname = "影像"\npage_names = ["图片", "光影"]'
    write(tmp_path, {"issue.toml": toml})
    write(
        tmp_path, {"01-城关.txt": "一", "02-副刊.txt": "二", "03-城关.txt": "三", "04.txt": "四", "05-光影.txt": "五"}
    )
    run(tmp_path, options=DATED)
    found = {
        number: [(name, source) for name, source in rows]
        for number in range(1, 6)
        if (
            rows := Article.objects.filter(page__number=number)
            .order_by("position")
            .values_list("section__name", "section_source")
        )
    }
    assert found == {
        1: [("本埠", "page name")] * 2,
        2: [("副刊", "page name")] * 2,
        3: [("民生", "given")] * 2,
        4: [("文苑", "proposed"), (None, "")],
        5: [("影像", "page name")] * 2,
    }
    assert Section.objects.get(name="影像").page_names == "图片\n光影"
    existing.refresh_from_db()
    assert existing.page_names == "城关\n街巷"
    run(write(tmp_path, {"06-城关.txt": "六"}) / "06-城关.txt", options=replace(DATED, section="体育"))
    assert set(Article.objects.filter(page__number=6).values_list("section__name", "section_source")) == {
        ("体育", "given")
    }


def proposals_for_the_samples():
    """(headline, proposed section or None) for every article of the sample issues, from its text alone."""
    archive = Archive()
    names, proposer = archive.sections(), Proposer(archive.section_words())
    for dump in sorted(SEEDS.glob("xueling/*/*.txt")):
        page = read_page(decode(dump.read_bytes(), None).text)
        for article, proposal in zip(page.articles, propose_all(page, proposer, names), strict=True):
            yield article.headline.text, proposal.section if proposal else None


def test_what_the_samples_words_propose_is_right():
    proposals = [(headline, section) for headline, section in proposals_for_the_samples() if section]
    wrong = [(headline, section) for headline, section in proposals if section not in RIGHT.get(headline, "").split()]
    assert not wrong
    # How many there are may only grow.
    assert len(proposals) >= 19


def test_a_proposal_is_stored_and_shown_as_one(tmp_path):
    write(tmp_path, {"01.txt": FISH_MARKET})
    said = StringIO()
    arguments = (str(tmp_path / "01.txt"), "--newspaper", "雪岭日报", "--date", "2026-01-07")
    call_command("import_issue", *arguments, "--dry-run", "-v2", stdout=said)
    assert "sections proposed: 农业 1" in said.getvalue()
    assert "section? 农业, for " in said.getvalue()
    said = StringIO()
    call_command("import_issue", *arguments, "--json", stdout=said, stderr=StringIO())
    (article,) = json.loads(said.getvalue())["issues"][0]["pages"][0]["articles"]
    stored = Article.objects.get()
    assert (stored.section.name, stored.section_source) == ("农业", "proposed")
    assert article["section_evidence"] == stored.section_evidence and "渔民" in stored.section_evidence
    assert article["section_confidence"] == stored.section_confidence > 0.5


def test_the_editors_words_decide(tmp_path):
    Section.objects.update(keywords="")
    Section.objects.create(name="集市", keywords="渔民，鱼价 冬捕")
    write(tmp_path, {"01.txt": FISH_MARKET})
    run(tmp_path / "01.txt")
    assert Article.objects.get().section.name == "集市"


def test_the_words_an_issue_toml_lists_count_too(tmp_path):
    Section.objects.all().delete()
    toml = '[[sections]]\nname = "集市"\nwords = ["渔民", "鱼价", "冬捕"]'
    write(tmp_path, {"01.txt": FISH_MARKET, "issue.toml": toml})
    run(tmp_path / "01.txt")
    article = Article.objects.get()
    assert (article.section.name, article.section_source) == ("集市", "proposed")
    assert article.section.keywords.split() == ["渔民", "鱼价", "冬捕"]


@pytest.mark.parametrize(
    ("line", "section"),
    [("【体育】", "体育"), ("■ 国际新闻", "国际"), ("栏目：法治", "法治"), ("〔没有的栏目〕", None)],
)
def test_a_printed_column_outweighs_the_words(tmp_path, line, section):
    write(tmp_path, {"01.txt": f"{line}\n\n{FISH_MARKET}"})
    run(tmp_path / "01.txt")
    assert {article.section.name for article in Article.objects.all()} == {section or "农业"}


@pytest.mark.parametrize(
    ("page_name", "section"), [("国际新闻", "国际"), ("教育周刊", "教育"), ("头版", "要闻"), ("边疆", "边疆")]
)
def test_a_page_name_means_the_section_it_is_known_by(tmp_path, page_name, section):
    write(tmp_path, {f"02-{page_name}.txt": FISH_MARKET})
    run(tmp_path / f"02-{page_name}.txt")
    article = Article.objects.get()
    assert (article.section.name, article.section_source) == (section, "page name")


def test_no_proposal_where_words_speak_for_two_sections(tmp_path):
    write(tmp_path, {"01.txt": "渔民进学校\n\n本报讯（记者 王浩）渔民和牧民的孩子来到学校，老师和学生在课堂讲草场。\n"})
    run(tmp_path / "01.txt")
    assert Article.objects.get().section is None


FISH_MARKET = """渔民冬捕首网上市

本报讯（记者 王浩）1月6日，雪岭河渔民的冬捕首网出水，合作社当天就把鱼运进城里。渔民说，今年水产养殖的行情比往年好。

农技员在岸边登记每一筐的分量，准备开春的鱼苗。
"""
