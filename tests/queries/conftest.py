"""Warehouses for the queries, and snapshots whose tables are changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from warehouse.catalog.definitions import create, definitions
from warehouse.model import TABLES
from warehouse.model.schema import table_schema
from warehouse.session import Warehouse
from warehouse.snapshot.stored_views import OUTSIDE_SQL


def tables_alone(wh: Warehouse, folder: Path) -> Path:
    """A copy of the tables as a tables-only ingest leaves them."""
    for table in TABLES:
        shutil.copytree(wh.snapshot / table.name, folder / table.name)
    return folder


def changed(wh: Warehouse, folder: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Path:
    """A copy of the tables, each of them changed."""
    for table in TABLES:
        path = folder / table.name / "part-00000.parquet"
        path.parent.mkdir(parents=True)
        rows = change(pl.read_parquet(wh.snapshot / table.name / "*.parquet")).to_arrow()
        pq.write_table(rows.cast(table_schema(table)), path)
    return folder


def connected(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection with everything that is defined over a snapshot."""
    connection = duckdb.connect()
    create(connection, definitions(folder))
    return connection


@pytest.fixture(scope="session")
def empty_folder(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return changed(wh, tmp_path_factory.mktemp("empty"), lambda rows: rows.clear())


@pytest.fixture(scope="session")
def empty(empty_folder: Path) -> duckdb.DuckDBPyConnection:
    """The definitions over tables without a row."""
    return connected(empty_folder)


@pytest.fixture(scope="session")
def shuffled(wh: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The definitions over the same rows in another order."""
    folder = tmp_path_factory.mktemp("shuffled")
    connection = connected(changed(wh, folder, lambda rows: rows.sample(fraction=1, shuffle=True, seed=4)))
    for name, compute in OUTSIDE_SQL.items():
        connection.execute(f"DROP VIEW {name}").register(name, compute(connection))
    return connection
