"""What a process that serves has loaded before the first request."""

import pytest
from haystack import connections as engines

from newsroom.reader.warming import warm_up
from newsroom.search.view import index_folder
from tests.program import python

LOADED = """
import sys
import newsroom.wsgi
from newsroom.reader.freshness import program_digest
from newsroom.language import lookalikes
from newsroom.search import analysis
assert "newsroom.reader.urls" in sys.modules
for kept in (analysis._load, lookalikes.shapes, lookalikes.sound, program_digest):
    assert kept.cache_info().currsize == 1, kept
print("loaded")
"""


def test_a_process_that_serves_has_loaded_what_every_reader_needs_even_without_an_index(data_folder):
    done = python(data_folder, "-c", LOADED)
    assert done.stdout.strip() == "loaded", done.stderr


@pytest.mark.django_db
def test_the_index_is_open_before_the_first_search(indexed):
    indexed()
    folder = index_folder(engines["default"].get_backend().folder)
    folder._view = None
    warm_up()
    assert folder._view is not None
