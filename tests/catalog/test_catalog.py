"""The catalog in the real DuckDB shell, and what refreshes leave alone."""

from __future__ import annotations

import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pytest

import warehouse
from tests import processes
from tests.conftest import Record, write_shards
from warehouse.catalog.refresh import ensure_catalog, refresh_catalog
from warehouse.errors import CatalogBusyError
from warehouse.home import Home
from warehouse.ingest import Options, ingest
from warehouse.model import TABLES
from warehouse.snapshot.publish import published

ANEW = Options(force=True)
DUCKDB = Path(sysconfig.get_path("scripts")) / "duckdb"


def shell(catalog: Path, *statements: str, cwd: Path | None = None, options: tuple[str, ...] = ()) -> str:
    command = [str(DUCKDB), *options, "-csv", "-noheader", str(catalog), *(f"{s};" for s in [" ; ".join(statements)])]
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def open_shell(catalog: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A shell that stays open, and answers."""
    process = subprocess.Popen(
        [str(DUCKDB), *options, "-csv", "-noheader", str(catalog)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        ask(process, "SELECT 1")
        yield process
    finally:
        processes.finish(process)


def ask(process: subprocess.Popen[str], statement: str) -> str:
    assert process.stdin is not None
    process.stdin.write(f"{statement};\n")
    process.stdin.flush()
    return processes.read_line(process, process.stdout).strip()


@pytest.fixture
def two(sample: list[Record], tmp_path: Path) -> tuple[Home, Path]:
    """A warehouse of a source that can be changed."""
    source = write_shards(tmp_path / "source", sample[:20], rows=10)
    home = Home.at(tmp_path / "data")
    ingest(home, str(source))
    return home, source


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("-readonly",)])
def test_shell_opens_it_from_anywhere(options: tuple[str, ...], sample_home: Home, elsewhere: Path) -> None:
    counts = [
        shell(sample_home.catalog, f"SELECT count(*) FROM {t.name}", cwd=elsewhere, options=options) for t in TABLES
    ]
    rows = warehouse.open(sample_home.root).manifest.rows
    assert counts == [str(rows[table.name]) for table in TABLES]


def test_shell_is_the_older_one(tmp_path: Path) -> None:
    assert shell(tmp_path / "any.duckdb", "SELECT version()") == "v1.5.6"
    assert duckdb.__version__.startswith("2.")


@pytest.mark.slow
def test_views_columns_and_macros_carry_comments(sample_home: Home) -> None:
    for kind in ("views", "columns"):
        name = {"views": "view_name", "columns": "table_name || '.' || column_name"}[kind]
        missing = f"SELECT {name} FROM duckdb_{kind}() WHERE comment IS NULL AND NOT internal"
        made_here = "" if kind == "views" else " AND table_name <> 'warehouse_catalog'"
        assert shell(sample_home.catalog, missing + made_here) == ""
    assert "2, " not in shell(sample_home.catalog, "SELECT count(*) FROM videos_by_category(category := 'Sports')")


def test_attached_under_a_name(sample_home: Home) -> None:
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{sample_home.catalog}' AS fv (READ_ONLY)")
    assert connection.sql("SELECT count(*) FROM fv.scenes").fetchall()[0][0] > 100
    connection.execute("USE fv")
    assert connection.sql("FROM videos_by_category()").fetchall()


@pytest.mark.slow
def test_open_readers_keep_what_they_opened(two: tuple[Home, Path], sample: list[Record]) -> None:
    home, source = two
    opened, scanned = warehouse.open(home.root), warehouse.open(home.root).scan("videos")
    with open_shell(home.catalog, "-readonly") as reader:
        write_shards(source, sample, rows=24)
        for path in source.glob("*-of-00002.parquet"):
            if pl.read_parquet(path, columns=["mp4"]).height == 10:
                path.unlink()
        ingest(home, None)
        assert ask(reader, "SELECT count(*) FROM videos") == "20"
        assert opened.sql("SELECT count(*) FROM videos").item() == 20
        assert scanned.select(pl.len()).collect().item() == 20
        assert shell(home.catalog, "SELECT count(*) FROM videos", options=("-readonly",)) == "48"
    assert warehouse.open(home.root).sql("SELECT count(*) FROM videos").item() == 48
    assert len(published(home)) == 2


@pytest.mark.slow
def test_what_a_user_made_survives(two: tuple[Home, Path]) -> None:
    home, _ = two
    shell(
        home.catalog,
        "CREATE TABLE labels (video_id VARCHAR PRIMARY KEY, label VARCHAR)",
        "INSERT INTO labels SELECT video_id, 'good' FROM videos LIMIT 3",
        "CREATE VIEW labelled AS SELECT * FROM videos JOIN labels USING (video_id)",
        "CREATE MACRO twice(x) AS 2 * x",
        "CREATE SCHEMA mine",
        "CREATE TABLE mine.notes AS SELECT 1 AS n",
        "COMMENT ON TABLE labels IS 'my labels'",
    )
    for _ in range(3):  # the snapshot that the views were made on is gone by then
        ingest(home, None)
    assert shell(home.catalog, "SELECT count(*), any_value(label), twice(21) FROM labelled") == "3,good,42"
    assert shell(home.catalog, "SELECT n FROM mine.notes") == "1"
    assert shell(home.catalog, "SELECT comment FROM duckdb_tables() WHERE table_name = 'labels'") == "my labels"
    assert warehouse.open(home.root).sql("SELECT count(*) FROM labelled").item() == 3


@pytest.mark.slow
def test_objects_of_an_earlier_version_go(two: tuple[Home, Path]) -> None:
    home, _ = two
    shell(
        home.catalog,
        "CREATE OR REPLACE VIEW warehouse_catalog AS SELECT 'VIEW' AS kind, 'retired' AS name",
        "CREATE VIEW retired AS SELECT 1 AS x",
    )
    ingest(home, None, ANEW)
    assert shell(home.catalog, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'retired'") == "0"


@pytest.mark.slow
def test_a_writer_is_named_and_the_next_command_finishes(two: tuple[Home, Path]) -> None:
    home, _ = two
    before = home.current()
    with open_shell(home.catalog) as writer:
        with pytest.raises(CatalogBusyError, match=rf"duckdb \(process \d+\) holds {home.catalog} for writing"):
            ingest(home, None, ANEW)
        assert home.current() != before
        with pytest.raises(CatalogBusyError):
            ingest(home, None, ANEW)
        with pytest.raises(CatalogBusyError):
            ingest(home, None, ANEW)
        assert (
            ask(writer, "SELECT count(*) FROM videos") == "20"
        )  # its snapshot is kept as long as the catalog shows it
        ask(writer, "CREATE TABLE late AS SELECT 7 AS x; SELECT 1")
    ensure_catalog(home)
    assert shell(home.catalog, "SELECT x FROM late") == "7"
    definition = shell(home.catalog, "SELECT sql FROM duckdb_views() WHERE view_name = 'scenes'")
    current = home.current()
    assert current is not None
    assert current.name in definition


@pytest.mark.slow
def test_a_moved_home_is_relocated(two: tuple[Home, Path], tmp_path: Path) -> None:
    home, _ = two
    home.root.rename(tmp_path / "moved")
    moved = Home.at(tmp_path / "moved")
    assert warehouse.open(moved.root).sql("SELECT count(*) FROM videos").item() == 20
    snapshot = moved.current()
    assert snapshot is not None
    refresh_catalog(moved, snapshot)
    assert shell(moved.catalog, "SELECT count(*) FROM videos") == "20"


@pytest.mark.slow
def test_a_home_with_a_quote_and_a_blank_in_its_name(sample: list[Record], tmp_path: Path) -> None:
    home = Home.at(tmp_path / "it's a home")
    ingest(home, str(write_shards(tmp_path / "source", sample[:3])))
    assert shell(home.catalog, "SELECT count(*) FROM videos") == "3"
    assert warehouse.open(home.root).scan("videos").collect().height == 3
