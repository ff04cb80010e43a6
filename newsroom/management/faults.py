"""What goes wrong outside the program, in one sentence for the operator: databases and disks fail in many commands."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language

AGAIN = gettext_noop("Nothing is left half-written; run the same command again when that is mended.")

# What shells give for a command stopped by Ctrl+C.
INTERRUPTED = 130
STOPPED = gettext_noop("Interrupted.")


def stopped() -> str:
    """What is said of a command stopped by Ctrl+C that does not say more itself."""
    with speaking():
        return _("Interrupted. Nothing is left half-written.")


def interrupted(more: str) -> CommandError:
    """What a command raises that was stopped by Ctrl+C and has ``more`` to say of what stays."""
    with speaking():
        return CommandError(f"{_(STOPPED)} {_(more)}", returncode=INTERRUPTED)


def in_words(error: BaseException) -> str:
    """The sentence, or nothing where the fault may be one of ours and wants its traceback."""
    with speaking():
        return _in_words(error)


def database_failed(error: DatabaseError | str) -> str:
    """In the language that is active."""
    return _("The database failed: %(error)s.") % {"error": str(error).strip()}


def not_written(file: Path, error: OSError | DatabaseError) -> str:
    """Why a file could not be written, in the language that is active."""
    if isinstance(error, OSError):
        said = _("%(file)s could not be written: %(error)s.")
        return said % {"file": file, "error": in_their_language(error.strerror)}
    return database_failed(error)


def _in_words(error: BaseException) -> str:
    if isinstance(error, DatabaseError):
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        if "no such table" in said or ("relation" in said and "does not exist" in said):
            return _("The database lacks tables (%(error)s); run manage.py migrate first.") % {"error": said}
        return f"{database_failed(said)} {_(AGAIN)}"
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{in_their_language(error.strerror)}. {_(AGAIN)}"
    return ""
