"""A Haystack engine over Whoosh that is right for Chinese, and fast.

Put ``newsroom.search.engine.NewsroomEngine`` into HAYSTACK_CONNECTIONS with a PATH. It takes the indexes of any
Haystack project and answers ``SearchQuerySet`` as Haystack documents it, with these meanings:

- ``content``, ``contains``, ``startswith`` on a text field: each word of the value, as a run of characters, wherever it
  stands; ``exact``: the whole value as one run. On a field made with ``faceted=True``, ``exact`` compares whole values.
- ``fuzzy``: the same, or a spelling near it, by shape or sound, that documents do hold.
- facets and ``…_exact`` fields hold values whole: nothing is stemmed, lower-cased or split.
- strings (``narrow``, ``Raw``, ``AutoQuery``) are read by ``newsroom.search.query``, field names before a colon.

Nothing outside this module and those below it knows of Whoosh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from django.core.exceptions import ImproperlyConfigured
from haystack import connections
from haystack.backends import BaseEngine, BaseSearchBackend, log_query
from haystack.backends.whoosh_backend import WhooshSearchBackend
from haystack.constants import DJANGO_CT, ID
from haystack.exceptions import SearchBackendError, SkipDocument
from haystack.utils import get_identifier, get_model_ct
from haystack.utils.app_loading import haystack_get_model

from newsroom.search import writer
from newsroom.search.alike import likeness
from newsroom.search.arrays import Array
from newsroom.search.facets import date_counts, value_counts
from newsroom.search.lookups import NewsroomSearchQuery
from newsroom.search.matching import Matching
from newsroom.search.nodes import AllOf, AnyOf, Everything, Node, OneOf, Run, runs_of
from newsroom.search.query import parse
from newsroom.search.ranking import best, best_by_score
from newsroom.search.results import Conversions, Results
from newsroom.search.schema import IndexPlan, Kind
from newsroom.search.spelling import Spelling, spellings
from newsroom.search.view import IndexView, NoIndex, index_folder

# Documents written in one commit when many are given: a commit that fails costs no more than these.
COMMIT_DOCUMENTS = 2000


class NoUsableIndex(SearchBackendError):
    """The index is not there or cannot be read; the message says what to run."""


class NewsroomSearchBackend(WhooshSearchBackend):
    """Haystack's backend: writes what SearchIndex classes prepare, and answers searches."""

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        if not self.use_file_storage:
            raise ImproperlyConfigured("This engine keeps its index in a folder; STORAGE must be “file”.")
        self.folder = Path(self.path).resolve()
        self.plan = IndexPlan([], "")
        self._known_conversions: dict[str, Conversions] = {}

    def setup(self) -> None:
        """Reads the project's search fields. Touches no file."""
        fields = connections[self.connection_alias].get_unified_index().all_searchfields()
        self.plan = IndexPlan.of(fields)
        self.content_field_name = self.plan.content
        if not self.content_field_name:
            raise SearchBackendError("No search index has a field with document=True.")
        self.setup_complete = True

    def ready(self) -> IndexPlan:
        if not self.setup_complete:
            self.setup()
        return self.plan

    def indexes(self) -> list[Any]:
        """The project's SearchIndex objects."""
        return list(connections[self.connection_alias].get_unified_index().get_indexes().values())

    def view(self) -> IndexView:
        """The newest state of the index. Raises NoUsableIndex."""
        try:
            return index_folder(self.folder).view(self.ready())
        except NoIndex as error:
            raise NoUsableIndex(f"{error} Build it with: manage.py rebuild_index") from error

    @contextmanager
    def reading(self) -> Iterator[IndexView]:
        """The newest state of the index, for reading. Raises NoUsableIndex, also for what damaged files make fail."""
        view = self.view()
        try:
            yield view
        except SearchBackendError:
            raise
        except Exception as error:
            # Damaged arrays may make anything of themselves; what sound ones make is an error of the program.
            if not isinstance(error, NoIndex) and not view.is_damaged(self.folder):
                raise
            index_folder(self.folder).distrust(view)
            raise NoUsableIndex(f"{error} Build it with: manage.py rebuild_index") from error

    # Writing

    def prepare(self, index: Any, objects: Iterable[Any]) -> Iterable[dict[str, Any]]:
        """Objects -> documents as they are stored."""
        plan = self.ready()
        for instance in objects:
            try:
                yield plan.document(index.full_prepare(instance))
            except SkipDocument:
                self.log.debug("Indexing for object `%s` skipped", instance)

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        documents = iter(self.prepare(index, iterable))
        while some := list(islice(documents, COMMIT_DOCUMENTS)):
            writer.write(self.folder, self.ready(), partial(_only_these, some))

    def write(self, changes: Callable[[], writer.Changes]) -> None:
        """Writes prepared documents and removes others by id, in one commit; see ``writer.write``."""
        writer.write(self.folder, self.ready(), changes)

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        self.write(lambda: writer.Changes(gone=[get_identifier(obj_or_string)]))

    def clear(self, models: Sequence[Any] | None = None, commit: bool = True) -> None:
        plan = self.ready()
        if models is None:
            writer.clear(self.folder, plan)
            return
        wanted = OneOf(DJANGO_CT, tuple(get_model_ct(model) for model in models))

        def changes() -> writer.Changes:
            view = self.view()
            mask = Matching(view, plan, scored=False).matching(wanted)
            return writer.Changes(gone=[view.stored(number)[ID] for number in np.flatnonzero(mask).tolist()])

        self.write(changes)

    def holding(self, names: Iterable[str]) -> list[str]:
        """The ids of the documents in whose text one of these names stands."""
        view, plan = self.view(), self.ready()
        runs = [Run(field.name, name) for name in names for field in plan.of_kind(Kind.TEXT)]
        mask = Matching(view, plan, scored=False).matching(AnyOf(tuple(runs)))
        return [view.stored(number)[ID] for number in np.flatnonzero(mask).tolist()]

    def optimize(self) -> None:
        writer.merge_all(self.folder, self.ready())

    # Searching

    @log_query
    def search(self, query_string: Node | str, **options: Any) -> dict[str, Any]:
        """Haystack's search. Options are those of ``BaseSearchQuery.build_params``.

        Raises NoUsableIndex, and SearchBackendError for what only other engines can (geography).
        """
        with self.reading() as view:
            return self._search(view, query_string, options)

    def _search(self, view: IndexView, query_string: Node | str, options: dict[str, Any]) -> dict[str, Any]:
        if options.get("within") or options.get("dwithin") or options.get("distance_point"):
            raise SearchBackendError("This engine knows nothing of places on the globe.")
        plan = self.plan
        node = self.node_of(query_string)
        models = options.get("models") or ()
        if models or options.get("limit_to_registered_models", True):
            node = AllOf((node, self._of_models(models)))
        node = AllOf((node, *(self.node_of(narrow) for narrow in options.get("narrow_queries") or ())))
        sort_by = [self._sortable(name) for name in options.get("sort_by") or ()]
        matching = Matching(view, plan, scored=not sort_by)
        mask = matching.matching(node)
        start, end = options.get("start_offset") or 0, options.get("end_offset")
        found = np.flatnonzero(mask)
        wanted = len(found) if end is None else min(end, len(found))
        if matching.scores is None:
            numbers = best(view, plan, found, sort_by, wanted)[start:]
        else:
            self._boost(matching, options.get("boost") or {})
            numbers = best_by_score(found, matching.scores, wanted)[start:]
        return {
            "results": Results(view, plan, self._conversions, options).of(numbers, matching.scores, runs_of(node)),
            "hits": len(found),
            "facets": self._facets(view, mask, options),
            "spelling_suggestion": self._spelling_suggestion(query_string, options),
        }

    def _spelling_suggestion(self, query_string: Node | str, options: dict[str, Any]) -> str | None:
        """Only where the connection is set to INCLUDE_SPELLING, or a text was given to ask about."""
        text = options.get("spelling_query") or " ".join(run.text for run in runs_of(self.node_of(query_string)))
        wanted = self.include_spelling or options.get("spelling_query")
        return self.create_spelling_suggestion(text) if wanted and text else None

    def node_of(self, query: Node | str) -> Node:
        """A tree as it is; a string read in the query language with this index's field names."""
        if not isinstance(query, str):
            return query
        plan = self.ready()
        names = {name.casefold(): name for name in plan.fields}
        return parse(query, plan.content, names).node or AnyOf(())

    def _of_models(self, models: Iterable[Any]) -> Node:
        names = [get_model_ct(model) for model in models] or self.build_models_list()
        indexed = connections[self.connection_alias].get_unified_index().get_indexed_models()
        if set(names) >= {get_model_ct(model) for model in indexed}:
            return Everything()
        return OneOf(DJANGO_CT, tuple(names))

    def _boost(self, matching: Matching, boosts: dict[str, float]) -> None:
        """Haystack's term boost: documents that hold the word score that many times its weight more."""
        for word, times in boosts.items():
            extra = Matching(matching.view, self.plan, scored=True)
            extra.matching(Run(self.plan.content, word))
            if matching.scores is not None and extra.scores is not None:
                matching.scores += extra.scores * np.float32(times)

    def _sortable(self, name: str) -> tuple[str, bool]:
        """``-date`` -> (field, descending)."""
        field = name.removeprefix("-")
        plan = self.plan.fields.get(field)
        if plan is None or (plan.kind in {Kind.PARTS, Kind.STORED} and not plan.facet):
            raise SearchBackendError(f"The index has no field “{field}” to sort by.")
        return plan.facet or field, name.startswith("-")

    def _facets(self, view: IndexView, mask: Array, options: dict[str, Any]) -> dict[str, Any]:
        plan = self.plan
        fields = {}
        for name, how in (options.get("facets") or {}).items():
            if name not in plan.fields or plan.fields[name].kind not in {Kind.VALUES, Kind.NUMBER}:
                raise SearchBackendError(f"“{name}” is no facet; declare the field with faceted=True.")
            limits = {key: how[key] for key in ("limit", "mincount") if key in how}
            fields[name] = value_counts(view, plan, name, mask, **limits)
        dates = {
            name: date_counts(view, name, mask, details) for name, details in (options.get("date_facets") or {}).items()
        }
        queries = {}
        for name, query in options.get("query_facets") or ():
            narrowed = Matching(view, plan, scored=False)
            queries[f"{name}:{query}"] = int((narrowed.matching(self.node_of(f"{name}:{query}")) & mask).sum())
        return {"fields": fields, "dates": dates, "queries": queries} if fields or dates or queries else {}

    def _conversions(self, model: str) -> Conversions:
        """How the stored values of a model's documents become those of its SearchIndex; text is text already."""
        if model not in self._known_conversions:
            unified = connections[self.connection_alias].get_unified_index()
            index = unified.get_index(haystack_get_model(*model.split(".")))
            fields = {name: index.fields.get(index.field_map.get(name, name)) for name in self.plan.fields}
            self._known_conversions[model] = {
                name: field.convert
                for name, field in fields.items()
                if field is not None and hasattr(field, "convert") and self.plan.fields[name].kind is not Kind.TEXT
            }
        return self._known_conversions[model]

    def spellings(self, text: str) -> list[Spelling]:
        """Spellings near this one that documents do hold, the nearest first."""
        with self.reading() as view:
            return spellings(view, self.plan, text)

    def create_spelling_suggestion(self, query_string: str) -> str | None:
        """Haystack's: the query with each run that nothing holds replaced by the nearest one that something does."""
        view, plan = self.view(), self.plan
        suggestion = query_string
        for run in runs_of(self.node_of(query_string)):
            if not Matching(view, plan, scored=False).matching(run).any() and (near := self.spellings(run.text)):
                suggestion = suggestion.replace(run.text, near[0].text)
        return suggestion if suggestion != query_string else None

    def more_like_this(
        self,
        model_instance: Any,
        additional_query_string: Node | str | None = None,
        start_offset: int = 0,
        end_offset: int | None = None,
        models: Sequence[Any] | None = None,
        result_class: Any = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Documents that share the rarest words of this one, best first; never the document itself."""
        plan = self.ready()
        with self.reading() as view:
            itself = view.find(ID, get_identifier(model_instance))
            if not itself:
                return {"results": [], "hits": 0}
            among = AllOf((self._of_models(models or ()), self.node_of(additional_query_string or Everything())))
            mask = Matching(view, plan, scored=False).matching(among)
            mask[itself] = False
            scores = likeness(view, plan, itself[0])
            found = np.flatnonzero(mask & (scores > 0))
            wanted = len(found) if end_offset is None else min(end_offset, len(found))
            numbers = best_by_score(found, scores, wanted)[start_offset:]
            options = {"result_class": result_class}
            return {
                "results": Results(view, plan, self._conversions, options).of(numbers, scores, ()),
                "hits": len(found),
            }


def _only_these(documents: list[dict[str, Any]]) -> writer.Changes:
    return writer.Changes(documents)


class NewsroomEngine(BaseEngine):
    backend: type[BaseSearchBackend] = NewsroomSearchBackend
    query = NewsroomSearchQuery


__all__ = ["NewsroomEngine", "NewsroomSearchBackend", "NewsroomSearchQuery", "NoUsableIndex"]
