"""Bytes to text: right, or refused with a sentence; never mojibake."""

import codecs
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.models import SourceText
from newsroom.parsing.decode import Undecodable, decode, encoding_named, reads_like_chinese

PAGE = (
    "雪岭河畔冬捕开网\n\n"
    "本报讯（记者 马晓燕）1月6日清晨，雪岭河冰面上人声鼎沸，首网出鱼三千多公斤。\n"
    "“今年的鱼比往年都大。”捕鱼队队长说，这一网他们等了整整一个月。\n"
)
TRADITIONAL = "雪嶺河畔冬捕開網，首網出魚三千多公斤。捕魚隊隊長說，這一網他們等了整整一個月，今年的魚比往年都大。"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]

# Chinese as pages hold it: clauses of everyday words in any order, with names, figures and rare characters among them.
WORDS = re.split(
    " ",
    "的 一 是 在 了 有 我们 上 个 国家 中国 这 为 大 来 到 发展 建设 工作 群众 记者 全区 今年 以来 县里 和 年 月 日 说 "
    "要 会议 召开 通讯员 古丽娜·叶尔兰 王浩 12 3.6万元 《雪岭》 “好” 冰面 牧民 学校 党员 村里 水利 牛羊 草场 䶮",
)
pages = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=8, max_size=14).map(lambda words: "".join(words) + "，的一在不了人这。"),
    min_size=3,
    max_size=12,
).map("\n".join)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_gives_the_very_text(encoding):
    assert decode(PAGE.encode(encoding)).text == PAGE


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_named_reads_the_stored_bytes_again(encoding):
    data = PAGE.encode(encoding)
    assert SourceText(data=data, encoding=decode(data).encoding).text == PAGE


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8])
def test_a_byte_order_mark_is_no_character_of_the_text(mark):
    encoding = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF8: "utf-8"}[mark]
    data = mark + PAGE.encode(encoding)
    assert decode(data).text == PAGE
    assert decode(data, encoding).text == PAGE
    assert SourceText(data=data, encoding=encoding).text == PAGE


@given(pages, st.sampled_from(ENCODINGS))
@settings(max_examples=150)
def test_chinese_text_comes_back_from_each_encoding(text, encoding):
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return  # GBK lacks the rare character
    assert decode(data).text == text


@given(st.binary(min_size=1, max_size=400))
@settings(max_examples=300)
def test_any_bytes_are_read_exactly_or_refused(data):
    try:
        decoded = decode(data)
    except Undecodable:
        return
    if decoded.encoding == "utf-16":
        assert data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    else:
        assert decoded.text.encode(decoded.encoding) == data
    if not decoded.encoding.startswith("utf-8"):
        assert reads_like_chinese(decoded.text)


@given(pages, st.sampled_from(["big5", "shift_jis", "euc_kr", "euc_jp", "cp949"]))
@settings(max_examples=100)
def test_an_encoding_that_is_not_looked_for_is_refused(text, encoding):
    data = (text + TRADITIONAL).encode(encoding, errors="ignore")
    with pytest.raises(Undecodable, match="--encoding"):
        decode(data)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "오늘 아침 강가에서 겨울 고기잡이가 시작되었다고 기자가 전했다. 주민들은 어획이 지난해보다 많다고 말했다.",
            "euc_kr",
        ),
        ("けさ川のほとりで冬の漁が始まったと記者が伝えた。住民は今回の漁獲が去年より多いと話している。", "shift_jis"),
        (
            "La pêche d'hiver a commencé ce matin près de la rivière, déclare le porte-parole de l'année passée.",
            "latin-1",
        ),
        ("Зимняя рыбалка началась сегодня утром на реке, сообщает наш корреспондент из посёлка.", "koi8-r"),
    ],
)
def test_other_languages_are_not_taken_for_chinese(text, encoding):
    with pytest.raises(Undecodable):
        decode(text.encode(encoding))


def test_a_given_encoding_is_taken():
    decoded = decode(TRADITIONAL.encode("big5"), "Big5")
    assert decoded.text == TRADITIONAL
    assert SourceText(data=TRADITIONAL.encode("big5"), encoding=decoded.encoding).text == TRADITIONAL


@pytest.mark.parametrize("given", ["gb18030", "utf-16", "utf-16-le", "big5", "latin-1"])
def test_a_wrong_encoding_is_refused_and_the_way_out_is_named(given):
    with pytest.raises(Undecodable, match="--encoding"):
        decode(PAGE.encode(), given)


def test_a_given_encoding_is_believed_where_nothing_reads_better():
    odd = "龘靐齉䶮" * 20
    with pytest.raises(Undecodable):
        decode(odd.encode("gb18030"))
    assert decode(odd.encode("gb18030"), "gb18030").text == odd


def test_bytes_that_break_the_given_encoding_are_refused():
    with pytest.raises(Undecodable, match="not utf-8"):
        decode(PAGE.encode("gb18030"), "utf-8")


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "hex"])
def test_what_is_no_encoding_of_text_is_told(name):
    with pytest.raises(LookupError):
        encoding_named(name)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("　　\n".encode(), "white space"),
        (codecs.BOM_UTF8, "white space"),
        (codecs.BOM_UTF8 + PAGE.encode("gb18030"), "breaks off"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03", "--encoding"),
        (b"%PDF-1.4\n" + random.Random(1).randbytes(3000), "--encoding"),
        (PAGE.encode() + b"\0", "--encoding"),
        (b"\x01\x02\x03\x04plain\x05\x06", "control characters"),
        (codecs.BOM_UTF16_LE + random.Random(2).randbytes(400), "UTF-16"),
    ],
)
def test_what_is_not_text_is_refused_in_words(data, why):
    with pytest.raises(Undecodable, match=why):
        decode(data)


def test_a_page_break_or_stray_control_character_does_not_make_it_binary():
    text = PAGE + "\f" + PAGE + "\x07"
    assert decode(text.encode()).text == text
