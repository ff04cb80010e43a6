"""Documents found -> the results Haystack hands out, with the passages that show what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from haystack.constants import DJANGO_CT, DJANGO_ID
from haystack.models import SearchResult

from newsroom.search.arrays import Array
from newsroom.search.highlight import best_snippets, needles_of
from newsroom.search.nodes import Run
from newsroom.search.schema import IndexPlan
from newsroom.search.view import IndexView

# A field's name -> what makes of its stored value that of the SearchIndex.
Conversions = Mapping[str, Callable[[Any], Any]]


class Results:
    """What one search makes of its documents. ``options`` are those of Haystack's ``search``; ``conversions`` tells
    those of a model (``newsroom.article``)."""

    def __init__(
        self,
        view: IndexView,
        plan: IndexPlan,
        conversions: Callable[[str], Conversions],
        options: Mapping[str, Any],
    ) -> None:
        self.view = view
        self.plan = plan
        self.conversions = conversions
        self.make = options.get("result_class") or SearchResult
        self.wanted = set(options.get("fields") or ())
        self.how = options.get("highlight")

    def of(self, numbers: Array, scores: Array | None, runs: Sequence[Run]) -> list[Any]:
        """The documents' results in this order; ``runs`` is what was looked for in them."""
        highlighted = self._highlighter(runs) if self.how else None
        results = []
        for number in numbers.tolist():
            stored = self.view.stored(number)
            converted = self.conversions(stored[DJANGO_CT])
            fields = {
                name: converted[name](value) if name in converted else value
                for name, value in stored.items()
                if name not in {DJANGO_CT, DJANGO_ID}
            }
            if highlighted:
                fields["highlighted"] = highlighted(number, stored)
            if self.wanted:
                fields = {name: value for name, value in fields.items() if name in self.wanted}
            score = float(scores[number]) if scores is not None else 0
            results.append(self.make(*stored[DJANGO_CT].split("."), stored[DJANGO_ID], score, **fields))
        return results

    def _highlighter(self, runs: Sequence[Run]) -> Callable[[int, Mapping[str, Any]], dict[str, list[str]]]:
        """What makes the snippets of a document's text, by field.

        The tags may be given as Haystack's ``pre_tags`` and ``post_tags``.
        """
        tags = self.how if isinstance(self.how, dict) else {}
        before, after = (
            tags.get(name, [default])[0] for name, default in (("pre_tags", "<em>"), ("post_tags", "</em>"))
        )
        view, content = self.view, self.plan.content
        needles = needles_of(run.text for run in runs if self.plan.texts_of(run.field))
        parts = [part.name for part in self.plan.texts_of(content)]

        def highlighted(number: int, stored: Mapping[str, Any]) -> dict[str, list[str]]:
            held = [part for part in parts if stored.get(part)]
            lines = "\n".join([stored[part] for part in held]).split("\n")
            folded = "\n".join([view.folded(number, part) for part in held]).split("\n")
            return {content: list(best_snippets(lines, needles, folded=folded, before=before, after=after))}

        return highlighted
