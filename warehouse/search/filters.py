"""Restrict a search to videos of a category, a length or a channel."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.quoting import PARQUET_FILES

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Filters:
    """What videos must be like; names are compared without regard to case, lengths are in seconds."""

    parent_category: str | None = None
    fine_category: str | None = None
    min_duration: float | None = None
    max_duration: float | None = None
    channel: str | None = None

    def __bool__(self) -> bool:
        return any(value is not None for value in astuple(self))


def accepted_videos(snapshot: Path, filters: Filters) -> set[str]:
    """The ids of a snapshot's videos that pass; a video without the value in question does not."""
    import polars as pl  # takes a moment, and most searches have no filter

    names = {
        "content_parent_category": filters.parent_category,
        "content_fine_category": filters.fine_category,
        "youtube_channel": filters.channel,
    }
    conditions = [_same(pl.col(column), name) for column, name in names.items() if name is not None]
    if filters.min_duration is not None:
        conditions.append(pl.col("duration_seconds") >= filters.min_duration)
    if filters.max_duration is not None:
        conditions.append(pl.col("duration_seconds") <= filters.max_duration)
    files = sorted((snapshot / "videos").glob(PARQUET_FILES))
    videos = pl.scan_parquet(files, glob=False, hive_partitioning=False).filter(*conditions)
    return set(videos.select("video_id").collect()["video_id"])


def _same(column: pl.Expr, name: str) -> pl.Expr:
    return column.str.to_lowercase() == name.lower()
