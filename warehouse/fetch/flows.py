"""Bytes that are taken from the front, a bounded piece at a time, whatever they are read from."""

from __future__ import annotations

import io
import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from warehouse.hub.byte_ranges import ByteRange
from warehouse.hub.client import ignore
from warehouse.hub.http_errors import DamagedError
from warehouse.hub.range_reader import RangeReader

# small at first, as after a jump often only a header is wanted; then few requests a shard
FIRST_WINDOW_BYTES = 64 * 2**10
LARGEST_WINDOW_BYTES = 8 * 2**20


class Bytes(Protocol):
    """A file whose bytes can be read by their positions."""

    size: int

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from ``start`` up to, not including, ``stop``."""
        ...

    def require_unchanged(self) -> None:
        """Raises DamagedError if the file is not the one any more that was opened."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class LocalBytes:
    """A file on this machine. Raises OSError where it cannot be read."""

    def __init__(self, path: Path, on_bytes: Callable[[int], None] = ignore) -> None:
        self._on_bytes = on_bytes
        self._file = path.open("rb", buffering=0)
        self._path, self._before = path, os.fstat(self._file.fileno())
        self.size = self._before.st_size

    def read(self, start: int, stop: int) -> bytes:
        """The bytes of a range. Raises DamagedError where the file has fewer."""
        data = os.pread(self._file.fileno(), stop - start, start)
        if len(data) != stop - start:
            raise DamagedError("it ends too early")
        self._on_bytes(len(data))
        return data

    def require_unchanged(self) -> None:
        """Raises DamagedError if the file was written or replaced since it was opened."""
        now = self._path.stat()
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (
            self._before.st_ino,
            self._before.st_size,
            self._before.st_mtime_ns,
        ):
            raise DamagedError("it was changed while it was read")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class RemoteBytes:
    """A file on the Hub; its reader reports and retries what goes wrong on the way."""

    def __init__(self, reader: RangeReader, size: int) -> None:
        self._reader, self.size = reader, size

    def read(self, start: int, stop: int) -> bytes:
        """The bytes of a range. Raises what ``RangeReader.read`` does."""
        sink = io.BytesIO()
        self._reader.read(ByteRange(start, stop), sink)
        return sink.getvalue()

    def require_unchanged(self) -> None:
        """Every answer was checked against the listed commit and sha256."""

    def close(self) -> None:
        """Nothing is held."""


class Flow(ABC):
    """Bytes from the front on."""

    @abstractmethod
    def some(self, most: int) -> bytes:
        """The next bytes, one at least and ``most`` at most. Raises DamagedError where there is none."""

    def exactly(self, count: int) -> bytes:
        """The next ``count`` bytes. Raises DamagedError where there are fewer."""
        parts: list[bytes] = []
        while count:
            parts.append(self.some(count))
            count -= len(parts[-1])
        return b"".join(parts)

    def skip(self, count: int) -> None:
        """Leave out the next ``count`` bytes. Raises DamagedError where there are fewer."""
        while count:
            count -= len(self.some(count))


class Window(Flow):
    """A range of a file, read by windows that grow as long as nothing is left out; what is skipped is not read."""

    def __init__(self, source: Bytes, start: int, stop: int) -> None:
        if not 0 <= start <= stop <= source.size:
            raise DamagedError("its footer points outside of the file")
        self._source, self._stop, self.place = source, stop, start
        self._held, self._held_from = memoryview(b""), start
        self._next_bytes = FIRST_WINDOW_BYTES

    @property
    def left(self) -> int:
        """Bytes up to the end."""
        return self._stop - self.place

    def some(self, most: int) -> bytes:
        """The next bytes."""
        offset = self.place - self._held_from
        if offset >= len(self._held):
            self._fill()
            offset = 0
        piece = bytes(self._held[offset : offset + most])
        self.place += len(piece)
        return piece

    def peek(self, count: int) -> bytes:
        """The next ``count`` bytes, or as many as are left, without moving on."""
        held = self._held[self.place - self._held_from :]
        if len(held) < min(count, self.left):
            stop = min(self._stop, max(self.place + count, self.place + len(held) + self._next_bytes))
            more = self._source.read(self.place + len(held), stop)
            self._held, self._held_from = memoryview(bytes(held) + more), self.place
            self._next_bytes = min(2 * self._next_bytes, LARGEST_WINDOW_BYTES)
            held = self._held
        return bytes(held[:count])

    def skip(self, count: int) -> None:
        """Leave out bytes, and read none of those that are not held."""
        if count > self.left:
            raise DamagedError("a page ends behind its chunk")
        self.place += count
        if self.place > self._held_from + len(self._held):
            self._next_bytes = FIRST_WINDOW_BYTES

    def part(self, count: int) -> Window:
        """A window on the next ``count`` bytes, which shares what is held; this one continues behind them."""
        if count > self.left:
            raise DamagedError("a page ends behind its chunk")
        part = Window(self._source, self.place, self.place + count)
        part._held, part._held_from, part._next_bytes = self._held, self._held_from, self._next_bytes
        self.skip(count)
        return part

    def _fill(self) -> None:
        stop = min(self._stop, self.place + self._next_bytes)
        if stop == self.place:
            raise DamagedError("a page ends too early")
        self._held, self._held_from = memoryview(self._source.read(self.place, stop)), self.place
        self._next_bytes = min(2 * self._next_bytes, LARGEST_WINDOW_BYTES)
