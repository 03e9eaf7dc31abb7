"""A shard with holes: a file of the shard's size of which only the fetched ranges exist."""

from __future__ import annotations

import io
import tempfile
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from warehouse.hub.byte_ranges import ByteRange

MEMORY_BYTES = 4 * 2**20


class SparseFile(io.RawIOBase):
    """Readable at any offset that was filled; small contents stay in memory, larger ones go to ``folder``."""

    def __init__(self, size: int, folder: Path) -> None:
        self._size, self._position = size, 0
        self._spool = cast("BinaryIO", tempfile.SpooledTemporaryFile(MEMORY_BYTES, dir=str(folder)))  # noqa: SIM115
        self._filled: list[tuple[ByteRange, int]] = []

    def fill(self, item: ByteRange, write: Callable[[ByteRange, BinaryIO], None]) -> None:
        """Let ``write`` append the bytes of ``item``; ranges come in ascending order."""
        offset = self._spool.seek(0, io.SEEK_END)
        write(item, self._spool)
        self._filled.append((item, offset))

    def readable(self) -> bool:  # noqa: D102
        return True

    def seekable(self) -> bool:  # noqa: D102
        return True

    def tell(self) -> int:  # noqa: D102
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:  # noqa: D102
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = base + offset
        return self._position

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes from the position on. Raises ValueError in a hole."""
        start = self._position
        stop = self._size if size < 0 else min(self._size, start + size)
        if stop <= start:
            return b""
        index = bisect_right(self._filled, start, key=lambda filled: filled[0].start) - 1
        if index < 0 or stop > self._filled[index][0].stop:
            raise ValueError(f"the bytes {start} to {stop} were not fetched")
        item, offset = self._filled[index]
        self._spool.seek(offset + start - item.start)
        self._position = stop
        return self._spool.read(stop - start)

    def close(self) -> None:  # noqa: D102
        self._spool.close()
        super().close()
