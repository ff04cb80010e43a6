"""An export that ``import_issue`` was given: checked, read back, and said in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from newsroom.upkeep.reading_back import Damaged, Occupied, check, read_back

# For the operator, of good news and of bad.
Say = Callable[[str], object]


def read_export(folder: Path, *, write: bool, say: Say, complain: Say) -> int:
    """Returns how much was refused: the export as a whole counts as one, else each issue that stands there changed."""
    try:
        with tqdm(desc="checking", unit="file", disable=None, leave=False) as bar:
            check(folder, lambda name: bar.update() and None)
        with tqdm(desc="reading", unit="issue", disable=None, leave=False) as bar:
            done = read_back(folder, write=write, progress=lambda name: bar.update() and None)
    except Damaged as error:
        complain(f"refused: {folder}: this export is damaged: {error}. Nothing was read from it.")
        return 1
    except Occupied as error:
        complain(f"refused: {folder}: {error}. An export is read into an empty archive; what was finished stays.")
        return 1
    if done.known:
        say(f"{folder}: already imported, {len(done.known)} issues")
    if done.imported:
        articles = f", {done.articles} articles" if write else ""
        say(f"{folder}: {'imported' if write else 'would import'} {len(done.imported)} issues{articles}")
    for name in done.refused:
        complain(f"refused: {folder / name}: the archive holds this issue with other contents, which stay as they are")
    return len(done.refused)
