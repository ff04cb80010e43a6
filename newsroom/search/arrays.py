"""Named NumPy arrays in one file, read without copying.

The file is the mark, the length of a JSON directory, the directory, and the arrays, each on an 8-byte boundary. The
directory gives for each array its type, count and place, and a checksum of all of them.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Mapping
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
    checksum = 0
    for name, array in arrays.items():
        directory[name] = [array.dtype.str, len(array), place]
        place += -(-array.nbytes // 8) * 8
        checksum = zlib.crc32(np.ascontiguousarray(array).data, checksum)
    head = json.dumps({"arrays": directory, "notes": dict(notes), "crc": checksum, "size": place}).encode()
    head += b" " * (-(len(_MARK) + 8 + len(head)) % 8)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    with half.open("wb") as file:
        file.write(_MARK + len(head).to_bytes(8, "little") + head)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % 8))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def open_arrays(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """The arrays, as views of the file itself, and the notes. Raises DamagedFile, or FileNotFoundError."""
    with path.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            raise DamagedFile(f"{path.name} is no file of arrays")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = len(_MARK) + 8
    length = int.from_bytes(mapped[len(_MARK) : start], "little")
    try:
        head = json.loads(mapped[start : start + length])
        if len(mapped) != start + length + head["size"]:
            raise DamagedFile(f"{path.name} is cut short")
        arrays = {
            name: np.frombuffer(mapped, np.dtype(dtype), count, start + length + place)
            for name, (dtype, count, place) in head["arrays"].items()
        }
        return arrays, {**head["notes"], "crc": head["crc"]}
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedFile(f"{path.name} cannot be read: {error}") from error


def is_whole(path: Path) -> bool:
    """Reads the whole file and compares its checksum."""
    try:
        arrays, notes = open_arrays(path)
    except (DamagedFile, OSError):
        return False
    checksum = 0
    for array in arrays.values():
        checksum = zlib.crc32(array.data, checksum)
    return bool(checksum == notes["crc"])
