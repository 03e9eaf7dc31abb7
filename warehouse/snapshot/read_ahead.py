"""Read the files of a source ahead, in its order, and keep account of what was read."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain, islice
from typing import Any

import pyarrow as pa

from warehouse.model import SOURCE_FILES
from warehouse.model.schema import table_schema
from warehouse.normalize import Conformed, conform_chunk
from warehouse.snapshot.groups import FileGroup
from warehouse.source import Source, SourceFile
from warehouse.source.bundles import cut_bundles, read_bundle
from warehouse.source.files import Bundle, ReadBundle
from warehouse.source.read import fingerprint

READ_AHEAD = 8
# of a file with many
CHUNKS_AHEAD = 4
# from this many on, reading shards together gains more time than its import takes
MANY_FILES = 256


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
    """The reading of a source, group after group; what is expected is begun in the background.

    ``shards`` is whether small ones are read together.
    """

    source: Source
    pool: ThreadPoolExecutor
    skip_bad_files: bool
    on_progress: Callable[[Progress], None]
    shards: bool = False
    rows: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, str] = field(default_factory=dict)
    _expected: Iterator[Bundle] = field(default_factory=lambda: iter(()))
    _begun: deque[tuple[Bundle, Future[_Started]]] = field(default_factory=deque)
    _account: dict[str, dict[str, Any]] = field(default_factory=dict)
    _bytes: int = 0
    _records: int = 0

    def expect(self, groups: list[FileGroup]) -> None:
        """Name the groups that will be asked for, in their order: the next files are always read in the background."""
        self.shards = sum(len(group.files) for group in groups) >= MANY_FILES
        self._expected = chain.from_iterable(map(self._cut, groups))

    def chunks(self, group: FileGroup, *, expected: bool) -> Iterator[Conformed]:
        """The records of a group in order; of the expected ones each must be asked for in its turn."""
        for bundle, started in self._next(len(group.files)) if expected else map(self._submit, self._cut(group)):
            yield from self._chunks(bundle, started.result())
            self._tell()

    def take_over(self, group: FileGroup, account: dict[str, dict[str, Any]]) -> None:
        """Count files as read whose rows are reused; ``account`` has their rows of ``source_files``."""
        for file in group.files:
            self.rows[file.name] = account[file.name]["rows"]
            self._note(file, account[file.name])
        self._tell()

    def source_files(self, started: datetime) -> pa.Table:
        """The rows of ``source_files``, one per file that was read, sorted by name."""
        files = sorted((file for file in self.source.files if file.name in self._account), key=lambda file: file.name)
        accounts = [self._account[file.name] for file in files]
        columns = {
            "source_file": [file.name for file in files],
            "revision": [file.revision for file in files],
            "fingerprint": [account["fingerprint"] for account in accounts],
            "rows": [self.rows[file.name] for file in files],
            "bytes": [file.bytes for file in files],
            "ingested_at": [account.get("ingested_at", started) for account in accounts],
        }
        return pa.table(columns, table_schema(SOURCE_FILES))

    def _chunks(self, bundle: Bundle, begun: _Started) -> Iterator[Conformed]:
        self.skipped.update({name: str(error) for name, error in begun.read.failures.items()})
        files = [file for file in bundle if file.name not in self.skipped]
        self.rows.update(dict.fromkeys((file.name for file in files), 0))
        known = begun.read.fingerprints
        awaited = {file.name: self.pool.submit(fingerprint, file) for file in files if file.name not in known}
        for chunk in chain(begun.first, self._ahead(begun.others) if begun.others else ()):
            self.rows.update(dict(chunk.rows_by_file()))
            yield chunk
        for file in files:
            identity = known[file.name] if file.name in known else awaited[file.name].result()
            self._note(file, {"fingerprint": identity})

    def _cut(self, group: FileGroup) -> Iterator[Bundle]:
        return cut_bundles(group.files, shards=self.shards)

    def _next(self, files: int) -> Iterator[tuple[Bundle, Future[_Started]]]:
        """The bundles of the next ``files`` expected files, begun together with those behind them."""
        while files:
            self._begun.extend(map(self._submit, islice(self._expected, READ_AHEAD + 1 - len(self._begun))))
            bundle, started = self._begun.popleft()
            files -= len(bundle)
            yield bundle, started

    def _ahead(self, chunks: Iterator[Conformed]) -> Iterator[Conformed]:
        """The further chunks of a file in order; the next few are always read in the background."""
        ahead = self.pool.submit(_few, chunks)
        while read := ahead.result():
            ahead = self.pool.submit(_few, chunks)
            yield from read

    def _submit(self, bundle: Bundle) -> tuple[Bundle, Future[_Started]]:
        return bundle, self.pool.submit(_start, bundle, verify=self.skip_bad_files)

    def _note(self, file: SourceFile, account: dict[str, Any]) -> None:
        self._account[file.name] = account
        self._bytes += file.bytes
        self._records += self.rows[file.name]

    def _tell(self) -> None:
        files = len(self.source.files)
        self.on_progress(Progress(len(self.rows), files, self._bytes, self._total_bytes, self._records))

    @cached_property
    def _total_bytes(self) -> int:
        return sum(file.bytes for file in self.source.files)


@dataclass(frozen=True)
class _Started:
    """A bundle of which a little was read; the rest, if there is any, follows when it is asked for."""

    read: ReadBundle
    first: list[Conformed]
    others: Iterator[Conformed] | None


def _start(bundle: Bundle, *, verify: bool) -> _Started:
    read = read_bundle(bundle, verify=verify)
    chunks = (conform_chunk(chunk) for chunk in read.chunks)
    # asked for a second chunk, a file that has only one is closed here and not where all files are gathered
    most = 2 if len(bundle) == 1 else None
    first = list(islice(chunks, most))
    return _Started(read, first, chunks if len(first) == most else None)


def _few(chunks: Iterator[Conformed]) -> list[Conformed]:
    return list(islice(chunks, CHUNKS_AHEAD))
