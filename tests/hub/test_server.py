"""The loopback Hub speaks what the real client expects: its own downloads, listings and file system work on it."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
from huggingface_hub import HfApi, HfFileSystem, hf_hub_download

from .conftest import REPOSITORY, SPEC
from .server import LoopbackHub
from .shards import read_records

FILE = "data/train-00000-of-00004.parquet"


def test_a_file_is_downloaded(loopback_hub: LoopbackHub, source: Path, tmp_path: Path) -> None:
    (source / "README.md").write_text("# Data\n")
    commit = loopback_hub.publish(REPOSITORY, source)
    for name in (FILE, "README.md"):
        path = hf_hub_download(
            REPOSITORY,
            name,
            repo_type="dataset",
            endpoint=loopback_hub.endpoint,
            local_dir=tmp_path / "copy",
            token=False,
        )
        assert Path(path).read_bytes() == (source / name).read_bytes()
    assert HfApi(loopback_hub.endpoint).dataset_info(REPOSITORY).sha == commit


def test_the_tree_and_paths_are_listed(loopback_hub: LoopbackHub, source: Path) -> None:
    api = HfApi(loopback_hub.endpoint, token=False)
    loopback_hub.page_size = 3
    top = [entry.path for entry in api.list_repo_tree(REPOSITORY, repo_type="dataset")]
    everything = [entry.path for entry in api.list_repo_tree(REPOSITORY, recursive=True, repo_type="dataset")]
    assert (top, len(everything)) == (["data"], 5)
    (info,) = api.get_paths_info(REPOSITORY, [FILE], repo_type="dataset")
    assert info.size == (source / FILE).stat().st_size  # type: ignore[union-attr]


def test_the_file_system_reads_a_column(loopback_hub: LoopbackHub, source: Path) -> None:
    files = HfFileSystem(endpoint=loopback_hub.endpoint, token=False, skip_instance_cache=True)
    with files.open(f"{SPEC}/{FILE}", cache_type="none") as file:
        assert pq.read_table(file, columns=["json"])["json"].to_pylist() == read_records([source / FILE])
