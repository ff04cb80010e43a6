"""Changesets taken back as a whole: their texts, and where articles stood. Later work elsewhere stays."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.auth.models import User
from django.db import transaction

from newsroom.desk.contributors import take_back_merge
from newsroom.desk.journal import CannotUndo, What, begin_undoing, current, put_back, rows_of
from newsroom.desk.merge import merge
from newsroom.desk.reimport import last_imported
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, ChangedRow, Changeset, IndexTask, Newspaper, Reimport, Revision


@transaction.atomic
def undo(changeset: Changeset, *, author: User) -> Changeset:
    """Takes back all that a changeset did, as a changeset of its own; later work elsewhere in the articles stays.

    Raises CannotUndo, having written nothing, when somebody has since worked over what it changed, and ValueError when
    it was undone before.
    """
    if changeset.kind == Changeset.Kind.CONTRIBUTORS:
        return take_back_merge(changeset, author=author)
    undoing = _Undoing(changeset, author)
    undoing.look_at_the_absorbed()
    undoing.put_back_texts()
    undoing.put_back_imported()
    undoing.put_back_rows()
    undoing.refuse_if_hindered()
    return undoing.undoing


__all__ = ["CannotUndo", "undo"]


class _Undoing:
    def __init__(self, changeset: Changeset, author: User) -> None:
        self.changeset, self.author = changeset, author
        self.changed = list(changeset.changed_rows.order_by("pk"))
        self.revisions: dict[int, list[Revision]] = defaultdict(list)
        for revision in changeset.revisions.order_by("article_id", "number"):
            self.revisions[revision.article_id].append(revision)
        self.undoing = begin_undoing(changeset, author)
        self._lock()
        self.worked_over: list[Revision] = []
        self.overtaking: dict[int, Changeset] = {}
        self.otherwise: dict[int, Article] = {}

    def _lock(self) -> None:
        """Newspaper and articles, as for a structure edit."""
        if self.changed:
            pages = [row.row for row in self.changed if row.what == What.ORDER]
            papers = Newspaper.objects.filter(issues__pages__articles__in=self._touched()) | Newspaper.objects.filter(
                issues__pages__in=pages
            )
            list(Newspaper.objects.select_for_update().filter(pk__in=papers.values("pk")).order_by("pk"))
        rows = Article.objects.select_for_update().filter(pk__in=self._touched()).order_by("pk")
        self.articles = {row.pk: row for row in rows}

    def _touched(self) -> set[int]:
        return {*self.revisions, *(row.row for row in self.changed if row.what == What.ARTICLE)}

    @property
    def made(self) -> set[int]:
        """The articles that the changeset made: joined again to what they were split from, their own text untouched."""
        return {article for article, revisions in self.revisions.items() if revisions[0].number == 0}

    def put_back_texts(self) -> None:
        for article_id, revisions in self.revisions.items():
            article = self.articles[article_id]
            now = article.revisions.newest_first()[0]
            if article_id in self.made:
                continue
            if article.merged_into_id is not None:
                self._find_overtaking(What.ARTICLE, article_id)
                continue
            before = article.revisions.get(number=revisions[0].number - 1)
            back = merge(*(Snapshot.from_json(text.snapshot) for text in (revisions[-1], now, before)))
            if back.clashes:
                later = article.revisions.filter(number__gt=revisions[-1].number).order_by("number").first()
                self.worked_over.append(later or revisions[-1])
                continue
            correct(
                article.pk,
                back.snapshot,
                based_on=now.number,
                author=self.author,
                reason=self.undoing.reason,
                changeset=self.undoing,
            )

    def look_at_the_absorbed(self) -> None:
        """What becomes part of another again must read as it did: nothing typed since may go out of sight."""
        absorbed = [
            row.row
            for row in self.changed
            if row.what == What.ARTICLE and row.before.get("merged_into_id") and not row.after["merged_into_id"]
        ]
        # Keys tell what came later; the clock may have been set back.
        last_revision = max((each.pk for revisions in self.revisions.values() for each in revisions), default=0)
        last_reimport = max(self.changeset.reimports.values_list("pk", flat=True), default=0)
        for article_id in absorbed:
            article = self.articles[article_id]
            now = article.revisions.newest_first()[0]
            then = article.revisions.newest_first().filter(pk__lte=last_revision).first()
            if then is None or now.sha256 != then.sha256:
                self.worked_over.append(now)
            elif article_id not in self.made and article.reimports.filter(pk__gt=last_reimport).exists():
                self.otherwise[article_id] = article

    def put_back_imported(self) -> None:
        """What later dumps are compared with, as it was before, with what later dumps have brought since."""
        for shared in self.changeset.reimports.order_by("pk").select_related("article"):
            article = shared.article
            if article.reimports.open_conflicts().exists():
                self.otherwise[article.pk] = article
            if article.pk in self.made:
                if last_imported(article) != Snapshot.from_json(shared.snapshot):
                    self.otherwise[article.pk] = article
                continue
            earlier = article.reimports.taken_in().filter(pk__lt=shared.pk).first()
            before = earlier.snapshot if earlier else article.revisions.get(number=0).snapshot
            back = merge(Snapshot.from_json(shared.snapshot), last_imported(article), Snapshot.from_json(before))
            if back.clashes:
                self.otherwise[article.pk] = article
                continue
            Reimport.objects.create(
                article=article,
                snapshot=back.snapshot.as_json(),
                state=Reimport.State.RESTRUCTURED,
                changeset=self.undoing,
            )

    def put_back_rows(self) -> None:
        """Where nothing hinders. Spans and doubts that a later dump replaced are let be."""
        # Of several changes of one value the last says how it was left.
        left: dict[str, dict[int, dict[str, object]]] = defaultdict(lambda: defaultdict(dict))
        for row in self.changed:
            if row.what != What.ORDER:
                left[row.what][row.row] |= {name: value for name, value in row.after.items() if name != "follows"}
        for what, of_rows in left.items():
            stored = rows_of(what, of_rows)
            self.changed = [row for row in self.changed if row.what != what or row.row in stored]
            for key, row in stored.items():
                if current(row, of_rows[key]) != of_rows[key]:
                    self._find_overtaking(what, key)
        if not self._hindered:
            self._take_along_what_came_since()
            put_back(self.undoing, self.changed)
            IndexTask.objects.request(self._touched())

    def _find_overtaking(self, what: str, key: int) -> None:
        """The later changeset that changed the row again, or the article that something else changed."""
        later = (
            ChangedRow.objects.filter(what=what, row=key, changeset__gt=self.changeset.pk)
            .exclude(changeset=self.undoing)
            .select_related("changeset")
            .last()
        )
        if later is not None:
            self.overtaking[later.changeset_id] = later.changeset
        elif what == What.ARTICLE:
            self.otherwise[key] = self.articles[key]

    def _take_along_what_came_since(self) -> None:
        """Spans and doubts that a later dump gave to an article the changeset made go to the one it came from."""
        for article_id in self.made:
            article = self.articles[article_id]
            moved = [row.row for row in self.changed if row.what == What.SPAN]
            article.spans.exclude(pk__in=moved).update(article=article.split_from_id)
            article.doubts.update(article=article.split_from_id)

    @property
    def _hindered(self) -> bool:
        return bool(self.worked_over or self.overtaking or self.otherwise)

    def refuse_if_hindered(self) -> None:
        if self._hindered:
            raise CannotUndo(self.worked_over, self.overtaking.values(), self.otherwise.values())
