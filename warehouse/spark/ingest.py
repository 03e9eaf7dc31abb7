"""Ingest with Spark: the same code as a local run, a task for consecutive files of the source.

Spark plans, repeats and spreads the tasks; what goes over the network is one row a task and, to find videos that come
twice, their ids. The first record of a video in the order of the source is kept, as in a local run: a task that has one
that another task has before it is run again without them.
"""

from __future__ import annotations

import json
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pyarrow.fs as pafs

from warehouse.errors import SourceError
from warehouse.export.attribution import TERMS, terms_text
from warehouse.export.target import LISTING, Entry, Target, earlier_files, find_target, replaced, target_errors
from warehouse.model import TABLES, VIDEOS
from warehouse.snapshot.croissant import NAME as CROISSANT
from warehouse.snapshot.croissant import croissant_text
from warehouse.snapshot.manifest import FILE_NAME, Manifest, manifest_of, manifest_text
from warehouse.source import Source
from warehouse.spark.remote import list_source, records_of
from warehouse.spark.task import GIVEN, TOLD, Ingestion, Report, written_files

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# makes files of tens of megabytes of the largest tables, and needs less than a gigabyte of memory
TASK_RECORDS = 16_384


def ingest(
    spark: SparkSession,
    source: str,
    target: str,
    *,
    task_records: int = TASK_RECORDS,
    skip_bad_files: bool = False,
) -> Manifest:
    """Build the tables of ``source`` below ``target`` and return what they hold; an earlier target is replaced.

    Both are folders that all workers see, or URLs such as s3a://BUCKET/FOLDER. ``task_records`` bounds, about, the
    records of a task and so the rows of a file.

    Raises:
        SourceError, AccessError: the source cannot be read, or has no record that can be loaded.
        ExportError: the target holds something else, or cannot be used; what was there before is untouched.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    found = list_source(source)
    tasks = list(_cut(found, task_records, spark.sparkContext.defaultParallelism))
    place = find_target(target)
    with target_errors(place), _written(place) as writing:
        work = Ingestion(writing.url, started, skip_bad_files)
        reports = _run(spark, work, tasks)
        manifest = _manifest(found, reports.values(), started, time.monotonic() - clock)
        if not manifest.rows[VIDEOS.name]:
            raise SourceError(f"{source} has no record that could be loaded: name files of FineVideo records.")
        writing.finish(manifest, [name for report in reports.values() for name in report.files])
    return manifest


def _cut(source: Source, task_records: int, at_once: int) -> Iterator[str]:
    """The files of each task, as text; a small source is cut so that all of what runs ``at_once`` has a task."""
    most = task_records // records_of(source.files[0])
    files = max(1, min(most, math.ceil(len(source.files) / at_once)))
    for start in range(0, len(source.files), files):
        yield written_files(source.files[start : start + files])


def _run(spark: SparkSession, work: Ingestion, tasks: list[str]) -> dict[int, Report]:
    """The report of each task; those that have videos which an earlier one has are run again without them."""
    told = _told(spark, work, [(number, files, []) for number, files in enumerate(tasks)])
    try:
        reports = _reports(told)
        losers = _losers(told)
    finally:
        told.unpersist()
    if losers:
        again = _told(spark, work, [(number, tasks[number], ids) for number, ids in losers.items()])
        try:
            reports |= _reports(again)
        finally:
            again.unpersist()
    return reports


def _told(spark: SparkSession, work: Ingestion, rows: list[tuple[int, str, list[str]]]) -> DataFrame:
    from pyspark import StorageLevel

    given = spark.createDataFrame(rows, GIVEN).repartitionByRange(len(rows), "task")
    return given.mapInArrow(work, TOLD).persist(StorageLevel.DISK_ONLY)


def _reports(told: DataFrame) -> dict[int, Report]:
    """The report of each task.

    Raises:
        SourceError: one has failed.
    """
    rows = told.select("task", "report").orderBy("task").collect()
    reports = {row["task"]: Report(**json.loads(row["report"])) for row in rows}
    for report in reports.values():
        if report.failure:
            raise SourceError(report.failure)
    return reports


def _losers(told: DataFrame) -> dict[int, list[str]]:
    """For each task the ids of its videos that a task before it has."""
    from pyspark.sql import functions as f

    ids = told.select("task", f.explode("video_ids").alias("video_id"))
    twice = ids.groupBy("video_id").agg(f.min("task").alias("first"), f.count("*").alias("n")).where("n > 1")
    late = ids.join(twice, "video_id").where("task > first").groupBy("task")
    rows = late.agg(f.sort_array(f.collect_set("video_id")).alias("ids")).collect()
    return {row["task"]: list(row["ids"]) for row in rows}


class _Writing:
    """The place that tasks write to: next to a folder that is to be replaced, or in the bucket itself."""

    def __init__(self, url: str, earlier: set[str]) -> None:
        self.url, self._earlier = url, earlier
        self._target = find_target(url)

    def finish(self, manifest: Manifest, files: list[str]) -> None:
        """Write what describes the tables, and remove what belongs to no finished task."""
        patterns = {table.name: f"{table.name}/*.parquet" for table in TABLES}
        pages = {
            FILE_NAME: manifest_text(manifest),
            CROISSANT: croissant_text(manifest, patterns),
            TERMS: terms_text(),
        }
        names = [*files, *pages]
        pages[LISTING] = json.dumps({"format": 1, "snapshot": manifest.snapshot, "files": names}, indent=1) + "\n"
        for name, text in pages.items():
            self._target.write(Entry(name, text.encode()))
        kept = {*names, LISTING}
        for name in sorted((self._present() | self._earlier) - kept):
            self._target.delete(name)

    def _present(self) -> set[str]:
        found = set[str]()
        for table in TABLES:
            selector = pafs.FileSelector(self._target.below(table.name), allow_not_found=True)
            listed = self._target.system.get_file_info(selector)
            found |= {f"{table.name}/{PurePosixPath(info.path).name}" for info in listed if info.is_file}
        return found


@contextmanager
def _written(place: Target) -> Iterator[_Writing]:
    earlier = earlier_files(place)
    if place.folder is None:
        yield _Writing(place.name, earlier)
        return
    with replaced(place.folder) as staging:
        yield _Writing(str(staging), set())


def _manifest(source: Source, reports: Iterable[Report], started: datetime, seconds: float) -> Manifest:
    rows: Counter[str] = Counter({table.name: 0 for table in TABLES})
    issues: Counter[tuple[str, str]] = Counter()
    skipped: dict[str, str] = {}
    for report in reports:
        rows.update(report.rows)
        issues.update({(kind, path): count for kind, path, count in report.issues})
        skipped |= report.skipped
    return manifest_of(source, rows, issues, skipped, started, seconds)
