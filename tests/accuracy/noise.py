"""Dumps as a worse scan would give them: characters misread, punctuation lost, lines broken. Same seed, same damage.

What the reader makes of a damaged dump is compared with the gold after the damage is undone in it, so that what is
measured is the reading and not the scan.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from newsroom.parsing.types import ParsedPage, Printed, Span

# What recognition confuses on Chinese newsprint, each way.
CONFUSED = dict(zip("未末己已人入日曰土士大太天夫千干午牛，。", "末未已己入人曰日士土太大夫天干千牛午,.", strict=True))
LOST = "，。、；：“”《》（）,:;()"
# A misread character that no table foresees becomes one of these.
STRANGERS = "口日目田由甲申一丨丶丿乙亅二亠儿"


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged dump: its text, and for each of its characters where that stood in the clean one (-1: nowhere)."""

    text: str
    origins: tuple[int, ...]
    clean: str

    def undo(self, page: ParsedPage) -> ParsedPage:
        """The page with the clean dump's characters in every part."""
        return replace(
            page,
            articles=tuple(
                replace(
                    article,
                    kicker=self._clean(article.kicker),
                    headline=self._clean(article.headline),
                    subhead=self._clean(article.subhead),
                    dateline=self._clean(article.dateline),
                    paragraphs=tuple(
                        replace(paragraph, text=self._text(paragraph.spans)) for paragraph in article.paragraphs
                    ),
                    photos=tuple(replace(photo, caption=self._clean(photo.caption)) for photo in article.photos),
                )
                for article in page.articles
            ),
        )

    def _clean(self, printed: Printed) -> Printed:
        return Printed(self._text(printed.spans), printed.spans)

    def _text(self, spans: Sequence[Span]) -> str:
        kept = set(self.origins)
        pieces = []
        for span in spans:
            origins = [origin for origin in self.origins[span.start : span.end] if origin >= 0]
            if origins:
                end = origins[-1] + 1
                # Punctuation lost at the end of a part was part of it.
                while end < len(self.clean) and self.clean[end] in LOST and end not in kept:
                    end += 1
                pieces.append(self.clean[origins[0] : end])
        return "".join(pieces)


def misread(dump: str, share: float, seed: int) -> Damaged:
    """The dump with that share of its characters misread."""
    chance = random.Random(f"misread {seed}")
    text = "".join(
        CONFUSED.get(character) or chance.choice(STRANGERS)
        if not character.isspace() and chance.random() < share
        else character
        for character in dump
    )
    return Damaged(text, tuple(range(len(dump))), dump)


def without_punctuation(dump: str, share: float, seed: int) -> Damaged:
    """The dump with that share of its punctuation lost."""
    chance = random.Random(f"punctuation {seed}")
    kept = [at for at, character in enumerate(dump) if character not in LOST or chance.random() >= share]
    return Damaged("".join(dump[at] for at in kept), tuple(kept), dump)


def with_broken_lines(dump: str, share: float, seed: int) -> Damaged:
    """The dump with that share of its long lines broken in two, and blank lines put in after as many lines."""
    chance = random.Random(f"blank {seed}")
    pieces: list[str] = []
    origins: list[int] = []
    at = 0
    for line in dump.splitlines(keepends=True):
        middle = chance.randrange(20, len(line) - 20) if len(line) > 60 and chance.random() < share else 0
        for start, end in ((0, middle), (middle, len(line))):
            if start < end:
                broken = "\n" if end == middle else "\n" * (chance.random() < share and bool(line.strip()))
                pieces.append(line[start:end] + broken)
                origins += [*range(at + start, at + end), *([-1] * len(broken))]
        at += len(line)
    return Damaged("".join(pieces), tuple(origins), dump)


def unharmed(dump: str) -> Damaged:
    return Damaged(dump, tuple(range(len(dump))), dump)


DAMAGES: dict[str, Callable[[str], Damaged]] = {
    "1 % misread": lambda dump: misread(dump, 0.01, 1),
    "3 % misread": lambda dump: misread(dump, 0.03, 1),
    "10 % of punctuation lost": lambda dump: without_punctuation(dump, 0.10, 1),
    "5 % of lines broken": lambda dump: with_broken_lines(dump, 0.05, 1),
}
