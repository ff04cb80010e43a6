"""Loaded before the settings are (`-p tests.environment`): every run has a data folder and an index of its own."""

import os
import tempfile

os.environ["NEWSROOM_DATA"] = tempfile.mkdtemp(prefix="newsroom-test-")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ["NEWSROOM_INDEX_INLINE"] = "1"
# What commands say is compared in English, whatever the terminal speaks.
os.environ["LANGUAGE"] = "en"
# Most tests look at pages as they are made; those that look at kept ones say so.
os.environ.setdefault("NEWSROOM_PAGES_KEPT", "0")
