"""Stored views: what many questions need and what takes long to compute is computed once, with the snapshot.

The rows of every part of the tables are computed by themselves, so that a refresh computes those of new parts only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from warehouse.model import SOURCE_FILES, TABLES
from warehouse.queries import load_views
from warehouse.queries.load import closure, reads
from warehouse.queries.statement import Statement
from warehouse.quoting import literal, read_parquet
from warehouse.snapshot.languages import video_languages
from warehouse.snapshot.layout import stored_path
from warehouse.snapshot.parts import parts_of
from warehouse.snapshot.reuse import ReusedParts, link_all

MEMORY_BYTES = 600_000_000
# what a part has of a view is mostly less: reading it all is faster than looking for rows in many small groups
ROW_GROUP_ROWS = 65_536
# the views that no SQL can compute, and what computes the rows of a part from the views and tables of a connection
OUTSIDE_SQL = {"video_language": video_languages}


def store_views(folder: Path, taken: ReusedParts | None = None, *, jobs: int | None = None) -> None:
    """Write the views that declare it as Parquet, next to the tables of the snapshot that is built in ``folder``."""
    views = [view for view in load_views() if view.stored]
    for view in views:
        _parts_folder(folder, view).mkdir(parents=True)
    new = [part for part in parts_of(folder) if taken is None or not _take_over(folder, views, part, taken)]
    cores = jobs or os.cpu_count() or 1
    workers = max(1, min(cores, len(new)))
    limits = {"memory_limit": f"{MEMORY_BYTES // workers}B", "threads": cores // workers}
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(_compute, folder, part, limits) for part in new]:
            done.result()
    with _connection(folder, {"memory_limit": f"{MEMORY_BYTES}B"}) as connection:
        for view in views:
            if view.merge:
                _merge(connection, folder, view)


def has_views(folder: Path) -> bool:
    """Whether a snapshot stores the rows of all views that declare it, by the SQL that they have now."""
    return all(stored_path(folder, view.name).is_dir() for view in load_views() if view.stored)


def _take_over(folder: Path, views: list[Statement], part: str, taken: ReusedParts) -> bool:
    """Link what was computed of a part, if all of it was."""
    if part not in taken.parts:
        return False
    sources = [_parts_folder(taken.before, view) / taken.parts[part] for view in views]
    return link_all(sources, [_parts_folder(folder, view) / part for view in views])


def _compute(folder: Path, part: str, limits: dict[str, Any]) -> None:
    """Write the rows of all views that come from one part; views behind one that is stored read its rows."""
    with _connection(folder, limits) as connection:
        for table in TABLES:
            file = folder / table.name / (part if table is not SOURCE_FILES else "")
            # a part fits into memory, and several views read each of its columns
            connection.execute(f"CREATE TABLE {table.name} AS FROM {read_parquet(file)}")
        views = _views_to_store()
        read = set().union(*(reads(view.sql) for view in views))
        for view in views:
            sql = view.sql
            if view.stored:
                path = _parts_folder(folder, view) / part
                _copy(connection, _rows(connection, view), view, path)
                sql = f"FROM {read_parquet(path)}"
            # to make a view is to plan it, which takes longer than the rows of a few videos
            if view.name in read:
                connection.execute(f"CREATE VIEW {view.name} AS\n{sql}")


def _rows(connection: duckdb.DuckDBPyConnection, view: Statement) -> str:
    """The FROM that gives the rows of a view."""
    if not view.outside_sql:
        return f"FROM (\n{view.sql}\n)"
    connection.register(f"{view.name}_rows", OUTSIDE_SQL[view.name](connection))
    return f"FROM {view.name}_rows"


def _views_to_store() -> list[Statement]:
    """The stored views and those that they read, each behind those that it reads."""
    views = load_views()
    needed = closure((view.name for view in views if view.stored), {view.name: view.sql for view in views})
    return [view for view in views if view.name in needed]


def _merge(connection: duckdb.DuckDBPyConnection, folder: Path, view: Statement) -> None:
    """Write the rows of all parts, with one row for those of equal keys."""
    columns = [name if name in view.stored else _merged(view.merge, name) for name in view.columns]
    rows = f"FROM {read_parquet(_parts_folder(folder, view))} GROUP BY {', '.join(view.stored)}"
    stored_path(folder, view.name).mkdir()
    _copy(connection, f"SELECT {', '.join(columns)} {rows}", view, stored_path(folder, view.name) / "merged.parquet")


def _merged(how: str | None, column: str) -> str:
    return f"sum({column})::BIGINT AS {column}" if how == "sum" else f"any_value({column}) AS {column}"


def _parts_folder(folder: Path, view: Statement) -> Path:
    """Where the rows of a view are, part by part; those that are still to be merged are kept apart."""
    path = stored_path(folder, view.name)
    return path.with_name(f"{path.name}-parts") if view.merge else path


def _copy(connection: duckdb.DuckDBPyConnection, rows: str, view: Statement, path: Path) -> None:
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS}"
    connection.execute(f"COPY ({rows} ORDER BY {', '.join(view.stored)}) TO {literal(str(path))} ({options})")


@contextmanager
def _connection(folder: Path, limits: dict[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
    # rows are put in order where they are written: to keep the order on the way there would only take memory
    with TemporaryDirectory(dir=folder) as spill:
        config = {**limits, "temp_directory": spill, "preserve_insertion_order": False}
        with duckdb.connect(config=config) as opened:
            yield opened
