"""What jieba's dictionary knows about words, asked without segmenting: is this a word, how common is it.

The dictionary takes about a second to load, so it is loaded when first asked, not when this module is imported.
jieba keeps a cache of it; that file goes to the user's own cache folder, because one in a shared temporary folder
could be planted.
"""

from __future__ import annotations

import logging
import math
import os
import tempfile
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

LONGEST_WORD = 6


def cache_folder() -> Path:
    """The folder for jieba's cache: ``XDG_CACHE_HOME`` or ``~/.cache``, then ``newsroom``; made if missing.

    Without a home to write to it is a new folder that only this process knows.
    """
    base = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    folder = Path(base) / "newsroom"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="newsroom-words-"))
    return folder


@cache
def load() -> tuple[dict[str, int], float]:
    """Word counts and the logarithm of their sum. Prefixes that are no words count 0."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(cache_folder())
    jieba.initialize()
    return jieba.dt.FREQ, math.log(jieba.dt.total)


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """How much it says that two texts share this word: 0 for the commonest, about 10 for one the dictionary lacks."""
    counts, log_total = load()
    return min(10.0, max(0.0, log_total - math.log(counts.get(word, 0) or 30) - 6.0))


def word_log_probability(word: str) -> float:
    """Natural logarithm of the word's share of running text; a word the dictionary lacks is charged by its length."""
    counts, log_total = load()
    count = counts.get(word, 0)
    if count:
        return math.log(count) - log_total
    return -log_total - 3.0 * (len(word) - 1)


@lru_cache(maxsize=16384)
def best_splits(text: str) -> tuple[float, ...]:
    """For each length from 0 the log probability of the likeliest way to read the text's beginning as words.

    Meant for a few characters: cost grows with length.
    """
    best = [0.0] + [-1e9] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            score = best[start] + word_log_probability(text[start:end])
            if score > best[end]:
                best[end] = score
    return tuple(best)


@lru_cache(maxsize=16384)
def best_rests(text: str) -> tuple[float, ...]:
    """The same for what follows each offset, the whole text first."""
    best = [-1e9] * len(text) + [0.0]
    for start in reversed(range(len(text))):
        for end in range(start + 1, min(len(text), start + LONGEST_WORD) + 1):
            score = best[end] + word_log_probability(text[start:end])
            if score > best[start]:
                best[start] = score
    return tuple(best)


def gains_of_joining(left: str, rights: Sequence[str]) -> list[float]:
    """``gain_of_joining`` of one end with each of many beginnings; few have a word in common with it."""
    counts, _ = load()
    firsts = {right[:1] for right in rights}
    spanned = {first for word in _begun_words(left[-5:]) for first in firsts if word + first in counts}
    return [gain_of_joining(left, right) if right[:1] in spanned else 0.0 for right in rights]


@lru_cache(maxsize=16384)
def gain_of_joining(left: str, right: str) -> float:
    """How much likelier the two ends read as one text than as two, in natural logarithms: 0 where no word of the
    dictionary spans the cut.
    """
    left, right = left[-5:], right[:5]
    if not left or not right:
        return 0.0
    counts, log_total = load()
    # The dictionary holds the beginnings of words too, so what it lacks begins none.
    begun = [word for word in _begun_words(left) if word + right[0] in counts]
    if not begun:
        return 0.0
    before, after = best_splits(left), best_rests(right)
    best = apart = before[-1] + after[0]
    for word in begun:
        for end in range(1, min(len(right), LONGEST_WORD - len(word)) + 1):
            count = counts.get(word + right[:end])
            if count is None:
                break
            if count:
                best = max(best, before[-1 - len(word)] + math.log(count) - log_total + after[end])
    return best - apart


@lru_cache(maxsize=16384)
def _begun_words(text: str) -> tuple[str, ...]:
    """The ends of a text that begin words of the dictionary."""
    counts, _ = load()
    return tuple(text[start:] for start in range(len(text)) if text[start:] in counts)
