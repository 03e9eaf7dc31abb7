"""Exports are known, and what was removed upstream is deleted from them, in packed files as well."""

from __future__ import annotations

import json
import shutil
import tarfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.conftest import Record
from warehouse.home import Home
from warehouse.ingest import Options, ingest

from .conftest import run
from .videos import id_of, write_video_shards

LAYOUTS = ("plain", "card", "webdataset", "parquet")


@pytest.mark.slow
def test_prune(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    source = tmp_path / "source"
    outs = {layout: tmp_path / layout for layout in LAYOUTS}
    write_video_shards(source, sample[:8], rows=4)
    ingest(home, str(source), Options(tables_only=True))
    for layout, out in outs.items():
        assert run(home, "fetch", "--where", "true", str(out), "--layout", layout).exit_code == 0
    clips = tmp_path / "clips"
    spans = "SELECT video_id, 0.5 AS start_seconds, 1.5 AS end_seconds FROM videos"
    assert run(home, "clips", "--sql", "-", str(clips), "--frames", "1", text=spans).exit_code == 0
    outs["clips"] = clips
    assert _listed(home) == {str(out): (8, 0) for out in outs.values()}

    shutil.rmtree(source)
    write_video_shards(source, sample[2:8], rows=4)
    ingest(home, str(source), Options(tables_only=True))
    assert _listed(home) == {str(out): (8, 2) for out in outs.values()}
    done = run(home, "exports", "--prune")
    assert done.stderr.count("2 item(s) of 2 removed video(s) deleted") == len(outs)
    assert _listed(home) == {str(out): (6, 0) for out in outs.values()}

    gone, kept = ({id_of(record) for record in part} for part in (sample[:2], sample[2:8]))
    for layout, out in outs.items():
        manifest = json.loads((out / "manifest.json").read_text())
        assert {item["video_id"] for item in manifest["items"]} == kept
        assert set(manifest["pruned"]) == gone
        assert _videos(out, layout) == 6
        files = [path for path in out.rglob("*") if path.is_file() and path.name != "manifest.json"]
        assert not [path for path in files for name in gone if _has(path, name)]
    again = run(home, "fetch", "--where", "true", str(outs["card"]), "--layout", "card")
    assert "0 of them new" in again.stderr


@pytest.mark.slow
def test_a_manifest_does_not_lead_out_of_its_folder(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    source, out, mine = tmp_path / "source", tmp_path / "out", tmp_path / "mine.txt"
    mine.write_text("mine")
    ingest(home, str(write_video_shards(source, sample[:2])), Options(tables_only=True))
    assert run(home, "fetch", "--where", "true", str(out)).exit_code == 0
    manifest = json.loads((out / "manifest.json").read_text())
    for item in manifest["items"]:
        item["files"] = [{**file, "path": "../mine.txt", "bytes": 4} for file in item["files"]]
    (out / "manifest.json").write_text(json.dumps(manifest))
    shutil.rmtree(source)
    ingest(home, str(write_video_shards(source, sample[1:2])), Options(tables_only=True))
    done = run(home, "exports", "--prune")
    assert done.exit_code == 1
    assert "names ../mine.txt, which is not in the folder" in done.stderr
    assert mine.read_text() == "mine"


def _listed(home: Home) -> dict[str, tuple[int, int]]:
    rows = json.loads(run(home, "exports", "-f", "json").stdout)
    return {row["path"]: (row["items"], row["removed_videos"]) for row in rows}


def _videos(out: Path, layout: str) -> int:
    if layout == "webdataset":
        with tarfile.open(out / "videos-00000.tar") as packed:
            return sum(name.endswith(".mp4") for name in packed.getnames())
    if layout == "parquet":
        return int(pq.read_metadata(out / "videos-00000.parquet").num_rows)
    if layout == "clips":
        assert len(list((out / "frames").iterdir())) == len(list((out / "clips").iterdir()))
    return len(list((out / ("clips" if layout == "clips" else "videos")).iterdir()))


def _has(path: Path, name: str) -> bool:
    return name.encode() in path.read_bytes() or name in path.name
