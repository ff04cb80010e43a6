"""What readers see: withdrawing articles and making them public again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from newsroom.models import Article, IndexTask


def withdraw(article_ids: Iterable[int]) -> list[int]:
    """Takes articles from the readers' pages and the search; returns the keys of those that were public."""
    return _show(article_ids, visible=False)


def publish(article_ids: Iterable[int]) -> list[int]:
    """Makes withdrawn articles public again; returns the keys of those that were withdrawn."""
    return _show(article_ids, visible=True)


@transaction.atomic
def _show(article_ids: Iterable[int], *, visible: bool) -> list[int]:
    # One that was joined to another is seen as part of that, never by itself.
    others = Article.objects.standing().select_for_update().filter(pk__in=list(article_ids), visible=not visible)
    changed = list(others.order_by("pk").values_list("pk", flat=True))
    Article.objects.filter(pk__in=changed).update(visible=visible, modified_at=timezone.now())
    IndexTask.objects.request(changed)
    return changed
