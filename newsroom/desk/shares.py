"""Articles' texts cut apart, joined and rearranged: pure functions over snapshots.

An editor arranges the text as it now reads; what was printed and what was last imported are arranged in the same way,
so that a later dump is compared with the right piece. ``place_in`` finds a place of one text in another version of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from newsroom.desk.edits import edits
from newsroom.desk.snapshots import BylineText, Snapshot
from newsroom.models.body import MARKS, body_text, paragraphs_of

HEADLINE_PARTS = ("kicker", "headline", "subhead")


# A paragraph begins where it did although a character or two beside the break were misread or put right.
NEAR = 3


class Line(NamedTuple):
    """One paragraph of a body: its characters are ``body[start:end]``, its mark included."""

    start: int
    end: int
    text: str


def lines_of(body: str) -> list[Line]:
    """The paragraphs of a body in order; empty lines are none."""
    return list(_lines(body))


def _lines(body: str) -> Iterator[Line]:
    at = 0
    for text in body.split("\n"):
        if text.strip():
            yield Line(at, at + len(text), text)
        at += len(text) + 1


def line_starts(body: str) -> list[int]:
    """Where a body can be cut: before each paragraph, and at its end."""
    return [line.start for line in _lines(body)] + [len(body)]


def place_in(other: str, text: str, at: int) -> int:
    """The place in another version of the text that corresponds to ``text[at]``."""
    moved = 0
    for edit in edits(text, other):
        if at < edit.start or (at == edit.start and edit.start < edit.end):
            break
        if at < edit.end:
            inside = (at - edit.start) * (edit.new_end - edit.new_start) // (edit.end - edit.start)
            return edit.new_start + inside
        moved = edit.new_end - edit.end
    return at + moved


def break_in(other: str, text: str, at: int) -> int:
    """Like ``place_in``, of a place between paragraphs: between paragraphs of the other version if there is a break."""
    place = place_in(other, text, at)
    nearest = min(line_starts(other), key=lambda start: abs(start - place))
    return nearest if abs(nearest - place) <= NEAR else place


class Share(NamedTuple):
    """What of an article becomes an article of its own.

    The body from ``at`` on; the bylines of these indexes, and the photos of these positions with whom they credit.
    ``opens_with_headline`` makes its first paragraph the headline.
    """

    at: int
    bylines: frozenset[int] = frozenset()
    photos: frozenset[int] = frozenset()
    opens_with_headline: bool = False

    def in_version(self, now: Snapshot, other: Snapshot) -> Share:
        """The same share of another version of the article."""
        moved = [now.bylines[index] for index in sorted(self.bylines) if index < len(now.bylines)]
        return self._replace(
            at=break_in(other.body, now.body, self.at), bylines=frozenset(_same_bylines(moved, other.bylines))
        )


def _same_bylines(sought: list[BylineText], among: Collection[BylineText]) -> Iterator[int]:
    left = list(enumerate(among))
    for byline in sought:
        # The printed words tell a byline best, for they are never corrected; several names may share them.
        for tell in (lambda one: (one.as_printed, one.name), lambda one: one.as_printed or one.name):
            if same := [pair for pair in left if tell(pair[1]) == tell(byline)]:
                left.remove(same[0])
                yield same[0][0]
                break


def cut(text: Snapshot, share: Share) -> tuple[Snapshot, Snapshot]:
    """What stays, and what becomes an article of its own."""
    head, tail = text.body[: share.at].rstrip("\n"), text.body[share.at :].lstrip("\n")
    headline = ""
    if share.opens_with_headline and tail:
        first, _, tail = tail.partition("\n")
        headline = _plain(first)
    goes = [
        byline.photo in share.photos if byline.photo is not None else index in share.bylines
        for index, byline in enumerate(text.bylines)
    ]
    rest = Snapshot(
        headline=headline,
        body=tail,
        bylines=tuple(byline for byline, going in zip(text.bylines, goes, strict=True) if going),
        photos=tuple(photo for photo in text.photos if photo.position in share.photos),
    )
    stays = replace(
        text,
        body=head,
        bylines=tuple(byline for byline, going in zip(text.bylines, goes, strict=True) if not going),
        photos=tuple(photo for photo in text.photos if photo.position not in share.photos),
    )
    return stays, rest


def joined(first: Snapshot, second: Snapshot, *, shift: int, run_on: bool = False) -> Snapshot:
    """The text of two as one article; nothing of either is left out.

    What the second has above its body takes an empty place of the first, else it becomes crossheads where they meet.
    ``run_on`` joins the last paragraph of the first to the first of the second. ``shift`` is added to the numbers of
    the second's photos.
    """
    parts = {part: getattr(first, part) or getattr(second, part) for part in HEADLINE_PARTS}
    left_over = [getattr(second, part) for part in HEADLINE_PARTS if getattr(first, part) and getattr(second, part)]
    crossheads = body_text(("crosshead", _in_one_line(text)) for text in left_over)
    tail, dateline = second.body, first.dateline
    if not (first.dateline or first.body):
        dateline = second.dateline
    elif second.dateline:
        tail = second.dateline + tail if tail else body_text([("text", second.dateline)])
    between = "" if run_on and not crossheads else "\n"
    return replace(
        first,
        **parts,
        dateline=dateline,
        body=between.join(text for text in (first.body, crossheads, tail) if text),
        bylines=(*first.bylines, *(_shifted(byline, shift) for byline in second.bylines)),
        photos=(*first.photos, *(replace(photo, position=photo.position + shift) for photo in second.photos)),
    )


def photo_numbers(*versions: Snapshot) -> int:
    """The highest number that a photo has in any version."""
    return max((photo.position for version in versions for photo in version.photos), default=0)


def _shifted(byline: BylineText, shift: int) -> BylineText:
    return byline if byline.photo is None else replace(byline, photo=byline.photo + shift)


def exchanged(one: Snapshot, other: Snapshot, parts: Collection[str]) -> tuple[Snapshot, Snapshot]:
    """Both with these of their headline parts exchanged."""
    return (
        one.with_parts(**{part: getattr(other, part) for part in parts}),
        other.with_parts(**{part: getattr(one, part) for part in parts}),
    )


def promoted(text: Snapshot, line: Line, part: str) -> Snapshot:
    """A paragraph becomes the kicker, headline or subhead; what was there before takes its place in the body."""
    before = getattr(text, part)
    instead = body_text([("text", _in_one_line(before))]) if before else ""
    return text.with_parts(**{part: _plain(line.text), "body": _with_line(text.body, line, instead)})


def demoted(text: Snapshot, part: str, kind: str) -> Snapshot:
    """The kicker, headline or subhead becomes the first paragraph: ``text``, ``crosshead`` or ``note``."""
    line = body_text([(kind, _in_one_line(getattr(text, part)))])
    return text.with_parts(**{part: "", "body": f"{line}\n{text.body}" if text.body else line})


def marked_as(text: Snapshot, line: Line, kind: str) -> Snapshot:
    """The same with one paragraph made ``text``, ``crosshead`` or ``note``."""
    return replace(text, body=_with_line(text.body, line, body_text([(kind, _plain(line.text))])))


def line_in_version(other: str, body: str, line: Line) -> Line | None:
    """The paragraph of another version of the body that is this one; None where it has no such paragraph of its own."""
    start, end = place_in(other, body, line.start), place_in(other, body, line.end)
    found = min(_lines(other), key=lambda each: abs(each.start - start) + abs(each.end - end), default=None)
    return found if found and abs(found.start - start) <= NEAR and abs(found.end - end) <= NEAR else None


def with_fragment(text: Snapshot, words: str, place: str) -> Snapshot:
    """The text with a fragment put in, at one of ``places_for``."""
    where, _, number = place.partition(" ")
    if where in HEADLINE_PARTS:
        return text.with_parts(**{where: _in_one_line(words)})
    lines = lines_of(text.body)
    paragraphs = body_text(("text", line) for line in words.splitlines() if line.strip())
    if where == "before":
        at = line_starts(text.body)[int(number)]
        if at == len(text.body):
            return replace(text, body=f"{text.body}\n{paragraphs}" if text.body else paragraphs)
        return replace(text, body=f"{text.body[:at]}{paragraphs}\n{text.body[at:]}")
    line = lines[int(number)]
    run = "".join(words.splitlines())
    mark = next((mark for mark in MARKS.values() if line.text.startswith(mark)), "")
    at = line.end if where == "end" else line.start + len(mark)
    return replace(text, body=text.body[:at] + run + text.body[at:])


def places_for(text: Snapshot) -> list[str]:
    """Where a fragment can be put: an empty headline part, ``before 0`` … as a paragraph, ``start 0`` or ``end 0`` of
    one."""
    parts = [part for part in HEADLINE_PARTS if not getattr(text, part)]
    count = len(lines_of(text.body))
    beside = [f"{place} {index}" for index in range(count) for place in ("before", "start", "end")]
    return [*parts, *beside, f"before {count}"]


def _with_line(body: str, line: Line, instead: str) -> str:
    if instead:
        return body[: line.start] + instead + body[line.end :]
    # The line goes with one of the breaks beside it.
    end = line.end + 1 if line.end < len(body) else line.end
    start = line.start if end > line.end or line.start == 0 else line.start - 1
    return body[:start] + body[end:]


def _plain(line: str) -> str:
    return paragraphs_of(line)[0].text


def _in_one_line(text: str) -> str:
    return " ".join(text.splitlines())


def is_empty(text: Snapshot) -> bool:
    return not (text.body.strip() or text.photos or any(getattr(text, part) for part in HEADLINE_PARTS))
