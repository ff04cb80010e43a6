"""Contributors found to be one: merged into one of them, suggested where names speak for it, and parted again.

A merge changes whom bylines credit and nothing that was printed: name, role and printed words of each byline stay, and
so do the texts of all revisions. The one that is left is shown by its own name everywhere; the other's name becomes an
alias, by which later imports and editors find it, and its address leads on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from newsroom.desk.journal import CannotUndo, What, begin_undoing
from newsroom.desk.structure import Refused
from newsroom.models import Byline, ChangedRow, Changeset, Contributor, ContributorAlias, IndexTask, contributor_key

# So many are suggested of a kind at a time; the rest when these are done.
MOST_SUGGESTED = 40


class Why(StrEnum):
    SAME_NAME = "same name"
    ALIAS = "alias"
    SAME_SOUND = "same sound"


class Suggestion(NamedTuple):
    """Contributors who may be one. Each has ``article_count``."""

    why: Why
    contributors: list[Contributor]


def suggestions() -> list[Suggestion]:
    """Who may be whom, the likeliest kind first; at most MOST_SUGGESTED of a kind. Eight queries at most.

    Who was told apart from all others of a group is not suggested with them.
    """
    standing = Contributor.objects.standing()
    apart = dict(standing.exclude(told_apart=[]).values_list("pk", "told_apart"))
    # Those told apart are found all the same, and must not take the places of others.
    most = MOST_SUGGESTED + len(apart)
    found: list[tuple[Why, list[int]]] = []
    for why, field in ((Why.SAME_NAME, "key"), (Why.SAME_SOUND, "sort_key")):
        twice = standing.order_by().values(field).annotate(count=Count("pk")).filter(count__gt=1).order_by(field)
        groups: dict[str, list[int]] = defaultdict(list)
        values = list(twice.values_list(field, flat=True)[:most])
        for value, key in standing.filter(**{f"{field}__in": values}).values_list(field, "pk"):
            groups[value].append(key)
        found += [(why, keys) for keys in _in_question(groups.values(), apart)]
    aliased = ContributorAlias.objects.filter(key__in=standing.values("key")).order_by("name")[:most]
    bearers: dict[str, list[int]] = defaultdict(list)
    aliases = list(aliased.values_list("key", "contributor"))
    for value, key in standing.filter(key__in=[key for key, _owner in aliases]).values_list("key", "pk"):
        bearers[value].append(key)
    owned = ([owner, *(key for key in bearers[value] if key != owner)] for value, owner in aliases)
    found += [(Why.ALIAS, keys) for keys in _in_question(owned, apart)]
    return _filled(found)


def _in_question(groups: Iterable[list[int]], apart: Mapping[int, list[int]]) -> Iterator[list[int]]:
    """At most MOST_SUGGESTED groups, without those who were told apart from everybody else in theirs."""
    left = 0
    for group in groups:
        asked = [key for key in group if any(key != other and other not in apart.get(key, ()) for other in group)]
        if len(asked) > 1:
            yield asked
            left += 1
            if left == MOST_SUGGESTED:
                return


def told_apart() -> list[list[Contributor]]:
    """Pairs of contributors who were found to be two. Two queries."""
    people = Contributor.objects.standing().exclude(told_apart=[]).in_bulk()
    return [
        [one, people[key]]
        for one in sorted(people.values(), key=lambda each: (each.sort_key, each.pk))
        for key in one.told_apart
        if key in people and one.pk < key
    ]


@transaction.atomic
def tell_apart(keys: Iterable[int]) -> list[Contributor]:
    """Says that each of them is somebody else than the others: they are not suggested as one any more."""
    people = _locked(set(keys))
    return _put_apart(people, lambda one, others: {*one.told_apart, *others})


@transaction.atomic
def suggest_again(keys: Iterable[int]) -> list[Contributor]:
    """Takes back that they were told apart."""
    people = _locked(set(keys))
    return _put_apart(people, lambda one, others: set(one.told_apart) - others)


def _put_apart(people: list[Contributor], apart: Callable[[Contributor, set[int]], set[int]]) -> list[Contributor]:
    """Those for whom this is new."""
    changed = []
    for one in people:
        wanted = sorted(apart(one, {other.pk for other in people} - {one.pk}))
        if wanted != one.told_apart:
            one.told_apart = wanted
            one.save(update_fields=["told_apart"])
            changed.append(one)
    return changed


def _filled(found: list[tuple[Why, list[int]]]) -> list[Suggestion]:
    """The contributors themselves; a group that was suggested for a better reason comes once."""
    wanted = {key for _why, keys in found for key in keys}
    people = Contributor.objects.annotate(article_count=Count("bylines__article", distinct=True)).in_bulk(wanted)
    suggested: list[Suggestion] = []
    seen: set[frozenset[int]] = set()
    for why, keys in sorted(found, key=lambda pair: list(Why).index(pair[0])):
        group = frozenset(keys)
        if len(group) > 1 and not any(group <= other for other in seen):
            seen.add(group)
            by_weight = sorted((people[key] for key in group), key=lambda each: (-each.article_count, each.pk))  # type: ignore[attr-defined]
            suggested.append(Suggestion(why, by_weight))
    return suggested


@transaction.atomic
def merge_contributors(survivor_id: int, others: Iterable[int], *, author: User, reason: str = "") -> Changeset:
    """Says that the others are the survivor. Raises Refused when one was merged already or there is nobody to merge."""
    keys = set(others) - {survivor_id}
    people = {each.pk: each for each in _locked({survivor_id, *keys})}
    survivor = people.pop(survivor_id, None)
    if survivor is None or not people or len(people) < len(keys):
        raise Refused(_("Choose two contributors at least, and the one that is left."))
    for each in (survivor, *people.values()):
        if each.merged_into_id is not None:
            raise Refused(_("“%(name)s” was merged already; look again.") % {"name": each})
    names = "、".join(str(each) for each in people.values())
    reason = reason or _("Merged: %(names)s → %(survivor)s") % {"names": names, "survivor": survivor}
    changeset = Changeset.objects.create(author=author, kind=Changeset.Kind.CONTRIBUTORS, reason=reason[:300])
    for other in people.values():
        _merge(changeset, other, survivor)
    return changeset


def _locked(keys: Iterable[int]) -> list[Contributor]:
    return list(Contributor.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk"))


def _merge(changeset: Changeset, other: Contributor, survivor: Contributor) -> None:
    bylines = list(Byline.objects.filter(contributor=other).order_by("pk").values_list("pk", "name"))
    aliases = list(other.aliases.order_by("pk").values_list("pk", flat=True))
    _credit([key for key, _name in bylines], survivor)
    other.aliases.update(contributor=survivor)
    made = None
    # A namesake is told by the name already, and a name means one contributor only.
    if other.key != survivor.key and not ContributorAlias.objects.filter(key=other.key).exists():
        made = ContributorAlias.objects.create(contributor=survivor, name=other.name).pk
    other.merged_into = survivor
    other.save(update_fields=["merged_into"])
    before = {"merged_into_id": None}
    after = {"merged_into_id": survivor.pk, "bylines": bylines, "aliases": aliases, "made": made}
    _write_down(changeset, other, before, after)


def _credit(bylines: Sequence[int], contributor: Contributor) -> None:
    articles: set[int] = set()
    for start in range(0, len(bylines), 500):
        chosen = Byline.objects.filter(pk__in=bylines[start : start + 500])
        articles |= set(chosen.values_list("article", flat=True))
        chosen.update(contributor=contributor)
    IndexTask.objects.request(sorted(articles))
    IndexTask.objects.request_names()


def take_back_merge(changeset: Changeset, *, author: User) -> Changeset:
    """Parts what a changeset merged, or merges again what one parted: see ``newsroom.desk.undoing.undo``."""
    undoing = begin_undoing(changeset, author)
    rows = list(changeset.changed_rows.order_by("-pk"))
    people = _locked({row.row for row in rows} | {_other(row) for row in rows})
    by_key = {each.pk: each for each in people}
    later: dict[int, Changeset] = {}
    for row in rows:
        merged, survivor = by_key[row.row], by_key[_other(row)]
        if merged.merged_into_id != row.after["merged_into_id"] or survivor.merged_into_id is not None:
            touching = ChangedRow.objects.filter(what=What.CONTRIBUTOR, row__in=[merged.pk, survivor.pk], pk__gt=row.pk)
            later |= {each.changeset_id: each.changeset for each in touching.select_related("changeset")}
        elif row.after["merged_into_id"] is None:
            _merge(undoing, merged, survivor)
        else:
            _part(undoing, merged, survivor, row.after)
    later.pop(undoing.pk, None)
    if later:
        raise CannotUndo([], later.values())
    return undoing


def _other(row: ChangedRow) -> int:
    """With whom the contributor was merged, or from whom it was parted."""
    survivor: int = row.after["merged_into_id"] or row.before["merged_into_id"]
    return survivor


def _part(changeset: Changeset, merged: Contributor, survivor: Contributor, was: dict[str, Any]) -> None:
    """Gives back the bylines that still credit the survivor by the name they had."""
    names = {merged.key, *ContributorAlias.objects.filter(pk__in=was["aliases"]).values_list("key", flat=True)}
    known = dict(was["bylines"])
    # Those that came in since by a name of the merged one alone are meant for it too.
    own = names - {survivor.key}
    credited = Byline.objects.filter(contributor=survivor).values_list("pk", "name")
    back = [key for key, name in credited if known.get(key) == name or contributor_key(name)[:120] in own]
    _credit(back, merged)
    ContributorAlias.objects.filter(pk=was["made"], contributor=survivor).delete()
    ContributorAlias.objects.filter(pk__in=was["aliases"]).update(contributor=merged)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    _write_down(changeset, merged, {"merged_into_id": survivor.pk}, {"merged_into_id": None})


def _write_down(changeset: Changeset, merged: Contributor, before: dict[str, Any], after: dict[str, Any]) -> None:
    ChangedRow.objects.create(changeset=changeset, what=What.CONTRIBUTOR, row=merged.pk, before=before, after=after)
