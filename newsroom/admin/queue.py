"""The editors' queue: in what order articles are listed, how they are searched, and what comes after one."""

from __future__ import annotations

import logging
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters, csrf_protect_m
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.text import smart_split
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.pages import ArticlePages
from newsroom.models import Article, Byline, IndexTask, Photo, SavedQueue
from newsroom.models.articles import ArticleQuerySet
from newsroom.search.engine import NoUsableIndex
from newsroom.search.keys import article_keys

log = logging.getLogger("newsroom.admin")

# Orders and narrowings every desk needs; an editor may save others beside them.
READY_MADE = (
    (gettext_lazy("What needs eyes first"), ""),
    (gettext_lazy("Suspects, most first"), "suspects=some&o=-3"),
    (gettext_lazy("To be reviewed, longest waiting first"), "text_state__exact=corrected&o=8"),
    (gettext_lazy("Changed since review"), "review=changed"),
    (gettext_lazy("Last changed"), "o=-8"),
)
MOST_SAVED = 12


class Queue(ChangeList):
    """The list of articles, unless sorted otherwise: what needs eyes first, then the newest issue, read as printed."""

    def _get_default_ordering(self) -> list[str]:
        return ["turn", "-page__issue__date", "page__issue__edition", "page__number", "position"]

    def get_results(self, request: HttpRequest) -> None:
        """One page, always through the paginator: Django's own fetches a short list past it."""
        paginator = QueuePaginator(self.queryset, self.list_per_page)
        try:
            self.result_list = paginator.page(self.page_num).object_list
        except InvalidPage as beyond:
            raise IncorrectLookupParameters from beyond
        self.result_count = paginator.count
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(self.result_count)
        self.can_show_all = False
        self.multi_page = self.result_count > self.list_per_page
        self.paginator = paginator


class QueueRequest(HttpRequest):
    """Asks for the order of a list alone: what comes after an article, not a page to be shown."""

    def __init__(self, user: Any, query: str) -> None:
        super().__init__()
        self.method = "GET"
        self.user = user
        self.GET = QueryDict(query)


class QueueOrder(Queue):
    def get_results(self, request: HttpRequest) -> None:
        """Nothing is counted or fetched: the order is all that is asked for."""


class QueuePaginator(Paginator):
    """Puts keys in order, and fetches the articles of one page alone: an archive's text is not sorted along."""

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        articles = cast("QuerySet[Article]", self.object_list)
        keys = list(articles.values_list("pk", flat=True)[start : start + self.per_page])
        found = Article.objects.with_place().with_open_doubts().in_bulk(keys)
        return Page([found[key] for key in keys if key in found], number, self)


class QueueViews(ArticlePages):
    # Counting what each value of each filter would list costs more than the list.
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ("headline",)
    search_help_text = gettext_lazy("Searches headlines, text, captions and bylines as they now stand.")

    def get_queryset(self, request: HttpRequest) -> ArticleQuerySet:
        return Article.objects.standing().with_open_doubts().with_turn()

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return QueueOrder if isinstance(request, QueueRequest) else Queue

    def get_list_filter(self, request: HttpRequest) -> Any:
        """For an order alone, the filters that narrow it: none of the others has to know what it could offer."""
        filters = super().get_list_filter(request)
        if not isinstance(request, QueueRequest):
            return filters
        return [one for one in filters if any(key.startswith(_parameter(one)) for key in request.GET)]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Every word stands somewhere in the article; a quoted phrase is one word."""
        runs = [run for word in smart_split(search_term) if (run := _unquoted(word))]
        if not runs:
            return queryset, False
        try:
            indexed = article_keys(runs)
        except NoUsableIndex as unusable:
            log.warning("%s The queue is searched without it.", unusable)
            return _holding(queryset, runs), False
        # What the index does not know: articles withdrawn, and those whose last change has not reached it yet.
        changed = set(IndexTask.objects.values_list("article_id", flat=True))
        unknown = Article.objects.filter(Q(visible=False) | Q(pk__in=IndexTask.objects.values("article_id")))
        found = (set(indexed) - changed) | set(_holding(unknown, runs).values_list("pk", flat=True))
        return queryset.among(found), False  # type: ignore[attr-defined]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        queues = SavedQueue.objects.filter(editor=request.user.pk)
        context = {
            # The columns and filters of the queue take the whole width.
            "is_nav_sidebar_enabled": False,
            "ready_made": READY_MADE,
            "saved_queues": list(queues),
            "asked": _without_page(request.GET.urlencode()),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def get_urls(self) -> list[URLPattern]:
        queues = path("queues/", self.admin_site.admin_view(self.queues_view), name="newsroom_article_queues")
        return [queues, *super().get_urls()]

    @csrf_protect_m
    def queues_view(self, request: HttpRequest) -> HttpResponse:
        """Keeps the list an editor is looking at under a name, or forgets one (POST)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        mine = SavedQueue.objects.filter(editor=request.user.pk)
        query = _without_page(request.POST.get("query", ""))[:1000]
        if forgotten := request.POST.get("forget", ""):
            mine.filter(pk=int(forgotten) if forgotten.isdecimal() else 0).delete()
        elif name := request.POST.get("name", "").strip()[:40]:
            if mine.count() < MOST_SAVED or mine.filter(name=name).exists():
                SavedQueue.objects.update_or_create(editor_id=request.user.pk, name=name, defaults={"query": query})
            else:
                self.message_user(request, _("That is as many as can be kept; forget one first."))
        return HttpResponseRedirect(f"{reverse('admin:newsroom_article_changelist')}?{query}")

    def following_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Leads to the article after this one in the list the editor came from, nothing being saved."""
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        following = self.next_in_queue(request, article)
        return (
            self.redirect(request, "changelist") if following is None else self.redirect(request, "change", following)
        )

    def next_in_queue(self, request: HttpRequest, article: Article) -> int | None:
        """The article that follows in the list the editor came from, as that list stands before this save."""
        listed = QueueRequest(
            request.user, QueryDict(self.get_preserved_filters(request)).get("_changelist_filters", "")
        )
        try:
            queue = self.get_changelist_instance(listed).queryset
        except IncorrectLookupParameters:
            return None
        keys = queue.values_list("pk", flat=True).iterator(chunk_size=2000)
        first = None
        for key in keys:
            if key == article.pk:
                return next(keys, None) or first
            first = first or key
        return first


def _parameter(list_filter: Any) -> str:
    """What the parameters of a filter begin with: it is a class of ours, or the name of a field."""
    return list_filter if isinstance(list_filter, str) else list_filter.parameter_name


def _unquoted(word: str) -> str:
    quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'"
    return word[1:-1] if quoted else word


def _holding(articles: QuerySet[Article], runs: list[str]) -> QuerySet[Article]:
    """Those that hold every run, each looked for in the texts themselves."""
    for run in runs:
        credited = Byline.objects.filter(article=OuterRef("pk"), name__icontains=run)
        pictured = Photo.objects.filter(Q(caption__icontains=run) | Q(credit__icontains=run), article=OuterRef("pk"))
        in_text = Q(Exists(credited)) | Q(Exists(pictured))
        for part in ("kicker", "headline", "subhead", "dateline", "body"):
            in_text |= Q(**{f"{part}__icontains": run})
        articles = articles.filter(in_text)
    return articles


def _without_page(query: str) -> str:
    """A list's query string from its first page on."""
    asked = QueryDict(query, mutable=True)
    asked.pop(PAGE_VAR, None)
    return asked.urlencode()
