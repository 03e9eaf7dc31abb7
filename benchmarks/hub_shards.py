"""Shards of a given size whose videos are holes in the file, so that hundreds of large ones fit on a small disk.

python -m benchmarks.hub_shards FOLDER SHARDS RECORDS_A_SHARD BYTES_A_SHARD
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tools.sample import generate
from warehouse.model.schema import record_type

_BLOCK = 64 * 2**10
_HOLE = bytes(_BLOCK)


class Holes(io.RawIOBase):
    """A new file in which blocks of zeros take no space."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def write(self, data: object) -> int:
        view = memoryview(data).cast("B")  # type: ignore[arg-type] # any buffer
        for start in range(0, len(view), _BLOCK):
            block = view[start : start + _BLOCK]
            if block == _HOLE:
                self._file.seek(_BLOCK, os.SEEK_CUR)
            else:
                self._file.write(block)
        return len(view)

    def close(self) -> None:
        self._file.close()
        super().close()


def write_shards(folder: Path, count: int, records: int, shard_bytes: int) -> None:
    """``count`` shards in the published layout; those that exist are kept."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / "data" / f"train-{number:05d}-of-{count:05d}.parquet"
        if not path.exists():
            partial = path.with_suffix(".partial")
            _write(partial, range(number * records, (number + 1) * records), shard_bytes)
            partial.replace(path)


def _write(path: Path, numbers: range, shard_bytes: int) -> None:
    records = pa.array(list(generate(len(numbers), start=numbers.start)), record_type())
    videos = pa.array([bytes(shard_bytes // len(numbers))] * len(numbers), pa.binary())
    table = pa.table({"mp4": videos, "json": records})
    with Holes(path) as sink:
        pq.write_table(table, sink, compression=_compression(table.schema), use_dictionary=_leaves(table.schema))


def _leaves(schema: pa.Schema) -> list[str]:
    """The paths of the columns of the record."""
    sink = io.BytesIO()
    pq.write_table(schema.empty_table(), sink)
    columns = pq.read_metadata(sink).schema
    return [path for i in range(len(columns)) if (path := columns.column(i).path) != "mp4"]


def _compression(schema: pa.Schema) -> dict[str, str]:
    return dict.fromkeys(_leaves(schema), "snappy") | {"mp4": "none"}


if __name__ == "__main__":
    write_shards(Path(sys.argv[1]), *map(int, sys.argv[2:]))
