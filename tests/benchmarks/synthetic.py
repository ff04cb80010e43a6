"""Articles made of dictionary words in the proportions of real Chinese, the same on every machine."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate

SECTIONS = ["要闻", "综合", "民生", "经济", "文化", "体育", "副刊", "国际", "专版", "广告"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华"
FIRST_DAY = dt.date(2015, 1, 1)
# A real newspaper article is about this long; the figures in the documentation are for this length.
ARTICLE_CHARS = 912
# About a sentence.
WORDS_BETWEEN_MARKS = 9


@cache
def _vocabulary() -> tuple[list[str], list[int]]:
    """jieba's dictionary words, and their running frequencies."""
    rows = (line.split() for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines())
    weighted = [(row[0], int(row[1])) for row in rows if len(row) > 1 and int(row[1]) > 2]
    return [word for word, _ in weighted], list(accumulate(weight for _, weight in weighted))


def article(number: int) -> dict[str, object]:
    """The fields of one article; the same number always gives the same article."""
    chance = random.Random(number)
    vocabulary, weights = _vocabulary()
    length = max(80, int(chance.gauss(ARTICLE_CHARS, ARTICLE_CHARS / 3)))
    words = chance.choices(vocabulary, cum_weights=weights, k=length // 2 + 20)
    pieces: list[str] = []
    size = 0
    for at, word in enumerate(words, 1):
        pieces.append(word + ("，。；，。，。\n"[at % 8] if at % WORDS_BETWEEN_MARKS == 0 else ""))
        size += len(pieces[-1])
        if size >= length:
            break
    day = FIRST_DAY + dt.timedelta(days=chance.randrange(3650))
    return {
        "headline": "".join(chance.choices(vocabulary, cum_weights=weights, k=7)),
        "credits": "\n".join(name_of(chance) for _ in range(chance.randint(1, 3))),
        "body": "".join(pieces).strip(),
        "section": chance.choice(SECTIONS),
        "page": str(chance.randint(1, 8)),
        "date": day,
    }


def name_of(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))


def articles(first: int, last: int) -> Iterator[dict[str, object]]:
    return (article(number) for number in range(first, last))
