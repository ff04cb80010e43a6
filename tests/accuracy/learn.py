"""Learn what the page reader's cues are worth, from gold pages (see ``gold.py`` for their shape).

    python -m tests.accuracy.learn FOLDER…

writes ``newsroom/parsing/edges.json``, a table of single characters (see ``edges``), and with it
``newsroom/parsing/weights.json``: small trees of cues and numbers, no text. Questions are learned in the order in which
the reader asks them, each on what the reader makes of the page with the answers before it. Two cores take twenty
minutes for 4,000 pages.

Needs scikit-learn (``pip install scikit-learn==1.9.1``), which nothing else here does. The weights that are committed
were learned from the sample pages, from 447 pages of a national daily (February and early October 2019, each in three
layouts, and again in columns of other widths and heights and with other punctuation, and with headlines displaced and
columns cut once more) and from 153 of the first twenty days of January 1998, each in three layouts; that text is not
ours and stays out of the repository. They are two runs of this script: display lines and the second look at far joins
come from the later one, all else from the earlier, of which joins were learned on their own a little later. A few plain
rules of the reader came after that (corrections are text, what starts with 了 carries on), so that a run on today's
reader gives numbers a little other.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsroom.parsing import claims, displays, rivals, rows, weights
from newsroom.parsing.arrange import MOST_LOOKS, Arranger
from newsroom.parsing.boundaries import BoundaryCues
from newsroom.parsing.columns import far_seams
from newsroom.parsing.fragments import Piece, pieces_of
from newsroom.parsing.headlines import Headlines
from newsroom.parsing.joins import far_pairs, find_joins, near_candidates, near_joins, seams_again
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.mainline import main_cues
from newsroom.parsing.seams import PageText, Seams
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.units import units_of
from tests.accuracy import edge_counts
from tests.accuracy.gold import Flow, GoldPage, Place, pages_in, places_of, sample_pages
from tests.accuracy.trees import Plan, Table, learn_by_parts

Cues = Mapping[str, float]
# Joins and fits of headlines are asked about hundreds of times a page, so answered by fewer trees. Tables that differ
# by chance alone find half a point more or less of the articles: those here are, of six for joins and eight for
# display lines, ones with which our own pages lose nothing.
PLANS = {
    "join": Plan(100, 0.12),
    "far join": Plan(100, 0.12),
    rivals.QUESTION: Plan(100, 0.12, chance=2),
    displays.QUESTION: Plan(chance=7),
    rows.QUESTION: Plan(chance=7),
    "headline of": Plan(180),
}
# Our own sample pages, which are set as local papers set them, join what is learned from; other seeds measure.
SAMPLE_SEEDS = tuple(range(101, 125))
# Days are dealt into so many parts. A page answers with what was learned from the other parts, so that the next
# question is learned from answers as good as they are on a page never seen.
PARTS = 4


class Samples:
    """Cases of one question with their answers, each with the part of the pages that it comes from."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.answers = array("b")
        self.parts = array("b")
        self._ends = array("q")
        self._cues = array("i")
        self._values = array("f")

    def add(self, cues: Cues, answer: bool, part: int) -> None:
        for cue, value in cues.items():
            if value:
                self._cues.append(self.numbers.setdefault(cue, len(self.numbers)))
                self._values.append(value)
        self._ends.append(len(self._cues))
        self.answers.append(answer)
        self.parts.append(part)

    def extend(self, other: Samples) -> None:
        """Add the cases of others after these."""
        numbers = {number: self.numbers.setdefault(cue, len(self.numbers)) for cue, number in other.numbers.items()}
        filled = len(self._cues)
        self.answers.extend(other.answers)
        self.parts.extend(other.parts)
        self._ends.extend(filled + end for end in other._ends)
        self._cues.extend(numbers[number] for number in other._cues)
        self._values.extend(other._values)

    def matrix(self) -> tuple[list[str], NDArray[np.float32]]:
        """The names of the cues in order, and a row a case, a column a cue."""
        names = sorted(self.numbers)
        column = np.zeros(max(1, len(names)), dtype=np.intp)
        column[[self.numbers[name] for name in names]] = np.arange(len(names))
        ends = np.array(self._ends)
        rows = np.repeat(np.arange(len(ends)), np.diff(ends, prepend=0))
        matrix = np.zeros((len(ends), len(names)), dtype=np.float32)
        matrix[rows, column[np.array(self._cues, dtype=np.intp)]] = np.array(self._values)
        return names, matrix


def collected(ask: Callable[[Sequence[Any]], Samples], pages: Sequence[Any]) -> Samples:
    """The samples that a question has on some pages, asked by as many processes as there are cores."""
    # What forked processes find in memory need not be sent to them.
    global _asked
    size = -(-len(pages) // (4 * (os.cpu_count() or 1)))
    _asked = [partial(ask, pages[start : start + size]) for start in range(0, len(pages), size)]
    whole = Samples()
    with multiprocessing.get_context("fork").Pool() as pool:
        for samples in pool.imap(_answer, range(len(_asked))):
            whole.extend(samples)
    return whole


_asked: list[Callable[[], Samples]] = []


def _answer(number: int) -> Samples:
    return _asked[number]()


class Learner:
    """The tables learned so far: those of the whole, and for each part those learned from all the other parts."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self._others: list[dict[str, Table]] = [{} for _ in range(PARTS)]
        self.weights = [weights.Weights({}) for _ in range(PARTS)]

    def learn(self, question: str, samples: Samples) -> None:
        names, matrix = samples.matrix()
        answers, parts = np.array(samples.answers, dtype=bool), np.array(samples.parts)
        said = np.zeros(len(answers), dtype=bool)
        plan = PLANS.get(question, Plan())
        self.tables[question], others = learn_by_parts(PARTS, parts, names, matrix, answers, plan)
        for part, (table, odds) in enumerate(others):
            self._others[part][question] = table
            self.weights[part] = weights.Weights(self._others[part])
            said[parts == part] = odds > 0
        right = (said & answers).sum()
        print(
            f"{question}: {len(answers)} samples, on pages not learned from "
            f"precision {right / max(1, said.sum()):.3f}, recall {right / max(1, answers.sum()):.3f}",
            flush=True,
        )


def part_of(page: GoldPage) -> int:
    """The part a page belongs to: pages of one day tell of the same events and stay together."""
    return zlib.crc32("".join(re.findall(r"\d", page.name)[:8]).encode()) % PARTS


def follows(head: Place | None, tail: Place | None, flows: list[Flow]) -> bool | None:
    if head is None or tail is None:
        return None
    if head.part != "text" or tail.part != "text":
        return False
    return (
        head.article == tail.article
        and head.end == tail.start
        and not flows[head.article].is_paragraph_start(tail.start)
    )


@dataclass(slots=True)
class Cut:
    """A gold page in pieces, with the gold place of every piece."""

    pieces: list[Piece]
    text: PageText
    places: list[Place | None]
    flows: list[Flow]
    part: int
    tells_parts: bool

    def answer(self, pair: tuple[int, int]) -> bool | None:
        return follows(self.places[pair[0]], self.places[pair[1]], self.flows)


def cut(page: GoldPage) -> Cut:
    pieces = pieces_of(fragments_of(page.dump))
    places, flows = places_of([piece.text for piece in pieces], page)
    return Cut(pieces, PageText(pieces), places, flows, part_of(page), page.tells_parts)


def join_samples(pages: Iterable[Cut]) -> Samples:
    """Every piece that may break off with each of the next ones that may carry it on."""
    samples = Samples()
    for page in pages:
        numbers = range(len(page.pieces))
        pairs = [(head_at, tail_at) for head_at in numbers for tail_at in near_candidates(page.pieces, head_at)]
        add_pairs(samples, page, Seams(page.text, pairs))
    return samples


def add_pairs(samples: Samples, page: Cut, seams: Seams) -> None:
    """Add the pairs of which the gold page knows whether the tail carries on the head."""
    for pair, found in zip(seams.pairs, seams.cases(), strict=True):
        answer = page.answer(pair)
        if answer is not None:
            samples.add(found, answer, page.part)


def far_join_samples(pages: Iterable[Cut], learner: Learner, again: bool) -> Samples:
    """Every piece that no neighbour surely carries on with each that might, wherever it stands; at either look."""
    samples = Samples()
    for page in pages:
        followed, near = near_joins(page.pieces, page.text, learner.weights[page.part])
        page.text.settle((join.head, join.tail) for join in followed.values())
        pairs = far_pairs(page.text, followed)
        if again:
            add_pairs(samples, page, seams_again(page.text, pairs, near, learner.weights[page.part]))
        else:
            add_pairs(samples, page, far_seams(page.text, pairs, near))
    return samples


def learn_joins(learner: Learner, pages: list[Cut]) -> None:
    learner.learn("join", collected(join_samples, pages))
    learner.learn("far join", collected(partial(far_join_samples, learner=learner, again=False), pages))
    learner.learn(rivals.QUESTION, collected(partial(far_join_samples, learner=learner, again=True), pages))


@dataclass(slots=True)
class Read:
    """A gold page as the reader sees it once its joins are made, with the gold place of every unit."""

    sheet: Sheet
    places: list[Place | None]
    part: int
    tells_parts: bool
    weights: weights.Weights

    def owners(self) -> list[int | None]:
        """For each paragraph the gold article it belongs to."""
        return [place.article if (place := self.places[index]) else None for index in self.sheet.bodies]


def read(page: Cut, learner: Learner) -> Read:
    learned = learner.weights[page.part]
    units = units_of(page.pieces, find_joins(page.pieces, learned))
    places = [page.places[unit.first] for unit in units]
    return Read(Sheet(units), places, page.part, page.tells_parts, learned)


def display_samples(pages: Iterable[Read], again: bool) -> Samples:
    """Every display line of the pages, at the first look or once it has been scored."""
    samples = Samples()
    for page in pages:
        cues = displays.DisplayCues(page.sheet)
        cases = displays.cues_again(page.sheet, cues) if again else cues.cases()
        for line, found in zip(page.sheet.lines, cases, strict=True):
            place = page.places[line]
            if place is not None:
                samples.add(found, place.part == "head", page.part)
    return samples


def learn_displays(learner: Learner, pages: list[Read]) -> None:
    """Learn what display lines are at the first look and at those after it; leaves the pages with their scores."""
    learner.learn(displays.QUESTION, collected(partial(display_samples, again=False), pages))
    for page in pages:
        page.weights = learner.weights[page.part]
        displays.look_first(page.sheet, displays.DisplayCues(page.sheet), page.weights)
    # Where the reader looks again.
    unwrapped = [page for page in pages if not page.sheet.is_wrapped]
    looks = Samples()
    for _ in range(rows.LOOKS):
        looks.extend(collected(partial(display_samples, again=True), unwrapped))
        learner.learn(rows.QUESTION, looks)
        for page in unwrapped:
            page.weights = learner.weights[page.part]
            displays.look_again(page.sheet, displays.DisplayCues(page.sheet), page.weights)
    for page in pages:
        page.weights = learner.weights[page.part]
        displays.score_displays(page.sheet, page.weights)


def boundary_samples(pages: Iterable[Read]) -> Samples:
    samples = Samples()
    for page in pages:
        for gap, cues_ in zip(page.sheet.gaps, BoundaryCues(page.sheet), strict=True):
            left, right = page.places[gap.left], page.places[gap.right]
            if left is not None and right is not None:
                samples.add(cues_, left.article != right.article, page.part)
    return samples


def headline_samples(pages: Iterable[Read]) -> Samples:
    """Every headline group of a page with every article that the reader would try it on, divided as in the gold."""
    samples = Samples()
    for page in pages:
        if not page.sheet.bodies:
            continue
        headlines = Headlines(page.sheet, page.weights)
        heads = gold_heads(page)
        owners = page.owners()
        stretches = stretches_of(owners)
        pairs = [(key, stretch) for key, stretch in headlines.tried(stretches) if owners[stretch[0]] is not None]
        for (key, (first, _)), found in zip(pairs, headlines.fit_cues(pairs), strict=True):
            samples.add(found, heads.get(owners[first]) == list(headlines.groups[key].lines), page.part)
    return samples


def stretches_of(owners: list[int | None]) -> list[tuple[int, int]]:
    """Runs of neighbouring paragraphs of one article, as (first, after the last)."""
    stretches: list[tuple[int, int]] = []
    for number, owner in enumerate(owners):
        if number and owner == owners[number - 1]:
            stretches[-1] = (stretches[-1][0], number + 1)
        else:
            stretches.append((number, number + 1))
    return stretches


def gold_heads(page: Read) -> dict[int | None, list[int]]:
    """For each article the display lines that make its headline group."""
    heads: dict[int | None, list[int]] = {}
    for line in page.sheet.lines:
        place = page.places[line]
        if place is not None and place.part == "head":
            heads.setdefault(place.article, []).append(line)
    return heads


def second_look_samples(pages: Iterable[Read], looks: int) -> Samples:
    """Every doubtful gap of the pages, divided as they are after so many looks."""
    samples = Samples()
    for page in pages:
        if not page.sheet.bodies:
            continue
        arranger = Arranger(page.sheet, page.weights)
        odds = list(arranger.odds)
        cuts = [chance > 0 for chance in odds]
        for _ in range(looks):
            arranger.look_again(cuts, odds)
        for number in arranger.doubtful:
            gap = page.sheet.gaps[number]
            left, right = page.places[gap.left], page.places[gap.right]
            if left is not None and right is not None:
                samples.add(arranger.second_cues(cuts, number), left.article != right.article, page.part)
    return samples


def claim_samples(pages: Iterable[Read]) -> Samples:
    """Every headline group with every story it may head, on pages divided as the reader divides them."""
    samples = Samples()
    for page in pages:
        if not page.sheet.bodies:
            continue
        arranger = Arranger(page.sheet, page.weights)
        division = arranger.settle(arranger.looked_at())
        heads, owners = gold_heads(page), page.owners()
        owner_of = owners_of(division.stretches, owners)
        for claim in arranger.claims(division).all():
            lines = arranger.headlines.groups[claim.key].lines
            owner = owner_of.get(claim.story)
            samples.add(claim.cues, owner is not None and heads.get(owner) == list(lines), page.part)
    return samples


def owners_of(stretches: Sequence[tuple[int, int]], owners: list[int | None]) -> dict[int, int]:
    """For each stretch the article it is mostly of, if it holds more paragraphs of that than any other stretch does."""
    most: dict[int, tuple[int, int]] = {}
    for number, (first, last) in enumerate(stretches):
        held = Counter(owner for owner in owners[first:last] if owner is not None)
        for owner, count in held.most_common(1):
            if count > most.get(owner, (0, 0))[0]:
                most[owner] = (count, number)
    return {number: owner for owner, (_, number) in most.items()}


def main_line_samples(pages: Iterable[Read]) -> Samples:
    """The lines of every gold headline group that stands together: is it the headline itself?"""
    samples = Samples()
    for page in pages:
        if not page.tells_parts:
            continue
        owners = page.owners()
        for article, lines in gold_heads(page).items():
            if article not in owners:
                continue
            first = owners.index(article)
            if len(lines) > 1 and lines[-1] - lines[0] == len(lines) - 1:
                for index, cues in zip(lines, main_cues(page.sheet, lines, first), strict=True):
                    place = page.places[index]
                    said = place is not None and place.kind == "headline"
                    samples.add(cues, said, page.part)
    return samples


def save(tables: dict[str, Table]) -> None:
    """Write the tables, a line a tree."""
    blocks = []
    for question, table in tables.items():
        trees = ",\n".join("   " + json.dumps(tree, ensure_ascii=False) for tree in table["trees"])
        blocks.append(f' {json.dumps(question)}: {{\n  "start": {table["start"]},\n  "trees": [\n{trees}\n  ]\n }}')
    weights.FILE.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")
    weights.load.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    folders = parser.parse_args().folders
    pages = [*(page for folder in folders for page in pages_in(folder)), *sample_pages(SAMPLE_SEEDS)]
    edge_counts.save(edge_counts.EdgeCounts(pages).tables())
    learner = Learner()
    cut_up = [cut(page) for page in pages]
    learn_joins(learner, cut_up)
    seen = [read(page, learner) for page in cut_up]
    learn_displays(learner, seen)
    learner.learn("boundary", collected(boundary_samples, seen))
    learner.learn("headline of", collected(headline_samples, seen))
    for page in seen:
        page.weights = learner.weights[page.part]
    looks = Samples()
    # What a second look finds is learned from pages as the first look left them, and again as that look left them.
    for number in range(MOST_LOOKS):
        looks.extend(collected(partial(second_look_samples, looks=number), seen))
        learner.learn("boundary again", looks)
        for page in seen:
            page.weights = learner.weights[page.part]
    learner.learn(claims.QUESTION, collected(claim_samples, seen))
    learner.learn("main line", collected(main_line_samples, seen))
    save(learner.tables)


if __name__ == "__main__":
    main()
