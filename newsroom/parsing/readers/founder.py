"""An article of a Founder (方正) e-paper: ``content_*.htm``, one file an article.

What the desk typed stands in a comment, ``<!--enpproperty <author>…<introtitle>…<subtitle>…<nodename>…``, up to
``/enpproperty-->``, in newer systems in ``<founder-title>``, ``<founder-subtitle>``, ``<founder-author>``,
``<founder-date>``; the text stands between ``<!--enpcontent-->`` and ``<!--/enpcontent-->`` or within
``<founder-content>``. The page is named in ``<nodename>`` (第02版：要闻), in the running head, or in the page's own
file, ``node_*.htm``, which lists its articles in their order.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from newsroom.language.numerals import number_of
from newsroom.parsing.bylines import Credit, CreditRun, read_caption, read_closing, read_line, read_opening
from newsroom.parsing.fragments import JUMP
from newsroom.parsing.marks import ends_sentence
from newsroom.parsing.readers.markup import Markup, decode_markup, visible
from newsroom.parsing.readers.source import Reader, SourcePage, Stated, Unfit
from newsroom.parsing.types import (
    NOTHING,
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
)

MARKS = re.compile(rb"<!--\s*enpproperty|<!--\s*enpcontent|<founder-(?:content|title)", re.IGNORECASE)
PAGE_LABEL = re.compile(r"(?<!\d)(?:第\s{0,8})?0{0,2}([1-9]\d{0,2})\s{0,8}版\s{0,8}(?:[:：]\s*([^\s<>()（）]{1,20}))?")
PAGE_FILE = re.compile(r"(?:node_|nbs\.)[\w.-]*\.html?", re.IGNORECASE)
ARTICLE_LINK = re.compile(
    r"""href\s*=\s*["']?(?:\./|[^"'\s<>]{0,200}/)?((?:content_|nw\.)[\w.-]{1,100}?\.html?)""", re.IGNORECASE
)
LAST_BRACKET = re.compile(r"([（(][^（()）]{2,30}[)）])\s*$")
DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# A line of names alone is a byline when it opens or closes an article (0.35 for one name, 0.7 for two in the samples).
SURE_BYLINE = 0.7
# The longest crosshead of the samples has 24 characters; a longer bold line is a sentence said with weight.
MAX_CROSSHEAD = 30
# The longest caption of the samples has 160 characters.
MAX_CAPTION = 200


@dataclass(frozen=True, slots=True)
class PageIndex:
    """What a ``node_*.htm`` says: its page's number and name, and its article files in their order."""

    number: int | None
    name: str
    files: tuple[str, ...]


def is_page_index(file: str) -> bool:
    return PAGE_FILE.fullmatch(file) is not None


def read_page_index(data: bytes) -> PageIndex:
    """Raises Undecodable."""
    text = decode_markup(data, None).text
    label = PAGE_LABEL.search(visible(text).text)
    files = dict.fromkeys(found[1] for found in ARTICLE_LINK.finditer(text))
    return PageIndex(int(label[1]) if label else None, (label[2] or "") if label else "", tuple(files))


def split(file: str, data: bytes, encoding: str | None) -> list[SourcePage]:
    decoded = decode_markup(data, encoding)
    page = _Page(decoded.text)
    if not page.content.text.strip() and not page.property("title"):
        raise Unfit("is an e-paper page without an article")
    return [SourcePage(file, data, decoded.encoding, decoded.text, page.read, page.stated(), is_article=True)]


class _Page:
    """One ``content_*.htm``: its properties and its content, each with its places in the markup."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.lowered = markup.lower() if len(markup.lower()) == len(markup) else markup
        self.properties = self._between("<!--enpproperty", "/enpproperty-->") or (0, 0)
        self.content = visible(markup, *self._content())

    def _between(self, opening: str, closing: str, start: int = 0, stop: int | None = None) -> tuple[int, int] | None:
        end = len(self.markup) if stop is None else stop
        begin = self.lowered.find(opening, start, end)
        close = self.lowered.find(closing, begin, end) if begin >= 0 else -1
        return (begin + len(opening), close) if close >= 0 else None

    def _content(self) -> tuple[int, int]:
        """The first stretch of content that is not empty: some pages carry a second copy for the clipboard."""
        for opening, closing in (
            ("<!--enpcontent-->", "<!--/enpcontent-->"),
            ("<founder-content>", "</founder-content>"),
        ):
            found = self._between(opening, closing)
            while found and not visible(self.markup, *found).text.strip():
                found = self._between(opening, closing, found[1])
            if found:
                return found
        return 0, 0

    def property(self, name: str) -> Printed:
        """What the desk typed into a field, as it stands in the markup."""
        found = self._between(f"<founder-{name}>", f"</founder-{name}>")
        if found is None or found[0] == found[1]:
            found = self._between(f"<{name}>", f"</{name}>", *self.properties)
        if found is None:
            return NOTHING
        start, end = found
        if self.markup.startswith("<![CDATA[", start) and self.markup.endswith("]]>", start, end):
            start, end = start + len("<![CDATA["), end - len("]]>")
        value = visible(self.markup, start, end)
        return value.printed(0, len(value.text))

    def stated(self) -> Stated:
        label = self._page_label()
        return Stated(
            date=_date(self.property("date").text),
            page=int(label[1]) if label else None,
            page_name=(label[2] or "") if label else self._bare_page_name(),
        )

    def _page_label(self) -> re.Match[str] | None:
        """``第02版：要闻``, as the node's name or in the running head."""
        for text in (self.property("nodename").text, self.property("pagename").text):
            if found := PAGE_LABEL.search(text):
                return found
        # The running head stands before the text; a page named in the text is somebody else's.
        before = self.lowered.find("enpcontent")
        head = visible(self.markup, 0, before if before >= 0 else len(self.markup) - len(self.content.text))
        return PAGE_LABEL.search(re.sub(r"\s+", " ", head.text)) if head.text else None

    def _bare_page_name(self) -> str:
        name = " ".join(self.property("nodename").text.split())
        return name if len(name) <= 20 else ""

    def read(self) -> ParsedPage:
        draft = _Draft(self.content)
        draft.read()
        paragraphs = tuple(draft.paragraphs)
        self._credit_author(draft)
        headline = self.property("title")
        doubts = () if headline else (Doubt("headline", "the e-paper gives none", 0.3),)
        is_photo = bool(draft.photos) and not paragraphs
        article = ParsedArticle(
            kind=ArticleKind.PHOTO if is_photo else ArticleKind.ARTICLE,
            kicker=self.property("introtitle"),
            headline=headline,
            subhead=self.property("subtitle"),
            dateline=draft.dateline,
            paragraphs=paragraphs,
            bylines=tuple(draft.bylines),
            photos=tuple(draft.photos),
            continued_from=draft.continued_from,
            continues_on=draft.continues_on,
            doubts=doubts,
        )
        return ParsedPage(articles=(article,))

    def _credit_author(self, draft: _Draft) -> None:
        """The author field repeats, more often than not, who the text itself credits."""
        author = self.property("author")
        if not author or len(author.text) > MAX_CAPTION:
            return
        run = read_line(author.text)
        credits = (
            run.credits if run else tuple(Credit(name, Role.AUTHOR) for name in re.split(r"[\s、，,;；]+", author.text))
        )
        known = {byline.name for byline in draft.bylines} | {b.name for photo in draft.photos for b in photo.bylines}
        draft.bylines += [
            ParsedByline(credit.name, credit.role, author, credit.affiliation)
            for credit in credits
            if credit.name and credit.name not in known
        ]


@dataclass
class _Draft:
    """An article coming into being. ``body`` holds its paragraphs as (kind, start, end) of the visible text."""

    markup: Markup
    dateline: Printed = NOTHING
    body: list[tuple[ParagraphKind, int, int]] = field(default_factory=list)
    bylines: list[ParsedByline] = field(default_factory=list)
    photos: list[ParsedPhoto] = field(default_factory=list)
    continued_from: Jump | None = None
    continues_on: Jump | None = None

    def read(self) -> None:
        lines = list(self.markup.lines())
        pictures = [tag.at for tag in self.markup.tags if tag.name == "img"]
        above = 0
        for number, (start, end) in enumerate(lines):
            at_edge = number in (0, len(lines) - 1)
            self._read_line(start, end, at_edge=at_edge, below_picture=any(above <= at <= start for at in pictures))
            above = end
        running = [number for number, (kind, _, _) in enumerate(self.body) if kind is ParagraphKind.TEXT]
        if running:
            self._read_opening(running[0])
            self._read_closing(running[-1])

    @property
    def paragraphs(self) -> Iterator[ParsedParagraph]:
        for kind, start, end in self.body:
            if printed := self.markup.printed(start, end):
                yield ParsedParagraph(kind, printed.text, printed.spans)

    def _read_line(self, start: int, end: int, *, at_edge: bool, below_picture: bool) -> None:
        text = self.markup.text[start:end]
        run = read_line(text)
        if JUMP.fullmatch(text.strip()):
            self._jump(start, end)
        elif run and run.photo and self.photos and not self.photos[-1].credit:
            self._picture(self.photos.pop().caption, run, start)
        elif run and not run.photo and (run.confidence > SURE_BYLINE or at_edge):
            self._credit(run, start)
        elif below_picture and len(text) <= MAX_CAPTION:
            caption_end, credit = read_caption(text)
            self._picture(self.markup.printed(start, start + caption_end), credit, start)
        elif self._is_crosshead(start, end):
            self.body.append((ParagraphKind.CROSSHEAD, start, end))
        else:
            self.body.append((ParagraphKind.TEXT, start, end))

    def _read_opening(self, number: int) -> None:
        kind, start, end = self.body[number]
        if opening := read_opening(self.markup.text[start:end]):
            if opening.dateline:
                self.dateline = self.markup.printed(start + opening.dateline[0], start + opening.dateline[1])
            for run in opening.runs:
                self._credit(run, start)
            self.body[number] = kind, start + opening.body_start, end

    def _read_closing(self, number: int) -> None:
        kind, start, end = self.body[number]
        if (jump := LAST_BRACKET.search(self.markup.text, start, end)) and JUMP.fullmatch(jump[1]):
            end = jump.start(1)
            self._jump(end, jump.end(1))
        if closing := read_closing(self.markup.text[start:end], last=True):
            for run in closing.runs:
                self._credit(run, start)
            if closing.dateline and not self.dateline:
                self.dateline = self.markup.printed(start + closing.dateline[0], start + closing.dateline[1])
            end = start + closing.body_end
        self.body[number] = kind, start, end

    def _credit(self, run: CreditRun, start: int) -> None:
        as_printed = self.markup.printed(start + run.start, start + run.end)
        self.bylines += [ParsedByline(each.name, each.role, as_printed, each.affiliation) for each in run.credits]

    def _picture(self, caption: Printed, run: CreditRun | None, start: int) -> None:
        credit = self.markup.printed(start + run.start, start + run.end) if run else NOTHING
        credits = run.credits if run else ()
        bylines = tuple(ParsedByline(each.name, each.role, credit, each.affiliation) for each in credits)
        self.photos.append(ParsedPhoto(caption, credit, bylines))

    def _jump(self, start: int, end: int) -> None:
        as_printed = self.markup.printed(start, end)
        found = JUMP.fullmatch(as_printed.text)
        jump = Jump(_page_number(found["where"]) if found else None, as_printed)
        if found and "接" in found["way"]:
            self.continued_from = jump
        else:
            self.continues_on = jump

    def _is_crosshead(self, start: int, end: int) -> bool:
        """A short line all in bold that is no sentence."""
        text = self.markup.text[start:end].strip()
        if len(text) > MAX_CROSSHEAD or ends_sentence(text):
            return False
        begin = start + len(self.markup.text[start:end]) - len(self.markup.text[start:end].lstrip())
        bold = [tag for tag in self.markup.tags_within(start, end) if tag.name in ("b", "strong")]
        return (
            bool(bold)
            and not bold[0].closing
            and bold[0].at <= begin
            and bold[-1].closing
            and bold[-1].at >= begin + len(text)
        )


def _page_number(where: str) -> int | None:
    """第三版, 第１２版, 第十二版 → the number; None for A3版 and whatever else."""
    return number_of(re.sub(r"[第版页\s]", "", where))


def _date(text: str) -> dt.date | None:
    """``2026-01-07 08:00:00.0`` → that day; None for anything else."""
    found = DATE.match(text)
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


READER = Reader(
    "Founder e-paper article",
    frozenset({".htm", ".html"}),
    2_000_000,
    split,
    recognises=lambda data: MARKS.search(data) is not None,
)
