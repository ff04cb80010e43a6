"""Chinese text -> words, with jieba.

jieba needs about a second and 90 MB to load, so it is loaded when first used, not when this module is imported. It
keeps the dictionary it compiled in a folder of this user alone: its own default is a fixed name in the shared
temporary folder, which anybody could write before us.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from newsroom.search.folding import fold

# Stored in each index: words cut by another dictionary would rank wrongly.
SEGMENTER = "jieba 0.42.1, search mode, 1"

_loading = threading.Lock()


def _segmenter() -> Any:
    """jieba's tokenizer, loaded once in a process."""
    with _loading:
        return _load()


@cache
def _load() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    made = jieba.Tokenizer()
    made.tmp_dir = str(_private_folder())
    made.initialize()
    return made


def _private_folder() -> Path:
    """A folder for jieba's compiled dictionary that only this user can write."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "newsroom"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def learn(words: Iterable[str]) -> None:
    """Names the archive knows become words. Give the same words before indexing and before searching."""
    segmenter = _segmenter()
    for word in words:
        if len(word) > 1 and word not in segmenter.FREQ:
            segmenter.add_word(word)


def words(text: str) -> list[str]:
    """Folded text -> its words in order: every word, and before a long word the shorter words within it.

    Punctuation and white space are not words.
    """
    return [word for word in _segmenter().cut_for_search(text) if any(map(str.isalnum, word))]


def plain_words(text: str) -> list[str]:
    """Folded text -> its words in order, each character in one of them; no punctuation."""
    return [word for word in _segmenter().cut(text) if any(map(str.isalnum, word))]


def placed_words(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Each word of a text, folded, with its position among the words and its place in the text.

    A short word within a long one has the position of the long one.
    """
    segmenter = _segmenter()
    position = at = 0
    for word in segmenter.cut(text):
        start, at = at, at + len(word)
        if not any(map(str.isalnum, word)):
            continue
        for size in (2, 3):
            for inner in range(len(word) - size + 1 if len(word) > size else 0):
                if segmenter.FREQ.get(word[inner : inner + size]):
                    yield fold(word[inner : inner + size]), position, start + inner, start + inner + size
        yield fold(word), position, start, at
        position += 1
