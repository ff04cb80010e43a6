"""What searching needs of one Whoosh segment, as arrays in a file beside it.

Whoosh keeps the documents, their words, and which segments make up the index. A segment never changes (deletions are
kept elsewhere), so what can be worked out from its documents is worked out once, when the segment is written:

- ``text``: the folded text of a text field, and in which documents each pair of neighbouring characters stands;
- ``values``: the distinct values of a field, and which of them each document has;
- ``number``: one number a document.

The file is named like the segment's own files, so Whoosh removes it together with them. Where it is missing or damaged
it is made again from the documents.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from newsroom.search.arrays import Array, DamagedFile, is_whole, open_arrays, write_arrays
from newsroom.search.folding import fold
from newsroom.search.schema import MISSING, IndexPlan, Kind, as_number, as_value

EXTENSION = ".arrays"
# Raised when what is written changes: a file of another version is made again.
VERSION = 1

LINE_BREAK = ord("\n")
# A pair of characters (21 bits each) and a document number share 64 bits while pairs are sorted.
CHAR_BITS = 21
DOC_BITS = 64 - 2 * CHAR_BITS


def arrays_path(folder: Path, segment: Any) -> Path:
    return folder / segment.make_filename(EXTENSION)


def version_of(plan: IndexPlan) -> str:
    """What the arrays depend on beside the documents: how they are made, and of which fields."""
    return f"{VERSION} " + " ".join(sorted(f"{field.name}:{field.kind}" for field in plan.fields.values()))


def files_of(folder: Path, segment: Any) -> list[Path]:
    """Every file of a segment."""
    return sorted(folder.glob(f"{segment.segment_id()}.*"))


def checksum(file: Path) -> int:
    value = 0
    with file.open("rb") as stream:
        while block := stream.read(2**20):
            value = zlib.crc32(block, value)
    return value


def damage_of(folder: Path, segment: Any) -> list[str]:
    """The names of a segment's files that are not as they were written."""
    path = arrays_path(folder, segment)
    if not is_whole(path):
        return [path.name]
    written: dict[str, int] = open_arrays(path)[1]["files"]
    return [name for name, value in written.items() if not (folder / name).exists() or checksum(folder / name) != value]


def open_segment_arrays(folder: Path, reader: SegmentReader, plan: IndexPlan) -> dict[str, Array]:
    """The arrays of the segment this reader reads; made, and where possible kept, when they are not there."""
    path = arrays_path(folder, reader.segment())
    try:
        arrays, notes = open_arrays(path)
        if notes.get("version") == version_of(plan) and notes.get("documents") == reader.doc_count_all():
            return arrays
    except (FileNotFoundError, DamagedFile):
        pass
    arrays = arrays_of((reader.stored_fields(number) for number in range(reader.doc_count_all())), plan)
    notes = {
        "version": version_of(plan),
        "documents": reader.doc_count_all(),
        "files": {file.name: checksum(file) for file in files_of(folder, reader.segment()) if file != path},
    }
    try:
        write_arrays(path, arrays, notes)
    except OSError:
        return arrays  # a reader without the right to write searches all the same
    return open_arrays(path)[0]


def arrays_of(documents: Iterable[Mapping[str, Any]], plan: IndexPlan) -> dict[str, Array]:
    """The documents as stored -> every array of the segment, by name."""
    documents = list(documents)
    arrays: dict[str, Array] = {}
    for field in plan.fields.values():
        column = [document.get(field.name) for document in documents]
        if field.kind is Kind.TEXT:
            arrays |= _named(field.name, _text_arrays([fold(text or "") for text in column]))
        elif field.kind is Kind.VALUES:
            arrays |= _named(field.name, _value_arrays(column))
        elif field.kind is Kind.NUMBER:
            arrays |= _named(field.name, {"number": _numbers(column)})
    return arrays


def _named(field: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {f"{field}.{name}": array for name, array in arrays.items()}


def _text_arrays(texts: Sequence[str]) -> dict[str, Array]:
    """``text`` and ``starts`` hold the folded texts, each ended by a line break; ``pairs`` the distinct pairs of
    characters in order, and the documents of pair ``i`` are ``docs[bounds[i]:bounds[i + 1]]``, in order."""
    lines = [text + "\n" for text in texts]
    text = np.frombuffer("".join(lines).encode(), np.uint8)
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(line.encode()) for line in lines], out=starts[1:])
    packed = _packed_pairs(lines)
    packed.sort()
    packed = packed[_firsts(packed)]
    keys = packed >> np.uint64(DOC_BITS)
    firsts = np.flatnonzero(_firsts(keys))
    packed &= np.uint64((1 << DOC_BITS) - 1)
    return {
        "text": text,
        "starts": starts,
        "pairs": keys[firsts],
        "bounds": np.append(firsts, len(keys)).astype(np.int64),
        "docs": packed.astype(np.uint16 if len(texts) <= 2**16 else np.uint32),
    }


def _packed_pairs(lines: Sequence[str]) -> Array:
    """Each two neighbouring characters of a line, with the number of its document in the lowest bits."""
    codes = np.frombuffer("".join(lines).encode("utf-32-le"), np.uint32)
    packed = codes[:-1].astype(np.uint64)
    packed <<= np.uint64(CHAR_BITS)
    packed |= codes[1:]
    packed <<= np.uint64(DOC_BITS)
    packed |= np.repeat(np.arange(len(lines), dtype=np.uint32), [len(line) for line in lines])[:-1]
    return packed[codes[:-1] != LINE_BREAK]


def _firsts(ordered: Array) -> Array:
    """Where a value differs from the one before it."""
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def _value_arrays(column: Sequence[Any]) -> dict[str, Array]:
    """The distinct values in order (``names``, cut at ``name_starts``); those of document ``i`` are
    ``ordinals[bounds[i]:bounds[i + 1]]``."""
    lists = [
        sorted({as_value(item) for item in (value if isinstance(value, list) else [value])} - {""})
        if value is not None
        else []
        for value in column
    ]
    distinct = sorted(set().union(*lists)) if lists else []
    ordinal_of = {value: ordinal for ordinal, value in enumerate(distinct)}
    encoded = [value.encode(errors="replace") for value in distinct]
    name_starts = np.zeros(len(distinct) + 1, np.int64)
    np.cumsum([len(name) for name in encoded], out=name_starts[1:])
    bounds = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(values) for values in lists], out=bounds[1:])
    return {
        "names": np.frombuffer(b"".join(encoded), np.uint8),
        "name_starts": name_starts,
        "ordinals": np.array([ordinal_of[value] for values in lists for value in values], np.int32),
        "bounds": bounds,
    }


def _numbers(column: Sequence[Any]) -> Array:
    numbers = [as_number(value) if value is not None else MISSING for value in column]
    return np.array(numbers, np.float64 if any(isinstance(number, float) for number in numbers) else np.int64)
