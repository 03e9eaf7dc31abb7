"""Other ways to the videos of a selection: `python -m benchmarks.video_readers WAY REPOSITORY IDS FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path


def datasets_streaming(repository: str, wanted: set[str], folder: Path) -> None:
    """The way of the dataset's card: stream everything, and filter in Python."""
    import datasets

    for sample in datasets.load_dataset(repository, split="train", streaming=True):
        name = sample["json"]["original_video_filename"].removesuffix(".mp4")
        if name in wanted:
            (folder / f"{name}.mp4").write_bytes(sample["mp4"])


def whole_shards(repository: str, wanted: set[str], folder: Path) -> None:
    """Download the shards, and read them with pyarrow."""
    import pyarrow.parquet as pq
    from huggingface_hub import snapshot_download

    for path in sorted(Path(snapshot_download(repository, repo_type="dataset")).rglob("*.parquet")):
        for sample in pq.read_table(path).to_pylist():
            name = sample["json"]["original_video_filename"].removesuffix(".mp4")
            if name in wanted:
                (folder / f"{name}.mp4").write_bytes(sample["mp4"])


def main(way: str, repository: str, ids: str, out: str) -> None:
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(Path(ids).read_text().split())
    {"datasets streaming": datasets_streaming, "whole shards": whole_shards}[way](repository, wanted, folder)
    assert len(list(folder.iterdir())) == len(wanted)


if __name__ == "__main__":
    main(*sys.argv[1:])
