"""Build the tables of a snapshot from a source: read ahead, conform, gather, and write parts, on all cores."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from warehouse.batches import Part, gather
from warehouse.conform import Conformed, conform_chunk
from warehouse.errors import SourceError
from warehouse.issues import Issue, Kind
from warehouse.memory import system_memory
from warehouse.model import INGEST_ISSUES, SOURCE_FILES
from warehouse.parts import Written, issue_table, write_part, write_table
from warehouse.schema import table_schema
from warehouse.source import Source, SourceFile, read_chunks
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
class Built:
    """What a build made; an issue of a whole file counts for each of its records."""

    rows: Counter[str] = field(default_factory=Counter)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: dict[str, str] = field(default_factory=dict)


def build(
    source: Source,
    folder: Path,
    started: datetime,
    *,
    skip_bad_files: bool = False,
    jobs: int | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Built:
    """Write all tables of ``source`` below ``folder``; ``jobs`` threads, by default one a core.

    Raises:
        SourceError: a file is damaged (unless skipped), or no record of the source could be loaded.
    """
    reading = _Reading(source, skip_bad_files, on_progress)
    built = Built(skipped=reading.skipped)
    workers, of_files = jobs or os.cpu_count() or 1, list[Issue]()
    with system_memory(), ThreadPoolExecutor(workers) as pool, _cancelled_on_error(pool):
        for written in _write(folder, gather(reading.chunks(pool)), pool, workers):
            built.rows.update(written.rows)
            built.issues.update(written.issues)
            of_files += written.of_files
    for issue in of_files:
        built.issues[issue.kind.value, issue.path] += reading.rows[issue.source_file]
    write_table(folder, 0, SOURCE_FILES, reading.source_files(started))
    _write_skipped(folder, built)
    built.rows[SOURCE_FILES.name] = len(reading.rows)
    _require_videos(source, built)
    return built


def _write(folder: Path, parts: Iterator[Part], pool: ThreadPoolExecutor, workers: int) -> Iterator[Written]:
    """Write parts in the background, never more at a time than there are workers."""
    pending: deque[Future[Written]] = deque()
    for number, part in enumerate(parts):
        pending.append(pool.submit(write_part, folder, number, part))
        if len(pending) > workers:
            yield pending.popleft().result()
    yield from (future.result() for future in pending)


@dataclass
class _Reading:
    """The reading of a source, file after file."""

    source: Source
    skip_bad_files: bool
    on_progress: Callable[[Progress], None]
    rows: Counter[str] = field(default_factory=Counter)
    fingerprints: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    bytes: int = 0

    def chunks(self, pool: ThreadPoolExecutor) -> Iterator[Conformed]:
        """The records of all files in order; the first chunks of the next files are read in the background."""
        waiting = deque(self.source.files)
        started: deque[tuple[SourceFile, Future[_Started]]] = deque()
        while waiting or started:
            while waiting and len(started) < READ_AHEAD:
                file = waiting.popleft()
                started.append((file, pool.submit(_start, file, verify=self.skip_bad_files)))
            yield from self._file(*started.popleft())

    def _file(self, file: SourceFile, start: Future[_Started]) -> Iterator[Conformed]:
        try:
            begun = start.result()
        except SourceError as error:
            if not self.skip_bad_files:
                raise
            self.skipped[file.name] = str(error)
            return
        self.rows[file.name] += 0
        self.fingerprints[file.name] = begun.fingerprint
        for chunk in begun.chunks():
            self.rows[file.name] += len(chunk.records) + len(chunk.rejections)
            yield chunk
        self.bytes += file.bytes
        self.on_progress(
            Progress(len(self.rows), len(self.source.files), self.bytes, self._total_bytes, self.rows.total())
        )

    @property
    def _total_bytes(self) -> int:
        return sum(file.bytes for file in self.source.files)

    def source_files(self, started: datetime) -> pa.Table:
        """The rows of ``source_files``, sorted by name."""
        rows = [
            {
                "source_file": file.name,
                "revision": file.revision,
                "fingerprint": self.fingerprints[file.name],
                "rows": self.rows[file.name],
                "bytes": file.bytes,
                "ingested_at": started,
            }
            for file in sorted(self.source.files, key=lambda file: file.name)
            if file.name in self.rows
        ]
        return pa.Table.from_pylist(rows, table_schema(SOURCE_FILES))


@dataclass(frozen=True)
class _Started:
    """A file whose first chunk was read; the others follow when they are asked for."""

    fingerprint: str
    first: Conformed | None
    others: Iterator[Conformed]

    def chunks(self) -> Iterator[Conformed]:
        if self.first is not None:
            yield self.first
            yield from self.others


def _start(file: SourceFile, *, verify: bool) -> _Started:
    if verify:
        for _ in read_chunks(file):
            pass
    chunks = map(conform_chunk, read_chunks(file))
    first = next(chunks, None)
    return _Started(fingerprint(file), first, chunks)


def _write_skipped(folder: Path, built: Built) -> None:
    if not built.skipped:
        return
    kind = Kind.SKIPPED_FILE
    issues = [Issue(name, None, None, kind, "", None, reason, None) for name, reason in built.skipped.items()]
    number = len(list((folder / INGEST_ISSUES.name).iterdir()))
    write_table(folder, number, INGEST_ISSUES, issue_table(issues))
    built.rows["ingest_issues"] += len(issues)
    built.issues[kind.value, ""] += len(issues)


def _require_videos(source: Source, built: Built) -> None:
    if not built.rows["videos"]:
        raise SourceError(
            f"{source.location} has no record that could be loaded ({built.rows['rejected_records']} rejected, "
            f"{len(built.skipped)} files skipped): name files of FineVideo records."
        )


@contextmanager
def _cancelled_on_error(pool: ThreadPoolExecutor) -> Iterator[None]:
    try:
        yield
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
