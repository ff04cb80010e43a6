"""What a structure edit does or did, for a page: the texts it changes and the places it changes, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from newsroom.admin.differences import ShownChange, shown_changes
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, ChangedRow, Changeset, Contributor, Page, Revision, UnplacedFragment

What = ChangedRow.What
# The values of an article's row that are other articles.
LEADS_TO = ("merged_into_id", "continuation_id")


@dataclass(frozen=True, slots=True)
class ChangedText:
    """An article whose text a changeset changed. ``made`` is set where the changeset made it."""

    article: Article
    made: bool
    changes: list[ShownChange]
    before: int
    after: int


def changed_texts(changeset: Changeset, *, context: int | None = None) -> list[ChangedText]:
    """Three queries, however many articles. ``context`` as for ``shown_changes``."""
    revisions: dict[int, list[Revision]] = defaultdict(list)
    for revision in changeset.revisions.order_by("article_id", "number"):
        revisions[revision.article_id].append(revision)
    articles = Article.objects.with_place().in_bulk(revisions)
    wanted = {(key, found[0].number - 1) for key, found in revisions.items() if found[0].number}
    earlier = {
        (revision.article_id, revision.number): revision
        for revision in Revision.objects.filter(article__in=revisions, number__in={number for _key, number in wanted})
    }
    texts = []
    for key, found in revisions.items():
        number = found[0].number - 1
        made = number < 0
        before = Snapshot() if made else Snapshot.from_json(earlier[key, number].snapshot)
        after = Snapshot.from_json(found[-1].snapshot)
        changes = shown_changes(before, after, context=None if made else context)
        texts.append(ChangedText(articles[key], made, changes, max(number, 0), found[-1].number))
    return texts


def changed_places(changeset: Changeset) -> list[str]:
    """One sentence for each article, fragment or contributor that was moved, joined, paired, settled or merged."""
    told = [What.ARTICLE, What.FRAGMENT, What.ORDER, What.CONTRIBUTOR]
    rows = list(changeset.changed_rows.filter(what__in=told).order_by("pk"))
    names = _Names(rows)
    return [sentence for row in rows for sentence in names.sentences(row)]


class _Names:
    """The articles, pages and fragments that rows tell of, read together."""

    def __init__(self, rows: list[ChangedRow]) -> None:
        values = [each for row in rows for each in (row.before, row.after)]
        of_articles = [each for row in rows if row.what == What.ARTICLE for each in (row.before, row.after)]
        keys = {row.row for row in rows if row.what == What.ARTICLE}
        keys |= {value[name] for value in of_articles for name in LEADS_TO if value.get(name)}
        keys |= {key for value in of_articles for key in value.get("apart_from", ())}
        people = [row for row in rows if row.what == What.CONTRIBUTOR]
        both = {
            key for row in people for key in (row.row, row.before["merged_into_id"], row.after["merged_into_id"]) if key
        }
        self.people = Contributor.objects.in_bulk(both)
        pages = {value["address"][0] for value in values if "address" in value}
        pages |= {row.row for row in rows if row.what == What.ORDER}
        self.articles = Article.objects.with_place().in_bulk(keys)
        self.pages = Page.objects.select_related("issue__newspaper").in_bulk(pages)
        self.fragments = UnplacedFragment.objects.in_bulk([row.row for row in rows if row.what == What.FRAGMENT])

    def _title(self, key: int | None) -> str:
        return self.articles[key].title if key in self.articles else "—"

    def sentences(self, row: ChangedRow) -> Iterator[str]:
        if row.what == What.ORDER:
            yield _("%(page)s: the articles stand in another order.") % {"page": self.pages[row.row].label}
        elif row.what == What.FRAGMENT:
            state = UnplacedFragment.State(row.after["state"]).label if "state" in row.after else ""
            if state:
                yield f"{self.fragments[row.row]}：{state}"
        elif row.what == What.CONTRIBUTOR:
            survivor = row.after["merged_into_id"]
            one = self.people[row.row]
            yield f"{one} → {self.people[survivor]}" if survivor else _("“%(name)s” stands by itself.") % {"name": one}
        else:
            yield from self._of_article(self._title(row.row), row.before, row.after)

    def _of_article(self, title: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
        if "address" in after:
            pages = [self.pages[value["address"][0]] for value in (before, after)]
            said = _("“%(title)s” moves from %(old)s to %(new)s; its old address leads to the new one.")
            old, new = (f"{page.issue.stamp} {page.label}" for page in pages)
            yield said % {"title": title, "old": old, "new": new}
        if "merged_into_id" in after:
            if after["merged_into_id"]:
                survivor = self._title(after["merged_into_id"])
                said = _("“%(title)s” is part of “%(survivor)s”; its address leads there.")
                yield said % {"title": title, "survivor": survivor}
            else:
                yield _("“%(title)s” is an article of its own.") % {"title": title}
        if "continuation_id" in after and before.get("continuation_id") != after["continuation_id"]:
            if after["continuation_id"]:
                other = self._title(after["continuation_id"])
                yield _("“%(title)s” carries on in “%(other)s”.") % {"title": title, "other": other}
            else:
                yield _("“%(title)s” is no longer paired with its other half.") % {"title": title}
        if before.get("half_missing") != after.get("half_missing"):
            said = _("The other half of “%(title)s” is not in the archive.")
            again = _("The other half of “%(title)s” is looked for again.")
            yield (said if after["half_missing"] else again) % {"title": title}
        for key in set(after.get("apart_from", ())) - set(before.get("apart_from", ())):
            said = _("“%(title)s” does not go together with “%(other)s”, and is not paired with it again by itself.")
            yield said % {"title": title, "other": self._title(key)}
        for key in set(before.get("apart_from", ())) - set(after.get("apart_from", ())):
            said = _("“%(title)s” may go together with “%(other)s” again.")
            yield said % {"title": title, "other": self._title(key)}
