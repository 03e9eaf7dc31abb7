"""The rows of an export beside those of a snapshot."""

from __future__ import annotations

from pathlib import Path

import duckdb


def difference(one: str, other: str) -> int:
    """How many rows two relations of DuckDB's SQL do not share, however often each stands there."""
    with duckdb.connect() as connection:
        count = connection.execute(
            f"SELECT (SELECT count(*) FROM (FROM {one} EXCEPT ALL FROM {other})) "
            f"+ (SELECT count(*) FROM (FROM {other} EXCEPT ALL FROM {one}))"
        ).fetchone()
    assert count is not None
    return int(count[0])


def parquet(folder: Path | str, table: str) -> str:
    """The rows of a folder of Parquet as a relation."""
    return f"read_parquet('{folder}/{table}/*.parquet')"
