"""Parsed issues to rows: plans before it writes, idempotent, never over an editor's text."""
