"""Narrow rows by their vectors: leave near duplicates out, or take those that lie furthest apart.

Numbers of float16 and their products are exact in float64, so that every sum, in whatever order, and with it every
choice, is the same on every machine.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow.parquet as pq

from warehouse.errors import QueryError
from warehouse.meaning.encoders import Vectors
from warehouse.meaning.vector_files import stored_rows
from warehouse.meaning.vector_sets import VectorSet, set_folder

# rows that are compared at a time
ROWS, COLUMNS = 512, 8_192
# what float32 may be wrong by: pairs that are this near to the threshold are computed again
_MARGIN = 1e-4


@dataclass(frozen=True)
class Narrowed:
    """What is left of some rows: their numbers, in the order of choice, and how many rows had no vector."""

    rows: list[int]
    without_vector: int

    @property
    def told(self) -> dict[str, int]:
        """What is to be told of rows that have no vector, if there are any."""
        return {"rows_without_vector": self.without_vector} if self.without_vector else {}


def distinct_rows(vectors: Vectors, threshold: float) -> list[int]:
    """The numbers of the rows that remain when each that is like one before it, which remained, is left out.

    Two are alike if the cosine of their vectors is above the threshold. So no two that remain are alike, and each that
    was left out is like one that remains.
    """
    lengths = _lengths(vectors)
    scale = (1 / lengths).astype(np.float32)[:, None]
    remains = np.ones(len(vectors), np.bool_)
    for begin in range(0, len(vectors), ROWS):
        end = min(begin + ROWS, len(vectors))
        block = vectors[begin:end] * scale[begin:end]
        pairs: list[tuple[int, int]] = []
        for first in range(0, end, COLUMNS):
            last = min(first + COLUMNS, end)
            others = vectors[first:last] * scale[first:last]
            here, there = np.nonzero((block @ others.T > threshold - _MARGIN) & remains[first:last])
            pairs += zip((here + begin).tolist(), (there + first).tolist(), strict=True)
        for row, other in sorted(pairs):
            if other < row and remains[row] and remains[other]:
                remains[row] = _cosine(vectors, lengths, row, other) <= threshold
    return np.flatnonzero(remains).tolist()


def farthest_rows(vectors: Vectors, count: int) -> list[int]:
    """The numbers of rows that lie far apart: the first one, then ever again the one furthest from all that are chosen.

    How far a row is from them is told by its greatest cosine with one of them; of equals the first is taken.
    """
    lengths = _lengths(vectors)
    nearest = np.full(len(vectors), -np.inf)
    chosen: list[int] = []
    while len(chosen) < min(count, len(vectors)):
        last = int(np.argmin(nearest)) if chosen else 0
        chosen.append(last)
        one = vectors[last].astype(np.float64)
        for begin in range(0, len(vectors), COLUMNS):
            block = vectors[begin : begin + COLUMNS].astype(np.float64)
            cosines = block @ one / (lengths[begin : begin + COLUMNS] * lengths[last])
            np.maximum(nearest[begin : begin + COLUMNS], cosines, out=nearest[begin : begin + COLUMNS])
        nearest[last] = np.inf
    return chosen


def without_duplicates(snapshot: Path, given: VectorSet, rows: pl.DataFrame, threshold: float) -> Narrowed:
    """The rows that no earlier one that is left is like, see ``distinct_rows``; those without a vector are left.

    Raises:
        QueryError: the threshold is no cosine.
    """
    if not -1 <= threshold <= 1:
        raise QueryError(f"A cosine is between -1 and 1, and {threshold:g} is not: near duplicates have 0.9 and more.")
    vectors, at = row_vectors(snapshot, given, rows)
    known = np.flatnonzero(at >= 0)
    remains = at < 0
    absent = int(remains.sum())
    remains[known[distinct_rows(vectors[at[known]], threshold)]] = True
    return Narrowed(np.flatnonzero(remains).tolist(), absent)


def spread_out(snapshot: Path, given: VectorSet, rows: pl.DataFrame, count: int, seed: int) -> Narrowed:
    """So many rows that lie far apart, see ``farthest_rows``, the first drawn by a hash of the seed and what it is of.

    Rows without a vector are left out.

    Raises:
        QueryError: the count is negative.
    """
    if count < 0:
        raise QueryError(f"A sample cannot have {count} rows: ask for at least 0.")
    vectors, at = row_vectors(snapshot, given, rows)
    names = rows.select(_keys(rows)).rows()
    drawn = sorted(np.flatnonzero(at >= 0).tolist(), key=lambda row: (_hash(seed, names[row]), row))
    chosen = [drawn[row] for row in farthest_rows(vectors[at[drawn]], count)]
    return Narrowed(chosen, rows.height - len(drawn))


def row_vectors(snapshot: Path, given: VectorSet, rows: pl.DataFrame) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """Vectors, and for each row the number of its vector, -1 where it has none.

    A row with a ``scene_index`` has that of its scene; one without that column the mean of its video's scenes, of
    length 1 and rounded to float16.
    """
    keys = _keys(rows)
    wanted = rows.select(pl.col(keys[0]), *(pl.col(name).cast(pl.Int64) for name in keys[1:]))
    numbers = wanted.unique(maintain_order=True).drop_nulls().with_row_index("number")
    sums = np.zeros((numbers.height, given.dimension), np.float32)
    for part in (name for name, count in given.parts.items() if count):
        columns = ["video_id", "scene_index", "window_index", "vector"]
        table = pq.read_table(set_folder(snapshot, given.model) / part, columns=columns, partitioning=None)
        stored = pl.DataFrame(pl.from_arrow(table.select(columns[:3]))).with_row_index("stored")
        found = stored.filter(pl.col("window_index") == 0).join(numbers, keys, maintain_order="left")
        if found.height:
            np.add.at(sums, found["number"].to_numpy(), stored_rows(table)[found["stored"].to_numpy()])
    lengths = _lengths(sums)
    if len(keys) == 1:
        # of vectors whose sum is zero there is no mean
        sums = (sums / np.where(lengths > 0, lengths, 1)[:, None]).astype(np.float16).astype(np.float32)
    place = wanted.join(numbers, keys, "left", maintain_order="left")["number"].cast(pl.Int64).fill_null(-1).to_numpy()
    return sums, np.where(np.append(lengths > 0, False)[place], place, -1)


def _keys(rows: pl.DataFrame) -> list[str]:
    return [name for name in ("video_id", "scene_index") if name in rows.columns]


def _lengths(vectors: Vectors) -> npt.NDArray[np.float64]:
    squares: npt.NDArray[np.float64] = np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64)
    return np.sqrt(squares)


def _cosine(vectors: Vectors, lengths: npt.NDArray[np.float64], one: int, other: int) -> float:
    product = vectors[one].astype(np.float64) @ vectors[other].astype(np.float64)
    return float(product / (lengths[one] * lengths[other]))


def _hash(seed: int, name: tuple[object, ...]) -> str:
    return hashlib.md5(":".join(map(str, ("spread", seed, *name))).encode(), usedforsecurity=False).hexdigest()
