"""Logs: every request has an id, which stands in its answer and in every line written on its way."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]

HEADER = "X-Request-ID"
# What a proxy may hand on as the id; anything else could forge a log line.
ACCEPTABLE = re.compile(r"[0-9A-Za-z-]{8,64}")

log = logging.getLogger("newsroom.request")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_log(get_response: Handler) -> Handler:
    """Middleware: gives each request its id (the proxy's, where it sent one) and logs how it was answered."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        token = _request_id.set(given if ACCEPTABLE.fullmatch(given) else secrets.token_hex(8))
        begun = time.perf_counter()
        try:
            response = get_response(request)
            response.headers[HEADER] = _request_id.get()
            log.info(
                "%s %s %s",
                request.method,
                request.path,
                response.status_code,
                extra={"milliseconds": round((time.perf_counter() - begun) * 1000, 1), "status": response.status_code},
            )
            return response
        finally:
            _request_id.reset(token)

    return respond


class WithRequestId(logging.Filter):
    """Adds ``request_id`` to every record; empty where no request is answered."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, request_id, and what the call added."""

    ADDED = ("request_id", "milliseconds", "status")

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name in self.ADDED if (value := getattr(record, name, "")) != ""}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
