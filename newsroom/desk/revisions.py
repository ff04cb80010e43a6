"""Every change to an article's text is a numbered revision, and a save never overwrites one it has not seen."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from newsroom.desk.snapshots import TEXT_PARTS, Snapshot
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
)


class Superseded(Exception):
    """Somebody saved in between. ``current`` is their revision; nothing was written."""

    def __init__(self, current: Revision) -> None:
        super().__init__(f"Revision {current.number} was saved in the meantime.")
        self.current = current


def first_revision(article: Article, *, reason: str = "") -> Revision:
    """Revision 0: the article as imported, its bylines and photos already stored."""
    return _record(article, Snapshot.of(article), number=0, author=None, reason=reason, changeset=None)


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

    ``based_on`` is the number of the revision the author started from. Raises Superseded, having written nothing, when
    that is no longer the newest. A text equal to the newest makes no revision; the newest is returned.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    newest = article.revisions.newest_first()[0]
    if newest.number != based_on:
        raise Superseded(newest)
    if wanted.sha256 == newest.sha256:
        return newest
    _put(article, wanted)
    revision = _record(
        article, Snapshot.of(article), number=newest.number + 1, author=author, reason=reason, changeset=changeset
    )
    article.revision_number = revision.number
    article.text_state = Article.TextState.CORRECTED
    article.save()
    IndexTask.objects.request([article.pk])
    return revision


def restore(article_id: int, number: int, *, based_on: int, author: User | None) -> Revision:
    """The text of revision ``number`` becomes the newest revision; nothing in between is lost."""
    old = Revision.objects.get(article=article_id, number=number)
    return correct(
        article_id, Snapshot.from_json(old.snapshot), based_on=based_on, author=author, reason=f"r{number} →"
    )


def contributor_named(name: str) -> Contributor:
    """The contributor whom this name, in any of its printed variants, credits; made when there is none yet."""
    key = contributor_key(name)
    if found := Contributor.objects.filter(key=key).order_by("distinction", "pk").first():
        return found
    if alias := ContributorAlias.objects.filter(key=key).select_related("contributor").first():
        return alias.contributor
    return Contributor.objects.create(name=name)


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


def _put(article: Article, wanted: Snapshot) -> None:
    """Writes the snapshot over the article's rows. A byline whose name stays keeps the contributor it has."""
    for part in TEXT_PARTS:
        setattr(article, part, getattr(wanted, part))
    credited = {byline.name: byline.contributor for byline in article.bylines.select_related("contributor")}
    article.bylines.all().delete()
    article.photos.all().delete()
    photos = {
        photo.position: Photo.objects.create(
            article=article, position=photo.position, caption=photo.caption, credit=photo.credit
        )
        for photo in wanted.photos
    }
    for position, byline in enumerate(wanted.bylines, 1):
        Byline.objects.create(
            article=article,
            photo=photos.get(byline.photo) if byline.photo is not None else None,
            position=position,
            contributor=credited.get(byline.name) or contributor_named(byline.name),
            name=byline.name,
            role=byline.role,
            affiliation=byline.affiliation,
            as_printed=byline.as_printed,
        )
