"""Articles of a Founder e-paper, in both its dialects."""

import datetime as dt

import pytest

from newsroom.parsing.readers import Unfit, founder, reader_of
from newsroom.parsing.types import ParagraphKind, Role
from tests.parsing.readers.pages import FOUNDER, NEWER, NODE, characters_of, parts_of


def read(markup, encoding="utf-8"):
    (source,) = founder.split("content_4711.htm", markup.encode(encoding), None)
    page = source.read()
    (article,) = page.articles
    return source, article


def test_an_article_is_taken_apart():
    source, article = read(FOUNDER)
    assert (article.kicker.text, article.subhead.text) == ("冬日·见闻", "——写在开网之际")
    assert "".join(article.headline.text.split()) == "雪岭河冬捕首网出鱼三千公斤"
    assert article.dateline.text == "本报讯"
    assert [(paragraph.kind, paragraph.text) for paragraph in article.paragraphs] == [
        (ParagraphKind.TEXT, "1月6日清晨，雪岭河冰面上人声鼎沸。"),
        (ParagraphKind.CROSSHEAD, "一网鱼"),
        (ParagraphKind.TEXT, "“今年的鱼比往年都大。”捕鱼队队长说，A&B两队等了一个月。"),
        (ParagraphKind.TEXT, "鱼装上爬犁，运到镇里。"),
    ]
    assert [(byline.name, byline.role) for byline in article.bylines] == [
        ("马晓燕", Role.REPORTER),
        ("古丽娜·叶尔兰", Role.CORRESPONDENT),
    ]
    (photo,) = article.photos
    assert (photo.caption.text, photo.credit.text) == ("图为捕鱼现场。", "通讯员 塔里哈提 摄")
    assert [(byline.name, byline.role) for byline in photo.bylines] == [("塔里哈提", Role.PHOTOGRAPHER)]
    assert article.continues_on.page == 3 and article.continues_on.as_printed.text == "（下转第三版）"
    assert source.is_article


def test_it_says_where_it_was_printed():
    stated = read(FOUNDER)[0].stated
    assert (stated.date, stated.page, stated.page_name) == (dt.date(2026, 1, 7), 2, "民生")
    assert not stated.date_inferred


def test_the_newer_dialect():
    source, article = read(NEWER)
    assert article.headline.text == "月牙坡滑雪场开板"
    assert len(article.paragraphs) == 2
    assert [(byline.name, byline.role) for byline in article.bylines] == [("王浩", Role.AUTHOR), ("李明", Role.AUTHOR)]
    assert (source.stated.date, source.stated.page) == (dt.date(2026, 1, 8), None)


@pytest.mark.parametrize("markup", [FOUNDER, NEWER])
def test_every_part_stands_where_its_spans_say(markup):
    source, _ = read(markup)
    replaced = {"&nbsp;": "", "&amp;": "&", "&middot;": "·"}
    for part in parts_of(source.read()):
        covered = characters_of(part, source.text)
        for entity, character in replaced.items():
            covered = covered.replace(entity, character)
        assert covered == "".join(part.text.split()) != ""


def test_no_word_of_the_content_is_lost():
    source, _ = read(FOUNDER)
    content = source.text[source.text.index("<!--enpcontent-->") : source.text.index("<!--/enpcontent-->")]
    said = "".join("".join(part.text.split()) for part in parts_of(source.read()))
    for word in ("本报讯", "雪岭河冰面上", "一网鱼", "A&B两队", "图为捕鱼现场", "塔里哈提", "爬犁", "下转第三版"):
        assert word in said
    assert "别念我" in content and "别念我" not in said
    assert "onerror" not in said


def test_an_author_the_text_credits_already_is_not_credited_twice():
    _, article = read(FOUNDER)
    assert [byline.name for byline in article.bylines].count("马晓燕") == 1


def test_a_page_file_lists_its_articles():
    index = founder.read_page_index(NODE.encode("gb18030"))
    assert (index.number, index.name, index.files) == (3, "影像", ("content_12.htm", "content_9.htm"))
    assert founder.is_page_index("node_3.htm") and founder.is_page_index("nbs.D110000xueling_01.htm")
    assert not founder.is_page_index("content_3.htm")


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("第三版", 3),
        ("第12版", 12),
        ("第１２版", 12),
        ("第十版", 10),
        ("第十二版", 12),
        ("第二十一版", 21),
        ("A3版", None),
    ],
)
def test_a_jump_line_names_its_page(words, number):
    _, article = read(NEWER.replace("练习转弯。", f"练习转弯。（下转{words}）"))
    assert article.continues_on.page == number


def test_a_year_is_no_page_number():
    source, _ = read(FOUNDER.replace("第02版：", "2026版").replace("<strong>民生</strong>", ""))
    assert source.stated.page is None


def test_a_second_copy_for_the_clipboard_is_not_read_twice():
    copy = "<!--enpcontent--><p>月牙坡滑雪场昨日开板，迎来本季首批游客。</p><!--/enpcontent-->"
    _, article = read(NEWER.replace("</body>", copy + "</body>"))
    assert sum("首批游客" in paragraph.text for paragraph in article.paragraphs) == 1


def test_a_page_without_an_article_is_refused():
    with pytest.raises(Unfit):
        founder.split("content_1.htm", b"<!--enpcontent--> <p></p><!--/enpcontent-->abc", None)


@pytest.mark.parametrize("cut", range(0, len(FOUNDER), 37))
def test_a_page_cut_short_anywhere_is_read_or_refused(cut):
    data = FOUNDER[:cut].encode()
    try:
        for source in reader_of("content_1.htm", data).split("content_1.htm", data, None):
            source.read()
    except ValueError:
        pass
