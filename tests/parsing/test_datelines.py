"""What opens or closes a report with where and when it was sent."""

import pytest

from newsroom.parsing.bylines import dateline_day
from newsroom.parsing.datelines import dateline_at
from newsroom.parsing.folding import folded


def dateline(text: str) -> str | None:
    found = dateline_at(folded(text))
    return None if found is None else text[: found.end]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("本报讯(记者 周文彬)近日", "本报讯"),
        ("本报讯今年以来", "本报讯"),
        ("本报福海讯（通讯员 孙丽）入冬", "本报福海讯"),
        ("本报北京5月6日电 （记者周文彬）", "本报北京5月6日电"),
        ("本报北京１月１９日讯记者周文彬报道：", "本报北京１月１９日讯"),
        ("新华社墨西哥城1月15日电（记者周文彬）", "新华社墨西哥城1月15日电"),
        ("新华社北京一月十七日电（记者周文彬）", "新华社北京一月十七日电"),
        ("据新华社电 （记者周文彬）春节", "据新华社电"),
        ("据新华社乌鲁木齐 1 月 5 日电 这里", "据新华社乌鲁木齐 1 月 5 日电"),
        ("中新网乌鲁木齐1月5日电（记者 孙丽）", "中新网乌鲁木齐1月5日电"),
        ("石榴云/新疆日报讯（记者孙丽报道）1月5日", "石榴云/新疆日报讯"),
        ("央视网消息：今天", "央视网消息"),
        ("本报巴黎、东京、约翰内斯堡2月9日电 记者周文彬", "本报巴黎、东京、约翰内斯堡2月9日电"),
        ("本报石河子电记者周文彬报道：", "本报石河子电"),
    ],
)
def test_datelines(text: str, printed: str) -> None:
    assert dateline(text) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本报记者 周文彬",
        "新华社记者从有关部门获悉",
        "本报编辑部电话号码变更",
        "本报北京记者站来电",
        "新华社通讯员周文彬",
        "今天讯",
        "记者了解到",
        "电视台播出",
        "网上消息说",
    ],
)
def test_not_datelines(text: str) -> None:
    assert dateline(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("新华社北京1月15日电（记者周文彬）", (1, 15)),
        ("本报北京１２月３１日讯", (12, 31)),
        ("新华社成都十二月二十一日电（记者周文彬）", (12, 21)),
        ("（新华社北京2月4日电 记者周文彬）", (2, 4)),
        ("本报讯（记者周文彬）", None),
        ("新华社北京13月40日电", None),
        ("", None),
    ],
)
def test_the_day_a_dateline_states(text: str, day: tuple[int, int] | None) -> None:
    assert dateline_day(text) == day
