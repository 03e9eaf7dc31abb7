"""Arrays in one file: a header in JSON, then each array at a multiple of eight bytes, ready to be mapped."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

ALIGNMENT = 8


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write arrays to a file, durable when this returns."""
    offset, header = 0, {}
    for name, array in arrays.items():
        header[name] = [array.dtype.str, offset, len(array)]
        offset += _padded(array.nbytes)
    lead = json.dumps(header).encode()
    lead += b" " * (-len(lead) % ALIGNMENT)
    with path.open("wb") as stream:
        stream.write(len(lead).to_bytes(ALIGNMENT, "little") + lead)
        for array in arrays.values():
            stream.write(np.ascontiguousarray(array).data)
            stream.write(b"\0" * (_padded(array.nbytes) - array.nbytes))
        stream.flush()
        os.fsync(stream.fileno())


def map_arrays(path: Path) -> dict[str, Array]:
    """The arrays of a file, read as they are used."""
    whole = np.asarray(np.memmap(path, np.uint8, "r"))
    begin = ALIGNMENT + int.from_bytes(whole[:ALIGNMENT].tobytes(), "little")
    header = json.loads(whole[ALIGNMENT:begin].tobytes())
    return {
        name: whole[begin + offset : begin + offset + count * np.dtype(type_).itemsize].view(type_)
        for name, (type_, offset, count) in header.items()
    }


def _padded(size: int) -> int:
    return size + -size % ALIGNMENT
