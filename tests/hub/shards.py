"""Small shards of every layout, and what of their bytes a reader needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

REPOSITORY = "owner/name"
SPEC = f"hf://datasets/{REPOSITORY}"
TYPE = pa.struct(
    [
        (
            "content_metadata",
            pa.struct([("scenes", pa.list_(pa.struct([("title", pa.string())]))), ("fps", pa.float64())]),
        ),
        ("duration_seconds", pa.int64()),
        ("original_video_filename", pa.string()),
        ("text_to_speech", pa.string()),
    ]
)


def records(start: int, count: int, text_bytes: int = 400) -> list[dict[str, Any]]:
    return [
        {
            "content_metadata": {"scenes": [{"title": f"scene {i}.{n}"} for n in range(i % 4)], "fps": 25.0},
            "duration_seconds": i,
            "original_video_filename": f"video{i:06d}.mp4",
            "text_to_speech": os.urandom(text_bytes // 2).hex(),
        }
        for i in range(start, start + count)
    ]


def table(rows: list[dict[str, Any]], mp4_bytes: int, columns: tuple[str, ...] = ("mp4", "json")) -> pa.Table:
    """``rows`` as columns: json, mp4, or the record's own fields."""
    content = {"mp4": pa.array([os.urandom(mp4_bytes) for _ in rows], pa.binary()), "json": pa.array(rows, TYPE)}
    for field in TYPE:
        content[field.name] = content["json"].field(field.name)
    return pa.table({name: content[name] for name in columns})


def write_shards(
    folder: Path, count: int = 4, rows: int = 8, mp4_bytes: int = 20_000, row_group_size: int = 100, **options: Any
) -> Path:
    """``count`` shards in the published layout below ``folder``/data; returns ``folder``."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for n in range(count):
        path = folder / "data" / f"train-{n:05d}-of-{count:05d}.parquet"
        pq.write_table(table(records(n * rows, rows), mp4_bytes, **options), path, row_group_size=row_group_size)
    return folder


def needed_bytes(path: Path) -> int:
    """Bytes of the footer and of the record's chunks."""
    chunks = [chunk.total_compressed_size for chunk in chunks_of(path) if not chunk.path_in_schema.startswith("mp4")]
    return int(sum(chunks)) + 8 + int.from_bytes(path.read_bytes()[-8:-4], "little")


def mp4_ranges(path: Path) -> list[tuple[int, int]]:
    """The byte positions of the chunks that must never be read."""
    chunks = [chunk for chunk in chunks_of(path) if chunk.path_in_schema.startswith("mp4")]
    starts = [min(chunk.dictionary_page_offset or chunk.data_page_offset, chunk.data_page_offset) for chunk in chunks]
    return [(start, start + chunk.total_compressed_size) for start, chunk in zip(starts, chunks, strict=True)]


def chunks_of(path: Path) -> list[Any]:
    metadata = pq.read_metadata(path)
    groups = [metadata.row_group(group) for group in range(metadata.num_row_groups)]
    return [group.column(leaf) for group in groups for leaf in range(metadata.num_columns)]


def state_of(folder: Path) -> dict[str, bytes]:
    """Every file with its content, and every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")
    }


def read_records(paths: list[Path]) -> list[dict[str, Any]]:
    return [row for path in paths for row in pq.read_table(path)["json"].to_pylist()]
