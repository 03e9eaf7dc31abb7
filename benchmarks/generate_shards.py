"""Packs synthetic records into Parquet shards of the published layout, as many as the real dataset has.

Run it again after an interruption: a shard that exists is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import click
import pyarrow as pa
import pyarrow.parquet as pq

from tools.sample import generate
from warehouse.model.schema import record_type


@dataclass(frozen=True)
class Shard:
    path: Path
    start: int
    count: int
    mp4_bytes: int

    def write(self) -> None:
        """Write the shard beside its place, then rename it."""
        noise = Random(self.start)
        videos = [noise.randbytes(self.mp4_bytes) for _ in range(self.count)]
        records = pa.array(list(generate(self.count, start=self.start)), record_type())
        table = pa.table({"mp4": pa.array(videos, pa.binary()), "json": records})
        partial = self.path.with_suffix(".partial")
        pq.write_table(table, partial, compression="snappy", row_group_size=max(self.count, 1))
        partial.replace(self.path)


def plan(folder: Path, records: int, shards: int, mp4_bytes: int) -> Iterator[Shard]:
    """The shards, all of nearly the same size."""
    edges = [records * number // shards for number in range(shards + 1)]
    for number, (start, end) in enumerate(pairwise(edges)):
        yield Shard(folder / f"train-{number:05d}-of-{shards:05d}.parquet", start, end - start, mp4_bytes)


@click.command()
@click.argument("out_dir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--records", default=43_424, show_default=True, type=click.IntRange(0), help="Records in all.")
@click.option("--shards", default=1_357, show_default=True, type=click.IntRange(1), help="Files to spread them over.")
@click.option("--mp4-bytes", default=1_000, show_default=True, type=click.IntRange(0), help="Size of a stand-in video.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Processes to use.")
def main(out_dir: Path, records: int, shards: int, mp4_bytes: int, jobs: int) -> None:
    """Write synthetic shards into OUT_DIR, keeping those that are there."""
    out_dir.mkdir(parents=True, exist_ok=True)
    wanted = list(plan(out_dir, records, shards, mp4_bytes))
    print(f"{records:,} records in {shards:,} shards", file=sys.stderr)
    missing = [shard for shard in wanted if not shard.path.exists()]
    with ProcessPoolExecutor(jobs) as pool:
        for done, _ in enumerate(pool.map(Shard.write, missing, chunksize=4), len(wanted) - len(missing) + 1):
            end = "\r" if sys.stderr.isatty() and done < len(wanted) else "\n"
            if end == "\r" or done % 100 == 0 or done == len(wanted):
                print(f"{done:,} of {len(wanted):,} shards", end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
