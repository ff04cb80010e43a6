"""What happens by itself: index work is requested when what articles are found by changes, and done after commit."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save, pre_save

from newsroom.models import (
    Article,
    Contributor,
    ContributorAlias,
    IndexTask,
    Issue,
    Newspaper,
    Page,
    Section,
    index_work_requested,
)


class _Watched(NamedTuple):
    """What of a row search depends on: the fields by which articles are found, with the way from an article to the
    row, and the field that holds a name the archive knows."""

    fields: tuple[str, ...] = ()
    path: str = ""
    name: str = ""


_WATCHED: dict[type[Model], _Watched] = {
    Newspaper: _Watched(("slug",), "page__issue__newspaper", "place"),
    Issue: _Watched(("newspaper_id", "date", "edition"), "page__issue"),
    Page: _Watched(("issue_id", "number"), "page"),
    Section: _Watched(("slug",), "section"),
    Contributor: _Watched(name="name"),
    ContributorAlias: _Watched(name="name"),
}


def connect() -> None:
    from newsroom.search.outbox import drainer

    index_work_requested.connect(drainer.wake, dispatch_uid="newsroom-index-work")
    for signal in (post_save, post_delete):
        signal.connect(_article_changed, sender=Article, dispatch_uid=f"newsroom-article-{id(signal)}")
    for model in _WATCHED:
        pre_save.connect(_remember, sender=model, dispatch_uid=f"newsroom-before-{model.__name__}")
        post_save.connect(_request_where_changed, sender=model, dispatch_uid=f"newsroom-after-{model.__name__}")


def _article_changed(instance: Article, **_signal: Any) -> None:
    """Withdrawing an article, moving it or deleting it must reach the index whoever does it."""
    if instance.pk is not None:
        IndexTask.objects.request([instance.pk])


def _remember(sender: type[Model], instance: Model, **_signal: Any) -> None:
    """Keeps what the database holds, for the comparison after the save."""
    watched = _WATCHED[sender]
    names = [*watched.fields, *filter(None, [watched.name])]
    stored: QuerySet[Any] = sender._default_manager.filter(pk=instance.pk)
    instance._before = stored.values(*names).first() if instance.pk else None  # type: ignore[attr-defined]


def _request_where_changed(sender: type[Model], instance: Model, **_signal: Any) -> None:
    watched = _WATCHED[sender]
    before: dict[str, Any] | None = getattr(instance, "_before", None)
    if before is not None and any(before[field] != getattr(instance, field) for field in watched.fields):
        IndexTask.objects.request(Article.objects.filter(**{watched.path: instance.pk}).values_list("pk", flat=True))
    name = getattr(instance, watched.name) if watched.name else ""
    if name and name != (before or {}).get(watched.name):
        IndexTask.objects.request_names()
