"""Whether what a browser, a feed reader or a proxy keeps of an address is still what that address shows.

An ETag here is ``W/"state.content"``: which state the whole site was in, and a hash of what was sent. While the state
is the same nothing is rendered to answer 304. Where it is another the page is made, and 304 if it came out equal.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.translation import get_language

from newsroom.models import ArchiveState
from newsroom.reader.keeping import keep, kept_page
from newsroom.search.generation import index_generation

FOLLOWED = frozenset(("reader", "api"))
# No transaction takes as long. A younger change may be unknown to a client whose date, in seconds, is the same.
SETTLED = dt.timedelta(hours=1)
DIGEST_BYTES = 9


class Freshness:
    """Answers 304 to whoever holds what is current, and tells everybody else how to ask next time.

    Everything is revalidated at each use (``no-cache``): a withdrawn article is gone at once, and asking costs little.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        site: SiteState | None = getattr(request, "site_state", None)
        if site is None or response.streaming:
            return response
        if not getattr(response, "was_kept", False):
            keep(request, site.digest, response)
        patch_vary_headers(response, ["Cookie"])  # the language may have been chosen in the footer
        response.setdefault("Cache-Control", "private, no-cache" if response.cookies else "no-cache")
        if response.status_code != 200 or response.cookies or "no-store" in response["Cache-Control"]:
            return response
        content = _digest([response.content])
        if (kept := _matching(request, f'.{content}"', str.endswith)) is not None:
            return _not_modified(response, kept)
        response["ETag"] = f'W/"{site.digest}.{content}"'
        response["Last-Modified"] = http_date(site.changed_at.timestamp())
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.method not in ("GET", "HEAD") or match is None or not FOLLOWED.intersection(match.namespaces):
            return None
        # Read before the page is made: what is made then is at least as new.
        site = SiteState()
        request.site_state = site  # type: ignore[attr-defined]
        if settings.DEBUG:  # templates may change without the state knowing
            return None
        kept = _matching(request, f'W/"{site.digest}.', str.startswith)
        if kept is None and not _unchanged_since(request, site.changed_at):
            return kept_page(request, site.digest)
        return _not_modified(HttpResponse(), kept or "")


def state_of(request: HttpRequest) -> str:
    """The state of the rows as it was before the page was begun; empty where nobody has read it."""
    site: SiteState | None = getattr(request, "site_state", None)
    return site.archive if site is not None else ""


class SiteState:
    """All that any page is made of: rows, index, program, language, and the day (references name it)."""

    def __init__(self) -> None:
        archive, index, today = ArchiveState.current(), index_generation(), timezone.localdate()
        self.archive = archive.token
        parts = (archive.token, index.mark, program_digest(), get_language() or "", today.isoformat())
        self.digest = _digest(part.encode() for part in parts)
        midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
        times = (midnight, _STARTED, archive.changed_at, index.written_at)
        self.changed_at = max(time for time in times if time is not None)


# A new program shows pages in a new way, and was not there before it started.
_STARTED = timezone.now()


@cache
def program_digest() -> str:
    """A hash of everything that decides how a page looks: code, templates, style sheets, translations, libraries."""
    root = settings.BASE_DIR
    kinds = (root / "templates").rglob("*.*"), (root / "newsroom").rglob("*.*"), root.glob("requirements.txt")
    files = sorted(file for kind in kinds for file in kind if file.is_file() and "__pycache__" not in file.parts)
    options = (settings.TIME_ZONE, settings.LANGUAGE_CODE, settings.STATIC_URL)
    return _digest([*map(str.encode, options), *(file.read_bytes() for file in files)])


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        whole.update(len(part).to_bytes(8))
        whole.update(part)
    return whole.hexdigest()


def _matching(request: HttpRequest, part: str, has: Callable[[str, str], bool]) -> str | None:
    """The ETag among those the client holds that begins or ends like this."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return next((tag for tag in held if has(tag, part)), None)


def _unchanged_since(request: HttpRequest, changed_at: dt.datetime) -> bool:
    """For clients that go by the date alone."""
    if "If-None-Match" in request.headers or timezone.now() - changed_at < SETTLED:
        return False
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and changed_at.timestamp() <= since


def _not_modified(response: HttpResponse, tag: str) -> HttpResponse:
    """304 with the headers a 200 would have had, and the tag the client knows its copy by."""
    answer = HttpResponseNotModified()
    for name in ("Cache-Control", "Vary"):
        if name in response:
            answer[name] = response[name]
    if tag:
        answer["ETag"] = tag
    return answer
