"""Whole pages kept for the next reader who asks for the same.

A page is kept under the state of the site it was made in (see freshness), so that one made before a change is never
found after it, and nothing has to be forgotten. What differs from reader to reader is not kept, nor given to whoever
is known by a cookie. ``NEWSROOM_PAGES_KEPT`` says how many; settings.CACHES["pages"] where.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

# A list of two hundred hits is half of it. What is larger is asked for by programs, and seldom twice.
MOST_BYTES = 200_000
# What a page may vary by: who has a cookie is not given kept ones, and the language is part of the state.
DECIDED = {"cookie", "accept-language"}


def kept_page(request: HttpRequest, state: str) -> HttpResponse | None:
    """The page as it was made in this state, for a reader like any other."""
    found = caches["pages"].get(_name(request, state)) if _like_any_other(request) else None
    if found is None:
        return None
    content, headers = found
    response = HttpResponse(content, headers=headers)
    response.was_kept = True  # type: ignore[attr-defined]
    return response


def keep(request: HttpRequest, state: str, response: HttpResponse) -> None:
    """Keeps a page that was made for this request alone, where it would have come out the same for everybody."""
    if (
        _like_any_other(request)
        and response.status_code == 200
        and len(response.content) <= MOST_BYTES
        and not response.cookies
        and not request.session.accessed
        and _varies_by(response) <= DECIDED
        and "no-store" not in response.get("Cache-Control", "")
    ):
        caches["pages"].set(_name(request, state), (response.content, dict(response.items())))


def _varies_by(response: HttpResponse) -> set[str]:
    return {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}


def _like_any_other(request: HttpRequest) -> bool:
    """Whether nothing but address and language decide what is shown."""
    return request.method == "GET" and not request.COOKIES.keys() - {settings.LANGUAGE_COOKIE_NAME}


def _name(request: HttpRequest, state: str) -> str:
    address = request.build_absolute_uri().encode()
    return f"{state}.{hashlib.blake2b(address, digest_size=16).hexdigest()}"
