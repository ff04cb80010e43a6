"""Small pages of our own, each showing one thing that pages do, and what reading them must give."""

from __future__ import annotations

import pytest

from newsroom.parsing import read_page, reader
from newsroom.parsing.columns import ALIKE, FITTING, NEAREST, SURELY_WITHIN, TOPS, WITHIN, promising_tails
from newsroom.parsing.fragments import LONGEST_DISPLAY, is_display, pieces_of
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.seams import PageText, starts_within
from newsroom.parsing.types import ArticleKind, ParagraphKind
from newsroom.parsing.wording import word_cues

FAIR = (
    "本报讯（记者 叶尔兰·巴合提 通讯员 王小雨）1月5日，河东县第十届冰雪节在镜泉湖畔开幕，"
    "三千多名游客赶来观看冰上表演。\n\n"
    "冰雪节由河东县文化和旅游局主办，为期二十天，设冰雕展、雪地足球、马拉爬犁等十二项活动。\n\n"
    "据河东县文化和旅游局介绍，冰雪节期间全县新增客房八百多间，开通三条直达镜泉湖的公交线路。\n\n"
)
GRAIN = (
    "本报讯（记者 赵明）入冬以来，沙枣乡粮站忙着给种粮户兑付余款，截至1月4日，已有四百一十户领到了钱。\n\n"
    "粮站站长古丽娜说，今年小麦收购价每公斤涨了一角，种粮户领到的余款比去年多出两成。\n\n"
)


def test_headlines_at_the_foot_of_the_page_go_back_to_their_bodies() -> None:
    page = read_page(FAIR + GRAIN + "沙枣乡种粮户领到余款\n\n镜泉湖畔冰雪节开幕\n")
    assert [article.headline.text for article in page.articles] == ["镜泉湖畔冰雪节开幕", "沙枣乡种粮户领到余款"]
    assert all("headline" in {doubt.what for doubt in article.doubts} for article in page.articles)
    assert not page.unplaced


def test_kicker_headline_and_subhead_are_told_apart() -> None:
    page = read_page("冬季旅游看河东\n\n镜泉湖畔冰雪节开幕\n\n——河东县第十届冰雪节开幕式侧记\n\n" + FAIR + GRAIN)
    first = page.articles[0]
    assert first.headline.text == "镜泉湖畔冰雪节开幕"
    assert first.kicker.text == "冬季旅游看河东"
    assert first.subhead.text == "——河东县第十届冰雪节开幕式侧记"


def test_dateline_and_bylines_leave_the_text() -> None:
    article = read_page("镜泉湖畔冰雪节开幕\n\n" + FAIR).articles[0]
    assert article.dateline.text == "本报讯"
    assert [(byline.name, str(byline.role)) for byline in article.bylines] == [
        ("叶尔兰·巴合提", "记者"),
        ("王小雨", "通讯员"),
    ]
    assert article.bylines[0].as_printed.text == "（记者 叶尔兰·巴合提 通讯员 王小雨）"
    assert article.paragraphs[0].text.startswith("1月5日，河东县")


def test_a_paragraph_cut_by_a_column_is_joined() -> None:
    cut = FAIR.replace("为期二十天，设冰雕展、雪地足球", "为期二十天，设冰雕展、雪地足\n\n球")
    article = read_page("镜泉湖畔冰雪节开幕\n\n" + cut).articles[0]
    assert article.joins == 1
    assert any("雪地足球、马拉爬犁" in paragraph.text for paragraph in article.paragraphs)
    assert len(article.paragraphs) == 3


def test_a_tail_printed_before_its_head_is_joined_where_it_closes_a_title() -> None:
    page = read_page(
        "归途》与《牧歌》两部作品，掌声持续了很久。\n\n"
        + "镜泉湖畔冰雪节开幕\n\n"
        + FAIR
        + "开幕当晚，河东县歌舞团在镜泉湖畔的冰上舞台演出了《雪落\n\n"
        + GRAIN
    )
    texts = [paragraph.text for article in page.articles for paragraph in article.paragraphs]
    assert any("演出了《雪落归途》与《牧歌》两部作品" in text for text in texts)


def test_few_of_many_pieces_are_asked_whether_they_carry_one_on() -> None:
    cut = "开幕当晚，河东县歌舞团在镜泉湖畔的冰上舞台演出了《雪落"
    texts = [cut, *(f"第{number}户人家领到了粮站兑付的余款，种粮的劲头更足了。" for number in range(40))]
    pieces = pieces_of(fragments_of("\n\n".join([*texts, "归途》与《牧歌》两部作品，掌声持续了很久。"])))
    page, tails = PageText(pieces), range(1, len(pieces))
    asked = promising_tails(page, 0, tails, list(filter(page.opens_column, tails)))
    assert len(pieces) - 1 in asked
    assert len(asked) <= FITTING + NEAREST + TOPS + WITHIN + ALIKE + 1 < len(pieces)


def test_a_column_printed_before_its_article_goes_back_with_its_sign_off() -> None:
    page = read_page(
        GRAIN
        + "镜泉湖畔冰雪节开幕\n\n"
        + "归途》与《牧歌》两部作品，掌声持续了很久。\n\n"
        + "散场时雪又下了起来，歌舞团的演员们站在湖边，把没有唱完的歌唱给等车的人听。\n\n"
        + "（河东县融媒体中心记者 木拉提）\n\n"
        + FAIR
        + "开幕当晚，河东县歌舞团在镜泉湖畔的冰上舞台演出了《雪落\n\n"
        + "沙枣乡种粮户领到余款\n"
    )
    grain, fair = page.articles
    assert [byline.name for byline in grain.bylines] == ["赵明"]
    assert [byline.name for byline in fair.bylines] == ["叶尔兰·巴合提", "王小雨", "木拉提"]
    assert fair.paragraphs[0].text.startswith("1月5日，河东县")
    assert fair.paragraphs[-2].text.endswith("演出了《雪落归途》与《牧歌》两部作品，掌声持续了很久。")
    assert fair.paragraphs[-1].text.startswith("散场时雪又下了起来")


@pytest.mark.parametrize(
    ("text", "is_within"),
    [
        ("归途》与《牧歌》两部作品，掌声持续了很久。", True),
        ("，掌声持续了很久。", True),
        ("步。两乡的种粮户都领到了余款。", True),
        ("羊、马和骆驼都过了河。", True),
        ("据介绍，种粮户都领到了余款。", False),
        ("1月5日，河东县第十届冰雪节开幕。", False),
    ],
)
def test_the_rest_of_a_sentence_looks_like_one(text: str, *, is_within: bool) -> None:
    assert (starts_within(text) > SURELY_WITHIN) is is_within


def test_a_headline_may_be_longer_by_the_name_of_its_column() -> None:
    headline = "“为大家做力所能及的事就是乐”（镜泉湖畔的老邻居·深入开展“邻里一家亲”活动·身边的热心人和他们的故事）"
    page = read_page(f"河东县退休干部赵明——\n\n{headline}\n\n{FAIR}{GRAIN}")
    assert len(headline) > LONGEST_DISPLAY
    assert page.articles[0].headline.text == headline
    assert page.articles[0].kicker.text == "河东县退休干部赵明——"


def test_who_said_it_heads_no_story() -> None:
    said = "我在湖边住了一辈子，年年看冰雪节，一年比一年热闹，往后还要带着孙子来看。"
    page = read_page(f"镜泉湖畔的话\n\n{said}\n\n——赵国明\n\n沙枣乡种粮户领到余款\n\n{GRAIN}")
    assert "——赵国明" not in [article.headline.text for article in page.articles]


def test_a_caption_and_its_credit_go_to_the_story_that_tells_of_them() -> None:
    page = read_page(
        "镜泉湖畔冰雪节开幕\n\n"
        + FAIR
        + GRAIN
        + "河东县冰雪节上的马拉爬犁。\n\n通讯员 王小雨 摄\n\n沙枣乡种粮户领到余款\n"
    )
    fair = next(article for article in page.articles if "冰雪节" in article.headline.text)
    (photo,) = fair.photos
    assert photo.caption.text == "河东县冰雪节上的马拉爬犁。"
    assert photo.credit.text == "通讯员 王小雨 摄"
    assert [(byline.name, str(byline.role)) for byline in photo.bylines] == [("王小雨", "摄影")]


def test_a_short_story_that_only_a_photographer_signs_is_one_of_its_picture() -> None:
    told = "1月5日，游客在镜泉湖的冰面上骑行冰上自行车。"
    caption = "入冬以来，河东县利用湖面结冰的时节开设了七条冰上线路，每天接待游客上千人。"
    page = read_page(f"冰上骑行\n\n{told}\n\n{caption}\n\n通讯员 王小雨 摄\n\n沙枣乡种粮户领到余款\n\n{GRAIN}")
    picture, grain = page.articles
    assert picture.kind is ArticleKind.PHOTO
    assert [paragraph.text for paragraph in picture.paragraphs] == [told, caption]
    assert [(photo.caption.text, photo.credit.text) for photo in picture.photos] == [("", "通讯员 王小雨 摄")]
    assert grain.kind is ArticleKind.ARTICLE


def test_a_story_that_sends_readers_to_its_picture_is_no_caption() -> None:
    page = read_page("镜泉湖畔点亮冰灯\n\n1月5日傍晚，镜泉湖畔的冰灯次第点亮。（见图，本报记者 赵明 摄）\n")
    (lamps,) = page.articles
    assert [paragraph.text for paragraph in lamps.paragraphs] == ["1月5日傍晚，镜泉湖畔的冰灯次第点亮。"]
    assert [(byline.name, byline.role.value) for photo in lamps.photos for byline in photo.bylines] == [
        ("赵明", "摄影")
    ]


def test_a_short_story_that_a_reporter_signs_keeps_its_picture_apart() -> None:
    caption = "河东县冰雪节上的马拉爬犁。"
    page = read_page(f"镜泉湖畔冰雪节开幕\n\n{FAIR}{caption}\n\n通讯员 王小雨 摄\n\n沙枣乡种粮户领到余款\n\n{GRAIN}")
    fair = page.articles[0]
    assert fair.kind is ArticleKind.ARTICLE
    assert [photo.caption.text for photo in fair.photos] == [caption]


def test_what_a_text_was_taken_from_closes_it() -> None:
    page = read_page(
        "镜泉湖畔冰雪节开幕\n\n" + FAIR + "（摘自河东县冰雪节开幕式上的致辞）\n\n沙枣乡种粮户领到余款\n\n" + GRAIN
    )
    first, second = page.articles
    assert (first.paragraphs[-1].kind, first.paragraphs[-1].text[:3]) == (ParagraphKind.NOTE, "（摘自")
    assert second.headline.text == "沙枣乡种粮户领到余款"


def test_the_last_line_of_a_signed_verse_is_no_caption() -> None:
    page = read_page(
        "镜泉湖的冰，孩子们等了一整个冬天，校门口的雪橇排成了长队。这正是：\n\n"
        "湖面结了冰，\n\n雪橇排成行。\n\n书包挂树上，\n\n笑声过山岗。\n\n"
        "赵 明图 王小雨文\n\n沙枣乡种粮户领到余款\n\n" + GRAIN
    )
    verse, grain = page.articles
    assert [(byline.name, str(byline.role)) for byline in verse.bylines if byline.name == "王小雨"] == [
        ("王小雨", "作者")
    ]
    assert verse.paragraphs[-1].text.endswith("笑声过山岗。")
    assert [byline.name for byline in grain.bylines] == ["赵明"]


def test_who_drew_and_who_wrote_sign_what_stands_above_them() -> None:
    verse = (
        "湖上的雪橇队\n\n镜泉湖的冰，孩子们等了一整个冬天，校门口的雪橇排成了长队。这正是：\n\n"
        "湖面结了冰，\n\n雪橇排成行。\n\n书包挂树上，\n\n笑声过山岗。\n\n"
    )
    told = (
        "本报讯　沙枣乡的粮站早上六点就亮了灯。来卖粮的人排到了桥头，司磅员老周一边看秤一边报数，谁家的麦子干，"
        "他伸手一抓就有数。\n\n粮款当天就打到卡上。老周说，从前要等到开春，现在手机一响，种子钱就有了着落。\n\n沙枣乡种粮户领到余款\n"
    )
    first, second = read_page(verse + "赵 明图 王小雨文\n\n" + told).articles
    assert {byline.name for byline in first.bylines} == {"赵明", "王小雨"}
    assert (second.headline.text, second.bylines) == ("沙枣乡种粮户领到余款", ())


TWO_THINGS = (
    "听取去年减税降费政策在全县落实情况的汇报",
    "决定从二月一日起对五类小微企业和全部个体工商户再减一成水费和电费",
)


@pytest.mark.parametrize(
    ("line", "is_line"),
    [
        (" ".join(TWO_THINGS), True),
        ("——" + "".join(TWO_THINGS), True),
        ("".join(TWO_THINGS), False),
        ("，".join(TWO_THINGS), False),
        ("到会的有赵明、王小雨、李建文、周文彬 " + "、".join(TWO_THINGS), False),
    ],
)
def test_a_line_too_long_for_a_headline_is_one_where_it_says_all_without_a_pause(line: str, is_line: bool) -> None:
    assert len(line) > LONGEST_DISPLAY
    assert is_display(line) is is_line


def test_a_columns_name_may_hold_a_bracket_of_its_own() -> None:
    assert "column tag" in word_cues("抢着日子种冬麦（山乡纪事·沙枣乡篇（上））")
    assert "column tag" not in word_cues("抢着日子种冬麦（上）（")


def test_no_headline_holds_two_names_of_columns() -> None:
    heads = "镜泉湖畔冰雪节开幕（湖上走笔）\n\n沙枣乡种粮户领到余款（粮站手记）\n"
    page = read_page(FAIR + GRAIN + heads)
    assert [article.headline.text for article in page.articles] == heads.split()


def test_jump_lines_bound_articles_and_name_their_page() -> None:
    page = read_page("镜泉湖畔冰雪节开幕\n\n" + FAIR + "（下转第四版）\n\n（上接第一版）\n\n" + GRAIN)
    first, second = page.articles
    assert first.continues_on is not None and first.continues_on.page == 4
    assert second.continued_from is not None and second.continued_from.page == 1
    assert second.continued_from.as_printed.text == "（上接第一版）"


def test_a_correction_is_a_notice() -> None:
    page = read_page(
        "镜泉湖畔冰雪节开幕\n\n"
        + FAIR
        + "更正\n\n本报1月4日二版《沙枣乡粮站开磅》中，“四百户”应为“四百一十户”，特此更正。\n"
    )
    assert [article.kind for article in page.articles] == [ArticleKind.ARTICLE, ArticleKind.NOTICE]
    assert page.articles[1].headline.text == "更正"


def test_what_is_said_after_something_said_is_no_crosshead() -> None:
    spoken = ["“我在湖边住了一辈子，头一回见这么多人。”", "“明年还来！”"]
    page = read_page("镜泉湖畔冰雪节开幕\n\n" + FAIR + "\n\n".join(spoken) + "\n\n游客说着话，往湖心走去。\n")
    said = {p.text: p.kind for article in page.articles for p in article.paragraphs}
    assert [said[text] for text in spoken] == [ParagraphKind.TEXT, ParagraphKind.TEXT]


def test_lines_of_verse_stay_lines_of_one_poem() -> None:
    stanza = "湖水睡在冰的下面\n风从山口走过来\n它敲了三下门\n谁也没有醒\n"
    page = read_page("镜泉湖畔冰雪节开幕\n\n" + FAIR + "湖\n\n阿依古丽·木拉提\n\n" + stanza)
    lines = [p.text for p in page.articles[-1].paragraphs if p.kind is ParagraphKind.TEXT]
    assert lines[-4:] == stanza.split()


def test_a_colon_alone_announces_nothing() -> None:
    assert [part.text for part in read_page("：\n镜泉湖畔冰雪节\n").articles[0].paragraphs]


def test_a_page_of_nothing_and_a_page_of_one_line_are_pages() -> None:
    assert read_page("").articles == () and read_page(" \n\u3000\n").unplaced == ()
    lonely = read_page("镜泉湖畔冰雪节开幕")
    assert [part.text for part in lonely.unplaced] == ["镜泉湖畔冰雪节开幕"]


def test_a_page_of_nothing_but_short_lines_is_read_in_strips_of_a_few() -> None:
    fragments = fragments_of("\n\n".join(f"第{number}行" for number in range(3 * reader.MOST_PIECES)))
    strips = list(reader._strips(fragments))
    assert max(map(len, strips)) == reader.MOST_PIECES and sum(map(len, strips)) == len(fragments)


def test_doubts_say_what_and_why_and_how_sure() -> None:
    page = read_page(FAIR + GRAIN + "沙枣乡种粮户领到余款\n\n镜泉湖畔冰雪节开幕\n")
    doubts = [doubt for article in page.articles for doubt in article.doubts]
    assert doubts
    assert all(doubt.why and 0 <= doubt.confidence <= 1 for doubt in doubts)
