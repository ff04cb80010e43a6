"""Several processes edit and index at once, and some are killed in the middle: nothing is lost."""

from tests.program import manage
from tests.search.hammering import hammer

MAKE = """
from tests.factories import make_article
for number in range(30):
    make_article(f"第{number}号", "雪落在山上。" * 20, page_number=number % 4 + 1)
"""
BUILD = """
import newsroom.search.rebuilding as rebuilding
from django.core.management import call_command
rebuilding.WORTH_A_PROCESS = 5
call_command("rebuild_index", processes=2)
"""


def test_editors_and_an_import_at_once_while_indexers_are_killed(data_folder):
    """A short run of ``python -m tests.search.hammering``."""
    outcome = hammer(data_folder, seconds=4, kills=10)
    assert outcome.failures == []
    assert outcome.edits > 0
    assert outcome.issues > 0
    assert outcome.kills == 10
    assert "agrees with the database" in outcome.check


def test_commands_build_the_index_in_two_processes(data_folder):
    manage(data_folder, "shell", "--no-imports", "-c", MAKE, check=True)
    assert "Indexed 30 articles." in manage(data_folder, "shell", "--no-imports", "-c", BUILD, check=True).stdout
    assert "30 articles" in manage(data_folder, "check_index", check=True).stdout
