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
)
"""


def put_aside(home: Home, video_id: str, start_seconds: float | None) -> None:
    """Put a video aside, or the moment of it that begins at a second; what is there already stays once.

    Raises:
        QueryError: another program has the catalog open for writing.
    """
    with _opened(home) as connection:
        connection.execute(
            f"INSERT INTO {TABLE} (video_id, start_seconds) SELECT $1, $2 WHERE NOT EXISTS "
            f"(FROM {TABLE} WHERE video_id = $1 AND start_seconds IS NOT DISTINCT FROM $2)",
            [video_id, start_seconds],
        )


def take_out(home: Home, video_id: str, start_seconds: float | None) -> None:
    """Take a video or a moment out again. Raises QueryError as ``put_aside`` does."""
    with _opened(home) as connection:
        connection.execute(
            f"DELETE FROM {TABLE} WHERE video_id = $1 AND start_seconds IS NOT DISTINCT FROM $2",
            [video_id, start_seconds],
        )


def collected(home: Home) -> pl.DataFrame:
    """What was put aside, in that order: video_id, start_seconds (null for a whole video), added_at.

    Raises:
        QueryError: another program has the catalog open for writing.
    """
    with _opened(home) as connection:
        found: pl.DataFrame = connection.sql(f"FROM {TABLE} ORDER BY added_at, video_id, start_seconds").pl()
        return found


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
