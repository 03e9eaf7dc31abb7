"""An export to a folder: the tables, row for row, with card, terms and credits; whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import warehouse
from tests.conftest import Record, write_shards
from tests.export.comparison import difference, parquet
from tests.processes import AS_ANYBODY
from warehouse.cli import main
from warehouse.cli.export import FORMATS as CLI_FORMATS
from warehouse.errors import ExportError, HomeError, QueryError
from warehouse.export import FORMATS
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import TABLE, TABLES, Table
from warehouse.model.schema import table_schema
from warehouse.session import Warehouse


@pytest.fixture(scope="module")
def exported(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "finevideo"
    wh.export(folder, queries=["mood_mix"])
    return folder


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_is_there(table: Table, exported: Path, wh: Warehouse) -> None:
    assert difference(parquet(exported, table.name), parquet(wh.snapshot, table.name)) == 0


def test_columns_keep_their_descriptions(exported: Path) -> None:
    (path,) = (exported / "scenes").glob("*.parquet")
    assert pq.read_schema(path).equals(table_schema(TABLE["scenes"]), check_metadata=True)


def test_results_of_queries_go_along(exported: Path, wh: Warehouse) -> None:
    assert pl.read_parquet(exported / "mood_mix").equals(wh.query("mood_mix"))


def test_views_are_taken_by_name(wh: Warehouse, tmp_path: Path) -> None:
    wh.export(tmp_path / "some", tables=["scene_profile", "videos"])
    assert {path.name for path in (tmp_path / "some").iterdir() if path.is_dir()} == {"scene_profile", "videos"}
    assert pl.read_parquet(tmp_path / "some" / "scene_profile").height == wh.manifest.rows["scenes"]


def test_terms_and_credits_go_along(exported: Path, sample: list[Record]) -> None:
    assert "CC-BY" in (exported / "TERMS.md").read_text()
    with (exported / "CREDITS.csv").open(newline="") as file:
        credited = {row["video_id"]: (row["youtube_title"], row["youtube_channel"]) for row in csv.DictReader(file)}
    assert credited == {
        record["original_video_filename"].removesuffix(".mp4"): (record["youtube_title"], record["youtube_channel"])
        for record in sample
    }


def test_no_path_of_this_machine_is_told(home: Home, sample: list[Record], tmp_path: Path) -> None:
    ingest(home, str(write_shards(tmp_path / "shards", sample)))
    warehouse.open(home.root).export(tmp_path / "out")
    for name in ("README.md", "export.json"):
        assert str(tmp_path) not in (tmp_path / "out" / name).read_text()


@pytest.mark.slow
def test_a_removed_video_goes_with_the_next_export(home: Home, sample: list[Record], tmp_path: Path) -> None:
    source = write_shards(tmp_path / "shards", sample, rows=24)
    ingest(home, str(source))
    warehouse.open(home.root).export(tmp_path / "out")
    gone = sample[-1]["original_video_filename"].removesuffix(".mp4")
    assert gone in pl.read_parquet(tmp_path / "out" / "videos")["video_id"]
    shutil.rmtree(source)
    ingest(home, str(write_shards(source, sample[:-1], rows=24)))
    done = warehouse.open(home.root).export(tmp_path / "out")
    assert gone not in pl.read_parquet(tmp_path / "out" / "videos")["video_id"]
    assert gone not in (tmp_path / "out" / "CREDITS.csv").read_text()
    files = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert files == {*json.loads((tmp_path / "out" / "export.json").read_text())["files"], "export.json"}
    assert len(files) == done.files


@pytest.mark.slow
def test_a_failed_export_leaves_the_one_before(home: Home, tmp_path: Path) -> None:
    ingest(home, "sample")
    opened = warehouse.open(home.root)
    opened.export(tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    shutil.rmtree(opened.snapshot / "videos")
    with pytest.raises(HomeError, match="is gone"):
        opened.export(tmp_path / "out")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] in (["data", "out"], ["out", "data"])


def test_something_else_is_never_replaced(wh: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(ExportError, match="not an export of a warehouse"):
        wh.export(tmp_path / "mine")
    with pytest.raises(ExportError, match="is a file"):
        wh.export(tmp_path / "mine" / "notes.txt")
    with pytest.raises(ExportError, match="leads through a file"):
        wh.export(tmp_path / "mine" / "notes.txt" / "deeper")
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


@pytest.mark.slow
def test_no_permission(sample_home: Home, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(0o500)
    export = [*AS_ANYBODY, sys.executable, "-m", "warehouse", "--home", str(sample_home.root), "export"]
    for arguments in ([str(locked / "out")], [str(locked / "out.duckdb"), "--format", "duckdb"]):
        done = subprocess.run([*export, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        refused = f"Error: {arguments[0]} cannot be written (permission denied): allow it, or name another target."
        assert " ".join(done.stderr.split()) == refused
    assert not list(locked.iterdir())


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_full_disk(wh: Warehouse, tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        for name, form in (("out", "parquet"), ("out.duckdb", "duckdb")):
            with pytest.raises(ExportError, match=f"^The disk of {tmp_path / name} is full"):
                wh.export(tmp_path / name, form)
            assert not list(tmp_path.iterdir())
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_bad_names_are_told(wh: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no table or view scene "):
        wh.export(tmp_path / "out", tables=["scene"])
    with pytest.raises(QueryError, match="no query mood "):
        wh.export(tmp_path / "out", queries=["mood"])
    with pytest.raises(ExportError, match="cannot be written with what is installed"):
        wh.export("gopher://there/finevideo")
    assert not list(tmp_path.iterdir())


def test_command(sample_home: Home, tmp_path: Path) -> None:
    arguments = ["--home", str(sample_home.root), "export", str(tmp_path / "out"), "--tables", "scenes, videos"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.stderr
    assert "Wrote 2 relation(s)" in done.stderr
    refused = CliRunner().invoke(main, ["--home", str(sample_home.root), "export", str(sample_home.root)])
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1
    assert tuple(FORMATS) == CLI_FORMATS
