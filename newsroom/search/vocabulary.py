"""Names the archive knows teach the segmenter, so that a reporter's name ranks as the one word it is."""

from __future__ import annotations

import re
import threading

from newsroom.models import Contributor
from newsroom.search.analysis import learn

# Names of Chinese characters only: jieba cuts at every middle dot, whatever it was taught.
_NAME = re.compile("[一-鿿]{2,8}")

_lock = threading.Lock()
_learned_up_to = 0


def learn_names() -> None:
    """Teaches this process the names of contributors it does not know yet; one small query when there are none."""
    global _learned_up_to
    with _lock:
        rows = list(Contributor.objects.filter(pk__gt=_learned_up_to).order_by("pk").values_list("pk", "name"))
        learn(name for _, name in rows if _NAME.fullmatch(name))
        if rows:
            _learned_up_to = rows[-1][0]
