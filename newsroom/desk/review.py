"""Review: a second pair of eyes. Nobody approves their own correction."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from newsroom.desk.revisions import Superseded
from newsroom.models import Article, IndexTask, Review, Revision


class OwnCorrection(Exception):
    """The reviewer had a hand in what was to be reviewed."""


def last_review(article: Article) -> Review | None:
    """The newest review of any revision of the article."""
    return Review.objects.filter(revision__article=article).order_by("-revision__number").first()


def may_approve(article: Article, reviewer: User) -> bool:
    """Whether somebody else made every correction since the last review.

    What was joined to the article counts, and what was done before it was split from another.
    """
    reviewed_since = Review.objects.filter(
        revision__article=OuterRef("article"), revision__number__gte=OuterRef("number")
    )
    own = Revision.objects.filter(~Exists(reviewed_since), author=reviewer)
    return not own.filter(_lineage(article)).exists()


def _lineage(article: Article) -> Q:
    """The revisions that the text of an article comes from."""
    lineage = Q(article=article) | Q(article__merged_into=article)
    while article.split_from is not None:
        begun = article.revisions.order_by("number").only("changeset", "article").first()
        article = article.split_from
        before = Revision.objects.filter(article=article, changeset=begun.changeset_id if begun else None)
        lineage |= Q(article=article, number__lt=before.values("number")[:1])
    return lineage


@transaction.atomic
def approve(article_id: int, *, based_on: int, reviewer: User) -> Review:
    """Marks the newest revision, which the reviewer has read, as reviewed.

    Raises Superseded when ``based_on`` is no longer the newest, and OwnCorrection when the reviewer wrote any of the
    revisions since the last review. Approving twice is approving once.
    """
    article = Article.objects.select_for_update().get(pk=article_id)
    newest: Revision = article.revisions.newest_first()[0]
    if newest.number != based_on:
        raise Superseded(newest)
    if not may_approve(article, reviewer):
        raise OwnCorrection
    review, _made = Review.objects.get_or_create(revision=newest, defaults={"reviewer": reviewer})
    Article.objects.filter(pk=article.pk).update(text_state=Article.TextState.REVIEWED, modified_at=review.made_at)
    IndexTask.objects.request([article.pk])
    return review
