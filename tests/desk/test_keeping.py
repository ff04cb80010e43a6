"""Corrections survive whatever dumps and editors come: a few histories here, a thousand by ``tests.desk.keeping``."""

import pytest

from newsroom.desk import merge
from tests.desk.keeping import histories

pytestmark = pytest.mark.django_db


def test_no_correction_is_lost_and_every_revision_comes_back():
    told = histories(range(12))
    assert (told.lost, told.differing) == ([], [])
    assert {"corrections", "corrections begun from an older revision", "dumps: merged", "dumps: conflict"} <= set(
        told.steps
    )


def test_a_merge_that_prefers_the_other_side_is_found_out(monkeypatch):
    monkeypatch.setattr(merge, "_decided", lambda base, mine, theirs: theirs)
    assert histories(range(3)).lost
