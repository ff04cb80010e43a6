"""The names of things, as the admin says them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Field, Model

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise


def label(model: type[Model], field: str) -> str | _StrPromise:
    """A field's name for editors, translated when it is shown."""
    return cast("Field[Any, Any]", model._meta.get_field(field)).verbose_name


def person(user: User | None) -> str:
    """An editor's name, family name first as in Chinese where the names are; empty for the import."""
    if user is None:
        return ""
    if user.last_name and user.last_name.isascii():
        return user.get_full_name()
    return user.last_name + user.first_name or user.get_username()
