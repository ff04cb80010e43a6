"""Whether the index agrees with the database: every article, by a hash of all that is indexed of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Count, Min
from django.utils import timezone
from haystack import connections as engines
from haystack.constants import ID

from newsroom.models import NAMES, Article, IndexTask
from newsroom.search.analysis import segmenter_name
from newsroom.search.documents import article_numbers, document_ids
from newsroom.search.engine import NewsroomSearchBackend, NoUsableIndex
from newsroom.search.rebuilding import READ_OBJECTS, documents_of, rebuild
from newsroom.search.segments import damage_of
from newsroom.search.view import NoIndex
from newsroom.search.vocabulary import names_of_archive

Progress = Callable[[int, int], None]


@dataclass
class Health:
    """What is wrong with the index; numbers of articles. ``waiting`` are edits that are still to be indexed.

    ``cut_by`` is set where another segmenter than this process's cut the index; ``unlearned`` are names that the
    archive knows and the index does not have as words.
    """

    unusable: str = ""
    cut_by: str = ""
    unlearned: list[str] = field(default_factory=list)
    damaged_files: list[str] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    stale: list[int] = field(default_factory=list)
    orphaned: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    waiting: int = 0
    articles: int = 0

    @property
    def differing(self) -> list[int]:
        """Articles whose index entry must be written again."""
        return sorted({*self.missing, *self.stale, *self.orphaned, *self.doubled})

    @property
    def is_good(self) -> bool:
        return not (self.unusable or self.damaged_files or self.cut_by or self.unlearned or self.differing)


def examine(progress: Progress = lambda done, total: None) -> Health:
    """Compares index and database, and the index's files with what was written. Changes nothing.

    Articles that are waiting to be indexed are no fault and are left out.
    """
    backend: NewsroomSearchBackend = engines["default"].get_backend()
    waiting = set(IndexTask.objects.values_list("article_id", flat=True))
    health = Health(waiting=len(waiting))
    try:
        view = backend.view()
        indexed: dict[str, str] = {}
        for number in view.live.nonzero()[0].tolist():
            stored = view.stored(number)
            if stored[ID] in indexed:
                health.doubled.append(int(stored[ID].rsplit(".", 1)[1]))
            indexed[stored[ID]] = stored.get("content_hash", "")
    except (NoUsableIndex, NoIndex) as error:
        health.unusable = str(error)
        return health
    health.damaged_files = [
        name for segment in view.segments for name in damage_of(backend.folder, segment.reader.segment())
    ]
    if view.cut.segmenter != segmenter_name():
        health.cut_by = view.cut.segmenter or "an unknown segmenter"
    if NAMES not in waiting:
        health.unlearned = sorted(names_of_archive() - view.cut.names)
    keys = list(Article.objects.visible().order_by("pk").values_list("pk", flat=True))
    health.articles = len(keys)
    for start in range(0, len(keys), READ_OBJECTS):
        some = keys[start : start + READ_OBJECTS]
        wanted = {doc[ID]: doc["content_hash"] for doc in documents_of(backend, "newsroom.Article", some)}
        for key, name in zip(some, document_ids(some), strict=True):
            found = indexed.pop(name, None)
            if found is None:
                health.missing.append(key)
            elif found != wanted.get(name):
                health.stale.append(key)
        progress(start + len(some), len(keys))
    health.orphaned = article_numbers(indexed)
    # What was edited while we compared is indexed by its own task.
    waiting |= set(IndexTask.objects.values_list("article_id", flat=True))
    for found_wrong in (health.missing, health.stale, health.orphaned, health.doubled):
        found_wrong[:] = [key for key in found_wrong if key not in waiting]
    return health


def repair(health: Health) -> None:
    """Asks for the differing articles to be indexed again; builds the index anew where that does not mend it."""
    if health.unusable or health.damaged_files or health.cut_by:
        rebuild()
    elif health.differing or health.unlearned:
        IndexTask.objects.request([*health.differing, *([NAMES] if health.unlearned else [])])


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether search can be relied on just now. ``waiting`` is the length of the outbox; ``behind`` how long, in
    seconds, its oldest piece of work has waited; ``unusable`` says why there is no index to search in."""

    waiting: int
    behind: float
    unusable: str


def freshness() -> Freshness:
    """How far the index is behind the database: one query, and a look at the index folder. For health checks."""
    outbox = IndexTask.objects.aggregate(waiting=Count("pk"), since=Min("requested_at"))
    behind = (timezone.now() - outbox["since"]).total_seconds() if outbox["since"] else 0.0
    try:
        engines["default"].get_backend().view()
        unusable = ""
    except NoUsableIndex as error:
        unusable = str(error)
    return Freshness(outbox["waiting"], max(behind, 0.0), unusable)
