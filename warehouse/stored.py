"""Stored views: what many questions need and what takes long to compute is computed once, with the snapshot."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.definitions import create, literal, relations, stored_path
from warehouse.parts import ROW_GROUP_ROWS
from warehouse.queries import load_views

MEMORY_LIMIT = "600MB"


def store_views(folder: Path) -> None:
    """Write the views that declare it as Parquet, beside the tables of the snapshot that is built in ``folder``."""
    keys = {view.name: view.stored for view in load_views() if view.stored}
    with TemporaryDirectory(dir=folder) as spill, _connection(spill) as connection:
        for definition in relations(folder):
            create(connection, [definition])
            if definition.name in keys:
                _store(connection, definition.name, keys[definition.name], stored_path(folder, definition.name))


def _connection(spill: str) -> duckdb.DuckDBPyConnection:
    # rows are put in order where they are written: to keep the order on the way there would only take memory
    config: dict[str, str | bool] = {"memory_limit": MEMORY_LIMIT, "preserve_insertion_order": False}
    return duckdb.connect(config={**config, "temp_directory": spill})


def _store(connection: duckdb.DuckDBPyConnection, view: str, key: tuple[str, ...], path: Path) -> None:
    path.parent.mkdir()
    connection.execute(
        f"COPY (SELECT * FROM {view} ORDER BY {', '.join(key)}) TO {literal(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})"
    )
    # views behind this one read its file
    connection.execute(f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM read_parquet({literal(str(path))})")
