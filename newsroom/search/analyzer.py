"""The analyzer Whoosh indexes and queries Chinese text with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer

from newsroom.search.analysis import placed_words


class ChineseAnalyzer(Tokenizer):
    """Cuts Chinese text into words for Whoosh.

    ``positions`` count words (so that phrases work), ``startchar``/``endchar`` are indexes into the text, and with
    ``tokenize=False`` the whole value is one token, untouched: Whoosh asks for that to parse ``*`` and exact values.
    """

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        pieces = placed_words(value) if tokenize else [(value, 0, 0, len(value))]
        for text, position, start, end in pieces:
            token.text = token.original = text
            token.boost = 1.0
            token.stopped = False
            token.pos = start_pos + position
            token.startchar, token.endchar = start_char + start, start_char + end
            yield token
