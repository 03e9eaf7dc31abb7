"""Uncompressed bytes of a file, whatever its name says it is compressed with."""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from pathlib import Path
from typing import IO, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LARGE = 2**20
COMPRESSIONS = (".gz", ".zst")
__all__ = ["COMPRESSIONS", "DAMAGE", "is_compressed", "open_bytes", "read_bytes", "zstd"]

DAMAGE: tuple[type[Exception], ...] = (EOFError, zlib.error, zstd.ZstdError)


def is_compressed(location: str) -> bool:
    """Whether a file's name says that it is compressed, in letters of any case."""
    return location.lower().endswith(COMPRESSIONS)


def read_bytes(location: str, size: int, most: int = -1) -> bytes:
    """All uncompressed bytes of a small file of about ``size`` bytes, in fewer calls of the system than a stream needs.

    Of a compressed one these are no more than ``most``.

    Raises what ``open_bytes`` does.
    """
    if is_compressed(location):
        with open_bytes(Path(location)) as stream:
            return stream.read(most)
    descriptor = os.open(location, os.O_RDONLY)
    try:
        data = os.read(descriptor, size + 1)
        while len(data) != size and (more := os.read(descriptor, LARGE)):
            data += more
    finally:
        os.close(descriptor)
    return data


def open_bytes(path: Path, buffer_bytes: int = -1) -> IO[bytes]:
    """A stream of a file's uncompressed bytes; what is damaged raises one of ``DAMAGE`` or an OSError."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path))
    if suffix == ".zst":
        return cast("IO[bytes]", zstd.open(path))
    return path.open("rb", buffer_bytes)
