"""Related articles (相关报道): those that share an article's rarest words."""

from __future__ import annotations

from django.core.cache import cache
from haystack.query import SearchQuerySet

from newsroom.models import Article
from newsroom.search.engine import NoUsableIndex

# New articles may be related to old ones, so what was found is looked for again after a day.
KEPT_SECONDS = 24 * 3600


def related_articles(article: Article, count: int = 5) -> list[Article]:
    """The public articles most like this one, best first; none while there is no index. Kept for each revision."""
    key = f"related-{article.pk}-{article.revision_number}-{count}"
    found: list[int] | None = cache.get(key)
    if found is None:
        try:
            alike = SearchQuerySet().models(Article).more_like_this(article)[:count]
        except NoUsableIndex:
            return []
        found = [int(result.pk) for result in alike]
        cache.set(key, found, KEPT_SECONDS)
    loaded = Article.objects.visible().with_place().in_bulk(found)
    return [loaded[pk] for pk in found if pk in loaded]
