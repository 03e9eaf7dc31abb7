"""Take the vectors of the snapshot before over into the next one: linked with the parts of the tables that stayed.

Of other parts the rows are kept whose unit is the same; so a video that is gone, or a scene that has changed, leaves no
vector behind, and nothing is computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.meaning.units import Unit, read_units
from warehouse.meaning.vector_files import stored_rows, write_vectors
from warehouse.meaning.vector_sets import ARRAYS, VectorSet, read_sets, set_folder, write_set
from warehouse.snapshot.parts import parts_of
from warehouse.snapshot.reuse import link_all


def carry_over(before: Path, snapshot: Path, taken: Mapping[str, str]) -> None:
    """Give a snapshot that is being built the vectors of the one before; ``taken`` has the old names of parts."""
    for given in read_sets(before).values():
        old, new = set_folder(before, given.model), set_folder(snapshot, given.model)
        new.mkdir(parents=True)
        stored: _Stored | None = None
        kept = replace(given, parts={}, checksums={})
        for part in parts_of(snapshot):
            name = taken.get(part, "")
            if not given.parts.get(name) or not _linked(old, name, new, part):
                stored = stored or _Stored.of(old, given)
                kept = kept.having(part, *stored.write(new, part, given.model, read_units(snapshot, part)))
            else:
                sums = {part: name, f"{part}{ARRAYS}": f"{name}{ARRAYS}"}
                known = {
                    file: given.checksums[old_file] for file, old_file in sums.items() if old_file in given.checksums
                }
                kept = kept.having(part, given.parts[name], known)
        write_set(new, kept)


def _linked(old: Path, name: str, new: Path, part: str) -> bool:
    return link_all([old / name, old / f"{name}{ARRAYS}"], [new / part, new / f"{part}{ARRAYS}"])


@dataclass(frozen=True)
class _Stored:
    """Where the vectors of a set are: for each digest, in order, the number of its part and its row there."""

    paths: Sequence[Path]
    digest: npt.NDArray[np.int64]
    part: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]

    @classmethod
    def of(cls, folder: Path, given: VectorSet) -> _Stored:
        paths = [folder / part for part, count in given.parts.items() if count]
        columns = [_column(path, "unit_digest")["unit_digest"].to_numpy() for path in paths]
        digest = np.concatenate([*columns, np.zeros(0, np.int64)])
        order = np.argsort(digest, kind="stable")
        part = np.repeat(np.arange(len(columns)), [len(column) for column in columns])
        row = np.concatenate([*(np.arange(len(column)) for column in columns), np.zeros(0, np.int64)])
        return cls(paths, digest[order], part[order], row[order])

    def write(self, folder: Path, part: str, model: str, units: Sequence[Unit]) -> tuple[int, dict[str, str]]:
        """Write the rows of units that are stored; how many they are, and the checksums of the files."""
        wanted = np.array([unit.digest for unit in units], np.int64)
        at = np.minimum(np.searchsorted(self.digest, wanted), max(len(self.digest) - 1, 0))
        there = np.flatnonzero(self.digest[at] == wanted) if len(self.digest) else np.zeros(0, np.int64)
        if not len(there):
            return 0, {}
        sources, rows = self.part[at[there]], self.row[at[there]]
        vectors: npt.NDArray[np.float32] | None = None
        for number in np.unique(sources):
            stored = stored_rows(_column(self.paths[number], "vector"))
            if vectors is None:
                vectors = np.empty((len(there), stored.shape[1]), np.float32)
            vectors[sources == number] = stored[rows[sources == number]]
        assert vectors is not None
        return len(there), write_vectors(folder, part, model, [units[index] for index in there.tolist()], vectors)


def _column(path: Path, name: str) -> pa.Table:
    return pq.read_table(path, columns=[name], partitioning=None)
