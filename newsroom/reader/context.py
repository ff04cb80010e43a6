"""What every page's template may use."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from newsroom.models import Newspaper


def site(request: HttpRequest) -> dict[str, Any]:
    """``site_name``: the newspaper's own name where the archive holds one newspaper, else a general one. Read only when
    a template asks."""
    return {"site_name": SimpleLazyObject(site_name)}


def site_name() -> str:
    names = list(Newspaper.objects.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else _("Newspaper archive")
