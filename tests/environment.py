"""Loaded before the settings are (`-p tests.environment`): every run has a data folder and an index of its own."""

import os
import tempfile

os.environ["NEWSROOM_DATA"] = tempfile.mkdtemp(prefix="newsroom-test-")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["NEWSROOM_INDEX_INLINE"] = "1"
