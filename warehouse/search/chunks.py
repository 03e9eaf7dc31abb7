"""Cut the videos of a snapshot into chunks that stay the same when other videos come or go, and read their texts."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.search.kinds import KINDS, TextSource

# a chunk ends behind a video whose id says so, hence a change moves only the borders next to it
LEAST_VIDEOS, MEAN_VIDEOS, MOST_VIDEOS = 384, 768, 1536


@dataclass(frozen=True)
class IndexChunk:
    """Videos that are indexed together, by id, and the part of the tables that they are in."""

    part: str
    videos: pa.StringArray


def cut_chunks(snapshot: Path, part: str) -> Iterator[IndexChunk]:
    """The chunks of one part of the tables, in the order of the source."""
    ids: list[str] = []
    for video_id in _ids(snapshot / "videos" / part):
        ids.append(video_id)
        if _ends_chunk(video_id, len(ids)):
            yield IndexChunk(part, pa.array(ids, pa.string()))
            ids = []
    if ids:
        yield IndexChunk(part, pa.array(ids, pa.string()))


def _ids(path: Path) -> list[str]:
    order = [("source_file", "ascending"), ("source_row", "ascending")]
    found: list[str] = (
        pq.read_table(path, columns=["video_id", "source_file", "source_row"]).sort_by(order)["video_id"].to_pylist()
    )
    return found


def _ends_chunk(video_id: str, videos: int) -> bool:
    if videos < LEAST_VIDEOS:
        return False
    return videos >= MOST_VIDEOS or zlib.crc32(video_id.encode()) % MEAN_VIDEOS == 0


@dataclass(frozen=True)
class Rows:
    """The rows of one source in a chunk; ``video`` counts the chunk's videos."""

    kind: int
    source: TextSource
    video: np.ndarray
    table: pa.Table


@dataclass(frozen=True)
class _Part:
    """A part of a table: the videos that it has, and for each row the number of its video."""

    videos: pa.StringArray
    video: np.ndarray
    table: pa.Table


class Reader:
    """Reads chunks; the parts that were read last are kept, for a part has several chunks."""

    def __init__(self, snapshot: Path) -> None:
        self._snapshot = snapshot
        tables = 1 + sum(len(kind.sources) for kind in KINDS)
        self._part = lru_cache(maxsize=2 * tables)(self._read_part)

    def videos(self, chunk: IndexChunk) -> pa.Table:
        """Id, title and channel of the videos, in the chunk's order."""
        video, table = self._rows(chunk, "videos", ("youtube_title", "youtube_channel"))
        return table.take(pa.array(np.argsort(video))).add_column(0, "video_id", chunk.videos)

    def texts(self, chunk: IndexChunk) -> Iterator[Rows]:
        """All texts of the videos."""
        for number, kind in enumerate(KINDS):
            for source in kind.sources:
                keys = (source.scene, source.position, source.start, source.end)
                video, table = self._rows(chunk, source.table, (*source.text, *filter(None, keys)))
                yield Rows(number, source, *(_joined(video, table) if source.joined else (video, table)))

    def _rows(self, chunk: IndexChunk, table: str, columns: tuple[str, ...]) -> tuple[np.ndarray, pa.Table]:
        """The rows of a chunk, and of each the number of its video in the chunk."""
        part, absent = self._part(table, chunk.part, columns), len(chunk.videos)
        places = pc.fill_null(pc.index_in(part.videos, chunk.videos), absent).to_numpy()
        video = places[part.video]
        return video[video < absent], part.table.filter(pa.array(video < absent)).combine_chunks()

    def _read_part(self, table: str, part: str, columns: tuple[str, ...]) -> _Part:
        path = self._snapshot / table / part
        rows = pq.read_table(path, columns=["video_id", *columns], use_threads=False, read_dictionary=["video_id"])
        video = rows["video_id"].combine_chunks()
        return _Part(video.dictionary, video.indices.to_numpy(), rows.drop_columns("video_id"))


def _joined(video: np.ndarray, table: pa.Table) -> tuple[np.ndarray, pa.Table]:
    """One row per video, the texts of its rows with commas between."""
    rows = table.append_column("video", pa.array(video)).drop_null()
    lists = rows.group_by("video", use_threads=False).aggregate([(name, "list") for name in table.column_names])
    texts = {name: pc.binary_join(lists[f"{name}_list"], ", ") for name in table.column_names}
    return lists["video"].to_numpy(), pa.table(texts)


def digest(videos: pa.Table, texts: list[Rows], version: str) -> str:
    """What identifies the index of a chunk: a digest of all that it is made from."""
    found = hashlib.sha256(version.encode())
    for table in (videos, *(rows.table.append_column("video", pa.array(rows.video)) for rows in texts)):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
        found.update(sink.getvalue())
    return found.hexdigest()
