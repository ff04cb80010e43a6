"""An issue's folder as a .zip: its dumps laid out in a folder of ours, or refused.

Nothing in an archive is trusted: not its names, not the sizes it states, not what it says its entries are.
"""

from __future__ import annotations

import contextlib
import stat
import zipfile
from pathlib import Path, PurePosixPath

from newsroom.ingest.files import MANIFEST, Unreadable, shown
from newsroom.parsing.readers import candidates

MOST_ENTRIES = 10_000
# A year of a daily is some 60 MB of text; a page of text becomes a third to a tenth of its size.
MOST_BYTES, MOST_RATIO = 200_000_000, 100
# What is smaller is no bomb, however well it was packed.
SMALL = 1_000_000
BLOCK = 2**16
UTF8_NAMES = 0x800
ENCRYPTED = 0x1


def is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and path.is_file()


def unpack(path: Path, scratch: Path) -> Path:
    """Lays the dumps of a .zip out under ``scratch`` and returns the folder that stands for it.

    The folder bears the archive's name, in one with the name of the folder it lies in, so that 雪岭日报/2026-01-07.zip
    is placed like 雪岭日报/2026-01-07/. Raises Unreadable.
    """
    above = scratch / (path.resolve().parent.name or "zip")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [(entry, _name_of(entry)) for entry in archive.infolist() if not entry.is_dir()]
            _refuse_bombs(archive.infolist())
            wanted = [(entry, name) for entry, name in entries if _is_wanted(name)]
            tops = {name.parts[0] for _, name in wanted}
            alone = len(tops) == 1 and all(len(name.parts) > 1 for _, name in wanted)
            folder = above if alone else above / path.stem
            left = MOST_BYTES
            for entry, name in wanted:
                left -= _extract(archive, entry, folder / name, left)
            return folder / tops.pop() if alone else folder
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise Unreadable(f"is no .zip that can be read: {error}") from error
    except OSError as error:
        raise Unreadable(f"cannot be unpacked: {error.strerror or error}") from error


def _name_of(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The entry's name, in UTF-8 or, as Chinese Windows packs, in GBK. Raises Unreadable where it leads elsewhere."""
    name = entry.orig_filename
    if not entry.flag_bits & UTF8_NAMES:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name or not path.parts:
        raise Unreadable(f"holds {shown(name)!r}, which leads out of its folder; nothing of it was read")
    if entry.flag_bits & ENCRYPTED:
        raise Unreadable("is encrypted; unpack it yourself and name the folder")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Unreadable(f"holds a link, {shown(name)}; nothing of it was read")
    return path


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(f"holds {len(entries)} files; more than {MOST_ENTRIES} are not unpacked")
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if size > MOST_BYTES or (size > SMALL and size > MOST_RATIO * max(1, packed)):
        raise Unreadable(f"would unpack to {size / 1e6:.0f} MB from {packed / 1e6:.1f}; that is no newspaper")


def _is_wanted(name: PurePosixPath) -> bool:
    return bool(candidates(name.name) or name.name == MANIFEST) and not any(
        part.startswith((".", "__MACOSX")) for part in name.parts
    )


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Writes one entry and returns its size, whatever size the archive states. Raises Unreadable beyond ``most``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with archive.open(entry) as packed, target.open("xb") as file:
        while block := packed.read(BLOCK):
            size += len(block)
            if size > min(most, entry.file_size):
                raise Unreadable("holds more than it states; that is no newspaper")
            file.write(block)
    return size
