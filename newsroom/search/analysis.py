"""Chinese text -> words, by jieba's dictionary.

rjieba (the same dictionary and method in Rust, some twenty times as fast) cuts where it is installed, jieba itself
where not; they differ in numbers with hyphens only, and no search depends on where words are cut: words only rank.

Either takes some time and 60 to 90 MB to load, so it is loaded when first used, not when this module is imported. jieba
keeps the dictionary it compiled in a folder of this user alone: its own default is a fixed name in the shared temporary
folder, which anybody could write before us.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from newsroom.search.folding import fold

# Loading, and learning names while another thread cuts, which rjieba refuses.
_one_at_a_time = threading.Lock()


@contextlib.contextmanager
def _segmenter() -> Iterator[Any]:
    """jieba's tokenizer or its like, loaded once in a process, for one thread at a time."""
    with _one_at_a_time:
        yield _load()


@cache
def _load() -> Any:
    try:
        import rjieba

        return rjieba.Jieba()
    except ImportError:
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


def learn(names: Iterable[str]) -> None:
    """Names the archive knows become words, from now on and in this process."""
    with _segmenter() as segmenter:
        for name in names:
            if len(name) > 1:
                segmenter.add_word(name, None, None)


def words(text: str) -> list[str]:
    """Folded text -> its words in order: every word, and before a long word the shorter words within it.

    Punctuation and white space are not words.
    """
    with _segmenter() as segmenter:
        return [word for word in segmenter.cut_for_search(text) if any(map(str.isalnum, word))]


def plain_words(text: str) -> list[str]:
    """Folded text -> its words in order, each character in one of them; no punctuation."""
    with _segmenter() as segmenter:
        return [word for word in segmenter.cut(text) if any(map(str.isalnum, word))]


def placed_words(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Each word of a text, folded, with its position among the words and its place in the text.

    A short word within a long one has the position of the long one.
    """
    with _segmenter() as segmenter:
        tokens = list(segmenter.tokenize(text, mode="search"))
    position, within = -1, 0
    for word, start, end in _in_order_of_place(tokens):
        if any(map(str.isalnum, word)):
            if start >= within:
                position, within = position + 1, end
            yield fold(word), position, start, end


def _in_order_of_place(tokens: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Long words before the short ones within them."""
    return sorted(tokens, key=lambda token: (token[1], -token[2]))
