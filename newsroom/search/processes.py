"""How a new process begins. Imports nothing that needs Django, since Django is not set up when this is imported."""

from __future__ import annotations


def set_up_django() -> None:
    import django

    django.setup()
