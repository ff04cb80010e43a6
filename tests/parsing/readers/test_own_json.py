"""What the program prints as JSON, read back without loss."""

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.parsing.as_json import issue_as_json, page_as_json, source_as_json
from newsroom.parsing.readers import Unfit, own_json, plain
from newsroom.parsing.types import SectionChoice
from tests.ingest.dumps import ONE_OF_EACH, read_one_of_each


def document(page, data, encoding, text, **more):
    as_json = page_as_json(
        page,
        number=2,
        number_inferred=True,
        name="民生",
        source="02.txt",
        source_text=source_as_json(data, encoding, text),
        text=text,
        sections=[SectionChoice("民生", "proposed", "低保、供暖", 0.7)] * len(page.articles),
        **more,
    )
    day = dt.date(2026, 1, 7)
    issue = issue_as_json(
        newspaper="雪岭日报",
        newspaper_inferred=True,
        date=day,
        date_inferred=True,
        edition=2,
        number=9,
        pages=[as_json],
    )
    return json.dumps({"issues": [issue], "warnings": []}, ensure_ascii=False).encode()


def back(data):
    return own_json.split("issues.json", data, None)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (ONE_OF_EACH.encode(), "utf-8"),
        (ONE_OF_EACH.encode("utf-8-sig"), "utf-8-sig"),
        (ONE_OF_EACH.encode("gb18030"), "gb18030"),
        (b"\xfe\xff" + ONE_OF_EACH.encode("utf-16-be"), "utf-16"),
    ],
)
def test_a_page_comes_back_whole_with_its_very_bytes(data, encoding):
    page = read_one_of_each(ONE_OF_EACH)
    (source,) = back(document(page, data, encoding, ONE_OF_EACH))
    again = source.read()
    assert (source.data, source.encoding, source.text) == (data, encoding, ONE_OF_EACH)
    (article,) = again.articles
    assert article.section == "民生"
    assert again.articles == tuple(
        type(a)(**{**{f: getattr(a, f) for f in a.__slots__}, "section": "民生"}) for a in page.articles
    )
    assert again.unplaced == page.unplaced
    stated = source.stated
    assert (stated.newspaper, stated.date, stated.date_inferred) == ("雪岭日报", dt.date(2026, 1, 7), True)
    assert (stated.edition, stated.number, stated.page, stated.page_inferred) == (2, 9, 2, True)
    assert (stated.page_name, stated.sections, source.file) == (
        "民生",
        (SectionChoice("民生", "proposed", "低保、供暖", 0.7),),
        "02.txt",
    )
    assert not source.is_article


@given(st.text(alphabet="雪岭河冬捕开网，。（）记者王浩\n 1“”", max_size=150))
@settings(max_examples=40, deadline=None)
def test_any_page_read_printed_and_read_back_is_printed_the_same(text):
    page = plain.read_whole(text)
    printed = document(page, text.encode(), "utf-8", text)
    if not text.strip():
        return
    (source,) = back(printed)
    assert document(source.read(), source.data, source.encoding, source.text) == printed


def test_the_published_structure_alone_is_enough():
    by_hand = {
        "issues": [
            {
                "newspaper": "雪岭日报",
                "date": "2026-01-07",
                "pages": [
                    {
                        "number": 1,
                        "articles": [
                            {
                                "headline": "手写的标题",
                                "kind": "article",
                                "continues_on": 3,
                                "paragraphs": [{"kind": "text", "text": "手写的正文。"}],
                                "bylines": [{"name": "王浩", "role": "记者", "as_printed": "记者 王浩"}],
                                "photos": [{"caption": "雪景", "credit": "王浩 摄"}],
                                "spans": [[0, 5]],
                            }
                        ],
                        "unplaced": [{"text": "无主的\t一行", "span": [90, 96]}],
                    }
                ],
            }
        ]
    }
    (source,) = back(json.dumps(by_hand, ensure_ascii=False).encode())
    page = source.read()
    (article,) = page.articles
    assert (article.headline.text, article.paragraphs[0].text) == ("手写的标题", "手写的正文。")
    assert article.spans == () and article.continues_on.page == 3
    assert article.photos[0].caption.text == "雪景"
    (span,) = page.unplaced[0].spans
    assert json.loads(f'"{source.text[span.start : span.end]}"') == "无主的\t一行"
    assert source.data.decode() == source.text


def broken(**changes):
    """The document with one value of its first article, page or issue changed."""
    data = json.loads(document(read_one_of_each(ONE_OF_EACH), ONE_OF_EACH.encode(), "utf-8", ONE_OF_EACH))
    for path, value in changes.items():
        target = data
        *way, last = path.split("__")
        for step in way:
            target = target[int(step) if step.isdigit() else step]
        target[last] = value
    return json.dumps(data).encode()


ARTICLE = "issues__0__pages__0__articles__0__"


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b'{"issues": 3}',
        b'{"issues": []}',
        b'{"issues": [3]}',
        b'{"issues": [{"pages": {}}]}',
        b'{"issues":' + b"[" * 100_000,
        broken(issues__0__date="morgen"),
        broken(issues__0__number=-1),
        broken(issues__0__edition="2"),
        broken(issues__0__pages__0__number=True),
        broken(issues__0__pages__0__source_text={"encoding": "klingon", "text": "x"}),
        broken(issues__0__pages__0__source_text={"encoding": "utf-8", "base64": "***"}),
        broken(issues__0__pages__0__source_text={"encoding": "ascii", "text": "雪"}),
        broken(issues__0__pages__0__unplaced=[{"text": "x", "span": [5, 2]}]),
        broken(**{ARTICLE + "kind": "advert"}),
        broken(**{ARTICLE + "headline": 3}),
        broken(**{ARTICLE + "headline": "a\0b"}),
        broken(**{ARTICLE + "headline": "\ud800"}),
        broken(**{ARTICLE + "paragraphs": [{"kind": "text", "text": "a\nb", "spans": []}]}),
        broken(**{ARTICLE + "bylines": [{"name": "王浩", "role": "主编", "spans": []}]}),
        broken(**{ARTICLE + "bylines": ["王浩"]}),
        broken(**{ARTICLE + "doubts": [{"what": "x", "why": "y", "confidence": 7}]}),
        broken(**{ARTICLE + "part_spans": {"headline": [[0, 10**9]]}}),
        broken(**{ARTICLE + "part_spans": {"headline": [["0", 1]]}}),
    ],
)
def test_what_is_not_as_printed_is_refused_in_words(data):
    with pytest.raises(Unfit) as refused:
        for source in back(data):
            source.read()
    assert str(refused.value)


def test_other_json_is_not_recognised():
    assert not own_json.READER.recognises(b'{"name": "package", "dependencies": {}}')
    assert own_json.READER.recognises(b'{"issues": [\n')
