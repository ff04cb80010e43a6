"""What the archive knows that a text may be held against. Kept in the process for a moment, since every save asks."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from newsroom.desk.lessons import misreadings

# How old what is kept may be when an article's suspects are counted; its form always asks anew.
KEPT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Known:
    """``misreadings``: what corrections taught, misread -> right."""

    misreadings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


NOTHING = Known()
_kept: tuple[float, Known] | None = None


def known(*, newest: bool = False) -> Known:
    """What is known of late, at once after the first time; ``newest`` asks the database. At most one query."""
    global _kept
    if _kept is None or newest or time.monotonic() - _kept[0] > KEPT_SECONDS:
        _kept = time.monotonic(), Known(misreadings())
    return _kept[1]


def forget() -> None:
    """What was kept is of another archive, or no longer true."""
    global _kept
    _kept = None
