"""What tests of structure edits look at: articles as they are stored, and all that undoing has to give back."""

import hashlib

from newsroom.desk.reimport import last_imported
from newsroom.desk.revisions import correct
from newsroom.desk.snapshots import Snapshot
from newsroom.models import Article, Doubt, SourceSpan, SourceText, UnplacedFragment


def stored(article):
    return Article.objects.get(pk=article.pk)


def text_of(article):
    return Snapshot.of(stored(article))


def seen(*articles):
    return {article.pk: stored(article).revision_number for article in articles}


def edit(article, editor, **parts):
    return correct(
        article.pk, text_of(article).with_parts(**parts), based_on=stored(article).revision_number, author=editor
    )


def order(page):
    return list(Article.objects.filter(page=page).standing().order_by("position").values_list("pk", flat=True))


def state():
    """Everything that undoing has to give back, but for what only ever grows (revisions, the log of changes)."""
    articles = Article.objects.order_by("pk")
    fields = ("pk", "page", "number", "visible", "merged_into", "continuation", "continues_on", "continued_from")
    return (
        {article.pk: Snapshot.of(article).sha256 for article in articles},
        {article.pk: last_imported(article).sha256 for article in articles},
        list(articles.values_list(*fields)),
        list(SourceSpan.objects.order_by("pk").values_list("pk", "article", "part", "index", "position")),
        list(Doubt.objects.order_by("pk").values_list("pk", "article")),
        list(UnplacedFragment.objects.order_by("pk").values_list("pk", "state", "article")),
    )


def spans(article, *parts):
    source, _ = SourceText.objects.get_or_create(
        sha256=hashlib.sha256(b"x").hexdigest(), defaults={"data": b"x", "encoding": "utf-8"}
    )
    for at, (part, index) in enumerate(parts):
        SourceSpan.objects.create(article=article, source=source, part=part, index=index, start=at, end=at + 1)


def spans_of(article):
    return list(article.spans.order_by("start").values_list("start", "part", "index"))
