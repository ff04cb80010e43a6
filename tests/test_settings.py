"""Settings from the environment, tried in a process of their own."""

import os
import re
import stat
import subprocess
import sys

import pytest

from tests.program import ROOT

SHOW = "from newsroom import settings as s; print(s.{})"


def setting(name, tmp_path, **environment):
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(name)],
        env={"PATH": os.environ["PATH"], "NEWSROOM_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout.strip() if done.returncode == 0 else done.stderr


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first = setting("SECRET_KEY", tmp_path)
    assert len(first) >= 50
    assert setting("SECRET_KEY", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert setting("SECRET_KEY", tmp_path, SECRET_KEY="given") == "given"


def test_debug_is_off_unless_asked_for(tmp_path):
    assert setting("DEBUG", tmp_path) == "False"
    assert setting("DEBUG", tmp_path, DEBUG="1") == "True"
    assert "is neither yes nor no" in setting("DEBUG", tmp_path, DEBUG="flase")


def test_everything_lies_in_one_data_folder(tmp_path):
    assert setting("DATABASES['default']['NAME']", tmp_path) == str(tmp_path / "newsroom.sqlite3")
    assert setting("HAYSTACK_CONNECTIONS['default']['PATH']", tmp_path) == str(tmp_path / "index")


@pytest.mark.parametrize("name", ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"])
def test_production_insists_on_https(name, tmp_path):
    assert setting(name, tmp_path, NEWSROOM_PRODUCTION="1") == "True"


def test_a_database_url_switches_to_postgresql(tmp_path):
    url = "postgres://editor:secret@db.example/archive"
    assert setting("DATABASES['default']['ENGINE']", tmp_path, DATABASE_URL=url) == "django.db.backends.postgresql"


def test_every_setting_stands_in_the_table():
    readers = r"(?:_switched_on|_listed|_number|environ\.get|environ)[\[(]\s*\"([A-Z_]+)\""
    files = [ROOT / "newsroom" / "settings.py", *(ROOT / "deploy").glob("*.py")]
    read = {name for file in files for name in re.findall(readers, file.read_text("utf-8"))}
    table = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    told = {name for names in table for name in re.findall("[A-Z_]+", names)}
    assert len(read) > 15
    assert read - told == set()
    assert told - read <= {"PORT"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NEWSROOM_PROXIES", "one", "is no whole number"),
        ("NEWSROOM_LOG_FORMAT", "xml", "is neither text nor json"),
        ("NEWSROOM_SESSION_HOURS", "-1", "is no whole number"),
    ],
)
def test_a_mistyped_setting_is_told(name, value, said, tmp_path):
    assert said in setting("DEBUG", tmp_path, **{name: value})
