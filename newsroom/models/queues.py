"""Lists of articles an editor comes back to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedQueue(models.Model):
    """How one editor narrowed and ordered the queue, under a name of their own (常用队列)."""

    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_queues", verbose_name=_("editor")
    )
    name = models.CharField(_("name"), max_length=40)
    # The query string of the list's address, without its page.
    query = models.CharField(_("list"), max_length=1000)

    class Meta:
        verbose_name = _("saved queue")
        verbose_name_plural = _("saved queues")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["editor", "name"], name="one_queue_of_a_name_per_editor")]

    def __str__(self) -> str:
        return self.name
