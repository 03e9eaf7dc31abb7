"""Export a snapshot in one of the forms that other engines read."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from warehouse.errors import ExportError
from warehouse.export.contents import Contents, facts_of
from warehouse.export.duckdb_file import place_database
from warehouse.export.iceberg_tables import place_tables
from warehouse.export.parquet_folder import parquet_entries
from warehouse.export.target import find_target, place
from warehouse.model import TABLES


@dataclass(frozen=True)
class Exported:
    """What was written: where, how many relations and files, bytes, seconds."""

    target: str
    relations: int
    files: int
    bytes: int
    seconds: float


def export(contents: Contents, target: str, form: str = "parquet") -> Exported:
    """Write ``contents`` to a target in a form of ``FORMATS``; what was there of an earlier export is replaced.

    Raises:
        ExportError: the form is unknown, or the target cannot be used; nothing half-written is left.
        AccessError: the target cannot be written for lack of permission.
    """
    if form not in FORMATS:
        raise ExportError(f"There is no format {form} to export in: there are {', '.join(FORMATS)}.")
    clock = time.monotonic()
    files, size = FORMATS[form](contents, target)
    relations = len(contents.tables) + len(contents.statements)
    return Exported(target, relations, files, size, time.monotonic() - clock)


def _parquet(contents: Contents, target: str) -> tuple[int, int]:
    with TemporaryDirectory() as working:
        entries = list(parquet_entries(contents, Path(working)))
        return len(entries) + 1, place(find_target(target), entries, facts_of(contents.manifest))


def _duckdb(contents: Contents, target: str) -> tuple[int, int]:
    _require_all(contents, "A DuckDB file")
    return 1, place_database(contents, find_target(target))


def _require_all(contents: Contents, what: str) -> None:
    if any(not s.outside_sql for s in contents.statements) or len(contents.tables) < len(TABLES):
        raise ExportError(f"{what} has all tables, views and queries: leave out --tables and --queries.")


FORMATS: dict[str, Callable[[Contents, str], tuple[int, int]]] = {
    "parquet": _parquet,
    "duckdb": _duckdb,
    "iceberg": place_tables,
}
