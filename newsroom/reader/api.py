"""The reading API, version 1: everything public as JSON. Its OpenAPI document describes itself at /api/v1/docs/."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from ninja import Field, NinjaAPI, Path, Query
from ninja.renderers import JSONRenderer
from pydantic import BeforeValidator, StringConstraints

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor, Issue, Newspaper, Section
from newsroom.reader import api_schemas as schemas
from newsroom.reader.api_rows import (
    absolute,
    api_url,
    article_row,
    contributor_row,
    hit_row,
    issue_row,
    revision_row,
    text_of,
)
from newsroom.reader.articles import seen_somewhere
from newsroom.reader.browsing import credited_contributors
from newsroom.reader.sheets import listable, sheets_of
from newsroom.search.archive import ArchiveSearch, IndexUnavailable

ROWS_A_PAGE = 100
# Beyond what any database counts; a larger number in an address is refused, not passed on.
LARGEST_NUMBER = 2**31 - 1

Number = Annotated[int, Query(ge=1, le=LARGEST_NUMBER, description="The page of the list.", examples=[2])]
Id = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, examples=[44])]
RevisionNumber = Annotated[int, Path(ge=0, le=LARGEST_NUMBER, examples=[0])]
Slug = Annotated[str, StringConstraints(max_length=60)]
NewspaperSlug = Annotated[str, Query(max_length=60, description="A newspaper's slug.", examples=["xueling"])]
NewspaperInPath = Annotated[Slug, Path(description="A newspaper's slug.", examples=["xueling"])]
Stamp = Annotated[str, StringConstraints(max_length=20), Path(description="Its date.", examples=["2026-01-07"])]
SectionSlug = Annotated[str, Query(max_length=60, description="A section's slug.", examples=["要闻"])]
ContributorId = Annotated[
    Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None, Query(description="A contributor's id.", examples=[7])
]


def _only_iso(value: object) -> object:
    """Pydantic would take 0 for the first of January 1970."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value), re.ASCII):
        raise ValueError("a day is written 2026-01-07")
    return value


Day = Annotated[dt.date, BeforeValidator(_only_iso)]
FirstDay = Annotated[Day | None, Query(description="From this day on.", examples=["2026-01-07"])]
LastDay = Annotated[Day | None, Query(description="Up to this day.", examples=["2026-01-31"])]


class Gone(Exception):
    """The article was withdrawn."""


class Missing(Exception):
    """Nothing is kept at that address."""


class ReadableJSON(JSONRenderer):
    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title="Newsroom",
    version="1",
    description="Issues, pages, articles with every revision, sections, contributors, and search. Reading only.",
    urls_namespace="api",
    docs_url=None,  # a page of the site: newsroom.reader.api_docs
    openapi_url="openapi.json",
    renderer=ReadableJSON(),
)

# What an address with parameters may answer besides what was asked for.
REFUSED: dict[int, Any] = {422: schemas.Refusal}
NOT_FOUND: dict[int, Any] = {404: schemas.Problem, **REFUSED}


@api.exception_handler(Missing)
def answer_missing(request: HttpRequest, error: Missing) -> HttpResponse:
    return api.create_response(request, {"detail": "Not in the archive."}, status=404)


@api.exception_handler(Gone)
def answer_gone(request: HttpRequest, error: Gone) -> HttpResponse:
    return api.create_response(request, {"detail": "Withdrawn by the editors."}, status=410)


@api.exception_handler(IndexUnavailable)
def answer_unavailable(request: HttpRequest, error: IndexUnavailable) -> HttpResponse:
    return api.create_response(request, {"detail": str(error)}, status=503)


@api.get("newspapers/", response=list[schemas.Newspaper], url_name="newspapers")
def newspapers(request: HttpRequest) -> Any:
    return [
        {
            "name": paper.name,
            "slug": paper.slug,
            "cn_number": paper.cn_number,
            "publisher": paper.publisher,
            "place": paper.place,
            "url": absolute(request, paper.get_absolute_url()),
        }
        for paper in Newspaper.objects.all()
    ]


@api.get("issues/", response={200: schemas.Issues, **REFUSED}, url_name="issues")
def issues(
    request: HttpRequest,
    newspaper: NewspaperSlug = "",
    since: FirstDay = None,
    until: LastDay = None,
    p: Number = 1,
) -> Any:
    """Issues, newest first."""
    found = Issue.objects.select_related("newspaper").newest_first()
    if newspaper:
        found = found.filter(newspaper__slug=newspaper)
    return _listing(request, _within(found, "date", since, until), p, issue_row)


@api.get("issues/{newspaper}/{stamp}/", response={200: schemas.IssueWithPages, **NOT_FOUND}, url_name="issue")
def issue(request: HttpRequest, newspaper: NewspaperInPath, stamp: Stamp) -> Any:
    """One issue; ``stamp`` is its date, followed by -e2 for a second edition."""
    found = Issue.objects.select_related("newspaper").filter(newspaper__slug=newspaper)
    found = found.filter(date=_date_of(stamp))
    kept = next((each for each in found if each.stamp == stamp), None)
    if kept is None:
        raise Missing
    sheets = sheets_of(kept)
    return {
        **issue_row(request, kept),
        "absent_pages": [sheet.number for sheet in sheets if sheet.page is None],
        "pages": [
            {
                "number": sheet.number,
                "name": sheet.page.name,
                "url": absolute(request, sheet.page.get_absolute_url()),
                "articles": [article_row(request, piece.article) for piece in sheet.pieces],
            }
            for sheet in sheets
            if sheet.page is not None
        ],
    }


@api.get("articles/", response={200: schemas.Articles, **REFUSED}, url_name="articles")
def articles(
    request: HttpRequest,
    newspaper: NewspaperSlug = "",
    section: SectionSlug = "",
    contributor: ContributorId = None,
    since: FirstDay = None,
    until: LastDay = None,
    p: Number = 1,
) -> Any:
    """Articles in the order in which they entered the archive. For their words, ask search."""
    found = Article.objects.visible().with_place().order_by("pk")
    if newspaper:
        found = found.filter(page__issue__newspaper__slug=newspaper)
    if section:
        found = found.filter(section__slug=section)
    if contributor is not None:
        found = found.filter(bylines__contributor=contributor).distinct()
    narrowed = _within(found.prefetch_related("photos"), "page__issue__date", since, until)
    return _listing(request, narrowed, p, article_row)


@api.get(
    "articles/{pk}/",
    response={200: schemas.ArticleWithText, 410: schemas.Problem, **NOT_FOUND},
    url_name="article",
)
def article(request: HttpRequest, pk: Id) -> Any:
    """One article as it reads now, and the list of its revisions. One that was joined to another leads there (301)."""
    if (joined := Article.objects.filter(pk=pk).exclude(merged_into=None).first()) is not None:
        return HttpResponsePermanentRedirect(api_url(request, "article", joined.merged_into_id))
    found = _visible_article(pk)
    return {
        **article_row(request, found),
        "text": text_of(Snapshot.of(found), found),
        "continued_from": found.continued_from,
        "continues_on": found.continues_on,
        "modified_at": found.modified_at,
        "revisions": [revision_row(request, each) for each in found.revisions.order_by("number").defer("snapshot")],
    }


@api.get(
    "articles/{pk}/revisions/{number}/",
    response={200: schemas.Revision, 410: schemas.Problem, **NOT_FOUND},
    url_name="revision",
)
def revision(request: HttpRequest, pk: Id, number: RevisionNumber) -> Any:
    """The article exactly as one revision left it; revision 0 is the text as imported."""
    found = _visible_article(pk)
    kept = found.revisions.filter(number=number).first()
    if kept is None:
        raise Missing
    return {
        **revision_row(request, kept),
        "article": article_row(request, found),
        "text": text_of(Snapshot.from_json(kept.snapshot), found),
    }


@api.get("sections/", response=list[schemas.Section], url_name="sections")
def sections(request: HttpRequest) -> Any:
    return [
        {
            "name": each.name,
            "slug": each.slug,
            "articles": each.article_count,  # type: ignore[attr-defined]
            "url": absolute(request, each.get_absolute_url()),
        }
        for each in Section.objects.with_articles()
    ]


@api.get("contributors/", response={200: schemas.Contributors, **REFUSED}, url_name="contributors")
def contributors(request: HttpRequest, p: Number = 1) -> Any:
    """Everybody credited on a public article, by pinyin."""
    return _listing(request, credited_contributors().order_by("sort_key", "name", "pk"), p, contributor_row)


@api.get(
    "contributors/{pk}/",
    response={200: schemas.ContributorWithAliases, **NOT_FOUND},
    url_name="contributor",
)
def contributor(request: HttpRequest, pk: Id) -> Any:
    if (merged := Contributor.objects.filter(pk=pk).exclude(merged_into=None).first()) is not None:
        return HttpResponsePermanentRedirect(api_url(request, "contributor", merged.survivor.pk))
    found = credited_contributors().filter(pk=pk).first()
    if found is None:
        raise Missing
    return {
        **contributor_row(request, found),
        "aliases": [alias.name for alias in found.aliases.all()],
        "articles": Article.objects.credited_to(found).visible().count(),
    }


@api.get("search/", response={200: schemas.SearchResults, 503: schemas.Problem}, url_name="search")
def search(request: HttpRequest, asked: Query[schemas.SearchParameters]) -> Any:
    """What the search page shows, by the same parameters. Facets narrow, and each may be given several times. What
    cannot be understood is told in ``ignored``, never an error."""
    answer = ArchiveSearch.from_params(request.GET).answer()

    def results_page(query: str | None) -> str | None:
        return None if query is None else absolute(request, f"{request.path}?{query}")

    return {
        "count": answer.count,
        "page": answer.page,
        "page_count": answer.page_count,
        "next": results_page(answer.next_query),
        "previous": results_page(answer.previous_query),
        "ignored": list(answer.ignored),
        "suggestions": [suggestion.text for suggestion in answer.suggestions],
        "facets": {
            facet.name: [
                {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}
                for value in facet.values
            ]
            for facet in answer.facets
        },
        "results": [hit_row(request, hit) for hit in answer.hits],
    }


def no_such_question(request: HttpRequest) -> HttpResponse:
    """An address below the API's that means nothing is refused in its own way."""
    return api.create_response(request, {"detail": "The API has no such address."}, status=404)


def _date_of(stamp: str) -> dt.date:
    try:
        return dt.date.fromisoformat(stamp[:10])
    except ValueError as error:
        raise Missing from error


def _visible_article(pk: int) -> Article:
    found = listable(Article.objects.filter(pk=pk)).first()
    if found is None:
        raise Missing
    if not seen_somewhere(found):
        raise Gone
    return found


def _within(found: QuerySet[Any], field: str, since: dt.date | None, until: dt.date | None) -> QuerySet[Any]:
    if since:
        found = found.filter(**{f"{field}__gte": since})
    if until:
        found = found.filter(**{f"{field}__lte": until})
    return found


def _listing(
    request: HttpRequest, found: QuerySet[Any], page: int, written: Callable[[HttpRequest, Any], dict[str, Any]]
) -> dict[str, Any]:
    """One page of rows, the total, and the addresses of the pages beside it, every other parameter kept."""
    count = found.count()
    start = (page - 1) * ROWS_A_PAGE
    rows: Iterable[Model] = found[start : start + ROWS_A_PAGE] if start < count else ()

    def page_at(number: int) -> str:
        query = request.GET.copy()
        query["p"] = str(number)
        return absolute(request, f"{request.path}?{query.urlencode()}")

    last = max(1, -(-count // ROWS_A_PAGE))
    return {
        "count": count,
        "next": page_at(page + 1) if page < last else None,
        "previous": page_at(min(page - 1, last)) if page > 1 else None,
        "results": [written(request, row) for row in rows],
    }
