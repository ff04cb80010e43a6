"""Index work to do, written in the transaction of the edit that makes it necessary."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# No article has this number: it stands for the names the archive knows, which are words to search.
NAMES = 0

# Sent after the commit of a transaction that asked for index work, and when that work has been done in the background.
index_work_requested = Signal()
index_work_done = Signal()


class IndexTaskQuerySet(models.QuerySet["IndexTask"]):
    def request(self, article_ids: Iterable[int]) -> None:
        """Asks that the index be made to agree with the database for these articles, whatever that then holds.

        Once the transaction has committed, ``index_work_requested`` tells whoever does the work.
        """
        self.add(article_ids)
        transaction.on_commit(lambda: index_work_requested.send(IndexTask), robust=True)

    def add(self, article_ids: Iterable[int]) -> None:
        """The same without telling anybody: for those who do the work themselves."""
        self.bulk_create([IndexTask(article_id=article_id) for article_id in article_ids], batch_size=5000)

    def request_names(self) -> None:
        """Asks the same for the names of contributors and places: one is new, or reads differently."""
        self.request([NAMES])


class IndexTask(models.Model):
    """One article whose index entry may no longer agree with the database.

    No foreign key: a task must outlive its article. No verb: whether the article is to be indexed or removed is read
    from the database when the task is done, so tasks may be repeated and done in any order. The number NAMES is no
    article's and asks for the names of contributors and places to be learned.
    """

    article_id = models.BigIntegerField(_("article"), db_index=True)
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)

    objects = IndexTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("index task")
        verbose_name_plural = _("index tasks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.article_id)
