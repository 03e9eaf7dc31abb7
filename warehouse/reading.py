"""Read the files of a source ahead, in its order, and keep account of what was read."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any

import pyarrow as pa

from warehouse.batches import Named, named
from warehouse.conform import conform_chunk
from warehouse.errors import SourceError
from warehouse.model import SOURCE_FILES
from warehouse.schema import table_schema
from warehouse.source import Source, SourceFile, read_chunks
from warehouse.source.groups import FileGroup
from warehouse.source.read import fingerprint

READ_AHEAD = 8


@dataclass(frozen=True)
class Progress:
    """How far a build is: files read of all files, bytes of them at the source, records so far."""

    files: int
    total_files: int
    bytes: int
    total_bytes: int
    records: int


@dataclass
class Reading:
    """The reading of a source, group after group; files that stand in ``waiting`` are begun in the background."""

    source: Source
    pool: ThreadPoolExecutor
    skip_bad_files: bool
    on_progress: Callable[[Progress], None]
    waiting: deque[SourceFile] = field(default_factory=deque)
    rows: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, str] = field(default_factory=dict)
    _begun: dict[str, Future[_Started]] = field(default_factory=dict)
    _account: dict[str, dict[str, Any]] = field(default_factory=dict)
    _bytes: int = 0
    _records: int = 0

    def chunks(self, files: Iterable[SourceFile]) -> Iterator[Named]:
        """The records of files in order."""
        for file in files:
            yield from self._chunks(file)

    def take_over(self, group: FileGroup, account: dict[str, dict[str, Any]]) -> None:
        """Count files as read whose rows are taken over; ``account`` has their rows of ``source_files``."""
        for file in group.files:
            self.rows[file.name] = account[file.name]["rows"]
            self._note(file, account[file.name])

    def source_files(self, started: datetime) -> pa.Table:
        """The rows of ``source_files``, sorted by name."""
        rows = [
            {
                "ingested_at": started,
                **self._account[file.name],
                "source_file": file.name,
                "revision": file.revision,
                "rows": self.rows[file.name],
                "bytes": file.bytes,
            }
            for file in sorted(self.source.files, key=lambda file: file.name)
            if file.name in self._account
        ]
        return pa.Table.from_pylist(rows, table_schema(SOURCE_FILES))

    def _chunks(self, file: SourceFile) -> Iterator[Named]:
        try:
            begun = self._start(file).result()
        except SourceError as error:
            if not self.skip_bad_files:
                raise
            self.skipped[file.name] = str(error)
            return
        self.rows[file.name] += 0
        for chunk in begun.chunks():
            self.rows[file.name] += len(chunk.names) + len(chunk.chunk.rejections)
            yield chunk
        self._note(file, {"fingerprint": begun.fingerprint})

    def _start(self, file: SourceFile) -> Future[_Started]:
        """The beginning of a file that is due, and of those that wait for their turn behind it."""
        start = self._begun.pop(file.name, None)
        if start is None and self.waiting and self.waiting[0] is file:
            self.waiting.popleft()
        start = start or self._submit(file)
        while self.waiting and len(self._begun) < READ_AHEAD:
            ahead = self.waiting.popleft()
            self._begun[ahead.name] = self._submit(ahead)
        return start

    def _submit(self, file: SourceFile) -> Future[_Started]:
        return self.pool.submit(_start, file, verify=self.skip_bad_files)

    def _note(self, file: SourceFile, account: dict[str, Any]) -> None:
        self._account[file.name] = account
        self._bytes += file.bytes
        self._records += self.rows[file.name]
        files = len(self.source.files)
        self.on_progress(Progress(len(self.rows), files, self._bytes, self._total_bytes, self._records))

    @cached_property
    def _total_bytes(self) -> int:
        return sum(file.bytes for file in self.source.files)


@dataclass(frozen=True)
class _Started:
    """A file of which a little was read; the rest follows when it is asked for."""

    fingerprint: str
    first: list[Named]
    others: Iterator[Named]

    def chunks(self) -> Iterator[Named]:
        yield from self.first
        yield from self.others


def _start(file: SourceFile, *, verify: bool) -> _Started:
    if verify:
        for _ in read_chunks(file):
            pass
    chunks = (named(conform_chunk(chunk)) for chunk in read_chunks(file))
    # asked for a second chunk, a file that has only one is closed here and not where all files are gathered
    first = list(islice(chunks, 2))
    return _Started(fingerprint(file), first, chunks)
