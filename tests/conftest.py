"""Every test gets a data folder and a search index of its own, and never touches the developer's."""

import os
import tempfile

os.environ["NEWSROOM_DATA"] = tempfile.mkdtemp(prefix="newsroom-test-")
os.environ.setdefault("SECRET_KEY", "only-for-tests")
