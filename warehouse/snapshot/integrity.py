"""Checksums of a snapshot's files: noted when it is built, compared where the files are read.

Neither DuckDB nor Polars checks the pages of Parquet files: a flipped bit would be another answer, and no error.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock

from warehouse.errors import HomeError
from warehouse.snapshot.layout import VECTORS
from warehouse.snapshot.manifest import FILE_NAME, read_manifest

_BLOCK_BYTES = 1 << 20


def checksums(folder: Path, before: Path | None = None) -> dict[str, str]:
    """Size and CRC-32 of every file below a folder, by its path there; those shared with ``before`` are its own.

    Vectors are left out: they grow after the snapshot is published.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and folder / VECTORS not in path.parents)
    known = _known(before) if before else {}
    shared = [known.get(path.stat().st_ino) for path in files]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda path, old: old or checksum(path), files, shared))
    return {path.relative_to(folder).as_posix(): sum_ for path, sum_ in zip(files, found, strict=True)}


def checksum(path: Path) -> str:
    """Size and CRC-32 of a file.

    >>> checksum(Path("/dev/null"))
    '0:00000000'
    """
    size, value = 0, 0
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(_BLOCK_BYTES):
            size, value = size + len(block), zlib.crc32(block, value)
    return f"{size}:{value:08x}"


class Integrity:
    """Compares files of a snapshot with what was noted of them, each once; older snapshots have noted nothing."""

    def __init__(self, snapshot: Path) -> None:
        self._snapshot = snapshot
        self._passed: set[str] = set()
        self._lock = Lock()

    def require(self, names: Iterable[str]) -> None:
        """Refuse relations, by their names, or single files, by their paths in the snapshot, that are damaged.

        Raises:
            HomeError: a file is not as it was written; the message names it.
        """
        wanted = {part for name in names for part in self._files.get(name, [name] if name in self.noted else ())}
        with self._lock:
            new = sorted(wanted - self._passed)
        if not new:
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for fault in filter(None, pool.map(self.fault, new)):
                raise HomeError(f"{fault}: build the snapshot again with `warehouse ingest --force`.")
        with self._lock:
            self._passed.update(new)

    def fault(self, name: str) -> str | None:
        """What is wrong with a file, or None."""
        path = self._snapshot / name
        try:
            return None if checksum(path) == self.noted[name] else f"{path} is damaged: it is not as it was written"
        except FileNotFoundError:
            return f"{path} is missing"
        except OSError as error:
            return f"{path} cannot be read ({error.strerror})"

    @cached_property
    def noted(self) -> Mapping[str, str]:
        """What was noted of each file."""
        try:
            return read_manifest(self._snapshot).checksums
        except HomeError:
            if (self._snapshot / FILE_NAME).exists():
                raise
            return {}  # tables that were built and not published

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        """The files of each table, stored view, or the index."""
        found: dict[str, list[str]] = {}
        for name in self.noted:
            found.setdefault(name.partition("/")[0], []).append(name)
        return found


def _known(before: Path) -> dict[int, str]:
    noted = read_manifest(before).checksums
    stats = ((before / name, sum_) for name, sum_ in noted.items())
    return {path.stat().st_ino: sum_ for path, sum_ in stats if path.is_file()}
