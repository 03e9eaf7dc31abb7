"""The vectors of a part of the tables in two files: Parquet, and arrays to be mapped.

The Parquet is for everybody; the arrays have the same rows in the same order, as bytes, so that a search reads a
quarter of float32 and nothing has to be decoded first.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.meaning.encoders import Vectors
from warehouse.meaning.units import Unit
from warehouse.meaning.vector_sets import ARRAYS
from warehouse.search.arrays import write_arrays
from warehouse.snapshot.integrity import checksum

_NEVER = -1


def write_vectors(folder: Path, part: str, model: str, units: Sequence[Unit], vectors: Vectors) -> dict[str, str]:
    """Write the vectors of units of a part, one row each, as float16 and as bytes; the checksums of the files."""
    half = vectors.astype(np.float16)
    flat = pa.array(half.ravel(), pa.float16())
    columns = {
        "video_id": pa.array([unit.video_id for unit in units], pa.string()),
        "scene_index": pa.array([unit.scene_index for unit in units], pa.int64()),
        "window_index": pa.array([unit.window_index for unit in units], pa.int64()),
        "model": pa.array([model] * len(units), pa.string()),
        "start_seconds": pa.array([unit.start_seconds for unit in units], pa.float64()),
        "end_seconds": pa.array([unit.end_seconds for unit in units], pa.float64()),
        "first_segment": pa.array([unit.first_segment for unit in units], pa.int64()),
        "last_segment": pa.array([unit.last_segment for unit in units], pa.int64()),
        "unit_digest": pa.array([unit.digest for unit in units], pa.int64()),
        "vector": pa.FixedSizeListArray.from_arrays(flat, half.shape[1]),
    }
    aside = folder / f".{part}"
    pq.write_table(
        pa.table(columns),
        aside,
        compression="zstd",
        use_dictionary=["video_id", "model"],
        write_statistics=["video_id", "scene_index", "window_index"],
        row_group_size=8_192,
    )
    arrays_aside = folder / f".{part}{ARRAYS}"
    write_arrays(arrays_aside, _arrays(units, half.astype(np.float32)))
    sums = {part: checksum(aside), f"{part}{ARRAYS}": checksum(arrays_aside)}
    aside.replace(folder / part)
    arrays_aside.replace(folder / f"{part}{ARRAYS}")
    return sums


def _arrays(units: Sequence[Unit], vectors: Vectors) -> dict[str, np.ndarray]:
    """The same rows as bytes: a number is ``byte * scale`` of its row."""
    scale = np.abs(vectors).max(axis=1, initial=1e-12) / 127
    names = list(dict.fromkeys(unit.video_id for unit in units))
    number = {name: index for index, name in enumerate(names)}
    return {
        "bytes": np.rint(vectors / scale[:, None]).astype(np.int8).ravel(),
        "scale": scale.astype(np.float32),
        "video": np.array([number[unit.video_id] for unit in units], np.uint32),
        "scene": np.array([unit.scene_index for unit in units], np.uint32),
        "window": np.array([unit.window_index for unit in units], np.uint32),
        "first": np.array([unit.first_segment or 0 for unit in units], np.uint32),
        "last": np.array([unit.last_segment or 0 for unit in units], np.uint32),
        "start": np.array([_NEVER if unit.start_seconds is None else unit.start_seconds for unit in units], np.float64),
        "end": np.array([_NEVER if unit.end_seconds is None else unit.end_seconds for unit in units], np.float64),
        "video_ids": np.frombuffer(json.dumps(names).encode(), np.uint8),
    }


def known_vectors(folder: Path, part: str) -> dict[int, np.ndarray]:
    """The vectors that a part has, (dimension,) float16 each, by the digest of their unit; none without such a part."""
    path = folder / part
    if not path.is_file():
        return {}
    table = pq.read_table(path, columns=["unit_digest", "vector"], partitioning=None).combine_chunks()
    if not table.num_rows:
        return {}
    rows = stored_rows(table)
    return dict(zip(table["unit_digest"].to_pylist(), rows, strict=True))


def known_digests(folder: Path, part: str) -> set[int]:
    """The digests of the units of which a part has vectors."""
    path = folder / part
    if not path.is_file():
        return set()
    return set(pq.read_table(path, columns=["unit_digest"], partitioning=None)["unit_digest"].to_pylist())


def stored_rows(table: pa.Table) -> np.ndarray:
    """The column ``vector`` of a table as an array: (rows, dimension) float16."""
    column = table["vector"].combine_chunks()
    flat: np.ndarray = column.flatten().to_numpy(zero_copy_only=False)
    return flat.reshape(len(column), -1)
