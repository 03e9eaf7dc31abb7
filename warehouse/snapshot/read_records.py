"""The original records of a snapshot, rebuilt from its tables a piece at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.model import INGEST_ISSUES, SOURCE_TABLES, VIDEOS, Table
from warehouse.model.issues import Issue, Kind
from warehouse.normalize.rebuild import patched, rebuild
from warehouse.snapshot.integrity import Integrity
from warehouse.snapshot.parts import parts_of

Patches = dict[tuple[str, int | None], list[Issue]]

# as many are Python values at a time; the columns of a part are in memory whole
PIECE_RECORDS = 256


def read_records(snapshot: Path, integrity: Integrity, ids: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
    """The nested records of a snapshot, or those of some ids, field for field as in their source.

    They come in the order of the parts, within a part by id, whatever the order of ``ids``; ids that the snapshot does
    not have are passed over. ``integrity`` is that of the snapshot: what it has compared is not compared again.

    Raises:
        HomeError: a file is damaged.
    """
    integrity.require([INGEST_ISSUES.name])
    for part in parts_of(snapshot):
        integrity.require([f"{VIDEOS.name}/{part}"])
        columns = ["video_id", "source_file", "source_row"]
        videos = pl.read_parquet(snapshot / VIDEOS.name / part, columns=columns, glob=False).sort("video_id")
        if ids is not None:
            videos = videos.filter(pl.col("video_id").is_in(list(ids)))
        if videos.height:
            integrity.require(f"{table.name}/{part}" for table in SOURCE_TABLES)
            tables, patches = _rows_of(snapshot, part, videos["video_id"]), _patches(snapshot, videos)
            for piece in videos.iter_slices(PIECE_RECORDS):
                yield from _of_piece(piece, tables, patches)


def _rows_of(snapshot: Path, part: str, ids: pl.Series) -> dict[Table, pl.DataFrame]:
    """The rows of a part in every table from the first of the ids to the last, sorted by key."""
    wanted = pl.col("video_id").is_between(pl.lit(ids[0]), pl.lit(ids[-1]))
    frames = pl.collect_all(
        [
            pl.scan_parquet(snapshot / table.name / part, glob=False)
            .filter(wanted)
            .select(_columns(table))
            .sort(table.key)
            for table in SOURCE_TABLES
        ]
    )
    return dict(zip(SOURCE_TABLES, frames, strict=True))


def _of_piece(videos: pl.DataFrame, rows: dict[Table, pl.DataFrame], patches: Patches) -> Iterator[dict[str, Any]]:
    ids = videos["video_id"].to_list()
    wanted = pl.col("video_id").is_between(pl.lit(ids[0]), pl.lit(ids[-1])) & pl.col("video_id").is_in(ids)
    records = rebuild({table.name: frame.filter(wanted).to_arrow() for table, frame in rows.items()})
    for video_id, file, row in videos.iter_rows():
        yield patched(records[video_id], [*patches[file, row], *patches[file, None]])


def _columns(table: Table) -> list[str]:
    """The columns that a record is rebuilt from: the key's, and those that are in the record."""
    own = (column.name for column in table.columns if column.path is not None and column.name not in table.key)
    return [*table.key, *own]


def _patches(snapshot: Path, videos: pl.DataFrame) -> Patches:
    """The issues of the records' files by file and row; the row is None where one holds for a whole file."""
    found = defaultdict[tuple[str, int | None], list[Issue]](list)
    for part in parts_of(snapshot):
        frame = (
            pl.scan_parquet(snapshot / INGEST_ISSUES.name / part, glob=False)
            .filter(pl.col("source_file").is_in(videos["source_file"].unique().to_list()))
            .collect()
        )
        for row in frame.iter_rows(named=True):
            issue = Issue(**{**row, "kind": Kind(row["kind"])})
            found[issue.source_file, issue.source_row].append(issue)
    return found
