"""What the tests of the import share."""

import pytest

from newsroom.parsing.readers import plain
from tests.ingest.dumps import read_one_of_each


@pytest.fixture
def one_of_each(monkeypatch):
    monkeypatch.setattr(plain, "read_page", read_one_of_each)
