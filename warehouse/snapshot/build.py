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

from warehouse.errors import SourceError
from warehouse.model import INGEST_ISSUES, SOURCE_FILES
from warehouse.model.issues import Issue, Kind, Rejection
from warehouse.normalize.batches import Part, SeenVideos, gather
from warehouse.snapshot.groups import FileGroup, cut_groups
from warehouse.snapshot.manifest import BuiltGroup, IssueCount
from warehouse.snapshot.memory import system_memory
from warehouse.snapshot.parts import PartSummary, issue_table, part_name, write_part, write_table
from warehouse.snapshot.read_ahead import Progress, Reading
from warehouse.snapshot.reuse import PreviousSnapshot, take_over
from warehouse.source import Source


@dataclass
class BuildResult:
    """What a build made; an issue of a whole file counts for each of its records.

    ``taken`` has the parts that were reused, and their names in the snapshot before.
    """

    groups: list[BuiltGroup] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    first_rejection: Rejection | None = None


def build(
    source: Source,
    folder: Path,
    started: datetime,
    *,
    before: PreviousSnapshot | None = None,
    skip_bad_files: bool = False,
    jobs: int | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    seen: SeenVideos | None = None,
) -> BuildResult:
    """Write all tables of ``source`` below ``folder``; ``jobs`` threads, by default one per core.

    Groups of files that the snapshot ``before`` was built from as well are reused from it. ``seen`` has what was
    met in files ahead of these, where they are only a part of what is ingested: such a part may be without a video.

    Raises:
        SourceError: a file is damaged (unless skipped), or no record of the source could be loaded.
    """
    workers = jobs or os.cpu_count() or 1
    with system_memory(), ThreadPoolExecutor(workers) as pool, _cancelled_on_error(pool):
        reading = Reading(source, pool, skip_bad_files, on_progress)
        groups = _Groups(folder, reading, before, workers, seen or SeenVideos())
        built = BuildResult(list(groups.build()), skipped=reading.skipped, taken=groups.taken)
        built.first_rejection = groups.first_rejection
    for group in built.groups:
        built.rows.update(group.rows)
        built.issues.update({(issue.kind, issue.path): issue.count for issue in group.issues})
    write_table(folder, part_name(0, 0), SOURCE_FILES, reading.source_files(started))
    built.rows[SOURCE_FILES.name] = len(reading.rows)
    _write_skipped(folder, built)
    if seen is None:
        require_videos(source, built)
    return built


@dataclass
class _Groups:
    """The building of a source's groups, one after the other, while parts are written in the background."""

    folder: Path
    reading: Reading
    before: PreviousSnapshot | None
    workers: int
    seen: SeenVideos
    pending: deque[Future[PartSummary]] = field(default_factory=deque)
    taken: dict[str, str] = field(default_factory=dict)
    first_rejection: Rejection | None = None

    def build(self) -> Iterator[BuiltGroup]:
        usable = self.before.usable if self.before else lambda _: None
        groups = [(group, usable(group.key)) for group in cut_groups(self.reading.source)]
        self.reading.expect([group for group, old in groups if old is None])
        begun = [self._begin(number, group, old) for number, (group, old) in enumerate(groups)]
        yield from (done if isinstance(done, BuiltGroup) else self._built(*done) for done in begun)

    def _begin(
        self, number: int, group: FileGroup, old: BuiltGroup | None
    ) -> BuiltGroup | tuple[FileGroup, list[Future[PartSummary]]]:
        """Reuse a group, or read it and begin to write it."""
        if self.before and old and self.seen.takes(self.before.video_ids(old)):
            self.reading.take_over(group, self.before.files)
            done = take_over(self.before, old, self.folder, number)
            self.taken.update(zip(done.parts, old.parts, strict=True))
            return done
        parts = gather(self.reading.chunks(group, expected=old is None), self.seen)
        return group, [self._write(part_name(number, piece), part) for piece, part in enumerate(parts)]

    def _write(self, name: str, part: Part) -> Future[PartSummary]:
        """Write a part in the background, never more of them at a time than there are workers."""
        if len(self.pending) > self.workers:
            self.pending.popleft().result()
        self.pending.append(self.reading.pool.submit(write_part, self.folder, name, part))
        return self.pending[-1]

    def _built(self, group: FileGroup, writing: list[Future[PartSummary]]) -> BuiltGroup:
        """What was built of a group; an issue of a whole file counts for each of its records."""
        rows, issues = Counter[str](), Counter[tuple[str, str]]()
        parts = [future.result() for future in writing]
        for part in parts:
            self.first_rejection = self.first_rejection or part.first_rejection
            rows.update(part.rows)
            issues.update(part.issues)
            for issue in part.of_files:
                issues[issue.kind.value, issue.path] += self.reading.rows[issue.source_file]
        key = "" if any(file.name in self.reading.skipped for file in group.files) else group.key
        counts = [IssueCount(kind, path, count) for (kind, path), count in sorted(issues.items())]
        return BuiltGroup(key, [part.name for part in parts], dict(rows), counts)


def _write_skipped(folder: Path, built: BuildResult) -> None:
    if not built.skipped:
        return
    kind = Kind.SKIPPED_FILE
    issues = [Issue(name, None, None, kind, "", None, reason, None) for name, reason in built.skipped.items()]
    write_table(folder, part_name(len(built.groups), 0), INGEST_ISSUES, issue_table(issues))
    built.rows["ingest_issues"] += len(issues)
    built.issues[kind.value, ""] += len(issues)


def require_videos(source: Source, built: BuildResult) -> None:
    """Refuse a source of which no record could be loaded.

    Raises:
        SourceError: there is no video.
    """
    if not built.rows["videos"]:
        first = built.first_rejection
        because = f"; the first: {first.source_file}, row {first.source_row}: {first.reason}" if first else ""
        raise SourceError(
            f"{source.location} has no record that could be loaded ({built.rows['rejected_records']} rejected, "
            f"{len(built.skipped)} files skipped{because}): name files of FineVideo records (--dry-run lists why)."
        )


@contextmanager
def _cancelled_on_error(pool: ThreadPoolExecutor) -> Iterator[None]:
    try:
        yield
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
