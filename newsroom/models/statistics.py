"""What the database knows of its own tables, by which it chooses how to answer."""

from __future__ import annotations

from django.db import connection


def refresh() -> None:
    """To be called after a great change. Of each index a sample is read: milliseconds, however large the archive."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 400")
        cursor.execute("ANALYZE")
