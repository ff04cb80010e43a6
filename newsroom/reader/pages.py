"""What all readers' pages share: how they answer when the archive does not hold, or no longer shows, what was asked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from django.core.paginator import Page as ResultsPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from newsroom.models import Article

ARTICLES_A_PAGE = 30
_DAY = re.compile(r"(?<!\d)([12]\d{3})[-/_]?(\d\d)[-/_]?(\d\d)(?!\d)")
_WORDS = re.compile("[一-鿿]{2,40}")


@dataclass(frozen=True, slots=True)
class Way:
    """A link to what the archive does hold, near what was asked for; ``name`` is its name, in the newspaper's language,
    and ``label`` what is said of it."""

    label: str
    url: str
    name: str = ""


class NotInArchive(Exception):
    """The address is well formed but nothing is kept there. ``sentence`` says so to the reader, ``ways`` lead on."""

    def __init__(self, sentence: str, ways: Iterable[Way] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.ways = tuple(ways)


class Withdrawn(Exception):
    """The article was public once and is no longer shown."""

    def __init__(self, article: Article) -> None:
        super().__init__(str(article.pk))
        self.article = article


class Moved(Exception):
    """What was asked for stands at another address for good."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class ReadersPage(TemplateView):
    """A page of the public site.

    ``context`` takes what the address says and gives what the template shows; it may raise NotInArchive, Withdrawn or
    Moved.
    """

    context: Callable[..., dict[str, Any]]

    def get_context_data(self, **address: Any) -> dict[str, Any]:
        return super().get_context_data(**self.context(**address))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = self.answer(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])  # the language may have been chosen in the footer
        return response

    def answer(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except NotInArchive as missing:
            return render(request, "newsroom/missing.html", {"missing": missing}, status=404)
        except Withdrawn as withdrawn:
            return render(request, "newsroom/withdrawn.html", {"page": withdrawn.article.page}, status=410)
        except Moved as moved:
            query = request.META.get("QUERY_STRING")
            return redirect(f"{moved.url}?{query}" if query else moved.url, permanent=True)

    def settle(self, url: str) -> None:
        """Raises Moved unless the page was asked for by its own address (``002`` and ``-e1`` are other spellings)."""
        if unquote(url) != self.request.path:
            raise Moved(url)


def no_such_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """An address that means nothing: the day and the words it holds lead on."""
    return render(request, "404.html", {"ways": ways_from(request.path)}, status=404)


def ways_from(path: str) -> list[Way]:
    """``/news/20260107/冬捕.html`` -> that day, and a search for 冬捕."""
    ways = []
    if found := _DAY.search(path):
        with suppress(ValueError):
            day = dt.date(*map(int, found.groups()))
            label = _("What was printed on %(day)s") % {"day": date_format(day)}
            ways.append(Way(label, reverse("reader:day", args=[day])))
    words = _WORDS.findall(path)
    if words:
        ways.append(Way(_("Search for: "), f"{reverse('reader:search')}?{urlencode({'q': words[-1]})}", words[-1]))
    return ways


def results_page(request: HttpRequest, found: Sequence[Any], per_page: int = ARTICLES_A_PAGE) -> ResultsPage[Any]:
    """The part of a long list that ``?p=`` asks for: the first on nonsense, the last beyond the end."""
    return Paginator(found, per_page).get_page(request.GET.get("p"))
