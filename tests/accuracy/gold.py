"""Gold pages: a dump beside what a person says it holds, and which gold text each fragment of the dump is.

A gold page is two files, ``NAME.txt`` (the dump) and ``NAME.gold.json``: ``{"articles": [{"kicker", "headline",
"subheads": […], "type": "article" | "photo", "paragraphs": [{"text", "kind"}], "bylines": [{"name", "role"}]}]}``.
``"tells_parts": false`` beside the articles says that this gold does not tell kicker, headline and subhead apart.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.accuracy.render import Gold, as_printed, gold_pages, render, resettled, running_text


def plain(text: str) -> str:
    """Text as it is compared: compatibility forms folded, white space gone."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class GoldPage:
    name: str
    dump: str
    articles: list[dict[str, Any]]
    tells_parts: bool = True


def pages_in(folder: Path) -> Iterator[GoldPage]:
    for gold in sorted(folder.glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        data = json.loads(gold.read_text(encoding="utf-8"))
        dump = (folder / f"{name}.txt").read_text(encoding="utf-8")
        yield GoldPage(name, dump, data["articles"], data.get("tells_parts", True))


def sample_pages(seeds: Iterable[int]) -> Iterator[GoldPage]:
    """Our own sample pages in this shape: as committed, and set by chance in each layout, once a seed."""
    for page in gold_pages():
        yield _sample(page, "committed")
        for seed in seeds:
            for layout, displaced in (("lines", False), ("lines", True), ("wrapped", True)):
                yield _sample(resettled(page, layout, seed, displaced=displaced), f"{layout} {displaced} {seed}")


KINDS = {"text": "body", "jump": "continuation"}


def _sample(page: Gold, name: str) -> GoldPage:
    articles = []
    for article in as_printed(page)["articles"]:
        pictures = [
            {"kind": part, "text": photo[part]}
            for photo in article["photos"]
            for part in ("caption", "credit")
            if photo.get(part)
        ]
        text = [{"kind": KINDS.get(kind, kind), "text": text} for kind, text in running_text(article)]
        subheads = [article["subhead"]] if article["subhead"] else []
        articles.append({**article, "subheads": subheads, "paragraphs": pictures + text})
    return GoldPage(f"{page['dump']['file']} {name}", render(page), articles)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the gold a fragment stands. ``part`` is ``text`` or ``head``; offsets are into the article's plain
    text.
    """

    article: int
    part: str
    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Flow:
    """An article's plain text in one string, with where its paragraphs start."""

    text: str
    starts: list[int]
    kinds: list[str]
    heads: list[tuple[str, str]]
    merged: bool = False
    used: set[int] = field(default_factory=set)

    def is_paragraph_start(self, position: int) -> bool:
        return not self.merged and position in self.starts


def flow_of(article: dict[str, Any]) -> Flow:
    text, starts, kinds = "", [], []
    paragraphs = article["paragraphs"]
    if article.get("merged"):
        paragraphs = sorted(paragraphs, key=lambda paragraph: paragraph["kind"] not in ("body", "crosshead"))
    for paragraph in paragraphs:
        starts.append(len(text))
        kinds.append(paragraph["kind"])
        text += plain(paragraph["text"])
    heads = [("kicker", article.get("kicker", "")), ("headline", article.get("headline", ""))]
    heads += [("subhead", subhead) for subhead in article.get("subheads", ())]
    return Flow(text, starts, kinds, [(kind, plain(head)) for kind, head in heads if head], bool(article.get("merged")))


def places_of(fragments: list[str], page: GoldPage) -> tuple[list[Place | None], list[Flow]]:
    """For each fragment the place it comes from, None where it cannot be told; and the articles as flows."""
    flows = [flow_of(article) for article in page.articles]
    places: list[Place | None] = []
    before: Place | None = None
    for fragment in fragments:
        found = list(_candidates(plain(fragment), flows))
        if not found:
            places.append(None)
            continue
        best = max(found, key=lambda scored: (scored[0] + _nearness(scored[1], before, flows), -scored[1].article))[1]
        flows[best.article].used.add(best.start if best.part == "text" else -1 - best.start)
        places.append(best)
        if best.part == "text":
            before = best
    return places, flows


def _candidates(text: str, flows: list[Flow]) -> Iterator[tuple[float, Place]]:
    if not text:
        return
    for number, flow in enumerate(flows):
        for index, (kind, head) in enumerate(flow.heads):
            if text == head:
                yield 4.0, Place(number, "head", index, index, kind)
            elif len(text) > 1 and (head.startswith(text) or head.endswith(text)):
                yield 3.0, Place(number, "head", index, index, kind)
            elif len(text) > 3 and text in head:
                yield 1.5, Place(number, "head", index, index, kind)
        at = flow.text.find(text)
        tries = 0
        while at >= 0 and tries < 50:
            end = at + len(text)
            starts = at in flow.starts
            ends = end in flow.starts or end == len(flow.text)
            kind = flow.kinds[max(index for index, start in enumerate(flow.starts) if start <= at)]
            score = 2.0 * starts + 1.5 * ends + min(len(text), 60) / 60 - 2.0 * (at in flow.used)
            yield score, Place(number, "text", at, end, kind)
            at = flow.text.find(text, at + 1)
            tries += 1


def _nearness(place: Place, before: Place | None, flows: list[Flow]) -> float:
    if place.part == "head":
        return -3.0 * ((-1 - place.start) in flows[place.article].used and place.kind != "headline")
    if before is None:
        return 0.0
    if place.article == before.article and place.start == before.end:
        return 1.5
    return 0.5 if place.article == before.article else 0.0
