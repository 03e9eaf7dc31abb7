"""All rows of one video in several relations of a snapshot, read from the one part that the video is in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from warehouse.errors import HomeError
from warehouse.model import VIDEOS
from warehouse.queries import load_views
from warehouse.snapshot.integrity import Integrity
from warehouse.snapshot.layout import stored_path
from warehouse.snapshot.parts import parts_of


def read_video(snapshot: Path, integrity: Integrity, video_id: str, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """The rows that a video has in tables, and in views that the snapshot stores part by part, by their names.

    They are in no particular order. Where the snapshot has no such video, no relation has a row.

    Raises:
        HomeError: a file is damaged, or the snapshot has been removed.
    """
    try:
        return _read(snapshot, integrity, video_id, names)
    except OSError as error:
        raise HomeError(f"{snapshot} cannot be read ({error}): open the warehouse again.") from error


def _read(snapshot: Path, integrity: Integrity, video_id: str, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    views = {view.name for view in load_views()}
    folders = {name: stored_path(snapshot, name) if name in views else snapshot / name for name in names}
    part = _part_of(snapshot, integrity, video_id)
    files = {name: folder / part for name, folder in folders.items()}
    integrity.require(file.relative_to(snapshot).as_posix() for file in files.values())
    wanted = pl.col("video_id") == video_id
    scans = [pl.scan_parquet(file, glob=False, hive_partitioning=False).filter(wanted) for file in files.values()]
    return dict(zip(files, pl.collect_all(scans), strict=True))


def _part_of(snapshot: Path, integrity: Integrity, video_id: str) -> str:
    """The part that a video is in; the first one if it is in none, which all files are compared for."""
    parts = parts_of(snapshot)
    if not parts:
        raise FileNotFoundError("its tables are gone")
    files = [snapshot / VIDEOS.name / part for part in parts]
    videos = pl.scan_parquet(files, glob=False, hive_partitioning=False, include_file_paths="file")
    found = videos.filter(pl.col("video_id") == video_id).select("file").collect()["file"]
    if found.is_empty():
        integrity.require([VIDEOS.name])
        return parts[0]
    return Path(found[0]).name
