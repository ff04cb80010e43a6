"""Registers every model with the admin site; imported once the site is there (newsroom.apps)."""

from newsroom.admin import articles, changesets, newspapers, people, proposals, records, substitutions

__all__ = ["articles", "changesets", "newspapers", "people", "proposals", "records", "substitutions"]
