"""Haystack's filters -> a search tree."""

from __future__ import annotations

from typing import Any

from haystack import connections
from haystack.backends import SearchNode
from haystack.backends.whoosh_backend import WhooshSearchQuery

from newsroom.search.nodes import AllOf, AnyOf, Between, Everything, Like, Node, Not, OneOf, Run
from newsroom.search.query import parse
from newsroom.search.schema import IndexPlan, Kind, as_value


class NewsroomSearchQuery(WhooshSearchQuery):
    """Haystack's query: filters become a tree instead of a string, so no value is ever read as syntax."""

    end_offset: int | None

    def build_query(self) -> Node:
        return self._node(self.query_filter) or Everything()

    def __str__(self) -> str:
        return str(self.build_query())

    def run_mlt(self, **options: Any) -> None:
        """More like this, within the limits that were set; Haystack's own has every document that is like it loaded."""
        super().run_mlt(**{"start_offset": self.start_offset, "end_offset": self.end_offset, **options})

    # Whoever asks for these asks for no documents: one is loaded, as for a count. Haystack's own load all found.

    def get_facet_counts(self) -> Any:
        self.end_offset = self.end_offset or 1
        return super().get_facet_counts()

    def get_spelling_suggestion(self, preferred_query: str | None = None) -> Any:
        self.end_offset = self.end_offset or 1
        return super().get_spelling_suggestion(preferred_query)

    def add_filter(self, query_filter: SearchNode, use_or: bool = False) -> None:
        """Joins a condition to all that was asked before.

        Haystack's own merges nodes, and negates what was asked before along with a condition that is negated.
        """
        asked_before: SearchNode = self.query_filter
        asked_now = _as_search_node(query_filter)
        joined = SearchNode([asked_before, asked_now], "OR" if use_or else "AND")
        self.query_filter: SearchNode = joined if asked_before else asked_now

    def _node(self, filters: SearchNode) -> Node | None:
        parts: list[Node] = []
        for child in filters.children:
            part = self._node(child) if isinstance(child, SearchNode) else self._condition(*child)
            if part is not None:
                parts.append(part)
        if not parts:
            return None
        joined: Node = parts[0] if len(parts) == 1 else (AnyOf if filters.connector == "OR" else AllOf)(tuple(parts))
        return Not(joined) if filters.negated else joined

    def _condition(self, expression: str, value: Any) -> Node:
        name, lookup = self.query_filter.split_expression(expression)
        plan = self.backend.ready()
        if name in {"content", "text"} and name not in plan.fields:
            name = plan.content
        else:
            name = connections[self._using].get_unified_index().get_index_fieldname(name)
        if name not in plan.fields:
            return AnyOf(())  # nothing is in a field that does not exist
        kind = getattr(value, "input_type_name", "")
        if kind in {"raw", "auto_query", "alt_parser"}:
            return parse(str(value.query_string), name, {key.casefold(): key for key in plan.fields}).node or AnyOf(())
        if kind == "not":
            return Not(_lookup(plan, name, "content", str(value.query_string)))
        if kind == "exact":
            return _lookup(plan, name, "exact", str(value.query_string))
        if kind:
            value = value.query_string
        if lookup == "fuzzy":
            near = [value, *(spelling.text for spelling in self.backend.spellings(value))]
            return AnyOf(tuple(_lookup(plan, name, "content", text) for text in near))
        return _lookup(plan, name, lookup, list(value) if hasattr(value, "values_list") else value)


def _as_search_node(node: SearchNode) -> SearchNode:
    """An SQ, which Haystack cannot copy, as the node it stands for."""
    children = [_as_search_node(child) if isinstance(child, SearchNode) else child for child in node.children]
    return SearchNode(children, node.connector, node.negated)


def _lookup(plan: IndexPlan, name: str, lookup: str, value: Any) -> Node:
    """One of Haystack's lookups on a field -> a tree."""
    field = plan.fields[name]
    if (field.kind is Kind.STORED and field.facet) or (lookup in {"exact", "in"} and field.facet):
        field = plan.fields[name := field.facet]
    bound = value if isinstance(value, int | float) else as_value(value)
    match lookup:
        case "in" if field.kind is Kind.VALUES:
            return OneOf(name, tuple(as_value(item) for item in value))
        case "in":
            return AnyOf(tuple(_lookup(plan, name, "exact", item) for item in value))
        case "range":
            low, high = (None if item in {None, "*"} else as_value(item) for item in value)
            return Between(name, low, high)
        case "gt" | "gte":
            return Between(name, bound, None, with_low=lookup == "gte")
        case "lt" | "lte":
            return Between(name, None, bound, with_high=lookup == "lte")
        case _ if field.kind is Kind.NUMBER:
            return Everything() if value == "*" else Between(name, bound, bound)
        case "contains" | "startswith" | "endswith" if field.kind is Kind.VALUES:
            return Like(name, as_value(value), at_start=lookup == "startswith", at_end=lookup == "endswith")
        case "exact":
            return Run(name, as_value(value))
        case _ if field.kind is Kind.VALUES:
            return OneOf(name, (as_value(value),))
    runs = tuple(Run(name, word) for word in as_value(value).split())
    if runs == (Run(name, "*"),):
        return Everything()
    return AllOf(runs) if len(runs) != 1 else runs[0]
