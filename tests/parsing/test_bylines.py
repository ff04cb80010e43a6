"""The byline patterns of Chinese newspapers, each with people made up for it."""

import pytest

from newsroom.parsing.bylines import (
    CreditRun,
    inner_openings,
    is_not_a_byline,
    read_caption,
    read_closing,
    read_line,
    read_opening,
    spans_cut,
)

People = list[tuple[str, str]]


def people(*runs: CreditRun | None) -> People:
    """(name, role) of every credit."""
    return [(credit.name, credit.role.value) for run in runs if run for credit in run.credits]


def credited(text: str) -> People:
    """Turns 记者:周文彬,孙丽 通讯员:赵刚 into pairs, so that the tables below stay readable."""
    pairs = []
    for group in text.split():
        role, _, names = group.partition(":")
        pairs += [(name, role) for name in names.split(",")]
    return pairs


OPENINGS = [
    # printed, dateline, run, who
    ("本报讯（记者 周文彬）入冬以来，", "本报讯", "（记者 周文彬）", "记者:周文彬"),
    (
        "本报讯(记者 周文彬 通讯员 孙丽 赵刚)2025年12月，",
        "本报讯",
        "(记者 周文彬 通讯员 孙丽 赵刚)",
        "记者:周文彬 通讯员:孙丽,赵刚",
    ),
    (
        "本报讯（记者周文彬通讯员孙丽赵国强）入冬",
        "本报讯",
        "（记者周文彬通讯员孙丽赵国强）",
        "记者:周文彬 通讯员:孙丽,赵国强",
    ),
    (
        "本报讯（记者周文彬 通讯员孙丽 赵刚 实习记者钱小雨）入冬",
        "本报讯",
        "（记者周文彬 通讯员孙丽 赵刚 实习记者钱小雨）",
        "记者:周文彬 通讯员:孙丽,赵刚 实习记者:钱小雨",
    ),
    ("新华社北京1月15日电（记者周文彬、孙丽）今年", "新华社北京1月15日电", "（记者周文彬、孙丽）", "记者:周文彬,孙丽"),
    ("据新华社东京1月15日电（记者周文彬）今年", "据新华社东京1月15日电", "（记者周文彬）", "记者:周文彬"),
    ("本报北京1月19日讯记者周文彬报道：今年", "本报北京1月19日讯", "记者周文彬报道：", "记者:周文彬"),
    (
        "本报北京1月19日讯记者周文彬、孙丽报道：今年",
        "本报北京1月19日讯",
        "记者周文彬、孙丽报道：",
        "记者:周文彬,孙丽",
    ),
    ("本报北京5月6日电 （记者周文彬）今年", "本报北京5月6日电", "（记者周文彬）", "记者:周文彬"),
    ("新华社北京5月6日电（周文彬、孙丽）今年", "新华社北京5月6日电", "（周文彬、孙丽）", ":周文彬,孙丽"),
    (
        "本报北京1月15日讯新华社记者周文彬、本报记者孙丽报道：今年",
        "本报北京1月15日讯",
        "新华社记者周文彬、本报记者孙丽报道：",
        "记者:周文彬,孙丽",
    ),
    ("石榴云/新疆日报讯（记者孙丽报道）今年", "石榴云/新疆日报讯", "（记者孙丽报道）", "记者:孙丽"),
    (
        "本报讯（记者 周文彬 摄影报道）今年",
        "本报讯",
        "（记者 周文彬 摄影报道）",
        "摄影:周文彬",
    ),
    (
        "本报讯（实习记者 阿依古丽·吐尔逊 别克 实习生 孙丽）今年",
        "本报讯",
        "（实习记者 阿依古丽·吐尔逊 别克 实习生 孙丽）",
        "实习记者:阿依古丽·吐尔逊别克 实习生:孙丽",
    ),
    ("（记者 周文彬）今年", None, "（记者 周文彬）", "记者:周文彬"),
    ("本报记者周文彬报道：今年", None, "本报记者周文彬报道：", "记者:周文彬"),
    (
        "雪都新闻网-雪都地区融媒体中心(记者 周文彬 孙丽 实习记者 赵刚)12月27日,",
        None,
        "雪都新闻网-雪都地区融媒体中心(记者 周文彬 孙丽 实习记者 赵刚)",
        "记者:周文彬,孙丽 实习记者:赵刚",
    ),
    # What a scan does to it: a character misread, a bracket lost, one name of several unreadable.
    ("木报汛（纪者 周文彬 通迅员 孙丽）今年", "木报汛", "（纪者 周文彬 通迅员 孙丽）", "记者:周文彬 通讯员:孙丽"),
    ("本报讯(记者 周文彬 通讯员 孙丽1月5日,", "本报讯", "(记者 周文彬 通讯员 孙丽", "记者:周文彬 通讯员:孙丽"),
    ("本报讯 记者 周文彬 通讯员 孙丽）近日,", "本报讯", "记者 周文彬 通讯员 孙丽）", "记者:周文彬 通讯员:孙丽"),
    ("本报讯记者周文彬 1月5日,", "本报讯", "记者周文彬", "记者:周文彬"),
    ("本报讯（记者 周文彬 孙□ 赵国强）今年", "本报讯", "（记者 周文彬 孙□ 赵国强）", "记者:周文彬,赵国强"),
    ("讯（记者 周文彬）今年", "讯", "（记者 周文彬）", "记者:周文彬"),
    ("【本报讯】（记者 周文彬）今年", "【本报讯】", "（记者 周文彬）", "记者:周文彬"),
    ("本报讯（通讯员 福海县 周文彬）今年", "本报讯", "（通讯员 福海县 周文彬）", "通讯员:周文彬"),
    ("本报讯入冬以来，", "本报讯", None, ""),
]


@pytest.mark.parametrize(("text", "dateline", "run", "who"), OPENINGS)
def test_openings(text: str, dateline: str | None, run: str | None, who: str) -> None:
    opening = read_opening(text)
    assert opening is not None
    assert (opening.dateline and text[slice(*opening.dateline)]) == dateline
    assert [text[found.start : found.end] for found in opening.runs] == ([run] if run else [])
    assert people(*opening.runs) == credited(who)
    before = (dateline or "") + (run or "")
    assert text[: opening.body_start].replace(" ", "") == before.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "记者从自治区有关部门获悉，",
        "记者了解到，今年入冬以来",
        "本报记者近日走访了市场",
        "据悉，",
        "（一）加强领导",
        "（完）",
        "11月8日是记者节，",
        "新华社记者在现场看到，",
        "记者周文彬在现场看到，游人很多。",
        "记者周文彬从1月5日召开的会议上获悉，",
        "雪都地区融媒体中心（一期）竣工",
    ],
)
def test_running_text_opens_with_nothing(text: str) -> None:
    assert read_opening(text) is None


def test_a_reporter_in_the_middle_of_a_sentence_stays_there() -> None:
    opening = read_opening("本报讯 记者周文彬从1月5日召开的会议上获悉，")
    assert opening is not None
    assert opening.runs == ()


CLOSINGS = [
    ("今年收成好。（记者周文彬）", "（记者周文彬）", "记者:周文彬"),
    (
        "今年收成好。(记者周文彬,参与记者孙丽、赵刚、钱小雨)",
        "(记者周文彬,参与记者孙丽、赵刚、钱小雨)",
        "记者:周文彬 参与记者:孙丽,赵刚,钱小雨",
    ),
    ("今年收成好。（本报记者周文彬、孙丽、赵刚）", "（本报记者周文彬、孙丽、赵刚）", "记者:周文彬,孙丽,赵刚"),
    ("今年收成好。（综合本报记者周文彬、孙丽报道）", "（综合本报记者周文彬、孙丽报道）", "记者:周文彬,孙丽"),
    ("今年收成好。（本报记者周文彬整理）", "（本报记者周文彬整理）", "整理:周文彬"),
    ("今年收成好。（作者为某校教师，本报记者周文彬采访整理）", None, "整理:周文彬"),
    ("今年收成好。（孙丽 赵刚参与采写）", "（孙丽 赵刚参与采写）", "参与记者:孙丽,赵刚"),
    ("今年收成好。（记者周文彬、孙丽，赵刚参与采写）", None, "记者:周文彬,孙丽 参与记者:赵刚"),
    ("今年收成好。 实习记者 周文彬摄", "实习记者 周文彬摄", "摄影:周文彬"),
    ("今年收成好。（周文彬摄）（新华社稿）", "（周文彬摄）（新华社稿）", "摄影:周文彬"),
    ("今年收成好。（见图，本报记者周文彬摄）", "（见图，本报记者周文彬摄）", "摄影:周文彬"),
    (
        "今年收成好。（新华社北京10月3日电 综合新华社驻外记者报道，参与记者：周文彬、孙丽）",
        None,
        "参与记者:周文彬,孙丽",
    ),
    (
        "今年收成好。（本报记者周文彬、孙丽、赵刚、扎西、钱小雨、李建军）",
        None,
        "记者:周文彬,孙丽,赵刚,扎西,钱小雨,李建军",
    ),
    ("今年收成好。（见图，福海县工会提供）", "（见图，福海县工会提供）", "供图:福海县工会"),
    ("今年收成好（记者周文彬）。", "（记者周文彬）。", "记者:周文彬"),
]


@pytest.mark.parametrize(("text", "run", "who"), CLOSINGS)
def test_closings(text: str, run: str | None, who: str) -> None:
    closing = read_closing(text, last=False)
    assert closing is not None
    (found,) = closing.runs
    if run is not None:
        assert text[found.start : found.end] == run
    assert people(found) == credited(who)
    assert text[: closing.body_end] == "今年收成好" + ("。" if "好。" in text else "")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("今年收成好。（周文彬）", "作者:周文彬"),
        ("今年收成好。（周文彬 孙丽）", "作者:周文彬,孙丽"),
        ("今年收成好。（周文彬孙丽赵国强）", "作者:周文彬,孙丽,赵国强"),
        ("今年收成好。（福海县交警大队 周文彬）", "作者:周文彬"),
        ("今年收成好。（福海县交警大队周文彬）", "作者:周文彬"),
    ],
)
def test_names_alone_sign_a_text_behind_its_full_stop(text: str, who: str) -> None:
    closing = read_closing(text, last=True)
    assert closing is not None
    assert people(*closing.runs) == credited(who)
    assert closing.runs[0].confidence <= 0.7
    assert read_closing(text, last=False) == closing
    assert read_closing(text.replace("。", ""), last=True) is None


def test_a_pen_name_signs_only_at_the_end_of_an_article() -> None:
    closing = read_closing("今年收成好。（墨痕）", last=True)
    assert closing is not None
    assert people(*closing.runs) == credited("作者:墨痕")
    assert closing.runs[0].confidence < 0.5
    assert read_closing("今年收成好。（墨痕）", last=False) is None


def test_a_dateline_can_stand_at_the_end() -> None:
    text = "今年收成好。（新华社北京2月4日电 执笔记者：周文彬、孙丽；参与记者：赵刚）"
    closing = read_closing(text, last=False)
    assert closing is not None and closing.dateline is not None
    assert text[slice(*closing.dateline)] == "（新华社北京2月4日电"
    assert people(*closing.runs) == credited("记者:周文彬,孙丽 参与记者:赵刚")
    alone = read_closing("今年收成好。（新华社北京2月4日电）", last=False)
    assert alone is not None and alone.dateline == (6, 18) and alone.runs == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "（",
        "）",
        "今年收成好。",
        "今年收成好（见下图）。",
        "今年收成好。（完）",
        "今年收成好。（下转第二版）",
        "今年收成好。（作者为某大学教授）",
        "今年收成好。（作者单位：某县委组织部）",
        "今年收成好。（据新华社）",
        "今年收成好。（责编 周文彬）",
        "今年收成好。（贺信全文另发）",
        "这是国家级非遗（木版年画）",
        "他对记者说。",
        "他一直在农村摄影",
    ],
)
def test_no_closing(text: str) -> None:
    assert read_closing(text, last=True) is None


LINES = [
    ("本报记者 周文彬", "记者:周文彬"),
    ("本报记者 周文彬 孙丽", "记者:周文彬,孙丽"),
    ("本报驻美国记者 周文彬", "记者:周文彬"),
    ("■本报记者　孙　丽　赵　刚", "记者:孙丽,赵刚"),
    ("石福云/新疆日报记者 周文彬", "记者:周文彬"),
    ("石榴云/新疆日报记者 周文彬 通讯员 孙丽", "记者:周文彬 通讯员:孙丽"),
    ("新华社记者周文彬中央人民广播电台记者孙丽丽本报记者赵刚", "记者:周文彬,孙丽丽,赵刚"),
    ("新华社通讯员周文彬新华社记者孙丽", "通讯员:周文彬 记者:孙丽"),
    ("孙　　丽", "作者:孙丽"),
    ("周文彬", "作者:周文彬"),
    ("周文彬孙丽赵国强", "作者:周文彬,孙丽,赵国强"),
    ("■赵国强孙丽丽", "作者:赵国强,孙丽丽"),
    ("（周文彬 孙丽参与采写）", "参与记者:周文彬,孙丽"),
    ("(记者周文彬,参与记者孙丽、赵刚)", "记者:周文彬 参与记者:孙丽,赵刚"),
    ("（新华社记者周文彬摄）", "摄影:周文彬"),
    ("周文彬摄（影像中国）", "摄影:周文彬"),
    ("周文彬（人民视觉）", "摄影:周文彬"),
    ("孙　丽摄", "摄影:孙丽"),
    ("通讯员 叶尔兰·哈布力 摄", "摄影:叶尔兰·哈布力"),
    ("本报记者 周文彬 文/图", "记者:周文彬"),
    ("文/图 本报记者 李建文", "记者:李建文"),
    ("本报记者 李建文", "记者:李建文"),
    ("本报记者 张　文", "记者:张文"),
    ("本报记者李中文、孙小红、赵建文、钱小雨", "记者:李中文,孙小红,赵建文,钱小雨"),
    ("周文彬 文 孙丽 图", "作者:周文彬 摄影:孙丽"),
    ("周　彬图（新华社发）　孙　丽文", "摄影:周彬 作者:孙丽"),
    ("本报记者 周文彬文 孙丽丽摄", "记者:周文彬 摄影:孙丽丽"),
    ("文字：周文彬 图片：孙丽 制图：赵刚", "作者:周文彬 摄影:孙丽"),
    ("周文彬 孙丽 摄影报道", "摄影:周文彬,孙丽"),
    ("周文彬作（新华社发）", "绘图:周文彬"),
    ("地区工会供图", "供图:地区工会"),
    ("供图：雪都市融媒体中心", "供图:雪都市融媒体中心"),
    ("周文彬 供图", "供图:周文彬"),
    ("执笔：周文彬 孙丽", "作者:周文彬,孙丽"),
    ("作者：周文彬", "作者:周文彬"),
    ("整理：本报记者 周文彬", "整理:周文彬"),
    ("摄影：本报记者 周文彬", "摄影:周文彬"),
    ("图/文：本报记者 周文彬", "记者:周文彬"),
    ("记者 周文彬 摄影 孙丽", "记者:周文彬 摄影:孙丽"),
    ("周文彬 摄影 孙丽 撰文", "摄影:周文彬 作者:孙丽"),
    ("周文彬 摄影 本报记者 孙丽", "摄影:周文彬 记者:孙丽"),
    ("周文彬编译", "编译:周文彬"),
    ("特约评论员 周文彬", "评论员:周文彬"),
    ("福海县 周文彬", "作者:周文彬"),
    # 江西新 and 余市 could be names, were they not places.
    ("江西新余市 周文彬", "作者:周文彬"),
    ("记者 阿依古丽.吐尔逊", "记者:阿依古丽.吐尔逊"),
    ("（实习生周文彬对本文亦有贡献）", "实习生:周文彬"),
    ("（农业部部长周文彬）", "作者:周文彬"),
    ("（某国）玛丽亚·卡塔", "作者:玛丽亚·卡塔"),
    ("新华社发（周文彬摄）", "摄影:周文彬"),
    ("叶尔兰·哈布力摄（影像雪岭）", "摄影:叶尔兰·哈布力"),
    ("本报评论员", "评论员:本报评论员"),
    ("（雪都日报首席评论员）", "评论员:雪都日报首席评论员"),
    ("文丨周文彬 图丨孙丽", "作者:周文彬 摄影:孙丽"),
    ("（记者 周文彬/文 孙丽/图）", "记者:周文彬 摄影:孙丽"),
    ("本版图片：周文彬 摄", "摄影:周文彬"),
    ("本版图片除署名外均由周文彬摄", "摄影:周文彬"),
    ("本组稿件由记者周文彬采写", "记者:周文彬"),
    ("通　讯　员　周文彬", "通讯员:周文彬"),
    ("作　者：周文彬", "作者:周文彬"),
    ("中青报·中青网记者 周文彬", "记者:周文彬"),
    ("周文彬（福海县融媒体中心）", "作者:周文彬"),
    ("（新疆 周文彬）", "作者:周文彬"),
    ("资料图 周文彬摄", "摄影:周文彬"),
    ("【记者 周文彬】", "记者:周文彬"),
    ("福海县融媒体中心 叶尔兰·哈布力 摄", "摄影:叶尔兰·哈布力"),
    ("口述：周文彬 整理：孙丽", "整理:孙丽"),
    ("周文彬口述 孙丽丽整理", "整理:孙丽丽"),
    ("周文彬译", "编译:周文彬"),
    ("记者 周文彬 孙丽 编辑 赵刚", "记者:周文彬,孙丽"),
    ("来源：雪都日报 记者：周文彬", "记者:周文彬"),
    ("2026-01-07 来源：雪都网 作者：周文彬", "作者:周文彬"),
    ("（据新华社东京电 记者周文彬）", "记者:周文彬"),
]


@pytest.mark.parametrize(("text", "who"), LINES)
def test_lines(text: str, who: str) -> None:
    run = read_line(text)
    assert run is not None
    assert people(run) == credited(who)
    assert run.end == len(text)


NOT_LINES = [
    "",
    " ",
    "本报记者",
    "记者 ",
    "记者节",
    "记者留言板",
    "记者手记",
    "记者从自治区党委获悉",
    "记者了解到",
    "版式设计：周文彬",
    "制图：孙　丽",
    "本版制图：孙　丽",
    "责编 周文彬",
    "责任编辑：周文彬 校对：孙丽",
    "下转第三版",
    "（下转第三版）",
    "（上接第一版）",
    "见第2版",
    "作者为某大学教授",
    "（作者单位：某县委）",
    "资料图片",
    "受访者供图",
    "乌克兰油田项目",
    "高质量发展",
    "周文彬：",
    "——周文彬",
    "周文彬、孙丽、赵刚出席会议。",
    "综合本报和新华社电",
    "走近一位老记者",
    "周文彬照片",
    "某大学新闻学院院长 周文彬",
    "周文彬（中国作家协会副主席）",
    "福海县红旗村第一书记周文彬",
    "某某在会见代表时强调",
    "编 辑：周文彬  版 式：孙丽",
    "图据新华社",
    "受访单位供图",
    "口述：周文彬",
    "来源：雪都日报",
    "——周文彬（北京）",
    "国家级非遗木版年画",
    "新春走基层·节日里的坚守",
    "雪都的冬天来得早，记者随牧民转场。",
    "周文彬孙丽出席",
    "周文彬 孙丽陪同",
    "贺 信",
    "安保工作",
    "警民合作",
    "强培训",
]


@pytest.mark.parametrize("text", NOT_LINES)
def test_not_lines(text: str) -> None:
    assert read_line(text) is None


@pytest.mark.parametrize("text", ["版式设计：周文彬", "责编 周文彬", "（下转第三版）", "作者为某大学教授", "资料图片"])
def test_look_alikes_are_known_as_such(text: str) -> None:
    assert is_not_a_byline(text)


@pytest.mark.parametrize("text", ["本报记者 周文彬", "周文彬摄", "（作者为某校教师，本报记者周文彬采访整理）"])
def test_bylines_are_no_look_alikes(text: str) -> None:
    assert not is_not_a_byline(text)


@pytest.mark.parametrize(
    ("text", "caption", "who"),
    [
        ("图为冬捕现场。 实习记者 周文彬摄", "图为冬捕现场。", "摄影:周文彬"),
        ("图为冬捕现场。（新华社记者周文彬摄）", "图为冬捕现场。", "摄影:周文彬"),
        ("冬捕现场 周文彬 摄", "冬捕现场", "摄影:周文彬"),
        ("冬捕现场。周文彬摄（影像中国）", "冬捕现场。", "摄影:周文彬"),
        ("冬捕现场。本报记者 周文彬 孙丽 摄", "冬捕现场。", "摄影:周文彬,孙丽"),
        ("1月5日，冬捕现场，周文彬摄。", "1月5日，冬捕现场，", "摄影:周文彬"),
        ("冬捕现场。新华社发（周文彬 摄）", "冬捕现场。", "摄影:周文彬"),
        ("冬捕现场。图/周文彬", "冬捕现场。", "摄影:周文彬"),
        ("冬捕现场。本报记者 周文彬 摄/视频", "冬捕现场。", "摄影:周文彬"),
        ("冬捕现场。图片由福海县委宣传部提供", "冬捕现场。", "供图:福海县委宣传部"),
        ("冬捕现场。（本报电视照片）", "冬捕现场。（本报电视照片）", ""),
        ("冬捕现场。（受访者供图）", "冬捕现场。（受访者供图）", ""),
        ("冬捕现场。雪都地区工会供图", "冬捕现场。", "供图:雪都地区工会"),
        ("冬捕现场。", "冬捕现场。", ""),
        ("冬捕现场（资料图片）", "冬捕现场（资料图片）", ""),
        ("", "", ""),
    ],
)
def test_captions(text: str, caption: str, who: str) -> None:
    end, run = read_caption(text)
    assert text[:end] == caption
    assert people(run) == credited(who)
    assert run is None or run.photo


def test_names_keep_the_characters_they_are_printed_with() -> None:
    line, closing = read_line("记者 叶尔兰•哈布力"), read_closing("今年收成好。（记者⻢⼩⽟）", last=False)
    opening, caption = read_opening("本报讯（记者 叶尔兰‧哈布力）今年"), read_caption("冬捕。叶尔兰・哈布力摄")[1]
    assert closing is not None and opening is not None
    assert people(line, *closing.runs, *opening.runs, caption) == [
        ("叶尔兰•哈布力", "记者"),
        ("⻢⼩⽟", "记者"),
        ("叶尔兰‧哈布力", "记者"),
        ("叶尔兰・哈布力", "摄影"),
    ]


@pytest.mark.parametrize(
    ("head", "tail", "spans"),
    [
        ("今年收成好。（本报记者周文彬、孙丽、赵", "刚、钱小雨）", True),
        ("（本报记者周文彬、", "孙丽）", True),
        ("本报讯(记者 阿依古丽·吐尔", "逊 通讯员 孙丽)1月15日", True),
        ("（新华社北京2月4日电 记者周文彬、孙", "丽）", True),
        ("今年收成好（见第二", "版）", False),
        ("今年收成好。（本报记者周文彬）", "孙丽）", False),
        ("今年收成好", "的地方（本报记者周文彬）", False),
        ("会议（记者招待", "会）今天召开", False),
    ],
)
def test_a_byline_that_a_column_cut_in_two(head: str, tail: str, spans: bool) -> None:
    assert spans_cut(head, tail) is spans


def test_reports_that_begin_inside_a_text() -> None:
    text = "今年收成好。本报福海1月5日电 （记者周文彬）冬捕开网。"
    assert inner_openings(text) == [text.index("本报")]
    assert inner_openings(text[text.index("本报") :]) == []
    assert inner_openings("据本报北京1月5日电（记者周文彬），今年收成好。") == []
    assert inner_openings("今年收成好，据新华社北京1月5日电（见第二版）报道。") == []


def test_affiliations_stay_with_their_people() -> None:
    run = read_line("新华社记者周文彬、本报驻东京记者孙丽")
    assert run is not None
    assert [(credit.name, credit.affiliation) for credit in run.credits] == [
        ("周文彬", "新华社"),
        ("孙丽", "本报驻东京"),
    ]
    pictures = read_line("（本栏照片均为本报驻东京记者周文彬摄）")
    assert pictures is not None
    assert pictures.credits[0].affiliation == "本报驻东京"
    opening = read_opening("雪都新闻网-雪都地区融媒体中心(记者 周文彬)12月27日,")
    assert opening is not None
    assert opening.runs[0].credits[0].affiliation == "雪都新闻网-雪都地区融媒体中心"


def test_role_words_make_sure_and_bare_names_do_not() -> None:
    sure, bare, shorter = read_line("本报记者 周文彬"), read_line("周文彬"), read_line("孙丽")
    assert sure is not None and bare is not None and shorter is not None
    assert sure.confidence > 0.85 > 0.7 > bare.confidence > shorter.confidence
