"""The language a command speaks: Chinese where the operator's terminal is set to it, else English.

Only what a command says is said in it. What it writes into the archive, such as the reason of a revision, is written in
the language of the site.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager

from django.apps import apps
from django.utils import translation

# In the order in which other programs look at them.
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def operators_language() -> str:
    """``zh-hans`` or ``en``, by the first of VARIABLES that says anything."""
    said = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    return "zh-hans" if said.lower().startswith("zh") else "en"


def speaking() -> AbstractContextManager[None]:
    """What is put into words inside is in the operator's language."""
    # Before the program has been set up there are no translations, and what failed until then is said in English.
    return translation.override(operators_language() if apps.ready else None)
