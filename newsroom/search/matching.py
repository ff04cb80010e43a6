"""A search tree and a view of the index -> the documents that match, and how well.

n-grams recall, words rank: a run of characters is looked up by the pairs of neighbouring characters in it, and from
three characters on verified in the text of the documents that hold all its pairs. So any run that stands in a text
finds it, whatever a segmenter makes of it. Words only say which documents are the better ones (BM25).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from haystack.constants import ID

from newsroom.search.analysis import words
from newsroom.search.arrays import Array
from newsroom.search.folding import fold
from newsroom.search.nodes import AllOf, AnyOf, Between, Everything, Like, Node, Not, OneOf, Run
from newsroom.search.schema import MISSING, FieldPlan, IndexPlan, Kind, as_number
from newsroom.search.view import IndexView, Segment

# BM25's usual constants: how soon repetition stops to count, and how much length does.
SATURATION = 1.2
LENGTH_WEIGHT = 0.75


class Matching:
    """One search: ``matching`` tells which documents match and fills ``scores``, where asked, with how well."""

    def __init__(self, view: IndexView, plan: IndexPlan, *, scored: bool) -> None:
        self.view = view
        self.plan = plan
        self.scores: Array | None = np.zeros(view.count, np.float32) if scored else None

    def matching(self, node: Node) -> Array:
        """The live documents that match, as a mask."""
        mask: Array = self._mask(node, self.scores is not None) & self.view.live
        return mask

    def _mask(self, node: Node, scored: bool) -> Array:
        match node:
            case Everything():
                return np.ones(self.view.count, bool)
            case Run():
                return self._run(node, scored)
            case OneOf():
                return self._one_of(node)
            case Between():
                return self._between(node)
            case Like():
                return self._like(node)
            case AllOf(parts):
                mask = np.ones(self.view.count, bool)
                for part in parts:
                    mask &= self._mask(part, scored)
                return mask
            case AnyOf(parts):
                mask = np.zeros(self.view.count, bool)
                for part in parts:
                    mask |= self._mask(part, scored)
                return mask
            case Not(part):
                return ~self._mask(part, False)

    def _field(self, name: str) -> FieldPlan | None:
        """The field of that name; where it is not searched itself, the facet that holds its values."""
        field = self.plan.fields.get(name)
        return self.plan.fields[field.facet] if field and field.kind is Kind.STORED and field.facet else field

    def _run(self, run: Run, scored: bool) -> Array:
        field = self._field(run.field)
        if field is None:
            return np.zeros(self.view.count, bool)
        if field.kind is Kind.VALUES:
            return self._one_of(OneOf(field.name, (run.text,)))
        if field.kind is Kind.NUMBER:
            return self._between(Between(field.name, run.text, run.text))
        mask = np.zeros(self.view.count, bool)
        text = fold(run.text)
        if not text.strip("\n"):
            return mask
        for part in self.plan.texts_of(run.field):
            docs = self._docs(part.name, text)
            mask[docs] = True
            if scored and self.scores is not None and len(docs):
                self.scores[docs] += self._score(part, text, docs)
        return mask

    def _docs(self, field: str, text: str) -> Array:
        """All documents, deleted ones too, whose folded text holds the folded run."""

        def compute() -> tuple[Array]:
            found = [run_docs(segment, field, text).astype(np.int32) + base for base, segment in self.view.placed()]
            return (np.concatenate(found).astype(np.int32) if found else np.empty(0, np.int32),)

        return self.view.runs.get((field, text), compute)[0]

    def _score(self, field: FieldPlan, text: str, docs: Array) -> Array:
        return self.view.runs.get((field.name, text, "score"), lambda: (self._compute_score(field, text, docs),))[0]

    def _compute_score(self, field: FieldPlan, text: str, docs: Array) -> Array:
        """BM25 of the run itself, as one rare word would score, and of the words in it."""
        slack = slack_of(self.view.relative_lengths(field.name))
        whole = rarity(self.view.count, len(docs)) * (SATURATION + 1) / (1 + slack[docs])
        total = np.zeros(self.view.count, np.float32)
        for word in dict.fromkeys(words(text)):
            found = [(base, *segment.word(field.name, word)) for base, segment in self.view.placed()]
            weight = rarity(self.view.count, sum(len(held) for _, held, _ in found))
            for base, held, counts in found:
                at = held + base
                total[at] += weight * counts * (SATURATION + 1) / (counts + slack[at])
            if word == text:
                # Where the run is cut as the word it is, it is counted once, with its frequency.
                whole[total[docs] > 0] = 0
        return (field.boost * (total[docs] + whole)).astype(np.float32)

    def _one_of(self, node: OneOf) -> Array:
        field = self._field(node.field)
        if field is None:
            return np.zeros(self.view.count, bool)
        if field.kind is Kind.NUMBER:
            mask = np.zeros(self.view.count, bool)
            for value in node.values:
                mask |= self._between(Between(node.field, value, value))
            return mask
        if field.name == ID:
            mask = np.zeros(self.view.count, bool)
            mask[[number for value in node.values for number in self.view.find(ID, value)]] = True
            return mask
        if field.kind is not Kind.VALUES:
            return self._mask(AnyOf(tuple(Run(node.field, value) for value in node.values)), False)
        wanted = set(node.values)
        return self._having(field.name, lambda name: name in wanted)

    def _like(self, node: Like) -> Array:
        field = self._field(node.field)
        if field is None or field.kind is not Kind.VALUES:
            return self._run(Run(node.field, node.text), False)

        def like(name: str) -> bool:
            if node.at_start and node.at_end:
                return name == node.text
            if node.at_start:
                return name.startswith(node.text)
            return name.endswith(node.text) if node.at_end else node.text in name

        return self._having(field.name, like)

    def _having(self, field: str, wanted: Callable[[str], bool]) -> Array:
        """Documents with a value that is wanted."""
        column = self.view.values(field)
        chosen = np.array([wanted(name) for name in column.names], bool)
        return column.having(chosen, self.view.count)

    def _between(self, node: Between) -> Array:
        field = self._field(node.field)
        if field is None or field.kind not in {Kind.NUMBER, Kind.VALUES}:
            return np.zeros(self.view.count, bool)
        if field.kind is Kind.VALUES:
            return self._having(field.name, lambda name: _is_within(name, node))
        numbers = self.view.numbers(field.name)
        mask = numbers != MISSING if numbers.dtype.kind == "i" else ~np.isnan(numbers)
        try:
            if node.low is not None:
                low = as_number(node.low)
                mask &= numbers >= low if node.with_low else numbers > low
            if node.high is not None:
                high = as_number(node.high)
                mask &= numbers <= high if node.with_high else numbers < high
        except (ValueError, OverflowError):
            return np.zeros(self.view.count, bool)
        return mask


def rarity(count: int, found: int) -> float:
    """What it says of a document that it is one of so many found among ``count``: BM25's logarithm."""
    return math.log(1 + max(count - found + 0.5, 0) / (found + 0.5))


def slack_of(relative_lengths: Array) -> Array:
    """How many times a word must stand in documents of these lengths to say half of what repetition can say."""
    return SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relative_lengths)


def _is_within(name: str, node: Between) -> bool:
    if node.low is not None and not (name >= str(node.low) if node.with_low else name > str(node.low)):
        return False
    return node.high is None or (name <= str(node.high) if node.with_high else name < str(node.high))


def run_docs(segment: Segment, field: str, text: str) -> Array:
    """The documents of one segment, ascending, whose folded text holds the folded run."""
    if len(text) == 1:
        held = np.zeros(segment.count, bool)
        held[segment.char_docs(field, ord(text))] = True
        return np.flatnonzero(held)
    codes = [ord(char) for char in text]
    pairs = sorted((segment.pair_docs(field, first, second) for first, second in pairwise(codes)), key=len)
    docs = pairs[0]
    for others in pairs[1:]:
        if not len(docs):
            break
        at = np.searchsorted(others, docs)
        at[at == len(others)] = 0
        docs = docs[others[at] == docs]
    return docs if len(text) == 2 else _verified(segment, field, text, docs)


def _verified(segment: Segment, field: str, text: str, docs: Array) -> Array:
    """Those of the documents in whose text the run really stands."""
    wanted = text.encode()
    texts = segment.arrays[f"{field}.text"].data
    starts = segment.arrays[f"{field}.starts"]
    spans = zip(starts[docs].tolist(), starts[docs.astype(np.int64) + 1].tolist(), strict=True)
    return docs[np.fromiter((wanted in bytes(texts[start:end]) for start, end in spans), bool, len(docs))]
