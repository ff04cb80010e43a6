"""Learn what the page reader's cues are worth, from gold pages (see ``gold.py`` for their shape).

    python -m tests.accuracy.learn FOLDER…

writes ``newsroom/parsing/weights.json``: small trees of cues and numbers, no text. Questions are learned in the
order in which the reader asks them, each on what the reader makes of the page with the answers before it.

Needs scikit-learn (``pip install scikit-learn==1.9.1``), which nothing else here does. The weights that are committed
were learned from the sample pages and from 408 pages of a national daily (February and early October 2019) in three
layouts; that text is not ours and stays out of the repository.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from newsroom.parsing import weights
from newsroom.parsing.arrange import Arranger
from newsroom.parsing.boundaries import boundary_cues
from newsroom.parsing.displays import display_cues, score_displays
from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.headlines import Headlines
from newsroom.parsing.joins import PageText, cues, far_candidates, far_cues, find_joins, near_candidates
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.mainline import main_cues
from newsroom.parsing.sheet import Sheet
from newsroom.parsing.units import units_of
from tests.accuracy.gold import GoldPage, Place, pages_in, places_of, sample_pages

Sample = tuple[dict[str, float], bool]
Table = dict[str, Any]
# Small trees, many of them: deep enough for four cues to speak together, few enough to read.
DEPTH = 4
TREES = 100
PACE = 0.1
# Our own sample pages, which are set as local papers set them, join what is learned from; other seeds measure.
SAMPLE_SEEDS = (101, 102)
LOUDEST_LEAF = 6.0
# Asked hundreds of times a page, so answered by fewer trees.
FEWER_TREES = {"headline of": (50, 0.2), "join": (60, 0.15), "far join": (60, 0.15)}
SMALLEST_LEAF = 15


def fit(samples: list[Sample], trees: int = TREES, pace: float = PACE) -> Table:
    """Gradient boosting on the log loss: what the cues, up to four together, add to the log odds of yes."""
    names = sorted({cue for cues_, _ in samples for cue in cues_})
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(samples), len(names)), dtype=np.float32)
    for row, (cues_, _) in enumerate(samples):
        for cue, value in cues_.items():
            if cue in column:
                matrix[row, column[cue]] = value
    answers = np.array([answer for _, answer in samples])
    model = GradientBoostingClassifier(
        n_estimators=trees,
        max_depth=DEPTH,
        learning_rate=pace,
        min_samples_leaf=SMALLEST_LEAF,
        max_features=0.4,
        subsample=0.7,
        random_state=0,
    ).fit(matrix, answers)
    share = answers.mean()
    return {
        "start": round(float(np.log(share / (1 - share))), 3),
        "trees": [_as_lists(estimator.tree_, 0, names, pace) for estimator in model.estimators_[:, 0]],
    }


def _as_lists(tree: Any, node: int, names: list[str], pace: float) -> Any:
    if tree.children_left[node] < 0:
        # A leaf that answers one way only has no finite odds; it may not outshout the other trees.
        return round(pace * max(-LOUDEST_LEAF, min(LOUDEST_LEAF, float(tree.value[node][0][0]))), 3)
    below, above = (_as_lists(tree, child[node], names, pace) for child in (tree.children_left, tree.children_right))
    if below == above:
        return below
    return [names[tree.feature[node]], round(float(tree.threshold[node]), 3), below, above]


def report(question: str, samples: list[Sample], table: Table) -> None:
    asked = weights.Weights({question: table})
    scored = [(asked.score(question, cues_) > 0, answer) for cues_, answer in samples]
    right = sum(said and answer for said, answer in scored)
    precision = right / max(1, sum(said for said, _ in scored))
    recall = right / max(1, sum(answer for _, answer in scored))
    print(f"{question}: {len(samples)} samples, precision {precision:.3f}, recall {recall:.3f}", flush=True)


def follows(head: Place | None, tail: Place | None, flows: list) -> bool | None:
    if head is None or tail is None:
        return None
    if head.part != "text" or tail.part != "text":
        return False
    return (
        head.article == tail.article
        and head.end == tail.start
        and not flows[head.article].is_paragraph_start(tail.start)
    )


def join_samples(pages: Iterable[GoldPage]) -> tuple[list[Sample], list[Sample]]:
    near: list[Sample] = []
    far: list[Sample] = []
    for page in pages:
        pieces = pieces_of(fragments_of(page.dump))
        places, flows = places_of([piece.text for piece in pieces], page)
        text = PageText(pieces)
        joined: dict[int, int] = {}
        for head_at in range(len(pieces)):
            for tail_at in near_candidates(pieces, head_at):
                answer = follows(places[head_at], places[tail_at], flows)
                if answer is not None:
                    near.append((cues(pieces, head_at, tail_at, text), answer))
                if answer:
                    joined[head_at] = tail_at
        tails = set(joined.values())
        for head_at in range(len(pieces)):
            if head_at in joined:
                continue
            for tail_at in far_candidates(pieces, head_at):
                answer = follows(places[head_at], places[tail_at], flows)
                if answer is not None and tail_at not in tails:
                    far.append((far_cues(pieces, head_at, tail_at, text), answer))
    return near, far


@dataclass(slots=True)
class Read:
    """A gold page as the reader sees it once its joins are made, with the gold place of every unit."""

    sheet: Sheet
    places: list[Place | None]


def read(page: GoldPage) -> Read:
    pieces = pieces_of(fragments_of(page.dump))
    places, _ = places_of([piece.text for piece in pieces], page)
    units = units_of(pieces, find_joins(pieces, weights.load()))
    return Read(Sheet(units), [places[unit.first] for unit in units])


def display_samples(pages: Iterable[Read]) -> list[Sample]:
    samples = []
    for page in pages:
        for run_number, run in enumerate(page.sheet.runs):
            for number, line in enumerate(run):
                place = page.places[line]
                if place is not None:
                    samples.append((display_cues(page.sheet, run_number, number), place.part == "head"))
    return samples


def boundary_samples(pages: Iterable[Read]) -> list[Sample]:
    samples = []
    for page in pages:
        for number, gap in enumerate(page.sheet.gaps):
            left, right = page.places[gap.left], page.places[gap.right]
            if left is not None and right is not None:
                samples.append((boundary_cues(page.sheet, number), left.article != right.article))
    return samples


def headline_samples(pages: Iterable[Read]) -> list[Sample]:
    """Every headline group of a page with every article on it, divided as in the gold."""
    samples = []
    for page in pages:
        headlines = Headlines(page.sheet, weights.load())
        heads = gold_heads(page)
        owners = [place.article if (place := page.places[index]) else None for index in page.sheet.bodies]
        for group in headlines.groups.values():
            for first, last in stretches_of(owners):
                owner = owners[first]
                if owner is not None:
                    fits = heads.get(owner) == list(group.lines)
                    samples.append((headlines.fit_cues(group, first, last), fits))
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


def gold_heads(page: Read) -> dict[int, list[int]]:
    """For each article the display lines that make its headline group."""
    heads: dict[int, list[int]] = {}
    for line in page.sheet.lines:
        place = page.places[line]
        if place is not None and place.part == "head":
            heads.setdefault(place.article, []).append(line)
    return heads


def second_look_samples(pages: Iterable[Read]) -> list[Sample]:
    """Every doubtful gap of a page divided by the first look."""
    samples = []
    for page in pages:
        if not page.sheet.bodies:
            continue
        arranger = Arranger(page.sheet, weights.load())
        cuts = [odds > 0 for odds in arranger.odds]
        for number in arranger.doubtful():
            gap = page.sheet.gaps[number]
            left, right = page.places[gap.left], page.places[gap.right]
            if left is not None and right is not None:
                samples.append((arranger.second_cues(cuts, number), left.article != right.article))
    return samples


def main_line_samples(pages: Iterable[Read]) -> list[Sample]:
    """The lines of every gold headline group that stands together: is it the headline itself?"""
    samples = []
    for page in pages:
        owners = [place.article if (place := page.places[index]) else None for index in page.sheet.bodies]
        for article, lines in gold_heads(page).items():
            if article not in owners:
                continue
            first = owners.index(article)
            if len(lines) > 1 and lines[-1] - lines[0] == len(lines) - 1:
                for number, index in enumerate(lines):
                    place = page.places[index]
                    samples.append(
                        (main_cues(page.sheet, lines, number, first), place is not None and place.kind == "headline")
                    )
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
    pages = [page for folder in folders for page in pages_in(folder)] + list(sample_pages(SAMPLE_SEEDS))
    tables: dict[str, Table] = {}

    def learn(question: str, samples: list[Sample]) -> None:
        tables[question] = fit(samples, *FEWER_TREES.get(question, ()))
        report(question, samples, tables[question])
        save(tables)

    near, far = join_samples(pages)
    learn("join", near)
    learn("far join", far)
    seen = [read(page) for page in pages]
    learn("headline line", display_samples(seen))
    for page in seen:
        score_displays(page.sheet, weights.load())
    learn("boundary", boundary_samples(seen))
    learn("headline of", headline_samples(seen))
    learn("boundary again", second_look_samples(seen))
    learn("main line", main_line_samples(seen))


if __name__ == "__main__":
    main()
