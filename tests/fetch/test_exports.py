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
    assert _listed(home) == {str(out): (8, 0) for out in outs.values()}

    shutil.rmtree(source)
    write_video_shards(source, sample[2:8], rows=4)
    ingest(home, str(source), Options(tables_only=True))
    assert _listed(home) == {str(out): (8, 2) for out in outs.values()}
    done = run(home, "exports", "--prune")
    assert done.stderr.count("2 item(s) of 2 removed video(s) deleted") == len(LAYOUTS)
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


def _listed(home: Home) -> dict[str, tuple[int, int]]:
    rows = json.loads(run(home, "exports", "-f", "json").stdout)
    return {row["path"]: (row["items"], row["removed_videos"]) for row in rows}


def _videos(out: Path, layout: str) -> int:
    if layout == "webdataset":
        with tarfile.open(out / "videos-00000.tar") as packed:
            return sum(name.endswith(".mp4") for name in packed.getnames())
    if layout == "parquet":
        return int(pq.read_metadata(out / "videos-00000.parquet").num_rows)
    return len(list((out / "videos").iterdir()))


def _has(path: Path, name: str) -> bool:
    return name.encode() in path.read_bytes() or name in path.name
