"""Other ways to the records of a dataset on the Hub: `python -m benchmarks.hub_readers WAY REPOSITORY FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def warehouse_fetch(repository: str, folder: Path) -> int:
    """The warehouse's own reading, without the tables."""
    from warehouse.hub import fetch, list_remote, parse_location

    listing = list_remote(parse_location(f"hf://datasets/{repository}"))
    return sum(shard.rows for shard in fetch(listing, folder))


def file_system_loop(repository: str, _: Path) -> int:
    """One shard after the other through the Hub's file system, as it is by default."""
    import pyarrow.parquet as pq
    from huggingface_hub import HfFileSystem

    files = HfFileSystem()
    paths = sorted(str(path) for path in files.glob(f"datasets/{repository}/data/*.parquet"))
    return sum(pq.read_table(path, columns=["json"], filesystem=files).num_rows for path in paths)


def file_system_threads(repository: str, _: Path) -> int:
    """As many shards at a time as the warehouse reads, each through fsspec's plan of the bytes of one column."""
    from concurrent.futures import ThreadPoolExecutor

    import fsspec.parquet
    import pyarrow.parquet as pq
    from huggingface_hub import HfFileSystem

    from warehouse.hub.fetch_shards import JOBS

    files = HfFileSystem()
    paths = sorted(str(path) for path in files.glob(f"datasets/{repository}/data/*.parquet"))

    def rows(path: str) -> int:
        with fsspec.parquet.open_parquet_file(path, fs=files, columns=["json"], engine="pyarrow") as shard:
            return int(pq.read_table(shard, columns=["json"]).num_rows)

    with ThreadPoolExecutor(JOBS) as pool:
        return sum(pool.map(rows, paths))


def datasets_streaming(repository: str, _: Path) -> int:
    """The stream of the one column that `datasets` gives."""
    from datasets import load_dataset

    return sum(1 for _ in load_dataset(repository, split="train", columns=["json"], streaming=True))


def full_download(repository: str, folder: Path) -> int:
    """Every byte to the disk, then the one column."""
    import pyarrow.parquet as pq
    from huggingface_hub import snapshot_download

    snapshot_download(repository, repo_type="dataset", local_dir=folder)
    return sum(pq.read_table(path, columns=["json"]).num_rows for path in sorted(folder.rglob("*.parquet")))


if __name__ == "__main__":
    others = (file_system_threads, file_system_loop, datasets_streaming, full_download)
    ways = {way.__name__: way for way in (warehouse_fetch, *others)}
    print(ways[sys.argv[1]](sys.argv[2], Path(sys.argv[3])), file=sys.stderr, flush=True)
    os._exit(0)  # pyarrow's threads may still hold a Python file, and then abort an orderly end
