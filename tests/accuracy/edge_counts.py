"""Characters counted at the edges of gold texts, and written as the tables that ``newsroom.parsing.edges`` holds."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any

from newsroom.parsing import edges
from newsroom.parsing.fragments import opening_of
from tests.accuracy.gold import GoldPage, plain

# Characters at the edges of text: those counted seldomer tell nothing, each count is doubted by so much, and what tells
# less is left out.
SELDOM = 15
DOUBT = 3.0
LEAST_TOLD = 0.2


class EdgeCounts:
    """Characters counted where texts begin and end, and everywhere else; each text of the gold once."""

    def __init__(self, pages: Iterable[GoldPage]) -> None:
        stories = {json.dumps(article, ensure_ascii=False): article for page in pages for article in page.articles}
        self.begins, self.inside, self.ends = Counter[str](), Counter[str](), Counter[str]()
        self.opens, self.goes_on = Counter[str](), Counter[str]()
        known: set[str] = set()
        for article in stories.values():
            self._count(article, known)

    def _count(self, article: dict[str, Any], known: set[str]) -> None:
        lines = [article.get("kicker", ""), article.get("headline", ""), *article.get("subheads", ())]
        is_first = True
        for paragraph in article["paragraphs"]:
            text = plain(paragraph["text"])
            if paragraph["kind"] == "crosshead":
                lines.append(text)
            elif paragraph["kind"] == "body":
                opening = opening_of(text)
                if text not in known:
                    known.add(text)
                    self._count_text(
                        text[opening.body_start if opening else 0 :], self.opens if is_first else self.goes_on
                    )
                is_first = False
        for line in map(plain, lines):
            if line and line not in known:
                known.add(line)
                self.ends[line[-1]] += 1

    def _count_text(self, text: str, first: Counter[str]) -> None:
        if len(text) > 1:
            self.begins[text[0]] += 1
            self.inside.update(text[1:-1])
            # What day it was says nothing of another month.
            first.update(start for start in (text[0], text[:2]) if not any(map(str.isdigit, start)))

    def tables(self) -> dict[str, dict[str, float]]:
        return {
            "paragraph begins": against(self.begins, self.inside),
            "line ends": against(self.ends, self.inside),
            "story begins": against(self.opens, self.goes_on),
        }


def against(here: Counter[str], there: Counter[str]) -> dict[str, float]:
    """For each string that is not too rare the logarithm of how much commoner it is here than there."""
    share = sum(count for string, count in here.items() if len(string) == 1) / max(
        1, sum(count for string, count in there.items() if len(string) == 1)
    )
    found: dict[str, float] = {}
    for string in sorted({*here, *there}):
        one, other = here[string], there[string] * share
        if max(here[string], min(there[string], other)) >= SELDOM:
            told = round(math.log((one + DOUBT) / (other + DOUBT)), 2)
            if abs(told) >= LEAST_TOLD:
                found[string] = told
    return found


def save(tables: dict[str, dict[str, float]]) -> None:
    """Write the tables, a line a table."""
    lines = [f" {json.dumps(name)}: {json.dumps(table, ensure_ascii=False)}" for name, table in tables.items()]
    edges.FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    edges.tables.cache_clear()
