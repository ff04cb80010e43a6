"""Every change to an article's text is a numbered revision, and a save never overwrites one it has not seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from newsroom.desk.found_right import count_suspects
from newsroom.desk.lessons import keep_lessons
from newsroom.desk.snapshots import TEXT_PARTS, BylineText, Snapshot
from newsroom.models import (
    Article,
    Byline,
    Changeset,
    Contributor,
    ContributorAlias,
    IndexTask,
    Photo,
    Revision,
    contributor_key,
    plain_name,
)


class Superseded(Exception):
    """Somebody saved in between. ``current`` is their revision; nothing was written."""

    def __init__(self, current: Revision) -> None:
        super().__init__(f"Revision {current.number} was saved in the meantime.")
        self.current = current


class JoinedAway(Exception):
    """The article was joined to another, ``survivor``: that is where its text is corrected now."""

    def __init__(self, survivor: Article) -> None:
        super().__init__(f"The article was joined to article {survivor.pk}.")
        self.survivor = survivor


def first_revision(article: Article, *, reason: str = "") -> Revision:
    """Revision 0: the article as imported, its bylines and photos already stored."""
    snapshot = Snapshot.of(article)
    if found := count_suspects(snapshot):
        Article.objects.filter(pk=article.pk).update(suspects=found)
    return _record(article, snapshot, number=0, author=None, reason=reason, changeset=None)


def begin(article: Article, printed: Snapshot, *, changeset: Changeset) -> Revision:
    """Stores a new article whose revision 0 is ``printed``: a part of what was imported with another."""
    for part in TEXT_PARTS:
        setattr(article, part, getattr(printed, part))
    article.suspects = count_suspects(printed, article.found_right)
    article.save()
    text = _put_rows(article, printed)
    IndexTask.objects.request([article.pk])
    return _record(article, text, number=0, author=None, reason=changeset.reason, changeset=changeset)


@transaction.atomic
def correct(
    article_id: int,
    wanted: Snapshot,
    *,
    based_on: int,
    author: User | None,
    reason: str = "",
    changeset: Changeset | None = None,
) -> Revision:
    """Makes ``wanted`` the article's text and records it as the next revision.

    ``based_on`` is the number of the revision the author started from; no author means the import. Raises Superseded,
    having written nothing, when that is no longer the newest, and JoinedAway where the article is none any more. A text
    equal to the newest makes no revision: at most the contributors it credits are put right, and the newest revision is
    returned.
    """
    return write(hold(article_id), wanted, based_on=based_on, author=author, reason=reason, changeset=changeset)


class Held(NamedTuple):
    """An article whose row the caller has locked, within the caller's transaction, and its newest revision."""

    article: Article
    newest: Revision


def hold(article_id: int) -> Held:
    """Locks an article until the transaction ends."""
    article = Article.objects.select_for_update().get(pk=article_id)
    return Held(article, article.revisions.newest_first()[0])


def write(
    held: Held,
    wanted: Snapshot,
    *,
    based_on: int,
    author: User | None,
    reason: str = "",
    changeset: Changeset | None = None,
) -> Revision:
    """Like ``correct``, of an article that is held already. What it raises, it raises before anything is written."""
    article, newest = held
    if article.merged_into_id is not None:
        raise JoinedAway(Article.objects.get(pk=article.merged_into_id))
    if newest.number != based_on:
        raise Superseded(newest)
    if wanted.sha256 == newest.sha256:
        if _credits_differ(wanted, Snapshot.of(article)):
            _put_rows(article, wanted)
            IndexTask.objects.request([article.pk])
        return newest
    before = Snapshot.from_json(newest.snapshot)
    revision = _record(
        article,
        _put_rows(article, wanted, before),
        number=newest.number + 1,
        author=author,
        reason=reason,
        changeset=changeset,
    )
    if author is not None:
        keep_lessons(revision, before, wanted)
    # A text nobody has touched stays so when a better dump replaces it; a reviewed one has to be looked at again.
    touched = author is not None or article.text_state != Article.TextState.IMPORTED
    Article.objects.filter(pk=article.pk).update(
        **{part: getattr(wanted, part) for part in TEXT_PARTS},
        revision_number=revision.number,
        suspects=count_suspects(wanted, article.found_right),
        text_state=Article.TextState.CORRECTED if touched else Article.TextState.IMPORTED,
        modified_at=revision.made_at,
    )
    IndexTask.objects.request([article.pk])
    return revision


@transaction.atomic
def restore(article_id: int, number: int, *, based_on: int, author: User | None) -> Revision:
    """The text of revision ``number`` becomes the newest revision; nothing in between is lost.

    Raises Superseded like ``correct``, and Revision.DoesNotExist. Who is meant by a name that still stands in the
    bylines is not taken back with the text.
    """
    old = Snapshot.from_json(Revision.objects.get(article=article_id, number=number).snapshot)
    credited_now = set(Byline.objects.filter(article=article_id).values_list("name", flat=True))
    bylines = tuple(
        replace(byline, contributor=None) if byline.name in credited_now else byline for byline in old.bylines
    )
    return correct(
        article_id,
        replace(old, bylines=bylines),
        based_on=based_on,
        author=author,
        reason=_("Restored revision %(number)d") % {"number": number},
    )


def contributor_named(name: str) -> Contributor:
    """The contributor whom this name, in any of its printed variants, credits; made when there is none yet."""
    key = contributor_key(name)[:120]
    # One that was merged into another comes after one that was not, and stands for that other.
    namesakes = Contributor.objects.filter(key=key).order_by(
        F("merged_into").asc(nulls_first=True), "distinction", "pk"
    )
    if found := namesakes.first():
        return found.survivor
    if alias := ContributorAlias.objects.filter(key=key).select_related("contributor").first():
        return alias.contributor.survivor
    return Contributor.objects.get_or_create(key=key, distinction="", defaults={"name": plain_name(name)})[0]


def _record(
    article: Article,
    snapshot: Snapshot,
    *,
    number: int,
    author: User | None,
    reason: str,
    changeset: Changeset | None,
) -> Revision:
    return Revision.objects.create(
        article=article,
        number=number,
        author=author,
        reason=reason,
        changeset=changeset,
        snapshot=snapshot.as_json(),
        sha256=snapshot.sha256,
    )


def _credits_differ(wanted: Snapshot, current: Snapshot) -> bool:
    """Whether a contributor is asked for whom the same byline does not credit now."""
    return any(
        asked.contributor is not None and asked.contributor != now.contributor
        for asked, now in zip(wanted.bylines, current.bylines, strict=True)
    )


def _put_rows(article: Article, wanted: Snapshot, before: Snapshot | None = None) -> Snapshot:
    """Writes the photos and bylines over the article's rows; returns what is wanted, with whom its bylines credit.

    ``before`` is the text whose rows are there now: photos nobody changed and no byline credits are not looked at.
    """
    credited_photos = any(byline.photo is not None for byline in wanted.bylines)
    if before is not None and wanted.photos == before.photos and not credited_photos:
        return replace(wanted, bylines=_put_bylines(article, wanted.bylines, {}))
    rows = {photo.position: photo for photo in article.photos.all()}
    photos = {
        photo.position: rows.pop(photo.position, Photo(article=article, position=photo.position))
        for photo in wanted.photos
    }
    for photo in wanted.photos:
        _write(photos[photo.position], caption=photo.caption, credit=photo.credit)
    bylines = _put_bylines(article, wanted.bylines, {position: row.pk for position, row in photos.items()})
    for row in rows.values():  # only now does no byline credit them any more
        row.delete()
    return replace(wanted, bylines=bylines)


def _put_bylines(article: Article, wanted: tuple[BylineText, ...], photos: Mapping[int, int]) -> tuple[BylineText, ...]:
    """Rows are kept in their order and rewritten in place; what is left over goes, what is missing comes after.

    ``photos`` gives the key of the photo at each position. Returns the bylines with whom they credit.
    """
    rows = list(article.bylines.order_by("position"))
    credited = _contributors_for(wanted, rows)
    for row in rows[len(wanted) :]:
        row.delete()
    next_position = rows[-1].position + 1 if rows else 1
    for index, byline in enumerate(wanted):
        fresh = Byline(article=article, position=next_position + index - len(rows))
        _write(
            rows[index] if index < len(rows) else fresh,
            name=byline.name,
            role=byline.role,
            affiliation=byline.affiliation,
            as_printed=byline.as_printed,
            photo_id=photos[byline.photo] if byline.photo is not None else None,
            contributor_id=credited[index],
        )
    return tuple(replace(byline, contributor=contributor) for byline, contributor in zip(wanted, credited, strict=True))


def _write(row: Photo | Byline, **values: object) -> None:
    """Saves the row where it is new or differs."""
    if row.pk is not None and all(getattr(row, field) == value for field, value in values.items()):
        return
    for field, value in values.items():
        setattr(row, field, value)
    row.save()


def _contributors_for(wanted: tuple[BylineText, ...], rows: list[Byline]) -> list[int]:
    """Whom each wanted byline credits: whom it asks for, else whoever bore that name here before, else by the name."""
    asked_for = Contributor.objects.in_bulk([byline.contributor for byline in wanted if byline.contributor is not None])
    bore_the_name = defaultdict(list)
    for row in rows:
        bore_the_name[row.name].append(row.contributor_id)
    credited = []
    for byline in wanted:
        namesakes = bore_the_name[byline.name]
        before = namesakes.pop(0) if namesakes else None
        # One asked for by an old revision may have been merged into another since.
        asked = asked_for[byline.contributor].survivor.pk if byline.contributor in asked_for else None
        credited.append(asked or before or contributor_named(byline.name).pk)
    return credited
