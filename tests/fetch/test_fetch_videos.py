"""Videos of a selection out of local shards: exactly their bytes, described, and never read twice."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import warehouse
from tests.conftest import SHARD_SCHEMA, Record
from warehouse.fetch.download import VideosProgress
from warehouse.fetch.selection import selected_ids
from warehouse.home import Home
from warehouse.ingest import Options, ingest

from .conftest import run
from .videos import id_of, video_of


@pytest.fixture
def ids(sample: list[Record], tmp_path: Path) -> Path:
    """A file with the ids of two videos of the first shard and one of the last."""
    path = tmp_path / "ids.txt"
    path.write_text("".join(f"{id_of(sample[at])}\n" for at in (4, 1, 20)))
    return path


def test_dry_run_writes_nothing(video_home: Home, ids: Path, tmp_path: Path) -> None:
    done = run(video_home, "fetch", "--ids", str(ids), str(tmp_path / "out"), "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "videos to fetch" in done.stdout
    assert not (tmp_path / "out").exists()


def planned(home: Home, *arguments: str) -> dict[str, str]:
    done = run(home, "fetch", *arguments, "--dry-run")
    assert done.exit_code == 0, done.stderr
    return dict(re.findall(r"^ ?(\w.+?)  +(.+?) *$", done.stdout, re.MULTILINE))


@pytest.mark.slow
def test_a_plan_leaves_out_what_is_finished(video_home: Home, ids: Path, tmp_path: Path, sample: list[Record]) -> None:
    out = str(tmp_path / "out")
    for wanted, shown in (((), None), ((1,), "1 video(s), not read again"), ((4, 20), "3 video(s), not read again")):
        if wanted:
            text = "".join(f"{id_of(sample[at])}\n" for at in wanted)
            assert run(video_home, "fetch", "--ids", "-", out, text=text).exit_code == 0
        facts = planned(video_home, "--ids", str(ids), out)
        assert facts.get("already there") == shown
        assert facts["videos to fetch"] == str(3 - int((shown or "0")[0]))
    assert facts["bytes to read"] == "about 0 bytes"


def test_a_condition_ends_where_it_ends(video_home: Home, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    facts = planned(video_home, "--where", "duration_seconds < 300 -- short ones", out)
    assert facts == planned(video_home, "--where", "duration_seconds < 300", out)
    done = run(video_home, "fetch", "--where", "true; DROP TABLE videos", out)
    assert done.exit_code == 1
    assert 'near ";"' in done.stderr


@pytest.mark.slow
def test_plan_is_what_is_read(home: Home, tmp_path: Path, sample: list[Record]) -> None:
    chance = np.random.default_rng(0)
    rows = [{"mp4": chance.bytes(1_500_000), "json": record} for record in sample[:8]]
    wanted = "".join(f"{id_of(sample[at])}\n" for at in (1, 6))
    (tmp_path / "source").mkdir()
    # the seven videos up to the last one that is wanted, one and a row group's first, the two alone
    layouts: dict[int, dict[str, Any]] = {
        7: {}, 3: {"row_group_size": 2}, 2: {"compression": "NONE", "use_dictionary": False},
    }  # fmt: skip
    for videos, options in layouts.items():
        pq.write_table(pa.Table.from_pylist(rows, SHARD_SCHEMA), tmp_path / "source" / "s.parquet", **options)
        ingest(home, str(tmp_path / "source"), Options(tables_only=True))
        plan = run(home, "fetch", "--ids", "-", str(tmp_path / "out"), "--dry-run", text=wanted)
        facts = dict(re.findall(r"^ (.+?)  +(.+?) *$", plan.stdout, re.MULTILINE))
        assert facts["bytes to read"] == f"about {videos * 1.5:.1f} MB"
        assert facts["bytes wanted"] == "about 3.0 MB"
        assert "footers" in facts["estimated from"]
        out = tmp_path / f"out{videos}"
        heard: list[VideosProgress] = []
        warehouse.open(home.root).fetch(selected_ids(wanted.split(), "ids"), out, on_progress=heard.append)
        assert videos * 1_500_000 <= heard[-1].bytes_read <= (videos + 1) * 1_500_000 + 100_000
        assert {path.stem: path.read_bytes() for path in (out / "videos").iterdir()} == {
            id_of(sample[at]): rows[at]["mp4"] for at in (1, 6)
        }


def test_a_query_selects_all_of_its_rows(video_home: Home, tmp_path: Path) -> None:
    wh = warehouse.open(video_home.root)
    rows = wh.query("speech_clips", row_limit=None).height
    assert rows > wh.query("speech_clips").height
    assert wh.select("speech_clips").rows.height == rows
    for given, expected in (((), rows), (("-p", "row_limit", "7"), 7)):
        plan = run(video_home, "fetch", "--query", "speech_clips", *given, str(tmp_path / "out"), "--dry-run")
        assert f" {expected:,} row(s)" in plan.stdout


def test_ids(video_home: Home, ids: Path, tmp_path: Path, sample: list[Record]) -> None:
    out = tmp_path / "out"
    done = run(video_home, "fetch", "--ids", str(ids), str(out))
    assert done.exit_code == 0, done.stderr
    wanted = {id_of(sample[at]): sample[at] for at in (1, 4, 20)}
    assert {path.stem: path.read_bytes() for path in (out / "videos").iterdir()} == {
        name: video_of(record) for name, record in wanted.items()
    }
    rows = [json.loads(line) for line in (out / "metadata.jsonl").read_text().splitlines()]
    assert {row["video_id"]: row["youtube_title"] for row in rows} == {
        name: record["youtube_title"] for name, record in wanted.items()
    }
    manifest = json.loads((out / "manifest.json").read_text())
    for item in manifest["items"]:
        (file,) = item["files"]
        data = video_of(wanted[item["video_id"]])
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert all(record["youtube_channel"] in (out / "CREDITS.md").read_text() for record in wanted.values())
    assert "CC-BY" in (out / "TERMS.md").read_text()
    again = run(video_home, "fetch", "--ids", str(ids), str(out))
    assert "0 of them new" in again.stderr
    assert "read 0 bytes" in again.stderr


def test_python(video_home: Home, tmp_path: Path, sample: list[Record]) -> None:
    wh = warehouse.open(video_home.root)
    heard: list[VideosProgress] = []
    selection = wh.select("SELECT video_id, duration_seconds AS s FROM videos ORDER BY s LIMIT 3")
    assert len(wh.plan_fetch(selection).videos) == 3
    outcome = wh.fetch(selection, tmp_path / "videos", on_progress=heard.append)
    assert (outcome.items, outcome.new, heard[-1].videos_done) == (3, 3, 3)
    spans = wh.query("scene_clips", minimum_seconds=0.0).head(4).with_columns(
        start_seconds=pl.lit(0.2), end_seconds=pl.lit(1.2)
    )  # fmt: skip
    assert wh.clips(spans, tmp_path / "clips").items == spans["video_id"].n_unique()
    assert wh.fetch("scene_clips", tmp_path / "all").items <= len(sample)
