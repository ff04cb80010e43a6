"""Index work: what edits asked for is done here, by one writer at a time.

A task names an article, not what to do with it: under the writer's lock the article is read as it is then, and put into
the index or removed. Names that have become known are learned first, and the articles in which they stand are asked
for. So tasks may be repeated, done in any order and by any process, and one that is killed halfway
leaves them to the next.
"""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.conf import settings
from django.db import connection, connections
from haystack import connections as engines

from newsroom.models import NAMES, Article, IndexTask, index_work_done
from newsroom.search.documents import ArticleIndex, article_numbers, document_ids, with_searched_parts
from newsroom.search.engine import NewsroomSearchBackend, NoUsableIndex
from newsroom.search.rebuilding import rebuild
from newsroom.search.vocabulary import names_of_archive, places_in
from newsroom.search.writer import Changes, RebuildRunning

log = logging.getLogger("newsroom.search")

# Articles put into the index in one commit: some seconds of work.
COMMIT_ARTICLES = 500


def drain(limit: int | None = None) -> int:
    """Does the index work that was requested, at most ``limit`` tasks of it, and returns how many were done.

    Where there is no usable index, all of it is built first. Not to be called within a transaction: a writer that
    waits for the index must not keep the database from others. Raises what went wrong; no task is lost then.
    """
    if connection.in_atomic_block and not getattr(settings, "NEWSROOM_INDEX_INLINE", False):
        raise RuntimeError("The index is written outside of transactions.")
    backend = engines["default"].get_backend()
    heal(backend)
    done = 0
    while limit is None or done < limit:
        tasks = _drain_some(backend, COMMIT_ARTICLES if limit is None else min(COMMIT_ARTICLES, limit - done))
        if not tasks:
            break
        done += tasks
    return done


def _drain_some(backend: NewsroomSearchBackend, count: int) -> int:
    """One commit's worth of tasks. Returns how many."""
    if not IndexTask.objects.exists():
        return 0
    tasks: list[tuple[int, int]] = []

    def changes() -> Changes:
        tasks.extend(IndexTask.objects.order_by("pk").values_list("pk", "article_id")[:count])
        wanted = {article_id for _, article_id in tasks}
        articles = list(with_searched_parts(Article.objects.visible().filter(pk__in=wanted)))
        gone = wanted - {article.pk for article in articles} - {NAMES}
        names = places_in(article.dateline for article in articles)
        if NAMES in wanted:
            names |= names_of_archive()
        if names := names - backend.view().cut.names:
            # Asked for before the names are kept as known: whoever is killed in between asks again.
            IndexTask.objects.add(set(article_numbers(backend.holding(names))) - wanted)
        return Changes(backend.prepare(ArticleIndex(), articles), document_ids(gone), names)

    backend.write(changes)
    IndexTask.objects.filter(pk__in=[pk for pk, _ in tasks]).delete()
    return len(tasks)


def heal(backend: NewsroomSearchBackend) -> bool:
    """Builds the index anew where there is none that can be read, or one that does not say how its words were cut;
    tells whether it did."""
    try:
        if backend.view().cut.segmenter:
            return False
        log.warning("The search index is that of an older newsroom. Building it now.")
    except NoUsableIndex as error:
        if Article.objects.exists():  # of an empty archive nothing can be missing
            log.warning("%s Building it now.", error)
    try:
        rebuild()
    except RebuildRunning:
        return False
    return True


class Drainer:
    """Drains in a thread of its own, so that no request waits for the index.

    The thread lives as long as there is work, and a process that ends waits for it: a command that edits needs not
    think of the index.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = False
        self._asked_again = False

    def wake(self, **_signal: Any) -> None:
        """Work was requested, or the index was found unusable."""
        if getattr(settings, "NEWSROOM_INDEX_INLINE", False):
            self._drain_or_tell()
            return
        with self._lock:
            self._asked_again = True
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._run, name="newsroom-index").start()

    def _run(self) -> None:
        try:
            while self._has_work():
                self._drain_or_tell()
                index_work_done.send(IndexTask)
        finally:
            connections.close_all()

    def _drain_or_tell(self) -> None:
        """What fails stays in the outbox; whoever edited or searched has nothing to do with it."""
        try:
            drain()
        except Exception:
            log.exception("The search index was not brought up to date; manage.py update_index does it again.")

    def _has_work(self) -> bool:
        with self._lock:
            self._running = self._asked_again
            self._asked_again = False
            return self._running


drainer = Drainer()
