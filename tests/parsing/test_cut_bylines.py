"""A byline in brackets that the dump cut is still one byline, and its people are found."""

import pytest

from newsroom.parsing import read_page

PAGE = """冬捕开网迎客来

本报讯(记者 周文彬)1月5日，福海湖上人声鼎沸，头网开捕，渔工们合力拉起数百米长的渔网，围观的游客连声叫好。

湖边的集市上，烤鱼、奶茶和各色年货摆满摊位，牧民们骑马赶来，孩子们在冰面上追逐嬉戏，节日气氛越来越浓。

(记者赵国强、钱小雨、孙

丽，参与记者李建军、阿依

古丽·吐尔逊)
"""


def test_a_dateline_set_apart_from_its_text_opens_it() -> None:
    page = read_page(PAGE.replace("周文彬)1月5日", "周文彬)\n\n1月5日"))
    (article,) = page.articles
    assert article.dateline.text == "本报讯"
    assert [byline.name for byline in article.bylines][:1] == ["周文彬"]
    assert article.paragraphs[0].text.startswith("1月5日")


def test_a_sign_off_cut_by_blank_lines_is_one_byline() -> None:
    page = read_page(PAGE)
    credited = [(byline.name, byline.role.value) for article in page.articles for byline in article.bylines]
    assert credited == [
        ("周文彬", "记者"),
        ("赵国强", "记者"),
        ("钱小雨", "记者"),
        ("孙丽", "记者"),
        ("李建军", "参与记者"),
        ("阿依古丽·吐尔逊", "参与记者"),
    ]
    (sign_off,) = {byline.as_printed.text for article in page.articles for byline in article.bylines[1:]}
    assert "".join(sign_off.split()).startswith("(记者赵国强") and sign_off.endswith("吐尔逊)")


def test_several_reports_in_one_line_keep_their_datelines_and_reporters() -> None:
    first = "本报福海1月5日电 （记者周文彬）福海湖冬捕开网，头网捕鱼三万多公斤。"
    second = "本报富蕴1月6日电 （记者孙丽）可可托海滑雪场客流创下新高，单日接待一万人次。"
    page = read_page(f"冬日经济一览\n\n{first}可可托海客流创新高{second}\n")
    credited = [byline.name for article in page.articles for byline in article.bylines]
    assert credited == ["周文彬", "孙丽"]


TWO_ARTICLES = """冬捕开网迎客来

福海湖上人声鼎沸，头网开捕，渔工们合力拉起数百米长的渔网，围观的游客连声叫好，冰面上摆满了大鱼。

{}

滑雪场客流创新高

入冬以来，可可托海滑雪场单日接待游客一万人次，雪道全部开放，缆车从早到晚不停运转，客房早已订满。
"""


@pytest.mark.parametrize(
    "line", ["（本报记者 周文彬整理）", "福海县 周文彬", "——福海县渔场场长说\n\n（本报记者 周文彬整理）"]
)
def test_a_byline_before_a_headline_signs_the_article_above(line: str) -> None:
    first, second = read_page(TWO_ARTICLES.format(line)).articles
    assert [byline.name for byline in first.bylines] == ["周文彬"]
    assert second.bylines == ()


def test_a_byline_below_a_headline_opens_its_article() -> None:
    text = TWO_ARTICLES.format("").replace("创新高\n", "创新高\n\n本报记者 周文彬\n")
    first, second = read_page(text).articles
    assert first.bylines == ()
    assert [byline.name for byline in second.bylines] == ["周文彬"]


def test_a_byline_above_a_story_that_names_its_reporter_signs_the_one_before() -> None:
    text = TWO_ARTICLES.format("周文彬文 孙丽图").replace("入冬以来，", "本报讯（记者 赵刚）入冬以来，")
    text = text.replace("滑雪场客流创新高\n\n", "") + "\n滑雪场客流创新高\n"
    first, second = read_page(text).articles
    assert [byline.name for byline in first.bylines] == ["周文彬", "孙丽"]
    assert [byline.name for byline in second.bylines] == ["赵刚"]


def test_a_box_with_a_headline_of_its_own_stands_alone() -> None:
    first, second, box = read_page(
        TWO_ARTICLES.format("")
        + "\n相关链接\n冰上垂钓注意些什么？\n冰层不足二十厘米的水面不要下，垂钓时两人结伴，备好救生绳。\n"
    ).articles
    assert (first.headline.text, second.headline.text) == ("冬捕开网迎客来", "滑雪场客流创新高")
    assert "冰上垂钓注意些什么？" in box.kicker.text + box.headline.text
