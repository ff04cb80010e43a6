"""Keeping the archive safe: backup, restore, moving from one database to another, and proof that nothing was lost.

All three work on one view of the archive: its tables as rows of plain values, the same on every database.
"""
