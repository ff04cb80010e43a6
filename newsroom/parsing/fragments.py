"""What each fragment is by its own looks: running text, a display line, a caption, a byline, a jump line, a note.

Looks are a first reading only: a display line may turn out headline or crosshead, and a short one the first words of a
paragraph that a column cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from newsroom.parsing import bylines, marks
from newsroom.parsing.layout import Fragment
from newsroom.parsing.trade import REPORTER_TELLS
from newsroom.parsing.wording import DASH_START

# Headlines of a national daily's two months are at most 50 characters long, kickers and subheads 77 but for a few
# blurbs.
LONGEST_DISPLAY = 50
# Longer ones, up to this, go on without a pause and list little: twelve heads of stories and no text in those months.
LONGEST_LINE = 130
MOST_LISTED = 2
PAUSE = re.compile(r"[，。；：！？,;:!?]")
# Captions of the samples are one or two sentences.
LONGEST_CAPTION = 200


# Lines that are no part of an article's text (版式设计：…, 作者为…, a date under a notice) are no longer than this.
LONGEST_NOTE = 60
# Verse comes in blocks of so many lines at least, each this short, none closed as a sentence is.
SHORTEST_STANZA = 4
LONGEST_VERSE = 24
# Who is asked, above a headline of what was said; and how many lines make a list.
LONGEST_ANNOUNCEMENT = 25
SHORTEST_LIST = 3


# A sentence this long is no byline and no note; and no caption with a credit unless a word of that trade is near
# its end.
SHORTEST_PROSE = 60
PICTURE_WORD = re.compile("[摄影图]")
PICTURE_WORD_REACH = 40


class Kind(StrEnum):
    BODY = "body"
    DISPLAY = "display"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    JUMP_FROM = "jump from"
    JUMP_TO = "jump to"
    NOTE = "note"
    # A dateline that stands alone in brackets under its article: （本报北京5月6日电）.
    DATELINE = "dateline"


JUMP = re.compile(
    r"[（(【\[]?\s*(?:[▶▷►]\s*)?(?:相关(?:报道|内容)[^，。]{0,8}?|全文|[文图]?)?(?P<way>[上紧]接|下转|转|详?见)"
    r"\s*(?P<where>[A-Za-z]?第?\s*[0-9０-９〇零一二三四五六七八九十A-Za-z]{1,4}\s*[版页])[^，。]{0,8}?\s*[）)】\]]?"
)
_IN_BRACKETS = (
    r"[（(【\[]\s*(?P<way>[上紧]接|下转)\s*[A-Za-z]?第?\s*[0-9０-９〇零一二三四五六七八九十]{1,3}\s*[版页]"
    r"[^，。）)]{0,8}[）)】\]]"
)
JUMP_BEFORE_TEXT = re.compile(_IN_BRACKETS + r"(?=\s*\S)")
JUMP_BEHIND_TEXT = re.compile(_IN_BRACKETS + "$")
JUMP_ENDS = "）)】]"
LONGEST_JUMP = 30
CAPTION_OPENING = re.compile(r"[（(]?(?:图[为①-⑩一二三四五六1-6]|[上下左右题本]图|[上下左右]起|资料图|△|▲|▼|↑|↓|←|→)")
# …。（见图，本报记者某某摄）: a story that sends its readers to the picture is no caption.
SEES_PICTURE = re.compile(r"[（(]见[上下左右题本]?图")
# 本报1月5日第二版《…》一文中，“…”应为“…”: a correction, never a headline.
OWN_PAGE = re.compile(
    r"(?:本报)?(?:\d{4}\s*年)?\s*\d{1,2}\s*月\s*\d{1,2}\s*日.{0,6}?第?\s*[一二三四五六七八九十\d]{1,3}\s*版"
)
NOTE = re.compile(
    r"[（(]?(?:图片(?:均?为|由|来源|除)?.{0,12}(?:资料|提供|署名)|资料图片?|图片均?为资料图|均为资料图片|(?:数据|资料|图片)?来源[:：]|·?广告·?$"
    r"|[（(](?:综合|据|本报综合)[^（）()，。]{2,14}(?:社|报|网|台|电|消息|报道|稿)[）)]$"
    r"|[（(](?:本栏目?|本专栏|本版|栏目)[^（）()]{4,40}[）)]$"
    r"|[（(](?:节?选自|摘(?:[编选录]自?|自)|原(?:载|题|刊)|转(?:载|引)自?|据[^，。]{2,30}(?:整理|编译|综合))[^（）()]{2,60}[）)]$"
    r"|[（(](?:以上?|按)[^（）()，。]{2,16}(?:先后|顺序|为序|排序)[^（）()，。]{0,6}[）)]$"
    r"|(?:人民视觉|影像中国|视觉中国|中国体育图片|新华社(?:发|照片|稿)?|资料照片|网络图片)\s*[）)]?$)"
)
DATE_LINE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
# Whoever gives a notice signs it above its date.
BODY_CORPORATE = re.compile(r"[一-鿿]{2,24}(?:编辑部|委员会|管理局|公司|办公室|中心|政府|局|社|部|院|校|会)")
# （不忘初心、牢记使命·…）: the name of a column, which a headline may have behind it beyond its own length.
LONG_TAG = re.compile(r"[（(][^（）()，。,；;]{2,60}(?:[（(][^（）()，。]{1,4}[）)])?[）)]$")
# An interview as it was held.
IN_TALK = re.compile(r"(?:问|答|记者|主持人|[QA])[：:]")
SAID_IN_FULL = re.compile(r"[“「].*[。！？!?…][”」]")
CLOSING_DATELINE = re.compile(r"[（(](?P<inner>[^（）()]{4,60})[）)]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment with its first reading. ``complete``: it ends as a sentence or a paragraph ends."""

    fragment: Fragment
    kind: Kind
    complete: bool
    is_verse: bool = False

    @property
    def text(self) -> str:
        return self.fragment.text

    @property
    def opens_article(self) -> bool:
        """Whether it is text with a dateline or byline at its head."""
        return self.kind is Kind.BODY and opening_of(self.text) is not None


# The dateline and byline a text opens with.
opening_of = bylines.read_opening


def pieces_of(fragments: Sequence[Fragment]) -> list[Piece]:
    """Every fragment with its kind, in the same order; a short text right before a picture credit is its caption."""
    fragments = [part for fragment in fragments for part in _reports_of(fragment)]
    kinds = [kind_of(fragment.text) for fragment in fragments]
    for index, kind in enumerate(kinds):
        if kind in (Kind.BODY, Kind.DISPLAY):
            kinds[index] = _kind_in_place(fragments, kinds, index)
    verse = _verse(fragments, kinds) | _list_items(fragments, kinds)
    return [
        Piece(
            fragment,
            Kind.BODY if index in verse else kinds[index],
            index in verse or marks.ends_sentence(fragment.text) or _is_signed(fragment.text),
            index in verse,
        )
        for index, fragment in enumerate(fragments)
    ]


def _kind_in_place(fragments: Sequence[Fragment], kinds: Sequence[Kind], index: int) -> Kind:
    """What running text or a display line is, seen among what stands around it."""
    kind = kinds[index]
    if index + 1 < len(kinds) and kinds[index + 1] is Kind.CREDIT and _may_be_caption(fragments, index):
        return Kind.CAPTION
    if kind is Kind.BODY:
        return Kind.DISPLAY if _announces_headline(fragments, kinds, index) else kind
    if _signs_notice(fragments, index):
        return Kind.NOTE
    return Kind.BODY if index and kinds[index - 1] is Kind.BODY and _is_answer(fragments, index) else kind


def _is_answer(fragments: Sequence[Fragment], index: int) -> bool:
    """Whether a text is something said in full, right after something else said in full: “……！” under “……。”"""
    return all(
        SAID_IN_FULL.fullmatch(fragments[at].text) is not None and _quotes_close(fragments[at].text)
        for at in (index - 1, index)
    )


def _announces_headline(fragments: Sequence[Fragment], kinds: Sequence[Kind], index: int) -> bool:
    """Whether a line that ends in a colon heads a stack of headline lines: 对话某某： / 小零件怎样走向大市场"""
    text = fragments[index].text
    if text[-1] not in "：:" or not 1 < len(text) <= LONGEST_ANNOUNCEMENT or not fragments[index].after_gap:
        return False
    stacked = index + 1 < len(fragments) and kinds[index + 1] is Kind.DISPLAY and not fragments[index + 1].after_gap
    return stacked and is_display(text[:-1]) and not _lists(fragments, index)


def _lists(fragments: Sequence[Fragment], index: int) -> bool:
    """Whether several lines stand right under one, none of them closed as a sentence is."""
    under = fragments[index + 1 : index + 1 + SHORTEST_LIST]
    return len(under) == SHORTEST_LIST and not any(
        line.after_gap or marks.ends_sentence(line.text) or len(line.text) > LONGEST_DISPLAY for line in under
    )


def _list_items(fragments: Sequence[Fragment], kinds: Sequence[Kind]) -> set[int]:
    """Lines of a list: under running text that ends in a colon, with no blank between and none closed as a sentence."""
    found: set[int] = set()
    for index, kind in enumerate(kinds):
        if kind is not Kind.BODY or fragments[index].text[-1] not in "：:" or not _lists(fragments, index):
            continue
        end = index + 1
        while (
            end < len(fragments)
            and kinds[end] is Kind.DISPLAY
            and not fragments[end].after_gap
            and opening_of(fragments[end].text) is None
        ):
            found.add(end)
            end += 1
    return found


def _signs_notice(fragments: Sequence[Fragment], index: int) -> bool:
    text = fragments[index].text
    if BODY_CORPORATE.fullmatch(text) is None:
        return False
    if text.endswith("编辑部"):
        return True
    return index + 1 < len(fragments) and DATE_LINE.fullmatch(fragments[index + 1].text) is not None


def _verse(fragments: Sequence[Fragment], kinds: Sequence[Kind]) -> set[int]:
    """Lines of verse: blocks of short lines with no blank between, where other text is set off by blank lines."""
    found: set[int] = set()
    start = 0
    for index in range(1, len(fragments) + 1):
        if index < len(fragments) and not fragments[index].after_gap:
            continue
        block = range(start, index)
        start = index
        if (
            len(block) >= SHORTEST_STANZA
            and all(
                kinds[at] is not Kind.NOTE and not fragments[at].wrapped and len(fragments[at].text) <= LONGEST_VERSE
                for at in block
            )
            and sum(not marks.ends_sentence(fragments[at].text) for at in block) > len(block) // 2
        ):
            found.update(block)
    return found


def _reports_of(fragment: Fragment) -> list[Fragment]:
    """The fragment cut before every dateline that stands inside it with its reporters, and beside a jump line that
    stands on a line with its text.
    """
    text = fragment.text
    cuts = [*bylines.inner_openings(text)]
    if (found := JUMP_BEFORE_TEXT.match(text)) and "接" in found["way"]:
        cuts.append(found.end())
    if text[-1] in JUMP_ENDS:
        found = JUMP_BEHIND_TEXT.search(text, max(0, len(text) - LONGEST_JUMP))
        if found and "转" in found["way"]:
            cuts.append(found.start())
    cuts = sorted({cut for cut in cuts if 0 < cut < len(text)})
    if not cuts:
        return [fragment]
    head = replace(fragment, run=fragment.run.cut(0, cuts[0]), room=0.0)
    return [
        head,
        *(
            Fragment(fragment.run.cut(start, end), after_gap=False, lines=fragment.lines)
            for start, end in zip(cuts, [*cuts[1:], None], strict=True)
        ),
    ]


def _is_signed(text: str) -> bool:
    """…。（记者 某某）: a paragraph that ends in a sign-off carries on nowhere."""
    if text[-1] not in "）)":
        return False
    closing = bylines.read_closing(text, last=False)
    return closing is not None and closing.body_end > 0 and marks.ends_sentence(text[: closing.body_end])


def kind_of(text: str) -> Kind:
    """The kind of a fragment that stands alone."""
    if len(text) <= 40 and (jump := JUMP.fullmatch(text)):
        return Kind.JUMP_FROM if "接" in jump["way"] else Kind.JUMP_TO
    if len(text) > SHORTEST_PROSE and text[-1] in "。！？" and not PICTURE_WORD.search(text[-PICTURE_WORD_REACH:]):
        return Kind.CAPTION if len(text) <= LONGEST_CAPTION and CAPTION_OPENING.match(text) else Kind.BODY
    if len(text) <= LONGEST_CAPTION:
        if run := bylines.read_line(text):
            return Kind.CREDIT if run.photo else Kind.BYLINE
        if is_closing_dateline(text):
            return Kind.DATELINE
        if len(text) <= LONGEST_NOTE and (
            (bylines.is_not_a_byline(text) and not REPORTER_TELLS.match(text))
            or NOTE.match(text)
            or DATE_LINE.fullmatch(text)
        ):
            return Kind.NOTE
        end, credit = bylines.read_caption(text)
        if credit is not None and credit.photo and end > 0:
            return Kind.BODY if SEES_PICTURE.match(text, end) else Kind.CAPTION
        if CAPTION_OPENING.match(text):
            return Kind.CAPTION
    return Kind.DISPLAY if is_display(text) else Kind.BODY


def is_closing_dateline(text: str) -> bool:
    found = CLOSING_DATELINE.fullmatch(text)
    if found is None:
        return False
    opening = opening_of(found["inner"])
    return opening is not None and opening.dateline is not None and opening.body_start >= len(found["inner"])


def is_display(text: str) -> bool:
    """Whether a text looks like a headline or crosshead: short, and not closed or cut as running text is."""
    is_long = len(text) - _length_of_tag(text) > LONGEST_DISPLAY
    if (is_long and not _is_long_line(text)) or REPORTER_TELLS.match(text) or IN_TALK.match(text):
        return False
    if text[-1] in "。，、；,;：:．.（(《“":
        return False
    if (text[0] in marks.NEVER_FIRST and not text.startswith(("·", "…"))) or OWN_PAGE.match(text):
        return False
    if marks.ends_sentence(text):
        return (
            text[-1] in "！!？?…”’」）)"
            and len(text) <= 30
            and not any(mark in text for mark in "。；")
            and _quotes_close(text)
        )
    return "。" not in text and "；" not in text and not marks.open_marks(text)


def _is_long_line(text: str) -> bool:
    """Whether a text too long for most display lines says what subheads say without a pause: 听取某汇报 部署某事."""
    return (
        len(text) <= LONGEST_LINE
        and not PAUSE.search(text)
        and text.count("、") <= MOST_LISTED
        and (text.startswith(DASH_START) or " " in text or "《" in text)
    )


def _length_of_tag(text: str) -> int:
    """How many characters the column's name takes that closes a long headline in brackets."""
    tag = LONG_TAG.search(text) if len(text) > LONGEST_DISPLAY else None
    return len(tag[0]) if tag else 0


def _quotes_close(text: str) -> bool:
    return not marks.open_marks(text) and not marks.stray_closers(text)


def _may_be_caption(fragments: Sequence[Fragment], index: int) -> bool:
    text = fragments[index].text
    above = fragments[index - 1].text if index else ""
    # The last line of a verse that its writer and the draughtsman sign: 平台多措并举， / 安居乐业无虞。 / 甲图 乙文
    if above[-1:] in ("，", ",") and len(above) <= LONGEST_VERSE:
        return False
    return len(text) <= LONGEST_CAPTION and text[0] not in marks.NEVER_FIRST and opening_of(text) is None
