"""Arrays in one file: a header in JSON, then each array at a multiple of eight bytes, ready to be mapped.

The file has checksums: one of the header, and behind the arrays one for each block of their bytes. A block is compared
before it is first used, so that a flipped bit is an error and never another answer, and little is read for it.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from warehouse.errors import HomeError

Array = npt.NDArray[Any]

ALIGNMENT = 8
BLOCK_BYTES = 2**16
# of the header's length, and of its checksum
_HALF = ALIGNMENT // 2


class Arrays(Mapping[str, Array]):
    """The arrays of a file, read as they are used; an array that is asked for by its name is compared whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        whole = np.asarray(np.memmap(path, np.uint8, "r")) if path.stat().st_size else np.zeros(0, np.uint8)
        length, noted = (int.from_bytes(whole[at : at + _HALF].tobytes(), "little") for at in (0, _HALF))
        begin = ALIGNMENT + length
        lead = whole[ALIGNMENT:begin].tobytes()
        if noted and zlib.crc32(lead) != noted:
            raise self._damaged()
        try:
            header = json.loads(lead)
        except ValueError as error:
            raise self._damaged() from error
        self._begins = {name: offset for name, (_, offset, _) in header.items()}
        size = sum(_padded(count * np.dtype(type_).itemsize) for type_, _, count in header.values())
        self._data, noted_blocks = whole[begin : begin + size], whole[begin + size :].tobytes()
        # a file of an earlier version has no checksums
        blocks = -(-size // BLOCK_BYTES) if noted else 0
        if len(self._data) != size or len(noted_blocks) != blocks * _HALF:
            raise self._damaged()
        self._noted = np.frombuffer(noted_blocks, "<u4")
        self._passed = np.zeros(blocks, np.bool_)
        self._arrays = {
            name: self._data[offset : offset + count * np.dtype(type_).itemsize].view(type_)
            for name, (type_, offset, count) in header.items()
        }
        self._whole = set() if noted else set(self._arrays)

    def __getitem__(self, name: str) -> Array:
        array: Array = self._arrays[name]
        if name not in self._whole:
            self._require(self._begins[name], array.nbytes)
            self._whole.add(name)
        return array

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def part(self, name: str, begin: int, end: int) -> Array:
        """A part of an array; only its blocks are compared."""
        found: Array = self._arrays[name][begin:end]
        if name not in self._whole:
            self._require(self._begins[name] + begin * found.itemsize, found.nbytes)
        return found

    def _require(self, begin: int, size: int) -> None:
        """Refuse bytes that are not as they were written.

        Raises:
            HomeError: they are not; the message names the file.
        """
        for block in range(begin // BLOCK_BYTES, -(-(begin + size) // BLOCK_BYTES)):
            if not self._passed[block]:
                content = self._data[block * BLOCK_BYTES : (block + 1) * BLOCK_BYTES].data
                if zlib.crc32(content) != self._noted[block]:
                    raise self._damaged()
                self._passed[block] = True

    def _damaged(self) -> HomeError:
        return HomeError(
            f"{self._path} is damaged: it is not as it was written: `warehouse verify` tells how to repair it."
        )


def part(arrays: Mapping[str, Array], name: str, begin: int, end: int) -> Array:
    """A part of an array; of arrays in a file only its blocks are compared with their checksums."""
    return arrays.part(name, begin, end) if isinstance(arrays, Arrays) else arrays[name][begin:end]


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays to a file, durable when this returns."""
    offset, header = 0, {}
    for name, array in arrays.items():
        header[name] = [array.dtype.str, offset, len(array)]
        offset += _padded(array.nbytes)
    lead = json.dumps(header).encode()
    lead += b" " * (-len(lead) % ALIGNMENT)
    content = b"".join(array.tobytes() + bytes(-array.nbytes % ALIGNMENT) for array in arrays.values())
    with path.open("wb") as stream:
        stream.write(len(lead).to_bytes(_HALF, "little") + zlib.crc32(lead).to_bytes(_HALF, "little") + lead)
        stream.write(content)
        stream.write(_checksums(content).tobytes())
        stream.flush()
        os.fsync(stream.fileno())


def map_arrays(path: Path) -> Arrays:
    """The arrays of a file, read as they are used.

    Raises:
        HomeError: the file is damaged; of arrays and parts of them this is found when they are asked for.
        OSError: it cannot be read.
    """
    return Arrays(path)


def _checksums(content: bytes) -> Array:
    view, starts = memoryview(content), range(0, len(content), BLOCK_BYTES)
    return np.array([zlib.crc32(view[at : at + BLOCK_BYTES]) for at in starts], "<u4")


def _padded(size: int) -> int:
    return size + -size % ALIGNMENT
