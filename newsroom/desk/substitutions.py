"""Fix once, fix everywhere: one misreading found wherever it stands, put right in one changeset, undone as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import TEXT_PARTS, Snapshot
from newsroom.desk.texts import texts_of, with_substituted
from newsroom.models import Article, Byline, Changeset, Photo
from newsroom.models.articles import ArticleQuerySet

# Enough on either side to decide by.
CONTEXT_CHARS = 14
# More occurrences than anybody ticks one by one; the rest are listed when these are done.
MOST_LISTED = 500


class Occurrence(NamedTuple):
    """Where the sought text stands: in ``field`` of the article as its revision ``revision_number`` has it."""

    article_id: int
    revision_number: int
    # A text part, or "byline 0 name", "byline 0 affiliation", "photo 1 caption", "photo 1 credit", counted from 0.
    field: str
    start: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """What a form sends back for this occurrence."""
        return f"{self.article_id}/{self.revision_number}/{self.field}/{self.start}"


@dataclass(frozen=True, slots=True)
class Substituted:
    changeset: Changeset | None
    # How many places were put right, and the articles left alone because somebody changed them in the meantime.
    places: int
    overtaken: list[int]


def occurrences(sought: str) -> Iterator[Occurrence]:
    """Everywhere the text stands in the archive as it now reads, newest issue first, at most MOST_LISTED places."""
    listed = 0
    # Each holds it once at least.
    articles = _articles_with(sought).newest_first()[:MOST_LISTED]
    for article in articles.prefetch_related("bylines", "photos"):
        for field, text in texts_of(Snapshot.of(article)).items():
            at = text.find(sought)
            while at >= 0:
                end = at + len(sought)
                yield Occurrence(
                    article.pk,
                    article.revision_number,
                    field,
                    at,
                    text[max(0, at - CONTEXT_CHARS) : at],
                    text[end : end + CONTEXT_CHARS],
                )
                listed += 1
                if listed == MOST_LISTED:
                    return
                at = text.find(sought, end)


@transaction.atomic
def substitute(sought: str, right: str, chosen: Iterable[str], *, author: User) -> Substituted:
    """Puts ``right`` in the place of ``sought`` at the chosen occurrences (their keys), as one changeset.

    An article somebody changed since its occurrences were listed is left alone and reported. Raises ValueError for a
    key that leads nowhere.
    """
    if not sought or sought == right:
        raise ValueError("There is nothing to substitute.")
    places: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
    for key in chosen:
        article_id, number, field, start = key.split("/")
        places[int(article_id)].append((int(number), field, int(start)))
    changeset = Changeset.objects.create(author=author, reason=f"{sought} → {right}"[:300])
    done, overtaken = 0, []
    # In the order of their keys, so that two changesets at once wait for each other instead of locking each other out.
    for article in Article.objects.select_for_update().filter(pk__in=places).order_by("pk"):
        if any(number != article.revision_number for number, _field, _start in places[article.pk]):
            overtaken.append(article.pk)
            continue
        now = Snapshot.of(article)
        at = [(field, start) for _number, field, start in places[article.pk]]
        correct(
            article.pk,
            with_substituted(now, sought, right, at),
            based_on=article.revision_number,
            author=author,
            reason=changeset.reason,
            changeset=changeset,
        )
        done += len(at)
    if not done:
        changeset.delete()
        return Substituted(None, 0, overtaken)
    return Substituted(changeset, done, overtaken)


def _articles_with(sought: str) -> ArticleQuerySet:
    credited = Byline.objects.filter(Q(name__contains=sought) | Q(affiliation__contains=sought), article=OuterRef("pk"))
    pictured = Photo.objects.filter(Q(caption__contains=sought) | Q(credit__contains=sought), article=OuterRef("pk"))
    holding = Q(Exists(credited)) | Q(Exists(pictured))
    for part in TEXT_PARTS:
        holding |= Q(**{f"{part}__contains": sought})
    return Article.objects.standing().filter(holding)
