"""kill -9 at any moment of any work: the archive is whole, and the same command finishes what it began."""

import pytest

from tests.program import python

# Points of each work, spread from its first statement to its last.
POINTS = {"save": 8, "index": 8, "swap": 8, "backup": 8, "restore": 3, "move": 3, "export": 8, "read": 8}


@pytest.mark.parametrize("work", POINTS)
def test_killed_at_any_moment(data_folder, work):
    done = python(data_folder, "-m", "tests.faults.killing", work, POINTS[work])
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert done.stdout.count("whole, and finished by the same command") == POINTS[work]
