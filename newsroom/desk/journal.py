"""What a changeset changes beside texts, written down while it is changed: so that it can be undone as a whole.

Values are plain JSON by the names of database columns. Two are no columns of an article: ``address``, its page and its
number there, and ``follows``, the article that it stands behind on that page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.models import (
    Article,
    ChangedRow,
    Changeset,
    Doubt,
    FormerAddress,
    IndexTask,
    Page,
    Revision,
    SourceSpan,
    UnplacedFragment,
)

What = ChangedRow.What
Values = dict[str, Any]

TABLES: dict[str, type[Model]] = {
    What.ARTICLE: Article,
    What.FRAGMENT: UnplacedFragment,
    What.SPAN: SourceSpan,
    What.DOUBT: Doubt,
}


class CannotUndo(Exception):
    """Later work stands in the way; nothing was undone.

    ``revisions`` are those that work over what the changeset wrote, ``changesets`` those that moved or joined what it
    did, ``articles`` those that were changed otherwise (withdrawn, say, or met by a later dump).
    """

    def __init__(
        self, revisions: Iterable[Revision], changesets: Iterable[Changeset] = (), articles: Iterable[Article] = ()
    ) -> None:
        self.revisions, self.changesets, self.articles = list(revisions), list(changesets), list(articles)
        super().__init__(f"{len(self.revisions)} revisions, {len(self.changesets)} changesets stand in the way.")


def begin_undoing(changeset: Changeset, author: User) -> Changeset:
    """The changeset that undoes another, which is locked. Raises ValueError when it was undone before."""
    Changeset.objects.select_for_update().get(pk=changeset.pk)
    if Changeset.objects.filter(undoes=changeset).exists():
        raise ValueError("This changeset is undone already.")
    reason = _("Undone: %(reason)s") % {"reason": changeset.reason}
    return Changeset.objects.create(author=author, undoes=changeset, kind=changeset.kind, reason=reason[:300])


def change(changeset: Changeset, what: str, rows: Sequence[Model], values: Sequence[Values]) -> None:
    """Gives each row its values, and writes down what it had before."""
    before = [current(row, each) for row, each in zip(rows, values, strict=True)]
    _put(what, rows, values)
    _write_down(changeset, what, [row.pk for row in rows], before, values)


def arrange(changeset: Changeset, page: Page, order: Sequence[int]) -> None:
    """Puts the articles of a page in this order, and writes down the order they had."""
    before = {"order": order_on(page.pk)}
    put_in_order(page.pk, order)
    _write_down(changeset, What.ORDER, [page.pk], [before], [{"order": list(order)}])


def current(row: Model, values: Iterable[str]) -> Values:
    """What the row now has of these values."""
    return {name: _value(row, name) for name in values}


def _value(row: Any, name: str) -> Any:
    if name == "address":
        return [row.page_id, row.number]
    if name == "follows":
        order = order_on(row.page_id)
        at = order.index(row.pk)
        return order[at - 1] if at else None
    return getattr(row, name)


def _put(what: str, rows: Sequence[Model], values: Sequence[Values]) -> None:
    columns = {name for each in values for name in each} - {"address", "follows"}
    for row, each in zip(rows, values, strict=True):
        for name in columns & each.keys():
            setattr(row, name, each[name])
        if isinstance(row, Article):
            _put_in_place(row, each)
    if columns:
        if what == What.ARTICLE:
            for row in rows:
                row.modified_at = timezone.now()  # type: ignore[attr-defined]
            columns.add("modified_at")
        TABLES[what]._default_manager.bulk_update(rows, sorted(columns), batch_size=500)
    if what == What.ARTICLE:
        IndexTask.objects.request(row.pk for row in rows)


def _put_in_place(article: Article, values: Values) -> None:
    if "address" in values:
        readdress(article, *values["address"])
    if "follows" in values:
        others = [pk for pk in order_on(article.page_id) if pk != article.pk]
        ahead = others.index(values["follows"]) + 1 if values["follows"] in others else 0
        put_in_order(article.page_id, [*others[:ahead], article.pk, *others[ahead:]])


def readdress(article: Article, page_id: int, number: int) -> None:
    """Gives the article an address; at the one it had, readers are sent on."""
    if (article.page_id, article.number) == (page_id, number):
        return
    article.former_addresses.filter(page=page_id, number=number).delete()
    FormerAddress.objects.create(page_id=article.page_id, number=article.number, article=article)
    Article.objects.filter(pk=article.pk).update(page=page_id, number=number, modified_at=timezone.now())
    article.page_id, article.number = page_id, number


def free_number(page: Page) -> int:
    """A number that no article of the page has or ever had."""
    taken = page.articles.aggregate(Max("number"))["number__max"] or 0
    left = page.former_addresses.aggregate(Max("number"))["number__max"] or 0
    return max(taken, left) + 1


def order_on(page_id: int) -> list[int]:
    """The articles of a page as they stand on it, joined and withdrawn ones among them."""
    return list(Article.objects.filter(page=page_id).order_by("position", "number").values_list("pk", flat=True))


def put_in_order(page_id: int, order: Sequence[int]) -> None:
    """Numbers the articles of the page in this order, those it does not name last as they stood."""
    rows = {row.pk: row for row in Article.objects.filter(page=page_id).order_by("position", "number")}
    named = [pk for pk in order if pk in rows]
    changed = []
    for position, pk in enumerate([*named, *(pk for pk in rows if pk not in set(named))], 1):
        if rows[pk].position != position:
            rows[pk].position = position
            changed.append(rows[pk])
    Article.objects.bulk_update(changed, ["position"])
    IndexTask.objects.request(row.pk for row in changed)


def put_back(undoing: Changeset, changed: Sequence[ChangedRow]) -> None:
    """Gives each row back what it had before; the last change first."""
    for what, run in groupby(reversed(changed), key=lambda row: row.what):
        rows = list(run)
        if what == What.ORDER:
            for row in rows:
                page = Page.objects.get(pk=row.row)
                arrange(undoing, page, as_before(order_on(page.pk), row.before["order"]))
        else:
            stored = rows_of(what, [row.row for row in rows])
            change(undoing, what, [stored[row.row] for row in rows], [row.before for row in rows])


def as_before(now: Sequence[int], before: Sequence[int]) -> list[int]:
    """The order of now, those that were there before put back into the order they had."""
    there = set(now)
    old = iter([pk for pk in before if pk in there])
    known = set(before)
    return [next(old) if pk in known else pk for pk in now]


def rows_of(what: str, keys: Iterable[int]) -> Mapping[int, Any]:
    return TABLES[what]._default_manager.in_bulk(keys)


def _write_down(
    changeset: Changeset, what: str, keys: Sequence[int], before: Sequence[Values], after: Sequence[Values]
) -> None:
    ChangedRow.objects.bulk_create(
        ChangedRow(changeset=changeset, what=what, row=key, before=old, after=new)
        for key, old, new in zip(keys, before, after, strict=True)
        if old != new
    )
