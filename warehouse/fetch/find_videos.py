"""Shards that a user names for the videos: which video is where in them, by the names in their records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.errors import SourceError
from warehouse.fetch.download import VideosProgress
from warehouse.fetch.locate import ShardRow
from warehouse.fetch.open_shards import Shards
from warehouse.home import Home
from warehouse.hub import FetchProgress, Hub
from warehouse.hub.remote_source import find_remote
from warehouse.source import find_source
from warehouse.source.files import Format, SourceFile
from warehouse.source.find import is_remote
from warehouse.source.footer import footer_fingerprint, read_footer

_NAMES = {"original_video_filename": ".mp4", "original_json_filename": ".json"}


def find_videos(
    location: str, home: Home, hub: Hub | None, on_progress: Callable[[VideosProgress], None]
) -> tuple[Shards, dict[str, ShardRow]]:
    """The shards at a location, a folder or one on the Hub, and the place of each video in them.

    Of shards on the Hub the records are read into the raw cache, if they are not there.

    Raises:
        SourceError, AccessError: one sentence on what is wrong.
    """
    if not is_remote(location):
        source = find_source(location)
        if any(file.format is not Format.PARQUET for file in source.files):
            raise SourceError(f"{location} holds no shards: name a folder of Parquet files with a column mp4.")
        first = source.files[0]
        root = Path(first.location.removesuffix(first.name))
        return Shards(source.location, root), _places(source.files)
    remote = find_remote(location, home.raw, lambda note: on_progress(VideosProgress(0, 0, 0, 0, note)), hub)

    def told(progress: FetchProgress) -> None:
        on_progress(VideosProgress(0, 0, progress.bytes_read, progress.bytes_expected, progress.note))

    remote.fetch(on_progress=told, hub=hub)
    return Shards(remote.location, None, remote.listing, hub), _places(remote.source().files)


def _places(files: tuple[SourceFile, ...]) -> dict[str, ShardRow]:
    found: dict[str, ShardRow] = {}
    for file in files:
        try:
            ids = _ids(file.path)
        except (pa.ArrowException, OSError) as error:
            raise SourceError(f"{file.name} cannot be read ({str(error)[:200]}): repair it, or name others.") from error
        fingerprint = file.fingerprint or footer_fingerprint(read_footer(file.path))
        for row, name in enumerate(ids):
            if name is not None:
                found.setdefault(name, ShardRow(file.name, row, len(ids), file.bytes, fingerprint))
    return found


def _ids(path: Path) -> list[str | None]:
    """The video's id in each row of a shard: from its own column, or the names of files in its record."""
    with pq.ParquetFile(path) as file:
        names = file.schema_arrow.names
        if "video_id" in names:
            return list(file.read(["video_id"])["video_id"].to_pylist())
        # a name that is not there is left out
        table = file.read([f"{prefix}{name}" for prefix in ("json.", "") for name in _NAMES], use_threads=False)
    if "json" in table.schema.names and pa.types.is_struct(table.schema.field("json").type):
        table = pa.Table.from_struct_array(table["json"])
    stems = [_stem(table[name], suffix) for name, suffix in _NAMES.items() if name in table.schema.names]
    if not stems:
        raise SourceError(f"{path.name} names no videos: name shards of the dataset.")
    return list(pc.coalesce(*stems).to_pylist())


def _stem(names: pa.ChunkedArray, suffix: str) -> pa.ChunkedArray:
    return pc.replace_substring_regex(names, f"\\{suffix}$", "")
