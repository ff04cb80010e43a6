"""An export that ``import_issue`` was given: checked, read back, and said in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.management.language import speaking
from newsroom.management.phrases import in_their_language
from newsroom.management.progress import FILES, ISSUES, bar
from newsroom.upkeep.reading_back import Damaged, Occupied, ReadBack, check, read_back

# For the operator, of good news and of bad.
Say = Callable[[str], object]


def read_export(folder: Path, *, write: bool, say: Say, complain: Say) -> int:
    """Returns how much was refused: the export as a whole counts as one, else each issue that stands there changed."""
    try:
        with bar(FILES, doing=gettext_lazy("checking")) as checked:
            check(folder, lambda name: checked.update() and None)
        with bar(ISSUES, doing=gettext_lazy("reading")) as dealt_with:
            done = read_back(folder, write=write, progress=lambda name: dealt_with.update() and None)
    except (Damaged, Occupied) as error:
        with speaking():
            said = _(
                "refused: %(folder)s: %(error)s. An export is read into an empty archive; what was finished stays."
            )
            if isinstance(error, Damaged):
                said = _("refused: %(folder)s: this export is damaged: %(error)s. Nothing was read from it.")
            complain(said % {"folder": folder, "error": in_their_language(error)})
        return 1
    with speaking():
        _tell(done, folder, write=write, say=say, complain=complain)
    return len(done.refused)


def _tell(done: ReadBack, folder: Path, *, write: bool, say: Say, complain: Say) -> None:
    if done.known:
        say(_("%(folder)s: already imported, %(count)d issues") % {"folder": folder, "count": len(done.known)})
    if done.imported:
        said = _("%(folder)s: imported %(count)d issues, %(articles)d articles")
        if not write:
            said = _("%(folder)s: would import %(count)d issues")
        say(said % {"folder": folder, "count": len(done.imported), "articles": done.articles})
    for name in done.refused:
        why = _("the archive holds this issue with other contents, which stay as they are")
        complain(_("refused: %(what)s") % {"what": f"{folder / name}: {why}"})
