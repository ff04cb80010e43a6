"""What every page's template may use."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.models import Newspaper


def site(request: HttpRequest) -> dict[str, Any]:
    """``site_name``: the newspaper's own name where the archive holds one newspaper, else a general one, and in what
    language it is. Read only when a template asks."""
    name = SimpleLazyObject(site_name)
    return {"site_name": name, "site_name_language": SimpleLazyObject(lambda: language_of(str(name)))}


def language_of(name: str) -> str:
    return (get_language() or "zh-Hans") if name == _("Newspaper archive") else "zh-Hans"


def site_name() -> str:
    names = list(Newspaper.objects.values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else _("Newspaper archive")
