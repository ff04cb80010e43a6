"""Failed logins are counted by django-axes; this says by whose address, and what somebody locked out is told."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def client_address(request: HttpRequest) -> str:
    """The address a request came from, past as many proxies of ours as NEWSROOM_PROXIES says.

    Only what our own proxies appended to X-Forwarded-For counts, from the right: anybody can send what is before it.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.NEWSROOM_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        if len(forwarded) >= settings.NEWSROOM_PROXIES:
            address = forwarded[-settings.NEWSROOM_PROXIES].strip()
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 — no address to listen on, but one that stands for none


def locked_out(request: HttpRequest, response: HttpResponse | None = None, *arguments: Any) -> HttpResponse:
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    answer = render(request, "locked_out.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer
