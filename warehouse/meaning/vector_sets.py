"""The vectors of a snapshot: for each model a folder, in it for each part of the tables Parquet and mapped arrays.

The Parquet is for everybody; the arrays have the same rows in the same order, as bytes, so that a search reads a
quarter of float32 and nothing has to be decoded first.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import HomeError
from warehouse.meaning.encoders import Vectors
from warehouse.meaning.units import Unit
from warehouse.search.arrays import map_arrays, write_arrays
from warehouse.snapshot.layout import VECTORS

FORMAT = 1
_LISTING = "set.json"
_NEVER = -1
ARRAYS = ".vectors"


@dataclass(frozen=True)
class VectorSet:
    """What one model gave: ``parts`` has for each part of the tables how many units have a vector.

    ``source`` is where the model can be loaded from; vectors that a user ``supplied`` are never computed.
    """

    model: str
    revision: str | None
    dimension: int
    source: str | None = None
    supplied: bool = False
    created: str = ""
    parts: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def vectors(self) -> int:
        """How many there are."""
        return sum(self.parts.values())


def set_folder(snapshot: Path, model: str) -> Path:
    """The folder of a model's vectors, a name that every file system takes."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", model).strip("-.")[:60]
    return snapshot / VECTORS / f"{plain}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"


def read_sets(snapshot: Path) -> dict[str, VectorSet]:
    """The sets of a snapshot by model, in the order in which they were begun."""
    found = [read_set(path.parent) for path in (snapshot / VECTORS).glob(f"*/{_LISTING}")]
    return {given.model: given for given in sorted(found, key=lambda given: (given.created, given.model))}


def read_set(folder: Path) -> VectorSet:
    """The set of a folder.

    Raises:
        HomeError: its listing cannot be read, or is of another format.
    """
    try:
        content = json.loads((folder / _LISTING).read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"it has the format {content['format']}")
        return VectorSet(**content)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HomeError(f"{folder / _LISTING} cannot be read ({error}): delete {folder}, then embed again.") from error


def write_set(folder: Path, given: VectorSet) -> None:
    """Write the listing of a set; a reader sees the one before or this one."""
    aside = folder / f".{_LISTING}"
    with aside.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(given), indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(folder / _LISTING)


def write_vectors(folder: Path, part: str, model: str, units: Sequence[Unit], vectors: Vectors) -> None:
    """Write the vectors of units of a part, one row each, as float16 and as bytes."""
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
    aside.replace(folder / part)
    arrays_aside.replace(folder / f"{part}{ARRAYS}")


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


def mapped_parts(folder: Path, given: VectorSet) -> Iterator[dict[str, Any]]:
    """The arrays of a set, part after part, read as they are used."""
    for part in given.parts:
        if given.parts[part]:
            yield map_arrays(folder / f"{part}{ARRAYS}")
