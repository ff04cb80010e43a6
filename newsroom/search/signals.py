"""What happens by itself: index work is requested when what articles are found by changes, and done after commit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save

from newsroom.models import (
    Article,
    Contributor,
    IndexTask,
    Issue,
    Newspaper,
    Page,
    Section,
    index_work_requested,
)

# The fields by which articles are found, and the way from an article to the row that holds them.
_FOUND_BY: dict[type[Model], tuple[tuple[str, ...], str]] = {
    Newspaper: (("slug",), "page__issue__newspaper"),
    Issue: (("newspaper_id", "date", "edition"), "page__issue"),
    Page: (("issue_id", "number"), "page"),
    Section: (("slug",), "section"),
    Contributor: (("name",), "bylines__contributor"),
}


def connect() -> None:
    from newsroom.search.outbox import drainer

    index_work_requested.connect(drainer.wake, dispatch_uid="newsroom-index-work")
    for signal in (post_save, post_delete):
        signal.connect(_article_changed, sender=Article, dispatch_uid=f"newsroom-article-{id(signal)}")
    for model in _FOUND_BY:
        pre_save.connect(_remember, sender=model, dispatch_uid=f"newsroom-before-{model.__name__}")
        post_save.connect(_request_where_changed, sender=model, dispatch_uid=f"newsroom-after-{model.__name__}")


def _article_changed(instance: Article, **_signal: Any) -> None:
    """Withdrawing an article, moving it or deleting it must reach the index whoever does it."""
    if instance.pk is not None:
        IndexTask.objects.request([instance.pk])


def _remember(sender: type[Model], instance: Model, **_signal: Any) -> None:
    """Keeps what the database holds, for the comparison after the save."""
    fields, _path = _FOUND_BY[sender]
    stored: QuerySet[Any] = sender._default_manager.filter(pk=instance.pk)
    instance._found_by = stored.values_list(*fields).first() if instance.pk else None  # type: ignore[attr-defined]


def _request_where_changed(sender: type[Model], instance: Model, **_signal: Any) -> None:
    fields, path = _FOUND_BY[sender]
    before = getattr(instance, "_found_by", None)
    if before is not None and before != tuple(getattr(instance, field) for field in fields):
        ids: Iterable[int] = Article.objects.filter(**{path: instance.pk}).values_list("pk", flat=True).distinct()
        IndexTask.objects.request(ids)
