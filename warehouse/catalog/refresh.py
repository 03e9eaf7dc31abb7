"""The catalog: a DuckDB file of views and table macros over the current snapshot, replaced by rename."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.catalog.definitions import Definition, comment, create, definitions
from warehouse.catalog.freshness import is_fresh, mark_fresh
from warehouse.errors import CatalogBusyError, HomeError
from warehouse.file_system import sync
from warehouse.home import Home
from warehouse.queries.messages import one_sentence
from warehouse.quoting import identifier, literal

STORAGE_VERSION = "v1.2.0"  # every shell from 1.4 on opens it; what 2.0 writes by default, none of them does
MADE_HERE = "warehouse_catalog"
_CONFLICT = "Conflicting lock"
_NO_FILES = "No files found"
_OBJECTS = """
SELECT table_name FROM duckdb_tables() WHERE database_name = 'old'
UNION ALL SELECT view_name FROM duckdb_views() WHERE database_name = 'old' AND NOT internal
UNION ALL SELECT function_name FROM duckdb_functions() WHERE database_name = 'old' AND NOT internal
UNION ALL SELECT sequence_name FROM duckdb_sequences() WHERE database_name = 'old'
UNION ALL SELECT type_name FROM duckdb_types() WHERE database_name = 'old' AND NOT internal
UNION ALL SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'old' AND NOT internal
"""
_COLUMNS = """
SELECT table_name, column_name, data_type FROM duckdb_columns()
WHERE database_name = 'fresh' AND schema_name = 'main' ORDER BY table_name, column_index
"""


def refresh_catalog(home: Home, snapshot: Path) -> None:
    """Rebuild the catalog over ``snapshot``; what users made in the old one is carried over.

    Raises:
        CatalogBusyError: another process holds the catalog for writing; it says which.
        HomeError: the catalog is damaged.
        OSError: the home cannot be written.
    """
    if not os.access(home.root, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only here", str(home.root))
    fresh = home.root / f".catalog-{snapshot.name}.duckdb"
    with TemporaryDirectory() as aside:
        # the name of a log that DuckDB writes next to a file is wrong where a folder's name has a question mark
        built = Path(aside, fresh.name)
        with write_catalog(home, snapshot, built):
            shutil.copyfile(built, fresh)
            sync(fresh)
            fresh.replace(home.catalog)  # the old file is still locked for reading here: nobody can write to it
    sync(home.root)
    mark_fresh(home, snapshot)


@contextmanager
def write_catalog(home: Home, snapshot: Path, built: Path) -> Iterator[None]:
    """Make a catalog over ``snapshot`` in another file; within the context the old one cannot be written.

    Raises:
        CatalogBusyError: another process holds the catalog for writing; it says which.
        HomeError: the catalog is damaged, or files of the snapshot are missing.
    """
    with duckdb.connect() as connection:
        connection.execute("SET parquet_metadata_cache = true")
        connection.execute(f"ATTACH {literal(str(built))} AS fresh (STORAGE_VERSION '{STORAGE_VERSION}')")
        if home.catalog.exists():
            _carry_over(connection, home)
        try:
            _fill(connection, list(definitions(snapshot, home.queries)))
        except duckdb.IOException as error:
            if _NO_FILES not in str(error):
                raise
            raise HomeError(
                f"{snapshot} is no whole snapshot ({one_sentence(error)}): build it with `warehouse ingest --force`."
            ) from error
        connection.execute("DETACH fresh")
        yield


def ensure_catalog(home: Home) -> None:
    """Bring the catalog up to date if a run could not, if the home was moved or if the definitions have changed.

    Raises:
        CatalogBusyError: another process holds it for writing.
        HomeError: there is no warehouse, or the catalog is damaged.
        OSError: the home cannot be written.
    """
    if not is_fresh(home):
        refresh_catalog(home, home.require_current())


def _carry_over(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Copy the old catalog, then drop from the copy what an earlier version of the warehouse made."""
    try:
        connection.execute(f"ATTACH {literal(str(home.catalog))} AS old (READ_ONLY)")
    except duckdb.Error as error:
        raise _busy(home, error) if _CONFLICT in str(error) else damaged(home, error) from error
    made = _made(connection)
    if {name for (name,) in connection.execute(_OBJECTS).fetchall()} <= {name for _, name in made}:
        return
    connection.execute("COPY FROM DATABASE old TO fresh")
    for kind, name in made:
        connection.execute(f"DROP {kind} IF EXISTS fresh.{identifier(name)}")


def _fill(connection: duckdb.DuckDBPyConnection, everything: list[Definition]) -> None:
    """Make everything in ``fresh``: the views, then the macros over them."""
    views = [definition for definition in everything if definition.kind == "view"]
    macros = [definition for definition in everything if definition.kind == "macro"]
    connection.execute("USE fresh; BEGIN")
    create(connection, views)
    _remember(connection, everything)
    connection.execute("COMMIT; USE memory")
    _stand_in(connection, views)
    connection.execute("BEGIN")
    create(connection, macros, "fresh.main")
    connection.execute("USE fresh")
    comment(connection, everything)
    connection.execute("COMMIT; USE memory")


def _stand_in(connection: duckdb.DuckDBPyConnection, views: list[Definition]) -> None:
    """Empty tables like the views: a macro is checked against them in a quarter of the time."""
    columns: dict[str, list[str]] = {view.name: [] for view in views}
    for name, column, type_ in connection.execute(_COLUMNS).fetchall():
        if name in columns:
            columns[name].append(f"{identifier(column)} {type_}")
    connection.execute(";".join(f"CREATE TABLE {name} ({', '.join(given)})" for name, given in columns.items()))


def _made(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Kind and name of what the warehouse made in the old catalog."""
    try:
        return connection.execute(f"SELECT kind, name FROM old.{MADE_HERE}").fetchall()
    except duckdb.CatalogException:
        return []


def _remember(connection: duckdb.DuckDBPyConnection, everything: list[Definition]) -> None:
    kinds = {"view": "VIEW", "macro": "MACRO TABLE"}
    names = [(kinds[definition.kind], definition.name) for definition in everything] + [("VIEW", MADE_HERE)]
    rows = ", ".join(f"({literal(kind)}, {literal(name)})" for kind, name in names)
    connection.execute(f"CREATE OR REPLACE VIEW {MADE_HERE} AS SELECT * FROM (VALUES {rows}) AS made(kind, name)")
    connection.execute(f"COMMENT ON VIEW {MADE_HERE} IS 'What the warehouse made here and replaces at each refresh.'")


def _busy(home: Home, error: Exception) -> CatalogBusyError:
    holder = re.search(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)", str(error))
    who = f"{holder['program']} (process {holder['pid']})" if holder else "another process"
    return CatalogBusyError(
        f"{who} holds {home.catalog} for writing: close it, and the next warehouse command "
        "brings the catalog up to date."
    )


def damaged(home: Home, error: Exception) -> HomeError:
    """The error of a catalog that cannot be opened."""
    return HomeError(
        f"{home.catalog} is damaged ({one_sentence(error)}): delete it, and the next command makes it again, "
        "without what you made in it."
    )
