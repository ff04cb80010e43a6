"""Names the archive knows are words to the segmenter, so that a reporter's name ranks as the one word it is.

They are the names of contributors, other names of theirs, and the places that newspapers appear in and datelines name.
A name with middle dots (古扎丽·阿布都热西提) is as many words: jieba cuts at every sign, whatever it was taught.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsroom.models import Article, Contributor, ContributorAlias, Newspaper
from newsroom.search.analysis import is_new
from newsroom.search.folding import fold

# The characters jieba makes words of. Longer names are those of offices, which nobody writes out.
_WORD = re.compile("[一-鿕]{2,12}")
_WHOLE_WORDS = re.compile("[一-鿕]+")
# 新华社福海1月5日电, 本报阿勒泰12月3日讯 (folded)
_PLACE = re.compile(r"[社报]([一-鿕]{2,6})\d{1,2}月\d{1,2}日[电讯]")


def names_of_archive() -> set[str]:
    """Every name the database holds, as the words it is; those that jieba's dictionary holds anyway are left out."""
    names = [
        *Contributor.objects.values_list("name", flat=True),
        *ContributorAlias.objects.values_list("name", flat=True),
    ]
    names += Newspaper.objects.exclude(place="").values_list("place", flat=True)
    datelines = Article.objects.exclude(dateline="").order_by().values_list("dateline", flat=True).distinct()
    return {word for name in names for word in name_words(name) if is_new(word)} | places_in(datelines)


def name_words(name: str) -> list[str]:
    return [word for word in _WHOLE_WORDS.findall(fold(name)) if _WORD.fullmatch(word)]


def places_in(datelines: Iterable[str]) -> set[str]:
    """The places that datelines name."""
    found = {place for dateline in datelines for place in _PLACE.findall(fold(dateline))}
    return {place for place in found if is_new(place)}
