"""Where Haystack looks for search indexes."""

from newsroom.search.documents import ArticleIndex

__all__ = ["ArticleIndex"]
