"""What all tests share."""

import datetime as dt
import shutil
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from newsroom.desk.known import forget
from tests.factories import index_all
from tests.program import manage

TOUCH_THE_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


# How long one example takes says more about what else the machine does than about the program.
hypothesis.settings.register_profile("newsroom", deadline=None)
hypothesis.settings.load_profile("newsroom")


def pytest_configure():
    """A password is to take long to try, and tests try many."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database, and no browser: what another database could change",
    )


@pytest.hookimpl(trylast=True)  # once the browser's tests are marked
def pytest_collection_modifyitems(config, items):
    if not config.getoption("database_only"):
        return
    using = [item for item in items if uses_database(item) and not item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(using)])
    items[:] = using


def uses_database(item):
    return bool(item.get_closest_marker("django_db") or TOUCH_THE_DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A test database in a file, as in use: threads of one process wait for each other there, in memory they fail."""
    database = connections["default"].settings_dict
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "newsroom.sqlite3")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A data folder with an empty database and an empty index, made by the program itself."""
    folder = tmp_path_factory.mktemp("migrated")
    manage(folder, "migrate", "--verbosity", "0", check=True)
    manage(folder, "update_index", check=True)
    return folder


@pytest.fixture
def data_folder(migrated, tmp_path):
    """A data folder for a program to work in: see tests.program."""
    return Path(shutil.copytree(migrated, tmp_path / "data"))


@pytest.fixture
def chinese(monkeypatch):
    """The operator's terminal is a Chinese one."""
    monkeypatch.setenv("LANGUAGE", "zh_CN:en")


@pytest.fixture
def clock_set_back(monkeypatch):
    """Whenever the program looks at the clock, somebody has set it back by another hour."""
    looks = count(1)

    class SetBack(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime.now(tz) - dt.timedelta(hours=next(looks))

    monkeypatch.setattr(timezone, "datetime", SetBack)


@pytest.fixture
def indexed():
    """Builds the index of what the test has made, when called. What was kept for other tests' articles is forgotten."""
    cache.clear()
    return index_all


@pytest.fixture(autouse=True)
def nothing_related(request, monkeypatch):
    """No article is related to another by an index that other tests left, but where a test has its own."""
    if "indexed" not in request.fixturenames:
        monkeypatch.setattr("newsroom.reader.articles.related_articles", lambda article: [])


@pytest.fixture(autouse=True)
def nothing_known():
    """What the desk learned in other tests is not known in this."""
    forget()
