"""Corrections: revisions, and what follows from them. The admin and the import stand on this room."""
