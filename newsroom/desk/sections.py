"""Proposed sections looked at: an editor accepts them, and no later dump changes them again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from newsroom.models import Article


@transaction.atomic
def accept_sections(article_ids: Iterable[int]) -> list[int]:
    """Makes the proposed sections of these articles the editor's own; returns the keys of those that had one."""
    proposed = Article.objects.with_proposed_section().select_for_update().filter(pk__in=list(article_ids))
    accepted = list(proposed.order_by("pk").values_list("pk", flat=True))
    Article.objects.filter(pk__in=accepted).update(
        section_source=Article.SectionSource.EDITOR, modified_at=timezone.now()
    )
    return accepted
