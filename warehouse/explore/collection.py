"""Videos and moments that a user has put aside: a table of the user's own in the catalog, kept by refreshes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import polars as pl

from warehouse.catalog.refresh import ensure_catalog
from warehouse.errors import QueryError
from warehouse.home import Home

TABLE = "collection"
_CREATE = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
    video_id VARCHAR NOT NULL, start_seconds DOUBLE, added_at TIMESTAMP DEFAULT now()::TIMESTAMP
);
-- behind the others: there are collections that were begun without it
ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS end_seconds DOUBLE;
"""
_SAME = "video_id = $1 AND start_seconds IS NOT DISTINCT FROM $2 AND end_seconds IS NOT DISTINCT FROM $3"


def put_aside(home: Home, video_id: str, start_seconds: float | None, end_seconds: float | None = None) -> int:
    """Put a video aside, or a span of it; what is there already stays once. Returns how many there are then.

    Raises:
        QueryError: another program has the catalog open for writing.
    """
    with _opened(home) as connection:
        connection.execute(
            f"INSERT INTO {TABLE} (video_id, start_seconds, end_seconds) "
            f"SELECT $1, $2, $3 WHERE NOT EXISTS (FROM {TABLE} WHERE {_SAME})",
            [video_id, start_seconds, end_seconds],
        )
        return _count(connection)


def take_out(home: Home, video_id: str, start_seconds: float | None, end_seconds: float | None = None) -> int:
    """Take a video or a span out again. Returns and raises what ``put_aside`` does."""
    with _opened(home) as connection:
        connection.execute(f"DELETE FROM {TABLE} WHERE {_SAME}", [video_id, start_seconds, end_seconds])
        return _count(connection)


def empty(home: Home) -> None:
    """Take everything out. Raises what ``put_aside`` does."""
    with _opened(home) as connection:
        connection.execute(f"DELETE FROM {TABLE}")


def collected(home: Home) -> pl.DataFrame:
    """What was put aside, in that order: video_id, start_seconds and end_seconds (null for a whole video), added_at.

    Raises:
        QueryError: another program has the catalog open for writing.
    """
    with _opened(home) as connection:
        rows = f"SELECT video_id, start_seconds, end_seconds, added_at FROM {TABLE}"
        found: pl.DataFrame = connection.sql(f"{rows} ORDER BY added_at, video_id, start_seconds").pl()
        return found


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchall()[0]
    return int(count)


@contextmanager
def _opened(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    ensure_catalog(home)
    try:
        connection = duckdb.connect(str(home.catalog))
    except duckdb.IOException as error:
        raise QueryError(
            f"{home.catalog} is open in another program: close that shell, then put things aside again."
        ) from error
    with connection:
        connection.execute(_CREATE)
        yield connection
