"""Where the selected videos are: their shard and row, and the metadata of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.errors import SourceError
from warehouse.snapshot.manifest import Manifest
from warehouse.text import watch_url

_TOLD = (
    "video_id",
    "youtube_title",
    "youtube_channel",
    "content_parent_category",
    "content_fine_category",
    "duration_seconds",
)


@dataclass(frozen=True)
class RowGroup:
    """Rows of a shard whose videos take ``bytes`` together; ``apart``: each can be read without those before it."""

    first_row: int
    rows: int
    bytes: int
    apart: bool = False


@dataclass(frozen=True)
class ShardRow:
    """A row of a shard, counted from 0, of ``rows`` rows and ``bytes`` bytes in all.

    ``group`` is the row group that it is in, as the footer says; without it the shard is taken for one.
    """

    shard: str
    row: int
    rows: int
    bytes: int
    fingerprint: str
    group: RowGroup | None = None

    @property
    def _group(self) -> RowGroup:
        return self.group or RowGroup(0, self.rows, self.bytes)

    @property
    def stretch(self) -> tuple[str, int]:
        """What is read from its start up to the row: the shard, and the first row of that."""
        group = self._group
        return self.shard, self.row if group.apart else group.first_row

    @property
    def cost(self) -> float:
        """Bytes to read for this row alone: its stretch up to the row."""
        group = self._group
        return self.size * (1 if group.apart else self.row - group.first_row + 1)

    @property
    def size(self) -> float:
        """The bytes that the video is expected to have: the mean of its row group."""
        return self._group.bytes / max(self._group.rows, 1)


@dataclass(frozen=True)
class SelectedVideo:
    """A selected video: its place, its broad category, and its metadata."""

    video_id: str
    place: ShardRow
    category: str
    told: dict[str, Any]


def require_videos(manifest: Manifest, names: Sequence[str]) -> None:
    """Raises SourceError if the files that a snapshot was built from cannot hold videos."""
    if not any(name.endswith(".parquet") for name in names):
        raise SourceError(
            f"{manifest.location} is JSON and holds no videos: name the shards with --videos, a folder of them or "
            "hf://datasets/OWNER/NAME."
        )


def locate(
    snapshot: Path, video_ids: Sequence[str], places: Mapping[str, ShardRow] | None = None
) -> tuple[list[SelectedVideo], list[str]]:
    """The selected videos in their order, and the ids that the snapshot (or ``places``, if given) does not have."""
    wanted = pl.LazyFrame({"video_id": video_ids, "at": range(len(video_ids))}, {"video_id": pl.String, "at": pl.Int64})
    videos = pl.scan_parquet(snapshot / "videos" / "*.parquet").select(*_TOLD, "source_file", "source_row")
    files = pl.scan_parquet(snapshot / "source_files" / "*.parquet").select(
        "source_file", "fingerprint", "rows", "bytes"
    )
    joined = wanted.join(videos, on="video_id").join(files, on="source_file").sort("at").collect()
    found = []
    for row in joined.iter_rows(named=True):
        name = row["video_id"]
        own = ShardRow(row["source_file"], row["source_row"] - 1, row["rows"], row["bytes"], row["fingerprint"])
        place = own if places is None else places.get(name)
        if place is not None:
            found.append(SelectedVideo(name, place, row["content_parent_category"] or "", _told(row)))
    known = {video.video_id for video in found}
    return found, [name for name in video_ids if name not in known]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in _TOLD[1:]} | {"watch_url": watch_url(row["video_id"]), "license": "CC-BY"}
