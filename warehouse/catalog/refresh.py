"""The catalog: a DuckDB file of views and table macros over the current snapshot, replaced by rename."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.catalog.definitions import Definition, comment, create, definitions, digest
from warehouse.errors import CatalogBusyError
from warehouse.home import Home
from warehouse.quoting import identifier, literal

STORAGE_VERSION = "v1.2.0"  # every shell from 1.4 on opens it; what 2.0 writes by default, none of them does
MADE_HERE = "warehouse_catalog"
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
    """Make the catalog anew over ``snapshot``; what users made in the old one is carried over.

    Raises:
        CatalogBusyError: another process holds the catalog for writing; it says which.
    """
    fresh = home.root / f".catalog-{snapshot.name}.duckdb"
    with TemporaryDirectory() as aside, duckdb.connect() as connection:
        # the name of a log that DuckDB writes beside a file is wrong where a folder's name has a question mark
        built = Path(aside, fresh.name)
        connection.execute("SET parquet_metadata_cache = true")
        connection.execute(f"ATTACH {literal(str(built))} AS fresh (STORAGE_VERSION '{STORAGE_VERSION}')")
        if home.catalog.exists():
            _carry_over(connection, home)
        _fill(connection, list(definitions(snapshot, home.queries)))
        connection.execute("DETACH fresh")
        shutil.copyfile(built, fresh)
        fresh.replace(home.catalog)  # the old file is still locked for reading here: nobody can write to it
    _marker(home).write_text(json.dumps(_state(home, snapshot)))


def ensure_catalog(home: Home) -> None:
    """Bring the catalog up to date if a run could not, if the home was moved or if the definitions have changed.

    Raises:
        CatalogBusyError: another process holds it for writing.
        HomeError: there is no warehouse.
    """
    snapshot = home.require_current()
    if not home.catalog.exists() or _read_marker(home) != _state(home, snapshot):
        refresh_catalog(home, snapshot)


def shown_snapshot(home: Home) -> Path | None:
    """The snapshot that the catalog shows, or None where there is no catalog."""
    name = _read_marker(home).get("snapshot")
    return home.snapshots / name if name else None


def _carry_over(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Copy the old catalog, then drop from the copy what an earlier version of the warehouse made."""
    try:
        connection.execute(f"ATTACH {literal(str(home.catalog))} AS old (READ_ONLY)")
    except duckdb.IOException as error:
        raise _busy(home, error) from error
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


def _marker(home: Home) -> Path:
    return home.root / ".catalog.json"


def _read_marker(home: Home) -> dict[str, str]:
    try:
        found = json.loads(_marker(home).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _state(home: Home, snapshot: Path) -> dict[str, str]:
    return {"snapshot": snapshot.name, "home": str(home.root), "definitions": digest(home.queries)}
