"""Learn what the page reader's cues are worth, from gold pages (see ``gold.py`` for their shape).

    python -m tests.accuracy.learn FOLDER…

writes ``newsroom/parsing/weights.json``: one number a cue, no text. Questions are learned in the order in which the reader asks
them, each on what the reader makes of the page with the answers before it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from newsroom.parsing import weights
from newsroom.parsing.boundaries import Sheet, boundary_cues
from newsroom.parsing.fragments import pieces_of
from newsroom.parsing.headlines import Headlines
from newsroom.parsing.joins import cues, far_candidates, find_joins, near_candidates, short_strings
from newsroom.parsing.layout import fragments_of
from newsroom.parsing.units import units_of
from tests.accuracy.gold import GoldPage, Place, pages_in, places_of

Sample = tuple[dict[str, float], bool]
# Strength of the pull towards 0; keeps the worth of rare cues modest.
RIDGE = 1.0


def fit(samples: list[Sample], ridge: float = RIDGE) -> dict[str, float]:
    """Logistic regression by Newton's method: what each cue adds to the log odds of yes."""
    names = sorted({cue for cues_, _ in samples for cue in cues_})
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(samples), len(names)))
    for row, (cues_, _) in enumerate(samples):
        for cue, value in cues_.items():
            matrix[row, column[cue]] = value
    answers = np.array([float(answer) for _, answer in samples])
    pull = np.full(len(names), ridge)
    if "bias" in column:
        pull[column["bias"]] = 1e-3
    worth = np.zeros(len(names))
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ worth, -30, 30)))
        slope = matrix.T @ (answers - chance) - pull * worth
        bend = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        worth += step
        if np.abs(step).max() < 1e-5:
            break
    return {name: round(float(worth[column[name]]), 3) for name in names}


def report(question: str, samples: list[Sample], table: dict[str, float]) -> None:
    scored = [(sum(table[cue] * value for cue, value in cues_.items()) > 0, answer) for cues_, answer in samples]
    right = sum(said and answer for said, answer in scored)
    said = sum(said for said, _ in scored)
    true = sum(answer for _, answer in scored)
    print(
        f"{question}: {len(samples)} samples, {true} yes, precision {right / max(1, said):.3f}, recall {right / max(1, true):.3f}"
    )


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
        strings = short_strings(pieces)
        joined: dict[int, int] = {}
        for head_at in range(len(pieces)):
            for tail_at in near_candidates(pieces, head_at):
                answer = follows(places[head_at], places[tail_at], flows)
                if answer is not None:
                    near.append((cues(pieces, head_at, tail_at, strings), answer))
                if answer:
                    joined[head_at] = tail_at
        tails = set(joined.values())
        for head_at in range(len(pieces)):
            if head_at in joined:
                continue
            for tail_at in far_candidates(pieces, head_at):
                answer = follows(places[head_at], places[tail_at], flows)
                if answer is not None and tail_at not in tails:
                    far.append((cues(pieces, head_at, tail_at, strings), answer))
    return near, far


def sheets(pages: Iterable[GoldPage]) -> Iterable[tuple[Sheet, list[Place | None], list]]:
    for page in pages:
        pieces = pieces_of(fragments_of(page.dump))
        places, flows = places_of([piece.text for piece in pieces], page)
        units = units_of(pieces, find_joins(pieces, weights.load()))
        yield Sheet(units), [places[unit.first] for unit in units], flows


def display_samples(pages: Iterable[GoldPage]) -> list[Sample]:
    samples = []
    for sheet, places, _ in sheets(pages):
        for display in sheet.displays:
            place = places[display.unit]
            if place is not None:
                samples.append((display.cues, place.part == "head"))
    return samples


def boundary_samples(pages: Iterable[GoldPage]) -> list[Sample]:
    samples = []
    for sheet, places, _ in sheets(pages):
        for number, gap in enumerate(sheet.gaps):
            left, right = places[gap.left], places[gap.right]
            if left is not None and right is not None:
                samples.append((boundary_cues(sheet, number), left.article != right.article))
    return samples


def headline_samples(pages: Iterable[GoldPage]) -> list[Sample]:
    """Every headline group of a page with every article on it, divided as in the gold."""
    samples = []
    for sheet, places, _ in sheets(pages):
        headlines = Headlines(sheet)
        owners = [places[index].article if places[index] else None for index in sheet.bodies]
        stretches: list[tuple[int, int]] = []
        for number, owner in enumerate(owners):
            if number and owner == owners[number - 1]:
                stretches[-1] = (stretches[-1][0], number + 1)
            else:
                stretches.append((number, number + 1))
        heads: dict[int, set[int]] = {}
        for display in sheet.displays:
            place = places[display.unit]
            if place is not None and place.part == "head":
                heads.setdefault(place.article, set()).add(display.unit)
        for group in headlines.groups.values():
            for first, last in stretches:
                owner = owners[first]
                if owner is not None:
                    samples.append((headlines.fit_cues(group, first, last), heads.get(owner) == set(group.lines)))
    return samples


def save(tables: dict[str, dict[str, float]]) -> None:
    weights.FILE.write_text(json.dumps(tables, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    weights.load.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    folders = parser.parse_args().folders
    pages = [page for folder in folders for page in pages_in(folder)]
    tables: dict[str, dict[str, float]] = {}

    def learn(question: str, samples: list[Sample], ridge: float = RIDGE) -> None:
        tables[question] = fit(samples, ridge)
        report(question, samples, tables[question])
        save(tables)

    near, far = join_samples(pages)
    learn("join", near)
    learn("far join", far)
    learn("headline line", display_samples(pages))
    learn("boundary", boundary_samples(pages))
    learn("headline of", headline_samples(pages))


if __name__ == "__main__":
    main()
