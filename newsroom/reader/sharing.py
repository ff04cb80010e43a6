"""What is public may be read by scripts of any site (CORS): every answer of the API says so, and browsers that ask
before they send a header of their own are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

# Asking again costs little where a script may send back the tag it holds.
SENT = "If-None-Match, If-Modified-Since"
SEEN = "ETag, Last-Modified, Content-Language"
REMEMBERED_SECONDS = 24 * 3600


class OpenToAllSites:
    """Stands outside of Freshness, so that a 304 says it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match is not None and "api" in request.resolver_match.namespaces:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = SEEN
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Answers a browser's question whether a script may ask (a preflight)."""
        match = request.resolver_match
        if request.method != "OPTIONS" or match is None or "api" not in match.namespaces:
            return None
        allowed = {"Allow": "GET, HEAD, OPTIONS"}
        if "Access-Control-Request-Method" in request.headers:
            allowed |= {
                "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
                "Access-Control-Allow-Headers": SENT,
                "Access-Control-Max-Age": str(REMEMBERED_SECONDS),
            }
        return HttpResponse(status=204, headers=allowed)
