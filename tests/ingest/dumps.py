"""Dumps for tests: folders of made-up pages, a page reader that needs no guessing, and the archive's contents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsroom import models
from newsroom.parsing.types import (
    ArticleKind,
    Doubt,
    Jump,
    ParagraphKind,
    ParsedArticle,
    ParsedByline,
    ParsedPage,
    ParsedParagraph,
    ParsedPhoto,
    Printed,
    Role,
    Span,
)

FISHING = """雪岭河冬捕首网出鱼三千公斤

本报讯（记者 马晓燕 通讯员 古丽娜·叶尔兰）2026年1月6日清晨，雪岭河冰面上人声鼎沸，捕鱼队拉起今冬第一网。

“今年的鱼比往年都大。”捕鱼队队长叶尔兰说，这一网他们等了整整一个月。（下转第二版）
"""
PENSIONS = """高龄津贴提前发到老人手中

本报讯（记者 王浩）1月6日，白桦镇八十岁以上的老人陆续领到了新一年的高龄津贴。

镇里的工作人员把存折送到行动不便的老人家里，一户也没有落下。
"""
SKIING = """月牙坡滑雪场开板

1月5日，月牙坡滑雪场迎来本季首批游客，孩子们在雪道上练习转弯。 通讯员 塔里哈提 摄
"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Puts files into a folder, text as UTF-8, and returns the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def issue_folder(root: Path) -> Path:
    """One issue of three pages in the documented layout, with what its dumps do not say in issue.toml."""
    return write(
        root / "雪岭日报" / "2026-01-07",
        {
            "01-要闻.txt": FISHING,
            "02-民生.txt": PENSIONS.encode("gb18030"),
            "03-影像.txt": SKIING.encode("utf-16"),
            "issue.toml": 'slug = "xueling"\nnewspaper = "雪岭日报"\nnumber = 9086\n',
        },
    )


def printed(text: str, part: str) -> Printed:
    """The part of the text, and where it stands."""
    start = text.index(part)
    return Printed(part, (Span(start, start + len(part)),))


ONE_OF_EACH = (
    "引题在上\n主题居中\n——副题在下\n本报讯 （记者 王浩 通讯员 古丽娜·叶尔兰）正文头一段在此。\n小标题\n"
    "接着是第二段，断在\n栏尾。\n编者按\n雪后初晴\n王浩 摄\n（下转第三版）\n（上接第一版）\n无主的一行\n"
)


def read_one_of_each(text: str) -> ParsedPage:
    """A page reader that knows ONE_OF_EACH by heart: every kind of part, a joined column, and a doubt."""

    def part(words: str) -> Printed:
        return printed(text, words)

    byline = part("（记者 王浩 通讯员 古丽娜·叶尔兰）")
    credit = part("王浩 摄")
    head, tail = part("接着是第二段，断在"), part("栏尾。")
    article = ParsedArticle(
        kind=ArticleKind.NOTICE,
        kicker=part("引题在上"),
        headline=part("主题居中"),
        subhead=part("——副题在下"),
        dateline=part("本报讯"),
        paragraphs=(
            ParsedParagraph(ParagraphKind.TEXT, "正文头一段在此。", part("正文头一段在此。").spans),
            ParsedParagraph(ParagraphKind.CROSSHEAD, "小标题", part("小标题").spans),
            ParsedParagraph(ParagraphKind.TEXT, head.text + tail.text, head.spans + tail.spans),
            ParsedParagraph(ParagraphKind.NOTE, "编者按", part("编者按").spans),
        ),
        bylines=(
            ParsedByline("王浩", Role.REPORTER, byline, "本报"),
            ParsedByline("古丽娜·叶尔兰", Role.CORRESPONDENT, byline),
        ),
        photos=(ParsedPhoto(part("雪后初晴"), credit, (ParsedByline("王浩", Role.PHOTOGRAPHER, credit),)),),
        continues_on=Jump(3, part("（下转第三版）")),
        continued_from=Jump(1, part("（上接第一版）")),
        doubts=(Doubt("headline", "it stands far from its body", 0.6),),
        joins=1,
    )
    return ParsedPage(articles=(article,), unplaced=(part("无主的一行"),))


def reader_of(page: ParsedPage) -> Callable[[str], ParsedPage]:
    return lambda text: page


def contents() -> dict[str, list[tuple[object, ...]]]:
    """All the archive holds but ids, times and runs: equal for equal archives."""
    columns = {
        models.Newspaper: ("name", "slug"),
        models.Issue: ("newspaper__name", "date", "date_inferred", "edition", "number"),
        models.Page: ("issue__date", "number", "number_inferred", "name"),
        models.Section: ("name", "slug", "page_names"),
        models.Article: (
            *("page__issue__date", "page__number", "number", "position", "kind", "section__name", "section_source"),
            *("kicker", "headline", "subhead", "dateline", "body", "continues_on", "continues_on_as_printed"),
            *("continued_from", "continued_from_as_printed", "text_state", "visible", "revision_number"),
        ),
        models.Contributor: ("name", "kind", "key"),
        models.Byline: (
            "article__headline",
            "photo__position",
            "position",
            "name",
            "role",
            "affiliation",
            "as_printed",
        ),
        models.Photo: ("article__headline", "position", "caption", "credit"),
        models.Doubt: ("article__headline", "what", "why", "confidence", "state"),
        models.SourceText: ("sha256", "encoding", "size"),
        models.PageSource: ("page__issue__date", "page__number", "source__sha256", "name"),
        models.SourceSpan: ("article__headline", "source__sha256", "part", "index", "position", "start", "end"),
        models.UnplacedFragment: ("page__number", "source__sha256", "text", "start", "end", "state"),
        models.Revision: ("article__headline", "number", "author", "reason", "sha256"),
    }
    return {
        model.__name__: sorted(model._default_manager.values_list(*names), key=repr) for model, names in columns.items()
    }
