"""The tables are right by an independent computation, by their keys, and in their files."""

from __future__ import annotations

import itertools
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

import warehouse
from tests import oracle
from tests.conftest import Record, write_shards
from tools.derived.ddl import load_order, schema_sql
from warehouse.home import Home
from warehouse.ingest import ingest
from warehouse.model import SOURCE_TABLES, TABLE, TABLES
from warehouse.normalize import batches
from warehouse.snapshot.parts import FEWER_ROWS


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory, sample: list[Record]) -> tuple[Path, Home]:
    folder = tmp_path_factory.mktemp("shards")
    home = Home.at(folder / "data")
    ingest(home, str(write_shards(folder / "source", sample, rows=10, row_group_size=3)))
    return folder / "source", home


@pytest.fixture(params=["sample", "real"])
def built(
    request: pytest.FixtureRequest, shards: tuple[Path, Home], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Home]:
    """Shards of the sample, then of the real records, and a warehouse of each."""
    if request.param == "sample":
        return shards
    folder = tmp_path_factory.mktemp("real")
    source = write_shards(folder / "source", request.getfixturevalue("real"))
    ingest(Home.at(folder / "data"), str(source))
    return source, Home.at(folder / "data")


def read(home: Home, table: str) -> str:
    return f"read_parquet('{home.tables}/{table}/*.parquet')"


def test_oracle(built: tuple[Path, Home]) -> None:
    source, home = built
    connection = duckdb.connect()
    connection.execute(oracle.SOURCE.format(files=f"{source}/*.parquet"))
    assert oracle.TABLES.keys() == {table.name for table in SOURCE_TABLES}
    for name, sql in oracle.TABLES.items():
        ours = f"SELECT * FROM {read(home, name)}"
        for left, right in ((ours, sql), (sql, ours)):
            difference = connection.sql(f"SELECT * FROM ({left}) EXCEPT ALL SELECT * FROM ({right}) LIMIT 3").fetchall()
            assert difference == [], name
    assert connection.sql(f"SELECT count(*) FROM {read(home, 'scenes')}").fetchall()[0][0] > 100


def test_keys_references_and_checks_hold(built: tuple[Path, Home]) -> None:
    _, home = built
    connection = duckdb.connect()
    connection.execute(schema_sql())
    for table in load_order():
        connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM {read(home, table.name)}")
    with pytest.raises(duckdb.ConstraintException):
        connection.execute("INSERT INTO scenes (video_id, scene_index) VALUES ('nobody', 1)")


def test_files_are_compressed_sorted_typed_and_described(shards: tuple[Path, Home]) -> None:
    _, home = shards
    for table in TABLES:
        for path in (home.tables / table.name).iterdir():
            file = pq.ParquetFile(path)
            schema, metadata = file.schema_arrow, file.metadata
            assert [field.nullable for field in schema] == [column.nullable for column in table.all_columns]
            assert [field.metadata[b"description"].decode() for field in schema] == [c.doc for c in table.all_columns]
            assert schema.metadata[b"description"].decode() == table.doc
            for group, column in itertools.product(range(metadata.num_row_groups), range(metadata.num_columns)):
                assert metadata.row_group(group).column(column).compression == "ZSTD"
            keys = [tuple(row.values()) for row in file.read(list(table.key)).to_pylist()]
            assert keys == sorted(keys)
            assert table.name == "ingest_issues" or len(set(keys)) == len(keys)


@pytest.mark.slow
def test_one_video_is_found_by_statistics(
    sample: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FEWER_ROWS, "transcript_segments", 500)
    home = Home.at(tmp_path / "data")
    ingest(home, str(write_shards(tmp_path / "source", sample)))
    (path,) = (home.tables / "transcript_segments").iterdir()
    file = pq.ParquetFile(path)
    ids = file.read(["video_id"])["video_id"].to_pylist()
    ranges = [
        (stats.min, stats.max)
        for g in range(file.num_row_groups)
        if (stats := file.metadata.row_group(g).column(0).statistics)
    ]
    assert len(ranges) == file.num_row_groups >= 5
    assert all(sum(low <= id_ <= high for low, high in ranges) <= 2 for id_ in set(ids) if ids.count(id_) < 100)


def test_polars_pyarrow_and_duckdb_read_every_file(shards: tuple[Path, Home]) -> None:
    _, home = shards
    rows = warehouse.open(home.root).manifest.rows
    for table in TABLES:
        folder = home.tables / table.name
        counts = {
            pl.scan_parquet(folder / "*.parquet").select(pl.len()).collect().item(),
            pq.read_table(folder).num_rows,
            duckdb.connect().execute(f"SELECT count(*) FROM {read(home, table.name)}").fetchall()[0][0],
        }
        assert counts == {rows[table.name]}


@pytest.mark.slow
def test_two_runs_give_the_same_rows_in_the_same_order(shards: tuple[Path, Home], tmp_path: Path) -> None:
    source, home = shards
    again = Home.at(tmp_path / "data")
    ingest(again, str(source))
    for table in TABLES:
        ours, theirs = (pq.read_table(h.tables / table.name) for h in (home, again))
        if table is TABLE["source_files"]:
            ours, theirs = (rows.drop_columns("ingested_at") for rows in (ours, theirs))
        assert ours.equals(theirs), table.name


@pytest.mark.slow
def test_many_parts_hold_the_same_rows_as_one(
    shards: tuple[Path, Home], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, home = shards
    monkeypatch.setattr(batches, "BATCH_RECORDS", 7)
    many = Home.at(tmp_path / "data")
    ingest(many, str(source))
    assert len(list((many.tables / "scenes").iterdir())) >= 5
    for table in SOURCE_TABLES:
        keys = [(name, "ascending") for name in table.key]
        ours, theirs = (pq.read_table(h.tables / table.name).sort_by(keys) for h in (home, many))
        assert ours.equals(theirs), table.name
