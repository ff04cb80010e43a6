"""The reading API, version 1: everything public as JSON. Its OpenAPI document describes itself at /api/v1/docs/."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Query
from ninja.renderers import JSONRenderer
from pydantic import StringConstraints

from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Contributor, Issue, Newspaper, Revision, Section, paragraphs_of
from newsroom.reader import api_schemas as schemas
from newsroom.reader.browsing import credited_contributors
from newsroom.reader.reading import title_of
from newsroom.reader.sheets import listable, sheets_of
from newsroom.search.archive import ArchiveSearch, IndexUnavailable

ROWS_A_PAGE = 100
# Beyond what any database counts; a larger number in an address is refused, not passed on.
LARGEST_NUMBER = 2**31 - 1

Number = Annotated[int, Query(ge=1, le=LARGEST_NUMBER)]
Slug = Annotated[str, StringConstraints(max_length=60)]


class Gone(Exception):
    """The article was withdrawn."""


class Missing(Exception):
    """Nothing is kept at that address."""


class ReadableJSON(JSONRenderer):
    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class ReadingAPI(NinjaAPI):
    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, *args, **kwargs)
        # Everything here is public and nothing depends on who asks: a page of any site may read it.
        response["Access-Control-Allow-Origin"] = "*"
        return response


api = ReadingAPI(
    title="Newsroom",
    version="1",
    description="Issues, pages, articles with every revision, sections, contributors, and search. Reading only.",
    urls_namespace="api",
    docs_url="docs/",
    openapi_url="openapi.json",
    renderer=ReadableJSON(),
)

NOT_FOUND: dict[int, Any] = {404: schemas.Problem}


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
            "url": _absolute(request, paper.get_absolute_url()),
        }
        for paper in Newspaper.objects.all()
    ]


@api.get("issues/", response=schemas.Issues, url_name="issues")
def issues(
    request: HttpRequest,
    newspaper: Slug = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    p: Number = 1,
) -> Any:
    """Issues, newest first."""
    found = Issue.objects.select_related("newspaper").newest_first()
    if newspaper:
        found = found.filter(newspaper__slug=newspaper)
    return _listing(request, _within(found, "date", since, until), p, _issue)


@api.get("issues/{newspaper}/{stamp}/", response={200: schemas.IssueWithPages, **NOT_FOUND}, url_name="issue")
def issue(request: HttpRequest, newspaper: Slug, stamp: Annotated[str, StringConstraints(max_length=20)]) -> Any:
    """One issue; ``stamp`` is its date, followed by -e2 for a second edition."""
    found = Issue.objects.select_related("newspaper").filter(newspaper__slug=newspaper)
    found = found.filter(date=_date_of(stamp))
    kept = next((each for each in found if each.stamp == stamp), None)
    if kept is None:
        raise Missing
    sheets = sheets_of(kept)
    return {
        **_issue(request, kept),
        "absent_pages": [sheet.number for sheet in sheets if sheet.page is None],
        "pages": [
            {
                "number": sheet.number,
                "name": sheet.page.name,
                "url": _absolute(request, sheet.page.get_absolute_url()),
                "articles": [_article(request, piece.article) for piece in sheet.pieces],
            }
            for sheet in sheets
            if sheet.page is not None
        ],
    }


@api.get("articles/", response=schemas.Articles, url_name="articles")
def articles(
    request: HttpRequest,
    newspaper: Slug = "",
    section: Slug = "",
    contributor: Annotated[int, Query(ge=1, le=LARGEST_NUMBER)] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
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
    return _listing(request, narrowed, p, _article)


@api.get(
    "articles/{int:pk}/",
    response={200: schemas.ArticleWithText, 410: schemas.Problem, **NOT_FOUND},
    url_name="article",
)
def article(request: HttpRequest, pk: int) -> Any:
    """One article as it reads now, and the list of its revisions."""
    found = _visible_article(pk)
    return {
        **_article(request, found),
        "text": _text(Snapshot.of(found), found),
        "continued_from": found.continued_from,
        "continues_on": found.continues_on,
        "modified_at": found.modified_at,
        "revisions": [_revision_note(request, each) for each in found.revisions.order_by("number").defer("snapshot")],
    }


@api.get(
    "articles/{int:pk}/revisions/{int:number}/",
    response={200: schemas.Revision, 410: schemas.Problem, **NOT_FOUND},
    url_name="revision",
)
def revision(request: HttpRequest, pk: int, number: int) -> Any:
    """The article exactly as one revision left it; revision 0 is the text as imported."""
    found = _visible_article(pk)
    kept = found.revisions.filter(number=number).first()
    if kept is None:
        raise Missing
    return {
        **_revision_note(request, kept),
        "article": _article(request, found),
        "text": _text(Snapshot.from_json(kept.snapshot), found),
    }


@api.get("sections/", response=list[schemas.Section], url_name="sections")
def sections(request: HttpRequest) -> Any:
    return [
        {
            "name": each.name,
            "slug": each.slug,
            "articles": each.article_count,
            "url": _absolute(request, each.get_absolute_url()),
        }
        for each in Section.objects.annotate(article_count=Count("articles", filter=Q(articles__visible=True)))
    ]


@api.get("contributors/", response=schemas.Contributors, url_name="contributors")
def contributors(request: HttpRequest, p: Number = 1) -> Any:
    """Everybody credited on a public article, by pinyin."""
    return _listing(request, credited_contributors().order_by("sort_key", "name", "pk"), p, _contributor)


@api.get(
    "contributors/{int:pk}/",
    response={200: schemas.ContributorWithAliases, **NOT_FOUND},
    url_name="contributor",
)
def contributor(request: HttpRequest, pk: int) -> Any:
    found = credited_contributors().filter(pk=pk).first()
    if found is None:
        raise Missing
    return {
        **_contributor(request, found),
        "aliases": [alias.name for alias in found.aliases.all()],
        "articles": Article.objects.credited_to(found).visible().count(),
    }


@api.get("search/", response={200: schemas.SearchResults, 503: schemas.Problem}, url_name="search")
def search(
    request: HttpRequest,
    q: str = Query("", description="As on the search page: words, phrases, fields. Empty finds everything."),
) -> Any:
    """What the search page shows, by the same parameters: facets narrow (newspaper, year, month, section, page, byline,
    role, state, each may be repeated), ``from`` and ``to`` are days, ``sort`` is relevance, newest, oldest or printed,
    ``p`` the page of results. What cannot be understood is told in ``ignored``, never an error."""
    answer = ArchiveSearch.from_params(request.GET).answer()

    def results_page(query: str | None) -> str | None:
        return None if query is None else _absolute(request, f"{request.path}?{query}")

    return {
        "count": answer.count,
        "page": answer.page,
        "page_count": answer.page_count,
        "next": results_page(answer.next_query),
        "previous": results_page(answer.previous_query),
        "ignored": list(answer.ignored),
        "suggestions": [suggestion.text for suggestion in answer.suggestions],
        "facets": [
            {
                "name": facet.name,
                "values": [
                    {"value": value.value, "label": value.label, "count": value.count, "selected": value.selected}
                    for value in facet.values
                ],
            }
            for facet in answer.facets
        ],
        "results": [
            {
                "article": _article(request, hit.article),
                "headline": str(hit.headline),
                "snippets": [str(snippet) for snippet in hit.snippets],
                "matched": hit.matched,
            }
            for hit in answer.hits
        ],
    }


def _absolute(request: HttpRequest, address: str) -> str:
    return request.build_absolute_uri(address)


def _api_url(request: HttpRequest, name: str, *args: object) -> str:
    return _absolute(request, reverse(f"api:{name}", args=args))


def _date_of(stamp: str) -> dt.date:
    try:
        return dt.date.fromisoformat(stamp[:10])
    except ValueError as error:
        raise Missing from error


def _visible_article(pk: int) -> Article:
    found = listable(Article.objects.filter(pk=pk)).first()
    if found is None:
        raise Missing
    if not found.visible:
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
        return _absolute(request, f"{request.path}?{query.urlencode()}")

    last = max(1, -(-count // ROWS_A_PAGE))
    return {
        "count": count,
        "next": page_at(page + 1) if page < last else None,
        "previous": page_at(min(page - 1, last)) if page > 1 else None,
        "results": [written(request, row) for row in rows],
    }


def _issue(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    return {
        "newspaper": issue.newspaper.slug,
        "date": issue.date,
        "date_inferred": issue.date_inferred,
        "edition": issue.edition,
        "number": issue.number,
        "url": _absolute(request, issue.get_absolute_url()),
        "api_url": _api_url(request, "issue", issue.newspaper.slug, issue.stamp),
    }


def _article(request: HttpRequest, article: Article) -> dict[str, Any]:
    page, issue = article.page, article.page.issue
    return {
        "id": article.pk,
        "title": title_of(article),
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "newspaper": issue.newspaper.slug,
        "date": issue.date,
        "edition": issue.edition,
        "page": page.number,
        "page_name": page.name,
        "number": article.number,
        "section": article.section.slug if article.section else None,
        "kind": article.kind,
        "text_state": article.text_state,
        "revision": article.revision_number,
        "url": _absolute(request, article.get_absolute_url()),
        "api_url": _api_url(request, "article", article.pk),
    }


def _text(snapshot: Snapshot, article: Article) -> dict[str, Any]:
    contributors = {byline.name: byline.contributor_id for byline in article.bylines.all()}
    return {
        "kicker": snapshot.kicker,
        "headline": snapshot.headline,
        "subhead": snapshot.subhead,
        "dateline": snapshot.dateline,
        "paragraphs": [paragraph._asdict() for paragraph in paragraphs_of(snapshot.body)],
        "bylines": [
            {
                "name": byline.name,
                "role": byline.role,
                "affiliation": byline.affiliation,
                "as_printed": byline.as_printed,
                "photo": byline.photo,
                "contributor": contributors.get(byline.name),
            }
            for byline in snapshot.bylines
        ],
        "photos": [
            {"position": photo.position, "caption": photo.caption, "credit": photo.credit} for photo in snapshot.photos
        ],
    }


def _revision_note(request: HttpRequest, revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "made_at": revision.made_at,
        "sha256": revision.sha256,
        "url": _absolute(request, revision.get_absolute_url()),
        "api_url": _api_url(request, "revision", revision.article_id, revision.number),
    }


def _contributor(request: HttpRequest, contributor: Contributor) -> dict[str, Any]:
    return {
        "id": contributor.pk,
        "name": contributor.name,
        "kind": contributor.kind,
        "distinction": contributor.distinction,
        "pinyin": contributor.sort_key,
        "url": _absolute(request, contributor.get_absolute_url()),
        "api_url": _api_url(request, "contributor", contributor.pk),
    }
