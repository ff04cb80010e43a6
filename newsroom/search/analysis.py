"""Chinese text -> words, by jieba's dictionary.

rjieba (the same dictionary and method in Rust, some twenty times as fast) cuts where it is installed, jieba itself
where not. They differ in signs within numbers only, so signs are made spaces before either cuts. No search depends on
where words are cut: words only rank.

Names that an archive knows are words, too. They are learned, never forgotten, in the life of a process: which names an
index was cut with is kept in the index, and learned by whoever opens it.

Either takes some time and 60 to 90 MB to load, so it is loaded when first used, not when this module is imported. jieba
keeps the dictionary it compiled in a folder of this user alone: its own default is a fixed name in the shared temporary
folder, which anybody could write before us.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from newsroom.search.folding import fold

# jieba's dictionary counts words of a large corpus; as frequent as this, a name is one word wherever it can be cut so
# (single characters are more frequent by far), and no common word that overlaps it is cut apart.
NAME_FREQUENCY = 100
# Signs of which the segmenters make different things.
_SIGN = re.compile(r"[\W_]")

# Loading, and learning names while another thread cuts, which rjieba refuses.
_one_at_a_time = threading.Lock()
_learned: set[str] = set()


@contextlib.contextmanager
def _segmenter() -> Iterator[Any]:
    """jieba's tokenizer or its like, loaded once in a process, for one thread at a time."""
    with _one_at_a_time:
        yield _load()


@cache
def _load() -> Any:
    made = _made()
    for name in _learned:
        _teach(made, name)
    return made


def _made() -> Any:
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


def segmenter_name() -> str:
    """The segmenter of this process and its version: ``rjieba 0.2.2``."""
    name = "rjieba" if find_spec("rjieba") else "jieba"
    return f"{name} {version(name)}"


def _private_folder() -> Path:
    """A folder for jieba's compiled dictionary that only this user can write."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "newsroom"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def learn(names: Iterable[str]) -> None:
    """These names (folded, Chinese characters only) are words, from now on and in this process."""
    with _one_at_a_time:
        unknown = set(names) - _learned
        _learned.update(unknown)
        if unknown and _load.cache_info().currsize:
            for name in unknown:
                _teach(_load(), name)


def _teach(segmenter: Any, name: str) -> None:
    if not _holds(segmenter, name):
        segmenter.add_word(name, NAME_FREQUENCY, None)


def _holds(segmenter: Any, word: str) -> bool:
    return bool(segmenter.has_word(word) if hasattr(segmenter, "has_word") else segmenter.FREQ.get(word))


def is_new(name: str) -> bool:
    """Whether the name is a word because it was, or would be, learned: the dictionary itself does not hold it."""
    with _segmenter() as segmenter:
        return name in _learned or not _holds(segmenter, name)


def words(text: str) -> list[str]:
    """Folded text -> its words in order: every word, and before a long word the shorter words within it.

    Punctuation and white space are not words.
    """
    with _segmenter() as segmenter:
        return [word for word in segmenter.cut_for_search(_SIGN.sub(" ", text)) if not word.isspace()]


def plain_words(text: str) -> list[str]:
    """Folded text -> its words in order, each character in one of them; no punctuation."""
    with _segmenter() as segmenter:
        return [word for word in segmenter.cut(_SIGN.sub(" ", text)) if not word.isspace()]


def pieces(text: str) -> list[str]:
    """A text as it is printed -> the words and signs it is made of; joined they are the text."""
    with _segmenter() as segmenter:
        return list(segmenter.cut(text))


def placed_words(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Each word of a text, folded, with its position among the words and its place in the text.

    A short word within a long one has the position of the long one.
    """
    with _segmenter() as segmenter:
        tokens = list(segmenter.tokenize(_SIGN.sub(" ", text), mode="search"))
    position, within = -1, 0
    for word, start, end in _in_order_of_place(tokens):
        if not word.isspace():
            if start >= within:
                position, within = position + 1, end
            yield fold(word), position, start, end


def _in_order_of_place(tokens: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Long words before the short ones within them."""
    return sorted(tokens, key=lambda token: (token[1], -token[2]))
