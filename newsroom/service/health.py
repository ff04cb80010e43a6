"""``/healthz``: whether this newsroom answers, searches, and keeps its index up with its edits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from haystack import connections as engines

from newsroom.models import IndexTask
from newsroom.search.engine import NoUsableIndex
from newsroom.search.view import NoIndex


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503, with the reason. One query; the index is opened only when it has changed."""
    found: dict[str, Any] = {"database": "ok", "index": "ok", "outbox": 0, "outbox_age_seconds": 0}
    problems = []
    try:
        waiting = IndexTask.objects.aggregate(tasks=Count("pk"), oldest=Min("requested_at"))
    except DatabaseError as error:
        found["database"] = "failed"
        problems.append(f"the database failed: {type(error).__name__}")
    else:
        found["outbox"] = waiting["tasks"]
        if waiting["oldest"]:
            found["outbox_age_seconds"] = max(0, round((timezone.now() - waiting["oldest"]).total_seconds()))
    try:
        found["indexed"] = int(engines["default"].get_backend().view().live.sum())
    except (NoUsableIndex, NoIndex, OSError):
        found["index"] = "failed"
        problems.append("there is no usable search index; run manage.py update_index")
    if found["outbox_age_seconds"] > settings.NEWSROOM_OUTBOX_LATE_SECONDS:
        problems.append("edits wait to be indexed; run manage.py update_index")
    answer = {"ok": not problems, **found, "problems": problems}
    return JsonResponse(answer, status=503 if problems else 200)
