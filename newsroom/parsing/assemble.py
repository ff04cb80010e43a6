"""Stories to parsed articles: every unit of the page goes to one part of one article, or stays unplaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newsroom.language.numerals import DIGITS, number_of
from newsroom.parsing import bylines
from newsroom.parsing.arrange import Arrangement, Story
from newsroom.parsing.bylines import CreditRun
from newsroom.parsing.credits import PICTURE_ROLES
from newsroom.parsing.doubts import doubts_of
from newsroom.parsing.fragments import JUMP, Kind
from newsroom.parsing.mainline import Parts, parts_of_groups
from newsroom.parsing.runs import NO_RUN, Run, join
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.types import (
    NOTHING,
    ArticleKind,
    Jump,
    ParagraphKind,
    ParsedArticle,
    ParsedByline,
    ParsedParagraph,
    ParsedPhoto,
    Printed,
    Role,
    Span,
)
from newsroom.parsing.units import Unit
from newsroom.parsing.wording import BOX_TITLE, HEAD_BOX, is_notice_title

# What pictures that stand alone are headed with.
PICTURE_TITLE = re.compile(
    r"(?:本期|今日)?(?:图片|摄影)(?:新闻|报道|看点)?|(?:新闻|今日|本期)?(?:图片|镜头|聚焦镜头)|图说(?:[\u3400-\u9fff]{2,4})?"
)
# A picture may be told of in a few paragraphs, the last of them its caption. A story this short that nobody signs but
# the photographer is such a one: in a month of pages no other kind of story was.
MOST_PICTURE_TEXT = 450
MOST_PICTURE_PARAGRAPHS = 5
# A caption of a picture that stands alone is a story's text once it is a sentence or two.
SHORTEST_PICTURE_STORY = 30


@dataclass(slots=True)
class Draft:
    """An article while its parts are being collected."""

    story: Story
    dateline: Run = NO_RUN
    paragraphs: list[tuple[ParagraphKind, Run]] = field(default_factory=list)
    bylines: list[ParsedByline] = field(default_factory=list)
    photos: list[ParsedPhoto] = field(default_factory=list)
    continued_from: Jump | None = None
    continues_on: Jump | None = None

    def credit(self, run: CreditRun, printed: Run) -> None:
        """Note the contributors that a printed run names; those of a picture go with the picture."""
        as_printed = printed.printed()
        found = tuple(ParsedByline(credit.name, credit.role, as_printed, credit.affiliation) for credit in run.credits)
        if not run.photo:
            self.bylines += found
        elif self.photos and not self.photos[-1].credit:
            self.photos[-1] = ParsedPhoto(self.photos[-1].caption, as_printed, found)
        else:
            self.photos.append(ParsedPhoto(NOTHING, as_printed, found))


def assemble(sheet: Sheet, arrangement: Arrangement) -> tuple[list[ParsedArticle], list[Printed]]:
    """The articles of the page in reading order, and what could be placed nowhere."""
    drafts = [Draft(story) for story in arrangement.stories]
    owners = _owners(sheet, arrangement.stories)
    headed = {index for story in arrangement.stories if story.group for index in story.group.lines}
    unplaced: list[Printed] = []
    for index, unit in enumerate(sheet.units):
        if index in headed:
            continue
        owner = owners[index]
        if owner is None:
            unplaced.append(unit.run.printed())
        else:
            _place(drafts[owner], sheet, index)
    parts = parts_of_groups(sheet, [(story.group, story.first) for story in arrangement.stories])
    articles = [_finish(sheet, draft, head, arrangement) for draft, head in zip(drafts, parts, strict=True)]
    return articles, sorted(unplaced, key=lambda printed: printed.spans[0])


def _owners(sheet: Sheet, stories: Sequence[Story]) -> list[int | None]:
    """For each unit the number of the story it goes to, None for what goes nowhere."""
    owners: list[int | None] = [None] * len(sheet.units)
    edges = [(sheet.bodies[story.first], sheet.bodies[story.last - 1]) for story in stories]
    for number, (top, bottom) in enumerate(edges):
        owners[top : bottom + 1] = [number] * (bottom + 1 - top)
    previous = -1
    for number in range(len(stories) + 1):
        top = edges[number][0] if number < len(stories) else len(sheet.units)
        left = number - 1 if number else None
        right = number if number < len(stories) else None
        group = stories[right].group if right is not None else None
        _share_gap(sheet, range(previous + 1, top), left, right, owners, frozenset(group.lines if group else ()))
        previous = edges[number][1] if number < len(stories) else previous
    for caption, paragraph in sheet.pictures.items():
        owners[caption] = owners[paragraph]
        if caption + 1 < len(owners) and sheet.units[caption + 1].kind is Kind.CREDIT:
            owners[caption + 1] = owners[paragraph]
    return owners


def _share_gap(
    sheet: Sheet,
    gap: range,
    left: int | None,
    right: int | None,
    owners: list[int | None],
    heads: frozenset[int],
) -> None:
    """Share out what stands between two stories; ``heads`` are the headline lines of the right one.

    Display lines that head nothing and stand under no headline stay unplaced.
    """
    last_head = max((index for index in gap if index in heads), default=None)
    opening = sheet.units[gap.stop].opening if right is not None else None
    # A story that names its reporters at its head has no byline above it, but under its own headline.
    is_signed = opening is not None and bool(opening.runs)
    for index in gap:
        unit = sheet.units[index]
        if unit.kind is Kind.DISPLAY:
            # 核心阅读 and the like stand between a headline and its text.
            under_headline = last_head is not None and index > last_head and sheet.headline_scores[index] < 0
            under_box = last_head is not None and index > last_head and BOX_TITLE.match(unit.text)
            if under_headline or under_box or HEAD_BOX.match(unit.text):
                owners[index] = right
            continue
        opens = index > last_head if last_head is not None else not (is_signed or _signs(unit.text))
        forward = unit.kind is Kind.JUMP_FROM or (unit.kind is Kind.BYLINE and opens)
        first, second = (right, left) if forward else (left, right)
        owners[index] = first if first is not None else second


def _signs(text: str) -> bool:
    """Whether a byline line rather closes a text than opens one.

    It does in brackets, as a name behind a unit, and where one drew or took the picture and another wrote the text.
    """
    if text[0] in "（(":
        return True
    run = bylines.read_line(text)
    if run is None:
        return False
    writers = {credit.name for credit in run.credits if credit.role is Role.AUTHOR}
    if {credit.name for credit in run.credits if credit.role in PICTURE_ROLES} - writers:
        return bool(writers)
    return all(credit.role is Role.AUTHOR and credit.affiliation for credit in run.credits)


def _place(draft: Draft, sheet: Sheet, index: int) -> None:
    unit = sheet.units[index]
    if unit.kind is Kind.BODY:
        _place_body(draft, sheet, index, unit)
    elif unit.kind is Kind.DISPLAY:
        draft.paragraphs.append((ParagraphKind.CROSSHEAD, unit.run))
    elif unit.kind is Kind.CAPTION:
        end, credit = bylines.read_caption(unit.text)
        draft.photos.append(ParsedPhoto(caption=unit.run.cut(0, end if credit else None).printed()))
        if credit is not None:
            draft.credit(credit, unit.run.cut(end))
    elif unit.kind in (Kind.BYLINE, Kind.CREDIT):
        run = bylines.read_line(unit.text)
        if run is not None:
            draft.credit(run, unit.run)
        else:
            draft.paragraphs.append((ParagraphKind.NOTE, unit.run))
    elif unit.kind is Kind.DATELINE and not draft.dateline:
        draft.dateline = unit.run
    elif unit.kind is Kind.JUMP_FROM and draft.continued_from is None:
        draft.continued_from = _jump(unit)
    elif unit.kind is Kind.JUMP_TO and draft.continues_on is None:
        draft.continues_on = _jump(unit)
    else:
        draft.paragraphs.append((ParagraphKind.NOTE, unit.run))


def _place_body(draft: Draft, sheet: Sheet, index: int, unit: Unit) -> None:
    first = index == sheet.bodies[draft.story.first]
    last = index == sheet.bodies[draft.story.last - 1]
    start, end = 0, len(unit.text)
    kept_dateline = NO_RUN
    if unit.opening is not None and unit.opening.body_start < end:
        start = unit.opening.body_start
        for what, run in _shares(unit, unit.opening.dateline, unit.opening.runs, 0, start):
            if isinstance(what, CreditRun):
                draft.credit(what, run)
            elif first or not draft.dateline:
                draft.dateline = join(draft.dateline, run)
            else:
                kept_dateline = run
    closing = bylines.read_closing(unit.text[start:], last=last)
    if closing is not None and closing.body_end > 0:
        end = start + closing.body_end
        moved = tuple(
            CreditRun(run.start + start, run.end + start, run.credits, run.confidence, run.photo)
            for run in closing.runs
        )
        dateline = (closing.dateline[0] + start, closing.dateline[1] + start) if closing.dateline else None
        for what, run in _shares(unit, dateline, moved, end, len(unit.text)):
            if isinstance(what, CreditRun):
                draft.credit(what, run)
            else:
                draft.dateline = join(draft.dateline, run)
    body = join(kept_dateline, unit.run.cut(start, end))
    if body:
        draft.paragraphs.append((ParagraphKind.TEXT, body))


def _shares(
    unit: Unit, dateline: tuple[int, int] | None, runs: Iterable[CreditRun], start: int, end: int
) -> list[tuple[CreditRun | None, Run]]:
    """The stretch ``start`` to ``end`` of a unit shared among its dateline (None) and credit runs, nothing left
    over.
    """
    marks: list[tuple[int, CreditRun | None]] = [(run.start, run) for run in runs]
    if dateline is not None:
        marks.append((dateline[0], None))
    if not marks:
        return [(None, unit.run.cut(start, end))]
    marks.sort(key=lambda mark: mark[0])
    limits = [start, *(position for position, _ in marks[1:]), end]
    shares = [
        (what, unit.run.cut(max(start, limits[number]), max(start, limits[number + 1])))
        for number, (_, what) in enumerate(marks)
    ]
    return [(what, run) for what, run in shares if run]


def _jump(unit: Unit) -> Jump:
    found = JUMP.fullmatch(unit.text)
    digits = "".join(
        character
        for character in (found["where"] if found else "")
        if character.isdecimal() or character == "十" or character in DIGITS
    )
    return Jump(number_of(digits), unit.run.printed())


def _finish(sheet: Sheet, draft: Draft, head: Parts, arrangement: Arrangement) -> ParsedArticle:
    story = draft.story
    has_text = any(kind is ParagraphKind.TEXT for kind, _ in draft.paragraphs)
    photos = list(draft.photos)
    paragraphs = [ParsedParagraph(kind, *_as_paragraph(run)) for kind, run in draft.paragraphs]
    is_picture = not has_text or (
        bool(photos) and (PICTURE_TITLE.fullmatch(head.headline.text) is not None or _tells_of_picture(draft))
    )
    if is_picture:
        paragraphs, photos = _picture_story(paragraphs, photos, SHORTEST_PICTURE_STORY if not has_text else 1)
    kind = ArticleKind.PHOTO if is_picture else ArticleKind.ARTICLE
    if has_text and is_notice_title(head.headline.text):
        kind = ArticleKind.NOTICE
    numbers = range(story.first, story.last)
    return ParsedArticle(
        kind=kind,
        kicker=head.kicker,
        headline=head.headline,
        subhead=head.subhead,
        dateline=draft.dateline.printed() if draft.dateline else NOTHING,
        paragraphs=tuple(paragraphs),
        bylines=tuple(draft.bylines),
        photos=tuple(photos),
        continued_from=draft.continued_from,
        continues_on=draft.continues_on,
        doubts=doubts_of(sheet, story, arrangement, has_text=has_text),
        joins=sum(len(sheet.units[sheet.bodies[number]].joins) for number in numbers),
    )


def _tells_of_picture(draft: Draft) -> bool:
    """Whether a story is but what stands under its picture."""
    credited = [photo for photo in draft.photos if photo.credit]
    texts = [len(run.text) for _, run in draft.paragraphs]
    return (
        len(credited) == len(draft.photos) == 1
        and not draft.bylines
        and not draft.dateline
        and draft.continued_from is None
        and draft.continues_on is None
        and len(texts) <= MOST_PICTURE_PARAGRAPHS
        and sum(texts) + len(credited[0].caption.text) <= MOST_PICTURE_TEXT
        and all(kind is ParagraphKind.TEXT for kind, _ in draft.paragraphs)
    )


def _as_paragraph(run: Run) -> tuple[str, tuple[Span, ...]]:
    printed = run.printed()
    return printed.text, printed.spans


def _picture_story(
    paragraphs: list[ParsedParagraph], photos: list[ParsedPhoto], shortest: int
) -> tuple[list[ParsedParagraph], list[ParsedPhoto]]:
    """A picture that stands alone: what its caption tells is the story's text, its credit stays with the picture."""
    kept: list[ParsedPhoto] = []
    for photo in photos:
        if len(photo.caption.text) >= shortest:
            told = ParsedParagraph(ParagraphKind.TEXT, photo.caption.text, photo.caption.spans)
            is_above = bool(paragraphs) and told.spans[0] < paragraphs[0].spans[0]
            paragraphs.insert(0 if is_above else len(paragraphs), told)
            if photo.credit:
                kept.append(ParsedPhoto(NOTHING, photo.credit, photo.bylines))
        else:
            kept.append(photo)
    return paragraphs, kept
