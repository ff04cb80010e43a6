"""What an export holds: rows of the archive as lines of JSON, by issue, and those that issues share.

A line is ``{"model": "newsroom.page", "row": {"id": 3, "issue_id": 1, "number": 2, …}}``: the table's columns by name,
with the keys the archive gave, for addresses hold them. An editor is named by the account's name. What a source holds
stands in a file of its own.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from newsroom.models import (
    Article,
    Byline,
    ChangedRow,
    Changeset,
    Contributor,
    ContributorAlias,
    Doubt,
    FormerAddress,
    ImportEvent,
    ImportRun,
    Issue,
    Misreading,
    Newspaper,
    Page,
    PageSource,
    Photo,
    Proposal,
    Reimport,
    Review,
    Revision,
    Section,
    SourceSpan,
    SourceText,
    UnplacedFragment,
)
from newsroom.upkeep.selection import Selection
from newsroom.upkeep.tables import Row, Table

Json = dict[str, Any]
AUTHOR, LINK = "author", "link"
# Every model of an issue, and how its rows name their issue; in an order in which each finds what it refers to.
OF_AN_ISSUE: tuple[tuple[type[models.Model], str], ...] = (
    (Issue, "pk"),
    (Page, "issue"),
    (SourceText, "issue of a source"),
    (PageSource, "page__issue"),
    (Article, "page__issue"),
    (Photo, "article__page__issue"),
    (Byline, "article__page__issue"),
    (Doubt, "article__page__issue"),
    (UnplacedFragment, "page__issue"),
    (SourceSpan, "article__page__issue"),
    (Revision, "article__page__issue"),
    (Misreading, "revision__article__page__issue"),
    (Review, "revision__article__page__issue"),
    (Reimport, "article__page__issue"),
    (Proposal, "article__page__issue"),
)
# What may refer to an article of another issue is told at the end, when that is there.
LINKS: dict[type[models.Model], tuple[str, ...]] = {
    Article: ("merged_into_id", "split_from_id", "continuation_id"),
    UnplacedFragment: ("article_id",),
}
# Kept for a day against floods; work that is to be done elsewhere anew: of no use there.
UNTOLD: dict[type[models.Model], Json] = {Proposal: {"sender": ""}, Misreading: {"counted": False}}
# Those that issues share come before them, those that refer to several issues after.
BEFORE: tuple[type[models.Model], ...] = (Newspaper, Section, Contributor, ContributorAlias, ImportRun, Changeset)
AFTER: tuple[type[models.Model], ...] = (FormerAddress, ImportEvent, ChangedRow)
KNOWN = {model._meta.label_lower: model for model in (*(model for model, _ in OF_AN_ISSUE), *BEFORE, *AFTER)}


@dataclass(frozen=True, slots=True)
class Record:
    """One row, or an editor or link, with the plain values of its columns."""

    model: str
    row: Json

    def line(self) -> bytes:
        text = json.dumps(
            {"model": self.model, "row": self.row}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return text.encode("utf-8", "surrogatepass") + b"\n"


@cache
def table_of(model: type[models.Model]) -> Table:
    return Table.of(model)


@cache
def author_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that name an editor."""
    return tuple(each.attname for each in model._meta.concrete_fields if each.related_model is User)


def shared_records(alias: str, selection: Selection) -> Iterator[Record]:
    """What the issues chosen share, editors first."""
    chosen = {model: _chosen(model, alias, selection) for model in BEFORE}
    yield from _authors(alias, chosen[Changeset], selection)
    for model in BEFORE:
        yield from _records(model, alias, chosen[model])


def issue_records(alias: str, issue: int, contents: Callable[[str, bytes], None] | None = None) -> Iterator[Record]:
    """Everything of one issue. ``contents`` is given the hash and the bytes of each source."""
    within = set(Article.objects.using(alias).filter(page__issue=issue).values_list("pk", flat=True))
    for model, path in OF_AN_ISSUE:
        chosen = _of_sources(alias, issue) if model is SourceText else Q(**{path: issue})
        for record in _records(model, alias, chosen):
            if model is SourceText:
                data = record.row.pop("data")
                if contents is not None:
                    contents(record.row["sha256"], base64.b64decode(data))
            for column in LINKS.get(model, ()):
                if record.row[column] not in within:
                    record.row[column] = None
            yield record


def closing_records(alias: str, selection: Selection) -> Iterator[Record]:
    """What refers to several issues: former addresses, events of imports, what can be undone, and links."""
    for model in AFTER:
        yield from _records(model, alias, _chosen(model, alias, selection))
    yield from _links(alias, selection)


def _records(model: type[models.Model], alias: str, chosen: Q) -> Iterator[Record]:
    table, authors, names = table_of(model), author_columns(model), dict[int, str]()
    for row in table.rows(alias, chosen):
        values = dict(zip(table.columns, row, strict=True))
        for column in authors:
            values[column] = _username(alias, values[column], names)
        values |= UNTOLD.get(model, {})
        yield Record(table.label, values)


def _username(alias: str, key: int | None, known: dict[int, str]) -> str | None:
    if key is None:
        return None
    if key not in known:
        known[key] = User.objects.using(alias).values_list("username", flat=True).get(pk=key)
    return known[key]


def _of_sources(alias: str, issue: int) -> Q:
    """The sources that the issue's pages, articles and fragments were read from."""
    read = (
        PageSource.objects.using(alias).filter(page__issue=issue),
        SourceSpan.objects.using(alias).filter(article__page__issue=issue),
        UnplacedFragment.objects.using(alias).filter(page__issue=issue),
    )
    return Q(pk__in=read[0].values("source")) | Q(pk__in=read[1].values("source")) | Q(pk__in=read[2].values("source"))


def _chosen(model: type[models.Model], alias: str, selection: Selection) -> Q:
    """Which rows of a shared model go with the issues chosen: all, or those that the issues refer to."""
    if selection.is_everything or model is Section:
        return Q()
    issues = selection.issues(alias)
    articles = Article.objects.using(alias).filter(page__issue__in=issues)
    revisions = Revision.objects.using(alias).filter(article__in=articles)
    reimports = Reimport.objects.using(alias).filter(article__in=articles)
    credited = Byline.objects.using(alias).filter(article__in=articles).values("contributor")
    changesets = Q(pk__in=revisions.values("changeset")) | Q(pk__in=reimports.values("changeset"))
    undone = Changeset.objects.using(alias).filter(changesets).values("undoes")
    sources = PageSource.objects.using(alias).filter(page__issue__in=issues)
    runs = Q(pk__in=articles.values("import_run")) | Q(pk__in=reimports.values("import_run"))
    runs |= Q(pk__in=sources.values("import_run"))
    runs_chosen = ImportRun.objects.using(alias).filter(runs)
    changesets |= Q(pk__in=undone)
    return {
        Newspaper: Q(pk__in=issues.values("newspaper")),
        Contributor: Q(pk__in=credited),
        ContributorAlias: Q(contributor__in=credited),
        ImportRun: runs,
        Changeset: changesets,
        FormerAddress: Q(page__issue__in=issues, article__in=articles),
        ImportEvent: Q(issue__in=issues, run__in=runs_chosen),
        ChangedRow: Q(changeset__in=Changeset.objects.using(alias).filter(changesets)),
    }[model]


def _authors(alias: str, changesets: Q, selection: Selection) -> Iterator[Record]:
    """Everybody whom a row names: the account's name and the person's, nothing to log in with."""
    articles = Q(article__page__issue__in=selection.issues(alias))
    reviews = Q(revision__article__page__issue__in=selection.issues(alias))
    named = (
        Changeset.objects.using(alias).filter(changesets).values("author"),
        Revision.objects.using(alias).filter(articles).values("author"),
        Review.objects.using(alias).filter(reviews).values("reviewer"),
        Proposal.objects.using(alias).filter(articles).values("decided_by"),
    )
    users = User.objects.using(alias).filter(
        Q(pk__in=named[0]) | Q(pk__in=named[1]) | Q(pk__in=named[2]) | Q(pk__in=named[3])
    )
    for values in users.order_by("username").values("username", "first_name", "last_name"):
        yield Record(AUTHOR, dict(values))


def _links(alias: str, selection: Selection) -> Iterator[Record]:
    """References to an article of another issue, where both are chosen."""
    for model, columns in LINKS.items():
        for column in columns:
            target = column.removesuffix("_id")
            here = Q(
                **{"page__issue__in": selection.issues(alias), f"{target}__page__issue__in": selection.issues(alias)}
            )
            rows = (
                model._base_manager.using(alias)
                .filter(here)
                .exclude(**{f"{target}__page__issue": models.F("page__issue")})
            )
            for key, article in rows.order_by("pk").values_list("pk", column).iterator():
                yield Record(LINK, {"of": model._meta.label_lower, "id": key, "column": column, "article_id": article})


def as_row(record: Record, authors: dict[str, int]) -> Row:
    """The record as its table takes it, with the keys that editors have here. Raises KeyError for unknown columns."""
    model = KNOWN[record.model]
    table, values = table_of(model), dict(record.row)
    if set(values) != set(table.columns):
        raise KeyError(", ".join(sorted(set(values) ^ set(table.columns))))
    for column in author_columns(model):
        values[column] = authors[values[column]] if values[column] is not None else None
    return [values[column] for column in table.columns]
