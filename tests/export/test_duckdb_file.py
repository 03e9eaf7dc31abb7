"""One DuckDB file: every row, view and macro of the warehouse, and no other file behind it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
from pathlib import Path

import duckdb
import pytest

import warehouse
from tests.conftest import Record, write_shards
from warehouse.errors import ExportError
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import TABLES
from warehouse.queries import load_queries, load_views
from warehouse.session import Warehouse

SHELL = Path(sysconfig.get_path("scripts")) / "duckdb"


@pytest.fixture(scope="module")
def exported(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "finevideo.duckdb"
    wh.export(path, "duckdb")
    return path


@pytest.fixture(scope="module")
def opened(exported: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(exported, read_only=True)


@pytest.mark.slow
def test_every_row_is_there(opened: duckdb.DuckDBPyConnection, wh: Warehouse) -> None:
    for table in TABLES:
        stored = f"read_parquet('{wh.snapshot}/{table.name}/*.parquet')"
        for one, other in ((table.name, stored), (stored, table.name)):
            assert opened.execute(f"FROM {one} EXCEPT ALL FROM {other}").fetchall() == [], table.name


@pytest.mark.slow
def test_every_view_and_query_gives_the_same(opened: duckdb.DuckDBPyConnection, wh: Warehouse) -> None:
    for view in load_views():
        found = opened.sql(f"SELECT * FROM {view.name} ORDER BY ALL").pl()
        assert found.equals(wh.sql(f"SELECT * FROM {view.name} ORDER BY ALL")), view.name
    for query in load_queries():
        assert opened.sql(f"FROM {query.name}()").pl().equals(wh.query(query.name)), query.name


def test_keys_and_comments_are_there(opened: duckdb.DuckDBPyConnection) -> None:
    keys = opened.execute(
        "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    assert {name: tuple(columns) for name, columns in keys} == {t.name: t.key for t in TABLES if t.key}
    silent = opened.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal "
        "AND table_name NOT IN ('terms', 'credits', 'warehouse_export')"
    ).fetchall()
    assert silent == []


def test_older_shells_open_it_from_anywhere(exported: Path, tmp_path: Path) -> None:
    moved = shutil.copy(exported, tmp_path / "sent.duckdb")
    ask = "SELECT count(*) AS n FROM scene_profile; FROM mood_mix() LIMIT 1; SELECT text FROM terms"
    done = subprocess.run(
        [SHELL, "-readonly", "-bail", "-json", moved, "-c", ask], capture_output=True, text=True, cwd="/", check=True
    )
    assert json.loads(done.stdout.splitlines()[0])[0]["n"] > 0
    assert "CC-BY" in done.stdout


@pytest.mark.slow
def test_older_shells_run_every_view_and_query(exported: Path) -> None:
    calls = [*(view.name for view in load_views()), *(f"{query.name}()" for query in load_queries())]
    ask = "; ".join(f"SELECT '{call}', count(*) FROM (FROM {call})" for call in calls)
    done = subprocess.run([SHELL, "-readonly", "-bail", "-csv", exported, "-c", ask], capture_output=True, text=True)
    assert not done.stderr
    assert done.stdout.count("()") >= len(load_queries())


@pytest.mark.slow
def test_no_path_of_this_machine_is_in_it(home: Home, sample: list[Record], tmp_path: Path) -> None:
    ingest(home, str(write_shards(tmp_path / "shards", sample)))
    warehouse.open(home.root).export(tmp_path / "out.duckdb", "duckdb")
    assert str(tmp_path).encode() not in (tmp_path / "out.duckdb").read_bytes()


@pytest.mark.slow
def test_a_removed_video_goes_with_the_next_export(home: Home, sample: list[Record], tmp_path: Path) -> None:
    shards, out = tmp_path / "shards", tmp_path / "out.duckdb"
    for records in (sample, sample[1:]):
        shutil.rmtree(shards, ignore_errors=True)
        ingest(home, str(write_shards(shards, records)))
        warehouse.open(home.root).export(out, "duckdb")
    gone = sample[0]["original_video_filename"].removesuffix(".mp4")
    with duckdb.connect(out, read_only=True) as connection:
        ids = connection.sql("SELECT video_id FROM credits").pl()
    assert gone not in ids["video_id"]
    assert ids.height == len(sample) - 1
    assert gone.encode() not in out.read_bytes()


def test_something_else_is_never_replaced(wh: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    duckdb.connect(tmp_path / "mine.duckdb").close()
    for name in ("notes.txt", "mine.duckdb", "."):
        with pytest.raises(ExportError, match="not an export of a warehouse"):
            wh.export(tmp_path / name, "duckdb")
    with pytest.raises(ExportError, match="has all tables"):
        wh.export(tmp_path / "some.duckdb", "duckdb", tables=["scenes"])
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt", "mine.duckdb"}
