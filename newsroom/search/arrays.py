"""Named NumPy arrays in one file, read without copying.

The file is the mark, the length and the checksum of a JSON directory, the directory, and the arrays, each on an 8-byte
boundary. The directory gives for each array its type, count and place, and a checksum of all of them.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

_MARK = b"NEWSARR1"


class DamagedFile(Exception):
    """The file is not whole: cut short, or changed since it was written."""


def write_arrays(path: Path, arrays: Mapping[str, Array], notes: Mapping[str, Any]) -> None:
    """Writes the arrays, and ``notes`` (anything JSON holds), so that the file is there whole or not at all."""
    directory: dict[str, Any] = {}
    place = 0
    for name, array in arrays.items():
        directory[name] = [array.dtype.str, len(array), place]
        place += _padded(array.nbytes)
    checksum = 0
    for block in _blocks(arrays):
        checksum = zlib.crc32(block, checksum)
    head = json.dumps({"arrays": directory, "notes": dict(notes), "crc": checksum, "size": place}).encode()
    head += b" " * (_padded(len(head)) - len(head))
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("wb") as file:
        file.write(_MARK + len(head).to_bytes(8, "little") + zlib.crc32(head).to_bytes(8, "little") + head)
        for block in _blocks(arrays):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _padded(size: int) -> int:
    return -(-size // 8) * 8


def _blocks(arrays: Mapping[str, Array]) -> Iterator[Any]:
    """What is written after the directory, piece by piece."""
    for array in arrays.values():
        yield np.ascontiguousarray(array).data
        yield b"\0" * (_padded(array.nbytes) - array.nbytes)


def open_arrays(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """The arrays, as views of the file itself, and the notes. Raises DamagedFile, or FileNotFoundError."""
    mapped, head, start = _open(path)
    arrays = {
        name: np.frombuffer(mapped, np.dtype(dtype), count, start + place)
        for name, (dtype, count, place) in head["arrays"].items()
    }
    return arrays, head["notes"]


def is_whole(path: Path) -> bool:
    """Reads the whole file and compares its checksum."""
    try:
        mapped, head, start = _open(path)
    except (DamagedFile, OSError):
        return False
    return bool(zlib.crc32(memoryview(mapped)[start:]) == head["crc"])


def _open(path: Path) -> tuple[mmap.mmap, dict[str, Any], int]:
    """The file in memory, its directory, and where the arrays begin."""
    with path.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            raise DamagedFile(f"{path.name} is no file of arrays")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    length, checksum = (int.from_bytes(mapped[at : at + 8], "little") for at in (len(_MARK), len(_MARK) + 8))
    start = len(_MARK) + 16 + length
    written = mapped[len(_MARK) + 16 : start]
    if len(written) != length or zlib.crc32(written) != checksum:
        raise DamagedFile(f"{path.name} has a damaged directory")
    head = json.loads(written)
    if len(mapped) != start + head["size"]:
        raise DamagedFile(f"{path.name} is cut short")
    return mapped, head, start
