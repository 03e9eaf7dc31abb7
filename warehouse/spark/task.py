"""What one task of an ingest does on a worker: read its files, build their tables, put them below the target.

The files that a task writes carry a name of its own, and only those that a finished task has reported count: what tasks
left that were repeated or ran twice is removed in the end.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import WarehouseError
from warehouse.export.target import Entry, find_target
from warehouse.model import TABLES, VIDEOS, Table
from warehouse.normalize.batches import SeenVideos
from warehouse.snapshot.build import BuildResult, build
from warehouse.snapshot.parts import write_table
from warehouse.source import Source, SourceFile
from warehouse.source.files import Format
from warehouse.spark.remote import brought_here

# of what a task is given, and of what it gives back, as Spark writes types
GIVEN = "task long, files string, losers array<string>"
TOLD = "task long, report string, video_ids array<string>"
TOLD_SCHEMA = pa.schema([("task", pa.int64()), ("report", pa.string()), ("video_ids", pa.list_(pa.string()))])


@dataclass(frozen=True)
class Report:
    """What a task made: names of files below the target, rows a table, issues by kind and path; or what failed."""

    files: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    issues: list[tuple[str, str, int]] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    failure: str = ""


@dataclass(frozen=True)
class Ingestion:
    """A run over batches of tasks, as ``mapInArrow`` calls it; it is sent to the workers."""

    target: str
    started: datetime
    skip_bad_files: bool

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The report of each task."""
        for batch in batches:
            for row in batch.to_pylist():
                report, ids = self._run(row["task"], row["files"], row["losers"] or [])
                told = {"task": row["task"], "report": json.dumps(asdict(report)), "video_ids": ids}
                yield pa.RecordBatch.from_pylist([told], TOLD_SCHEMA)

    def _run(self, task: int, files: str, losers: list[str]) -> tuple[Report, list[str]]:
        with TemporaryDirectory() as here:
            folder, copies = Path(here) / "tables", Path(here) / "copies"
            folder.mkdir()
            copies.mkdir()
            try:
                source = Source("", tuple(brought_here(file, copies) for file in read_files(files)))
                built = build(
                    source,
                    folder,
                    self.started,
                    skip_bad_files=self.skip_bad_files,
                    jobs=1,
                    seen=SeenVideos(set(losers)),
                )
            except WarehouseError as error:  # it would fail again: Spark need not try
                return Report(failure=str(error)), []
            return self._place(folder, built, f"part-{task:06d}-{uuid.uuid4().hex[:8]}.parquet")

    def _place(self, folder: Path, built: BuildResult, name: str) -> tuple[Report, list[str]]:
        target = find_target(self.target)
        rows: Counter[str] = Counter()
        (folder / "joined").mkdir()
        for table in TABLES:
            whole = _joined(folder, table)
            rows[table.name] = whole.num_rows
            write_table(folder / "joined", name, table, whole)
            target.system.create_dir(target.below(table.name), recursive=True)
            target.write(Entry(f"{table.name}/{name}", folder / "joined" / table.name / name))
        ids = pq.read_table(folder / "joined" / VIDEOS.name / name, columns=["video_id"])["video_id"].to_pylist()
        issues = [(kind, path, count) for (kind, path), count in sorted(built.issues.items())]
        return Report([f"{table.name}/{name}" for table in TABLES], dict(rows), issues, built.skipped), ids


def written_files(files: Iterable[SourceFile]) -> str:
    """Files of a source as a text."""
    return json.dumps([{**vars(file), "format": file.format.value} for file in files])


def read_files(text: str) -> list[SourceFile]:
    """The files that ``written_files`` has written."""
    found: list[dict[str, Any]] = json.loads(text)
    return [SourceFile(**{**entry, "format": Format(entry["format"])}) for entry in found]


def _joined(folder: Path, table: Table) -> pa.Table:
    """The rows of all parts of a table, sorted by key where it has one."""
    parts = sorted((folder / table.name).glob("*.parquet"))
    rows = pa.concat_tables([pq.read_table(part) for part in parts])
    return rows.sort_by([(name, "ascending") for name in table.key]) if table.key and len(parts) > 1 else rows
