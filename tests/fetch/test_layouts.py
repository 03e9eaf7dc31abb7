"""Every layout holds the same videos, and is read by the tool it is meant for."""

from __future__ import annotations

import io
import json
from math import ceil
from pathlib import Path

import av
import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.conftest import Record, text
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.session import Warehouse

from .conftest import UNCLOSED, run
from .videos import RATE, id_of, long_mp4, video_of, write_long_videos

CONDITION = "source_file LIKE '%00001%'"


@pytest.fixture
def wanted(sample: list[Record]) -> dict[str, Record]:
    """The six records of the second shard, by their ids."""
    return {id_of(record): record for record in sample[6:12]}


def fetch(home: Home, out: Path, layout: str) -> None:
    done = run(home, "fetch", "--where", CONDITION, str(out), "--layout", layout)
    assert done.exit_code == 0, done.stderr
    assert not (out / ".fetch" / "incoming").exists()


def test_card(video_home: Home, tmp_path: Path, wanted: dict[str, Record]) -> None:
    fetch(video_home, tmp_path / "out", "card")
    found = {}
    for number in range(6):
        record = json.loads((tmp_path / "out" / "metadata" / f"sample_{number}.json").read_text())
        found[id_of(record)] = record
        assert (tmp_path / "out" / "videos" / f"sample_{number}.mp4").read_bytes() == video_of(record)
    assert {name: text(record) for name, record in found.items()} == {n: text(r) for n, r in wanted.items()}


@pytest.mark.filterwarnings(UNCLOSED)
def test_webdataset(video_home: Home, tmp_path: Path, wanted: dict[str, Record]) -> None:
    webdataset = pytest.importorskip("webdataset")
    fetch(video_home, tmp_path / "out", "webdataset")
    samples = list(webdataset.WebDataset(str(tmp_path / "out/videos-00000.tar"), shardshuffle=False, empty_check=False))
    assert {s["__key__"]: s["mp4"] for s in samples} == {name: video_of(record) for name, record in wanted.items()}
    assert {json.loads(s["json"])["youtube_title"] for s in samples} == {r["youtube_title"] for r in wanted.values()}


@pytest.mark.slow
def test_parquet_is_a_source_again(video_home: Home, tmp_path: Path, wanted: dict[str, Record]) -> None:
    out = tmp_path / "out"
    fetch(video_home, out, "parquet")
    with pq.ParquetFile(out / "videos-00000.parquet") as file:
        assert file.num_row_groups == 2
        assert file.metadata.row_group(0).column(0).has_offset_index
        rows = file.read().to_pylist()
    assert {row["video_id"]: row["mp4"] for row in rows} == {n: video_of(record) for n, record in wanted.items()}
    home = Home.at(tmp_path / "again")
    ingest(home, str(out / "*.parquet"), Options(tables_only=True))
    name = next(iter(wanted))
    assert text(Warehouse(home.root).record(name)) == text(wanted[name])
    done = run(home, "fetch", "--where", f"video_id = '{name}'", str(tmp_path / "second"))
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "second" / "videos" / f"{name}.mp4").read_bytes() == video_of(wanted[name])


@pytest.mark.slow
def test_a_picture_at_the_start_of_a_scene(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    ingest(home, str(write_long_videos(tmp_path / "source", sample[:3])), Options(tables_only=True))
    lengths = {id_of(record): record["duration_seconds"] for record in sample[:3]}
    query = tmp_path / "scenes.sql"
    query.write_text(
        "SELECT video_id, start_seconds FROM scenes WHERE start_seconds > 1 QUALIFY row_number() OVER "
        "(PARTITION BY video_id ORDER BY start_seconds) = 1"
    )
    done = run(home, "fetch", "--sql", str(query), str(tmp_path / "out"))
    assert done.exit_code == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out" / "metadata.jsonl").read_text().splitlines()]
    assert {row["video_id"] for row in rows} == lengths.keys()
    for row in rows:
        with av.open(str(tmp_path / "out" / row["file_name"]), "r") as container:
            stream = container.streams.video[0]
            assert stream.time_base is not None
            container.seek(int(row["start_seconds"] / stream.time_base), stream=stream)
            found = next(frame for frame in container.decode(stream) if (frame.time or 0) >= row["start_seconds"])
        with av.open(io.BytesIO(long_mp4(lengths[row["video_id"]])), "r") as container:
            made = list(container.decode(video=0))[ceil(row["start_seconds"] * RATE - 1e-6)]
        assert np.array_equal(found.to_ndarray(format="rgb24"), made.to_ndarray(format="rgb24"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layout", "builder"), [("plain", "videofolder"), ("webdataset", "webdataset"), ("parquet", "parquet")]
)
def test_datasets_loads_it(
    video_home: Home, tmp_path: Path, layout: str, builder: str, wanted: dict[str, Record]
) -> None:
    datasets = pytest.importorskip("datasets", reason="the group bench-hub is not installed")
    fetch(video_home, tmp_path / "out", layout)
    files = {"plain": {"data_dir": str(tmp_path / "out")}}.get(
        layout, {"data_files": str(tmp_path / "out" / f"videos-*.{'tar' if layout == 'webdataset' else 'parquet'}")}
    )
    loaded = datasets.load_dataset(builder, split="train", cache_dir=str(tmp_path / "cache"), **files)
    assert loaded.num_rows == len(wanted)


def test_what_a_kill_left_beside_packed_files_goes(video_home: Home, tmp_path: Path) -> None:
    fetch(video_home, tmp_path / "out", "webdataset")
    ready = tmp_path / "out" / ".fetch" / "ready"
    (ready / "packed.mp4").write_bytes(b"a video that the tar file has already")
    fetch(video_home, tmp_path / "out", "webdataset")
    assert not [*ready.iterdir()]


def test_another_layout_is_refused(video_home: Home, tmp_path: Path) -> None:
    fetch(video_home, tmp_path / "out", "plain")
    done = run(video_home, "fetch", "--where", CONDITION, str(tmp_path / "out"), "--layout", "card")
    assert done.exit_code == 1
    assert "holds videos plain, not videos card" in done.stderr
