"""Shards of the published layout whose videos do not compress: `video_shards FOLDER COUNT ROWS BYTES`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tools.sample import generate
from warehouse.model.schema import record_type


def main(folder: str, count: int, rows: int, video_bytes: int) -> None:
    """``count`` shards, Snappy and one page each; those that exist are kept."""
    (Path(folder) / "data").mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = Path(folder) / "data" / f"train-{number:05d}-of-{count:05d}.parquet"
        if not path.exists():
            records = pa.array(list(generate(rows, start=number * rows)), record_type())
            videos = pa.array([os.urandom(video_bytes) for _ in range(rows)], pa.binary())
            pq.write_table(pa.table({"mp4": videos, "json": records}), path)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
