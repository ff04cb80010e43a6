"""What upkeep and the search index say of faults, in the operator's language: as newsroom.ingest.phrases does it.

They say it in English, which is what logs get.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from newsroom.ingest import phrases

PHRASES = (
    *phrases.SYSTEM,
    # of databases
    _("PostgreSQL %(name)s on %(host)s"),
    _("PostgreSQL %(name)s on this machine"),
    _("%(database)s has no tables: is DATABASE_URL or NEWSROOM_DATA right?"),
    _("The address of a database looks like postgres://user:password@host/name."),
    _("%(database)s cannot be reached: %(error)s"),
    _("%(database)s got no tables: %(error)s"),
    _("manage.py migrate failed"),
    _("It was made by a newer newsroom (%(migrations)s); update this one first."),
    _("There is an archive here already; --replace puts the backup in its place."),
    _("%(database)s is where the archive is already; name another database."),
    _("%(database)s has not the newest tables (%(migration)s); run manage.py migrate first."),
    _("%(database)s holds an archive already; name an empty database."),
    # of what they hold
    _("revision %(number)s of article %(article)s"),
    _("source %(key)s"),
    _("%(what)s does not match its hash in %(database)s; nothing was copied."),
    _("%(what)s does not match its own hash"),
    _("%(tables)s in %(database)s is not what was read; nothing was kept."),
    _("%(why)s, which not every database can hold; correct it first."),
    _("%(row)s: %(column)s holds a NUL character"),
    _("%(row)s: %(column)s is longer than %(most)s characters"),
    # of backups
    _("it breaks off before its end, or is no backup of a newsroom"),
    _("it is no whole backup (%(error)s)"),
    _("empty file"),
    _("truncated header"),
    _("invalid header"),
    _("bad checksum"),
    _("unexpected end of data"),
    _("its format is %(format)s, and this newsroom reads format %(known)s"),
    _("it holds %(name)s, which its manifest does not know"),
    _("%(name)s does not match its hash"),
    _("%(name)s is no file"),
    _("%(table)s came out other than it went in"),
    # of exports
    _("%(folder)s is no folder; name another."),
    _("%(folder)s holds a finished export; name another folder."),
    _("%(folder)s holds other files; name an empty or a new folder."),
    _("it is unfinished; run export_archive again with the same folder to finish it"),
    _("%(name)s is missing"),
    _("%(name)s cannot be read"),
    _("%(name)s is a link"),
    _("%(name)s says %(said)s; this program reads %(known)s"),
    _("%(name)s is not what %(manifest)s says"),
    _("%(name)s is not what was written"),
    _("%(name)s is no name of a file in it"),
    _("%(name)s holds a line that names no file"),
    _("%(name)s holds a line that is no record"),
    _("source %(sha256)s is not what was received"),
    _("it holds %(model)s, which this program does not know"),
    _("its %(table)s has other columns than this program's: %(error)s"),
    _("%(row)s stands in the archive with other contents"),
    _("%(name)s could not be stored as it is: something of it stands in the archive with other contents"),
    _("something that only %(table)s may be called is there already: %(error)s"),
    # of the search index
    _("%(why)s Build it with: manage.py rebuild_index"),
    _("There is no search index in %(folder)s."),
    _("The search index in %(folder)s is damaged."),
    _("The search index in %(folder)s cannot be read: %(error)s"),
    _("The search index in %(folder)s has lost a file: %(file)s."),
    _("Segment %(segment)s of the search index is damaged: %(error)s"),
    _("Another rebuild of the search index is running; wait until it has ended."),
    _("an unknown segmenter"),
)


def in_their_language(said: object) -> str:
    """What an error, or a part of one, says; in the language that is active, where it is one of PHRASES."""
    return phrases.in_their_language(str(said).strip(), PHRASES)
